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

}  // namespace softbound
