// SPDX-License-Identifier: Apache-2.0
#include "rtl/control/control_small.h"

#include "Vcontrol_small.h"
#include "control/control_rtl_model.h"

namespace softbound {

std::unique_ptr<ControlRtl> make_control_small(RtlContext& context, const std::string& name) {
  return std::make_unique<ControlRtlModel<Vcontrol_small>>(context, name, ControlSize{5, 3, 2});
}

}  // namespace softbound
