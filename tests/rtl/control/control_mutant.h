// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "control/control_rtl.h"

namespace softbound {

/// The 16 x 4 control with three synchronising flip-flops instead of two: one cycle late
/// everywhere.
std::unique_ptr<ControlRtl> make_control_mutant(RtlContext& context, const std::string& name);

}  // namespace softbound
