// SPDX-License-Identifier: Apache-2.0
#include "device/device_parameters.h"

#include <fmt/format.h>

#include "core/error.h"
#include "device/device_registry.h"

namespace softbound {

DeviceParameters::DeviceParameters() : DeviceParameters{device_laws().front()->clone()} {}

DeviceParameters::DeviceParameters(const std::string& model)
    : DeviceParameters{make_device_law(model)} {}

DeviceParameters::DeviceParameters(std::unique_ptr<DeviceLaw> device_law) {
  use(std::move(device_law));
}

DeviceParameters::DeviceParameters(const DeviceParameters& other)
    : law{other.law->clone()}, g_min_s{other.g_min_s}, g_max_s{other.g_max_s}, sigma{other.sigma} {}

DeviceParameters& DeviceParameters::operator=(const DeviceParameters& other) {
  auto copy = other;
  return *this = std::move(copy);
}

void DeviceParameters::use(std::unique_ptr<DeviceLaw> device_law) {
  law = std::move(device_law);
  const NominalDevice nominal = law->nominal();
  g_min_s = nominal.g_min_s;
  g_max_s = nominal.g_max_s;
  sigma = nominal.sigma;
}

void DeviceParameters::describe(ParameterVisitor& v) {
  const auto& names = device_names();
  std::size_t model = 0;
  while (std::string{law->name()} != names[model]) ++model;
  const auto model_before = model;
  v.choice_index({"model", "", "kind of device", "[B]"}, model, names);
  if (model != model_before) use(device_laws()[model]->clone());
  v.real({"g_min_s", "S", "conductance at w = 0", "[A]"}, g_min_s, at_least(0));
  v.real({"g_max_s", "S", "conductance at w = 1", "[A]"}, g_max_s, above(0));
  v.real({"sigma", "", "standard deviation of a write's additive noise, in weight", "[A]"}, sigma,
         at_least(0));
  law->describe(v);
}

void DeviceParameters::check() const {
  check_bounds(*this, "device");
  if (g_min_s >= g_max_s) {
    throw InputError{fmt::format("device.g_min_s = {}: expected less than device.g_max_s = {}",
                                 g_min_s, g_max_s)};
  }
  law->check();
}

}  // namespace softbound
