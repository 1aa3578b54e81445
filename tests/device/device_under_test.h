// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_parameters.h"

namespace softbound {

using Overrides = std::vector<std::string>;

/// [device] as a user writes it: a model and "key=value" beside it.
inline DeviceParameters parameters_of(const std::string& model, const Overrides& overrides = {}) {
  DeviceParameters parameters;
  TomlSource source;
  source.add_override("device.model=\"" + model + "\"");
  for (const auto& override : overrides) source.add_override("device." + override);
  source.read(parameters, "device");
  parameters.check();
  return parameters;
}

inline std::unique_ptr<Device> make_device(const std::string& model,
                                           const Overrides& overrides = {}) {
  const DeviceParameters parameters = parameters_of(model, overrides);
  return parameters.kind->make(parameters.window());
}

/// The error that a key gives; "accepted" if there is none.
inline std::string error_of(const std::string& model, const std::string& override) {
  try {
    parameters_of(model, {override});
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

inline void expect_refused(const std::string& model, const std::string& key,
                           const std::string& value) {
  const std::string error = error_of(model, key + "=" + value);
  EXPECT_NE(error.find("device." + key), std::string::npos)
      << key << " = " << value << ": " << error;
}

inline DrawSequence test_draws(std::uint64_t entity = 0) {
  return {5, RandomStream::write_noise, entity};
}

}  // namespace softbound
