// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "control/control_rtl.h"

namespace softbound {

/// 5 rows x 3 columns, 2 slots, 8-bit timing registers, event counters that saturate at 15.
std::unique_ptr<ControlRtl> make_control_small(RtlContext& context, const std::string& name);

}  // namespace softbound
