// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "device/device_parameters.h"

namespace softbound {

/// All registered kinds as a table, in the registry's order: name, kernel, terminals, what it is,
/// source of law and constants.
std::string device_table();
nlohmann::ordered_json device_table_json();

/// The table [device] of one kind as TOML that --config takes: each key with unit, meaning, bounds
/// and source.
std::string device_toml(const DeviceParameters& device);
/// The same: an object for each key, beside what the table of devices says.
nlohmann::ordered_json device_json(const DeviceParameters& device);

}  // namespace softbound
