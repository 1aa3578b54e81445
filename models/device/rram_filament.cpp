// SPDX-License-Identifier: Apache-2.0
#include "device/rram_filament.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace softbound {

FilamentDevice::FilamentDevice(std::shared_ptr<const FilamentParameters> parameters)
    : p_{std::move(parameters)}, state_{p_->g_max_nm, p_->t_ambient_k}, formed_{p_->formed} {
  settle(0.5);
}

double FilamentDevice::conductance() const {
  return formed_ ? p_->conductance_s(state_.gap_nm) : p_->g_unformed_s;
}

double FilamentDevice::current(double voltage_v) const {
  return formed_ ? p_->current_a(state_.gap_nm, voltage_v) : p_->g_unformed_s * voltage_v;
}

ConductanceBounds FilamentDevice::bounds() const {
  const double open_s = p_->conductance_s(p_->g_max_nm);
  return {formed_ ? open_s : std::min(open_s, p_->g_unformed_s), p_->conductance_s(p_->g_min_nm)};
}

void FilamentDevice::visit_state(StateVisitor& visitor) {
  visitor.real(state_.gap_nm);
  visitor.real(state_.temperature_k);
  visitor.flag(formed_);
}

void FilamentDevice::settle(double weight) {
  if (!formed_) return;
  const double low_s = p_->conductance_s(p_->g_max_nm), high_s = p_->conductance_s(p_->g_min_nm);
  state_ = {p_->gap_nm(low_s + weight * (high_s - low_s)), p_->t_ambient_k};
}

void FilamentDevice::stimulate(const Pulse& pulse, Port, DrawSequence& random) {
  auto ramps = ramps_of(pulse);
  if (!formed_) {
    const double across_v = std::min(std::abs(pulse.amplitude_v), pulse.limit_a / p_->g_unformed_s);
    if (across_v <= p_->v_form_v || (pulse.amplitude_v < 0 && !p_->unipolar)) {
      flags_.unformed = true;
      return;
    }
    // The filament appears at the top of the pulse and grows in what is left of it.
    formed_ = true;
    state_.gap_nm = p_->g_max_nm;
    ramps.front().duration_s = 0;
  }
  const double noise = p_->delta_g > 0 ? p_->delta_g * random.normal() : 0;
  const Filament filament{*p_};
  double left_s = 0;
  bool ruptured = false;
  for (const VoltageRamp& ramp : ramps) {
    // What has ruptured stays open until the voltage is gone, and cools.
    const double done_s = ruptured ? 0 : filament.advance(state_, ramp, pulse.limit_a, noise);
    ruptured = ruptured || done_s < ramp.duration_s;
    left_s += ramp.duration_s - done_s;
  }
  if (ruptured) filament.cool(state_, left_s);
}

void FilamentDevice::rest(double time_s, DrawSequence&) {
  if (formed_) Filament{*p_}.advance(state_, {0, 0, time_s});
}

FilamentKind::FilamentKind(const char* name, const char* summary, const char* source,
                           std::vector<ParameterSet> sets)
    : name_{name},
      summary_{summary},
      source_{source},
      sets_{std::move(sets)},
      filament_{sets_.front().filament},
      pulses_{sets_.front().pulses} {}

std::unique_ptr<FilamentKind> FilamentKind::rram_filament_a() {
  // The defaults of FilamentParameters are variant A for HfO2. The others differ in what sets
  // window and voltages: length of the gap and energies [A].
  const FilamentParameters hfo2;
  FilamentParameters siox;
  siox.g_max_nm = 2.1;
  FilamentParameters taox;
  taox.g_max_nm = 1.0;
  taox.ea_generation_ev = 1.200;
  taox.ea_recombination_ev = 1.200;
  FilamentParameters unipolar;
  unipolar.unipolar = true;
  return std::unique_ptr<FilamentKind>{
      new FilamentKind{"rram_filament_a",
                       "RRAM as a filament with gap and temperature, Stanford-PKU model A",
                       "[L:stanfordA], devices D1p and D16",
                       {{"hfo2", hfo2, {2.2, -1.3, 1e-6, 100e-6}},
                        {"siox", siox, {3.6, -1.4, 1e-6, 100e-6}},
                        {"taox", taox, {1.2, -0.9, 1e-6, 100e-6}},
                        {"unipolar", unipolar, {2.2, 1.5, 1e-6, 100e-6}}}}};
}

