// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/time.h"

namespace softbound {

class RtlContext;
class WaveFile;

/// rtl/self_timed/aer_receiver.sv, Verilated, as a plain C++ object.
class AerReceiverRtl {
 public:
  struct Inputs {
    bool rst_n = false, enable = false;
    bool req = false;
    std::uint32_t addr = 0;
    bool row_ack = false;
  };
  struct Outputs {
    bool ack = false, row_req = false;
    std::uint16_t bad_addresses = 0;  ///< counts, modulo 2^16
  };

  AerReceiverRtl(RtlContext& context, const std::string& name, std::uint32_t rows);
  ~AerReceiverRtl();

  void set_delays(TimePs request_ps, TimePs cycle_ps, TimePs response_ps);
  /// @param now_ps not later than next_ps()
  const Outputs& eval(TimePs now_ps, const Inputs& in);
  /// When something in it is due without a change of its inputs; kNever if nothing is.
  TimePs next_ps() const;
  void trace(WaveFile& wave);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace softbound
