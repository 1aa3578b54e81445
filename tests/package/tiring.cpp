// SPDX-License-Identifier: Apache-2.0
// A device kind outside the project: it tires, each pulse does a little less than the one before.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "core/toml_parameters.h"
#include "device/device_array.h"
#include "device/device_registry.h"

namespace {

using namespace softbound;

struct TiringParameters {
  double step = 0.05;
  double rest = 0.9;  ///< share of a step that the next one still has

  void describe(ParameterVisitor& v) {
    v.real({"step", "", "first step of a pulse", "[A]"}, step, from_to(0, 1));
    v.real({"rest", "", "share of a step that the next one still has", "[A]"}, rest, from_to(0, 1));
  }
};

/// One instance: it has more state than a weight.
class Tiring : public Device {
 public:
  Tiring(const TiringParameters& parameters, const DeviceWindow& window)
      : parameters_{parameters}, window_{window} {}

  double conductance() const override {
    return window_.g_min_s + weight_ * (window_.g_max_s - window_.g_min_s);
  }
  ConductanceBounds bounds() const override { return {window_.g_min_s, window_.g_max_s}; }
  double largest_voltage_v(Port) const override { return 2; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<Tiring>(*this); }
  void visit_state(StateVisitor& v) override {
    v.real(weight_);
    v.real(vigour_);
  }

 protected:
  void stimulate(const Pulse& pulse, Port, DrawSequence& random) override {
    if (std::abs(pulse.amplitude_v) < 0.5) return;  // a read
    const double step = vigour_ * parameters_.step * pulse.width_s / 1e-6;
    const double noise = window_.sigma > 0 ? window_.sigma * random.normal() : 0;
    weight_ += (pulse.amplitude_v > 0 ? step : -step) + noise;
    weight_ = std::clamp(weight_, 0.0, 1.0);
    vigour_ *= parameters_.rest;
  }
  void settle(double weight) override { weight_ = weight; }

 private:
  TiringParameters parameters_;
  DeviceWindow window_;
  double weight_ = 0.5;
  double vigour_ = 1;
};

/// What the registry knows of it.
class TiringKind : public DeviceKind {
 public:
  const char* name() const override { return "tiring"; }
  const char* summary() const override { return "each pulse does less than the one before"; }
  const char* kernel() const override { return "K5"; }
  const char* source() const override { return "[A]"; }

  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { check_bounds(parameters_, "device"); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<TiringKind>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override {
    return std::make_unique<Tiring>(parameters_, window);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    return PortPulse{{kind == WriteKind::ltp ? 1.0 : -1.0, 1e-6}};
  }

 private:
  TiringParameters parameters_;
};

}  // namespace

int main() {
  register_device_kind(std::make_unique<TiringKind>());

  TomlSource source;
  source.add_text("[device]\nmodel = \"tiring\"\nstep = 0.1\nrest = 0.5\n", "mine.toml");
  DeviceParameters parameters;
  source.read(parameters, "device");
  source.finish();

  DeviceArray array{parameters, 2, 1};
  const WritePulse ltp{WriteKind::ltp, parameters.strobe_width_s, 0};
  for (int n = 0; n < 3; ++n) std::cout << array.write(0, ltp).weight_after << '\n';
  const double expected = 0.5 + 0.1 + 0.05 + 0.025;
  return std::abs(array.weight(0) - expected) < 1e-12 && array.weight(1) == 0.5 ? 0 : 1;
}
