// SPDX-License-Identifier: Apache-2.0
#include "device/flash.h"

namespace softbound {

namespace {

SoftBoundParameters defaults() {
  SoftBoundParameters parameters;
  parameters.ltp = {0.01, 1, 15, 1, 1};
  parameters.ltd = {0.01, 1, 15, 1, 1};
  parameters.pulse_width_s = 1e-3;
  parameters.window = {-1, 10, 20, "[A]"};
  parameters.step_source = "[A]";
  return parameters;
}

void describe_gate(ParameterVisitor& v, double& c_gate_f) {
  v.real({"c_gate_f", "F", "capacitance of the gate, charged by each write", "[A]"}, c_gate_f,
         at_least(0));
}

struct Gate {
  double c_gate_f;
  void describe(ParameterVisitor& v) { describe_gate(v, c_gate_f); }
};

}  // namespace

Flash::Flash() : SoftBound{defaults()} {}

void Flash::describe(ParameterVisitor& visitor) {
  SoftBound::describe(visitor);
  describe_gate(visitor, c_gate_f_);
}

void Flash::check() const {
  SoftBound::check();
  check_bounds(Gate{c_gate_f_}, "device");
}

double Flash::pulse_energy_j(const PortPulse& applied, double g_s) const {
  if (applied.port != Port::gate) return SoftBound::pulse_energy_j(applied, g_s);
  return c_gate_f_ * applied.pulse.amplitude_v * applied.pulse.amplitude_v;
}

}  // namespace softbound
