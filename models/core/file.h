// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace softbound {

/// The whole file, byte for byte.
/// @param expected what it should be, for the message
/// @throws InputError naming the path if it cannot be read
std::string read_file(const std::string& path, const std::string& expected);

}  // namespace softbound
