// SPDX-License-Identifier: Apache-2.0
#include "device/device_registry.h"

#include <fmt/format.h>

#include "core/error.h"
#include "device/linear.h"
#include "device/soft_bound.h"

namespace softbound {

const std::vector<std::unique_ptr<const DeviceLaw>>& device_laws() {
  static const auto kLaws = [] {
    std::vector<std::unique_ptr<const DeviceLaw>> laws;
    laws.push_back(std::make_unique<SoftBound>());
    laws.push_back(std::make_unique<Linear>());
    return laws;
  }();
  return kLaws;
}

const std::vector<const char*>& device_names() {
  static const auto kNames = [] {
    std::vector<const char*> names;
    for (const auto& law : device_laws()) names.push_back(law->name());
    return names;
  }();
  return kNames;
}

std::unique_ptr<DeviceLaw> make_device_law(const std::string& name) {
  for (const auto& law : device_laws()) {
    if (name == law->name()) return law->clone();
  }
  throw InputError{
      fmt::format("device.model = \"{}\": expected a device model: did you mean \"{}\"?", name,
                  nearest_word(name, {device_names().begin(), device_names().end()}))};
}

}  // namespace softbound
