// SPDX-License-Identifier: Apache-2.0
#include "device/pcm.h"

#include <cmath>

namespace softbound {

double PcmDevice::current(double voltage_v) const {
  if (std::abs(voltage_v) < parameters_->v_x_v) return conductance() * voltage_v;
  return parameters_->step.g_high_s * voltage_v;
}

}  // namespace softbound
