// SPDX-License-Identifier: Apache-2.0
#include "device/device_registry.h"

#include <fmt/format.h>

#include "core/error.h"
#include "device/linear.h"
#include "device/soft_bound.h"

namespace softbound {

const std::vector<std::unique_ptr<const DeviceKind>>& device_kinds() {
  static const auto kKinds = [] {
    std::vector<std::unique_ptr<const DeviceKind>> kinds;
    kinds.push_back(std::make_unique<SoftBound>());
    kinds.push_back(std::make_unique<Linear>());
    return kinds;
  }();
  return kKinds;
}

const std::vector<const char*>& device_names() {
  static const auto kNames = [] {
    std::vector<const char*> names;
    for (const auto& kind : device_kinds()) names.push_back(kind->name());
    return names;
  }();
  return kNames;
}

std::unique_ptr<DeviceKind> make_device_kind(const std::string& name) {
  for (const auto& kind : device_kinds()) {
    if (name == kind->name()) return kind->clone();
  }
  throw InputError{
      fmt::format("device.model = \"{}\": expected a device model: did you mean \"{}\"?", name,
                  nearest_word(name, {device_names().begin(), device_names().end()}))};
}

}  // namespace softbound
