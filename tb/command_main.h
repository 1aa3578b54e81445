// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softbound {

/// The whole softbound command, whatever controls level rtl has; what a program's main calls.
/// @return the exit status
int command_main(int argc, char** argv);

}  // namespace softbound