std::unique_ptr<FilamentKind> FilamentKind::rram_filament_b() {
  FilamentParameters p;
  p.i0_a = 1e-3;
  p.g0_nm = 0.25;
  p.v0_v = 0.25;
  // v0 = 10 m/s times sinh is v0/2 for each of the two exponentials.
  p.velocity_m_per_s = 5;
  p.gamma0 = 16;
  p.beta = 0.8;
  p.ea_generation_ev = 0.6;
  p.ea_recombination_ev = 0.6;
  p.oxide_nm = 12;
  p.field_min_v_per_m = 1.4e9;
  p.g_min_nm = 0.2;
  p.r_th_k_per_w = 2100;
  p.tau_th_s = 0;
  return std::unique_ptr<FilamentKind>{
      new FilamentKind{"rram_filament_b",
                       "RRAM as a filament with a least field, Stanford-PKU model B",
                       "[L:stanfordB], device D1p",
                       {{"hfo2", p, {1.5, -1.2, 1e-6, 10e-3}}}}};
}

std::unique_ptr<FilamentKind> FilamentKind::cbram() {
  FilamentParameters p;
  p.ea_generation_ev = 0.900;
  p.ea_recombination_ev = 0.900;
  p.v_form_v = 1.5;
  p.v_max_v = 2;
  return std::unique_ptr<FilamentKind>{
      new FilamentKind{"cbram",
                       "CBRAM: a filament of Ag or Cu, abrupt, at low voltages",
                       "[A], device D9",
                       {{"ag", p, {1.05, -0.65, 1e-6, 50e-6}}}}};
}

DeviceWindow FilamentKind::nominal() const {
  return {filament_.conductance_s(filament_.g_max_nm), filament_.conductance_s(filament_.g_min_nm),
          0};
}

void FilamentKind::describe(ParameterVisitor& v) {
  if (sets_.size() > 1) {
    std::vector<const char*> names;
    for (const ParameterSet& set : sets_) names.push_back(set.name);
    const std::size_t before = set_;
    v.choice_index({"parameter_set", "", "material; keys given beside it win", "[A]"}, set_, names);
    if (set_ != before) {
      filament_ = sets_[set_].filament;
      pulses_ = sets_[set_].pulses;
    }
  }
  filament_.describe(v);
  v.real({"v_ltp_v", "V", "nominal LTP pulse", "[A]"}, pulses_.v_ltp_v, any_number());
  v.real({"v_ltd_v", "V", "nominal LTD pulse", "[A]"}, pulses_.v_ltd_v, any_number());
  v.real({"pulse_width_s", "s", "width of the nominal pulses", "[A]"}, pulses_.width_s, above(0));
  v.real({"limit_a", "A", "current limit of the nominal LTP pulse", "[A]"}, pulses_.limit_a,
         or_infinite(above(0)));
}

void FilamentKind::check() const {
  check_bounds(*this, "device");
  filament_.check();
}

std::unique_ptr<Device> FilamentKind::make(const DeviceWindow&) const {
  return std::make_unique<FilamentDevice>(std::make_shared<const FilamentParameters>(filament_));
}

std::optional<PortPulse> FilamentKind::nominal_pulse(WriteKind kind) const {
  PortPulse pulse;
  pulse.pulse.width_s = pulses_.width_s;
  pulse.pulse.amplitude_v = kind == WriteKind::ltp ? pulses_.v_ltp_v : pulses_.v_ltd_v;
  if (kind == WriteKind::ltp) pulse.pulse.limit_a = pulses_.limit_a;
  return pulse;
}

}  // namespace softbound
