// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/bits.h"
#include "core/control_timing.h"
#include "core/time.h"

namespace softbound {

class RtlContext;
class WaveFile;

/// rtl/self_timed/output_arbiter.sv, Verilated, as a plain C++ object.
class OutputArbiterRtl {
 public:
  struct Inputs {
    bool rst_n = false;
    Arbitration arbitration = Arbitration::round_robin;
    Bits waiting;  ///< columns
    bool ack = false;
  };
  struct Outputs {
    bool req = false;
    std::uint32_t addr = 0;
    std::uint16_t taken = 0;  ///< counts spikes that no longer wait, modulo 2^16
  };

  virtual ~OutputArbiterRtl() = default;

  /// The smallest built model that has so many columns. @throws InputError as RowControllerRtl's
  static std::unique_ptr<OutputArbiterRtl> create(RtlContext& context, const std::string& name,
                                                  std::size_t columns);

  /// From the acknowledge to what follows it.
  virtual void set_response_ps(TimePs response_ps) = 0;
  /// @param now_ps not later than next_ps()
  virtual const Outputs& eval(TimePs now_ps, const Inputs& in) = 0;
  /// When something in it is due without a change of its inputs; kNever if nothing is.
  virtual TimePs next_ps() const = 0;
  virtual void trace(WaveFile& wave) = 0;
};

}  // namespace softbound
