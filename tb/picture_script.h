// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace softbound {

/// Draws a directory of `softbound reproduce` with the project's figures.py: beside the sources of
/// the build that this command is from, or where it was installed.
/// @return empty, or in one line why there are no pictures and what to install
std::string draw_figures(const std::string& directory);

}  // namespace softbound
