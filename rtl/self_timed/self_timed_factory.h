// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "self_timed/output_arbiter_rtl.h"
#include "self_timed/row_controller_rtl.h"

namespace softbound {

/// How to make the blocks whose width is the number of columns, for one built width.
struct SelfTimedFactory {
  std::size_t columns;
  std::unique_ptr<RowControllerRtl> (*make_row)(RtlContext& context, const std::string& name,
                                                std::size_t columns);
  std::unique_ptr<OutputArbiterRtl> (*make_arbiter)(RtlContext& context, const std::string& name,
                                                    std::size_t columns);
};

/// One per width of SOFTBOUND_SELF_TIMED_COLUMNS (rtl/self_timed/CMakeLists.txt), smallest first.
std::vector<SelfTimedFactory> self_timed_factories();

}  // namespace softbound
