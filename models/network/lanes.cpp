// SPDX-License-Identifier: Apache-2.0
#include "network/lanes.h"

#include "network/lanes_by_processor.h"

namespace softbound {

const std::vector<LaneKernel>& lane_kernels() {
  static const std::vector<LaneKernel> kKernels = [] {
    std::vector<LaneKernel> kernels;
    for (const auto& kernel : {avx512_kernel(), avx2_kernel()}) {
      if (kernel) kernels.push_back(*kernel);
    }
    kernels.push_back(portable_kernel());
    return kernels;
  }();
  return kKernels;
}

}  // namespace softbound
