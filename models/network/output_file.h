// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace softbound {

/// Makes or replaces a file with these bytes.
/// @throws InputError naming the path and the reason if not every byte could be written
void write_file(const std::string& path, std::string_view bytes);

}  // namespace softbound
