// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "control/control_rtl.h"
#include "core/control_registers.h"

namespace softbound {

/// Clock and reset for a control, and its registers as function calls. Edges are counted from the
/// construction; `out` is what the pins show right after the last edge.
class ControlDriver {
 public:
  /// Resets the control; it is left disabled.
  explicit ControlDriver(std::unique_ptr<ControlRtl> control);

  ControlInputs in;
  ControlOutputs out;

  long edge() const { return edge_; }
  void cycle(long edges = 1);
  /// An asynchronous reset pulse between two edges.
  void reset();
  /// Cycles until the condition holds after an edge; returns that edge.
  /// @throws std::runtime_error if it does not within `limit` edges
  long cycle_until(const std::function<bool()>& condition, long limit = 5000);

  struct Access {
    std::uint32_t data;
    bool error;
  };
  Access apb(bool write, std::uint32_t address, std::uint32_t data = 0);
  /// Accesses that must succeed.
  std::uint32_t read(std::uint32_t address);
  void write(std::uint32_t address, std::uint32_t data);
  std::uint32_t counter(ControlCounter counter);

  void set_timing(std::uint32_t t_read, std::uint32_t t_gap, std::uint32_t t_write,
                  std::uint32_t t_recover);
  void enable();
  /// Sends one spike through the whole handshake up to the fall of the request; returns the edge of
  /// acceptance.
  long send(std::uint32_t row);
  /// Cycles until the acknowledge has fallen and no event is running.
  void finish();

  ControlRtl& control() { return *control_; }

 private:
  void edge_once();

  std::unique_ptr<ControlRtl> control_;
  long edge_ = 0;
};

}  // namespace softbound
