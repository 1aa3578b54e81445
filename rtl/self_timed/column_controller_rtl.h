// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/time.h"

namespace softbound {

class RtlContext;
class WaveFile;

/// rtl/self_timed/column_controller.sv, Verilated, as a plain C++ object: one column.
class ColumnControllerRtl {
 public:
  struct Inputs {
    bool rst_n = false, forget = false;
    bool row_reading = false;
    bool enable = true;
    bool fire = false;
    bool taken = false;
  };
  struct Outputs {
    bool col_sel = false;
    bool waiting = false;
    std::uint16_t spikes = 0, lost = 0;  ///< count, modulo 2^16
  };

  ColumnControllerRtl(RtlContext& context, const std::string& name);
  ~ColumnControllerRtl();

  /// Nothing in a column takes time: it changes with its inputs alone.
  const Outputs& eval(TimePs now_ps, const Inputs& in);
  void trace(WaveFile& wave);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace softbound
