// SPDX-License-Identifier: Apache-2.0
#include "device/device.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "core/error.h"

namespace softbound {

Memristor::Memristor(const DeviceParameters& parameters, double weight) : parameters_{parameters} {
  parameters_.check();
  set_weight(weight);
}

void Memristor::set_weight(double weight) {
  if (!(weight >= 0 && weight <= 1)) {
    throw InputError{fmt::format("weight = {}: expected a number from 0 to 1", weight)};
  }
  weight_ = parameters_.law->settle_weight(weight);
}

void Memristor::apply(const Pulse& pulse, Port port, DrawSequence& random) {
  if (!std::isfinite(pulse.amplitude_v) || !std::isfinite(pulse.width_s) || pulse.width_s < 0) {
    throw std::domain_error{
        fmt::format("pulse of {} V and {} s: expected finite values and a width of at least 0",
                    pulse.amplitude_v, pulse.width_s)};
  }
  if (port != Port::main) {
    throw std::domain_error{"a memristor of two terminals has the main port alone"};
  }
  const auto kind = parameters_.law->kind_of(pulse.amplitude_v);
  if (!kind) return;
  const WritePulse write{*kind, pulse.width_s, std::abs(pulse.amplitude_v)};
  flags_.overstress = flags_.overstress || parameters_.law->overstressed(write);
  const double noise = parameters_.sigma > 0 ? parameters_.sigma * random.normal() : 0;
  weight_ = parameters_.law->weight_after(write, weight_, noise);
}

void Memristor::relax(double time_s, DrawSequence&) {
  if (!std::isfinite(time_s) || time_s < 0) {
    throw std::domain_error{
        fmt::format("relaxation of {} s: expected a finite time of at least 0", time_s)};
  }
}

}  // namespace softbound
