// SPDX-License-Identifier: Apache-2.0
#include "device/memristor.h"

#include <fmt/format.h>

#include <cmath>

#include "core/error.h"

namespace softbound {

namespace {

std::shared_ptr<const DeviceLaw> shared(std::unique_ptr<DeviceKind> kind) {
  const DeviceLaw* const law = kind->law();
  if (law == nullptr) {
    throw InputError{fmt::format(
        "device.model = \"{}\": expected a kind whose whole state is its weight", kind->name())};
  }
  return {std::shared_ptr<const DeviceKind>{std::move(kind)}, law};
}

}  // namespace

std::unique_ptr<Device> DeviceLaw::make(const DeviceWindow& window) const {
  return std::make_unique<Memristor>(shared(clone()), window);
}

Memristor::Memristor(std::shared_ptr<const DeviceLaw> law, const DeviceWindow& window)
    : weight_{law->settle_weight(0.5)}, law_{std::move(law)}, window_{window} {}

Memristor::Memristor(const DeviceParameters& parameters, double weight)
    : Memristor{shared(parameters.kind->clone()), parameters.window()} {
  parameters.check();
  set_weight(weight);
}

void Memristor::stimulate(const Pulse& pulse, Port port, DrawSequence& random) {
  if (port != law_->write_port()) return;
  const auto kind = law_->kind_of(pulse.amplitude_v);
  if (!kind) return;
  const WritePulse write{*kind, pulse.width_s, std::abs(pulse.amplitude_v)};
  flags_.overstress = flags_.overstress || law_->overstressed(write);
  const double noise = window_.sigma > 0 ? window_.sigma * random.normal() : 0;
  weight_ = law_->weight_after(write, weight_, noise);
}

}  // namespace softbound
