// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace softbound {

/// Draws what a command left in a directory with one of the scripts in scripts/: beside the sources
/// of the build that this command is from, or where it was installed.
/// @return empty, or in one line why there are no pictures and what to install
std::string draw_figures(const std::string& script_name, const std::string& directory);

}  // namespace softbound
