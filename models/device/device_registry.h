// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "device/device_kind.h"

namespace softbound {

/// One object of every device kind with its default parameters, in the order of the table of
/// devices; the first is the chip's default.
const std::vector<std::unique_ptr<const DeviceKind>>& device_kinds();

/// Names of all device kinds, in the same order; they live as long as the program.
const std::vector<const char*>& device_names();

/// Adds a kind of one's own, which device.model then knows. Call it before anything reads
/// parameters: it is not safe beside other threads.
/// @throws InputError if the name is taken
void register_device_kind(std::unique_ptr<DeviceKind> kind);

/// @throws InputError naming the nearest kind if there is none of this name
std::unique_ptr<DeviceKind> make_device_kind(const std::string& name);

}  // namespace softbound
