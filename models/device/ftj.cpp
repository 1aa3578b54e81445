// SPDX-License-Identifier: Apache-2.0
#include "device/ftj.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

void FtjParameters::describe(ParameterVisitor& v) {
  domains.describe(v);
  v.whole({"polarity", "", "sign of the voltage that potentiates, -1 or 1", "[A]"}, polarity,
          from_to(-1, 1));
  v.real({"amplitude_v", "V", "magnitude of the nominal pulse", "[C]"}, amplitude_v, above(0));
  v.real({"pulse_width_s", "s", "width of the nominal pulse", "[C]"}, pulse_width_s, above(0));
  v.real({"v_max_v", "V", "larger voltages overstress and are not applied", "[A]"}, v_max_v,
         or_infinite(above(0)));
}

void FtjParameters::check() const {
  check_bounds(*this, "device");
  if (polarity == 0) throw InputError{"device.polarity = 0: expected -1 or 1"};
  if (amplitude_v > v_max_v) {
    throw InputError{fmt::format("device.amplitude_v = {}: expected at most device.v_max_v = {}",
                                 amplitude_v, v_max_v)};
  }
}

void FtjDevice::stimulate(const Pulse& pulse, Port, DrawSequence& random) {
  domains_.expose(pulse.amplitude_v * static_cast<double>(parameters_.polarity), pulse.width_s,
                  random);
}

std::optional<PortPulse> Ftj::nominal_pulse(WriteKind kind) const {
  const bool positive = (kind == WriteKind::ltp) == (parameters_.polarity > 0);
  const double v = parameters_.amplitude_v;
  return PortPulse{{positive ? v : -v, parameters_.pulse_width_s}};
}

}  // namespace softbound
