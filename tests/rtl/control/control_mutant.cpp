// SPDX-License-Identifier: Apache-2.0
#include "rtl/control/control_mutant.h"

#include "Vcontrol_mutant.h"
#include "control/control_rtl_model.h"

namespace softbound {

std::unique_ptr<ControlRtl> make_control_mutant(RtlContext& context, const std::string& name) {
  return std::make_unique<ControlRtlModel<Vcontrol_mutant>>(context, name, ControlSize{16, 4, 8});
}

}  // namespace softbound
