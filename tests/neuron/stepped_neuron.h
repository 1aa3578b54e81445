// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "neuron/output_neuron_parameters.h"

namespace softbound {

/// The oracle of the output neuron: its differential equations in small steps (Runge-Kutta of
/// fourth order, long double), nothing solved but where the last step of a crossing ends. Time in
/// seconds; steps end at charges, at the end of the refractory period and at spikes.
class SteppedNeuron {
 public:
  using Real = long double;

  SteppedNeuron(const OutputNeuronParameters& parameters, Real step_s)
      : p_{parameters}, step_s_{step_s} {}

  void inject(Real area) { dpi_ += area / static_cast<Real>(p_.tau_s_s); }

  void advance_to(Real t_s) {
    while (now_ < t_s) {
      Real end = std::min(t_s, now_ + step_s_);
      if (now_ < refractory_end_) end = std::min(end, refractory_end_);
      step(end - now_);
    }
  }

  Real dpi() const { return dpi_; }
  Real membrane() const { return v_; }
  Real calcium() const { return calcium_; }
  const std::vector<Real>& spikes_s() const { return spikes_; }

 private:
  struct Rates {
    Real dpi, v, calcium;
  };
  Rates rates(Real dpi, Real v, Real calcium) const {
    const bool constant = p_.leak == Leak::constant;
    return {
        -dpi / static_cast<Real>(p_.tau_s_s),
        dpi - (constant ? static_cast<Real>(p_.leak_per_s) : v / static_cast<Real>(p_.tau_mem_s)),
        -(p_.calcium_decay == CalciumDecay::linear ? Real{1} : calcium) /
            static_cast<Real>(p_.tau_ca_s)};
  }
  void step(Real h) {
    const Real v_before = v_;
    const Rates a = rates(dpi_, v_, calcium_);
    const Rates b = rates(dpi_ + h / 2 * a.dpi, v_ + h / 2 * a.v, calcium_ + h / 2 * a.calcium);
    const Rates c = rates(dpi_ + h / 2 * b.dpi, v_ + h / 2 * b.v, calcium_ + h / 2 * b.calcium);
    const Rates d = rates(dpi_ + h * c.dpi, v_ + h * c.v, calcium_ + h * c.calcium);
    const auto mean = [](Real k1, Real k2, Real k3, Real k4) {
      return (k1 + 2 * k2 + 2 * k3 + k4) / 6;
    };
    const bool held = now_ < refractory_end_;
    const Real v_after = held ? v_ : std::max(Real{0}, v_ + h * mean(a.v, b.v, c.v, d.v));
    const auto theta = static_cast<Real>(p_.theta_fire);
    if (!held && v_before < theta && v_after >= theta && !crossing_) {
      crossing_ = true;  // the step again, to where its chord crosses
      step(h * (theta - v_before) / (v_after - v_before));
      crossing_ = false;
      v_ = p_.reset;
      calcium_ += static_cast<Real>(p_.jump_ca);
      refractory_end_ = now_ + static_cast<Real>(p_.t_refractory_s);
      spikes_.push_back(now_);
      return;
    }
    dpi_ += h * mean(a.dpi, b.dpi, c.dpi, d.dpi);
    calcium_ = std::max(Real{0}, calcium_ + h * mean(a.calcium, b.calcium, c.calcium, d.calcium));
    v_ = v_after;
    now_ += h;
  }

  OutputNeuronParameters p_;
  Real step_s_;
  Real now_ = 0, dpi_ = 0, v_ = 0, calcium_ = 0, refractory_end_ = 0;
  bool crossing_ = false;
  std::vector<Real> spikes_;
};

}  // namespace softbound
