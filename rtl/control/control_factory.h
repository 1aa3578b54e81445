// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "control/control_rtl.h"

namespace softbound {

/// How to make a control of one built size.
struct ControlFactory {
  using Make = std::unique_ptr<ControlRtl> (*)(RtlContext& context, const std::string& name,
                                               ControlSize size);
  ControlSize size;
  Make make;
};

/// One per size of SOFTBOUND_CONTROL_SIZES (rtl/control/CMakeLists.txt), in that order.
std::vector<ControlFactory> control_factories();

/// From now on ControlRtl makes this control and none of the built ones; before the first one is
/// made. What a program made by softbound_add_control() does first.
/// @param name of the control, for messages
void use_own_control(const std::string& name, const ControlFactory& own);

}  // namespace softbound
