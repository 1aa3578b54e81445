// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <systemc>

#include "chip/sim_time.h"
#include "core/time.h"

namespace softbound {

/// Edges of a wire that are known beforehand, each written at its time by the process that owns the
/// wire: annotated delays become time here.
template <class Value>
class PinEdges {
 public:
  /// The wire has this value from then on; calls in the order of their times.
  void drive(TimePs time_ps, const Value& value) {
    edges_.push_back({time_ps, value});
    if (edges_.size() == 1) due_.notify(sim_time(time_ps - now_ps()));
  }
  /// Notified when there is something to write.
  const sc_core::sc_event& due() const { return due_; }
  /// Writes what is due.
  template <class Write>
  void write_due(Write&& write) {
    while (!edges_.empty() && edges_.front().time_ps <= now_ps()) {
      write(edges_.front().value);
      edges_.pop_front();
    }
    if (!edges_.empty()) due_.notify(sim_time(edges_.front().time_ps - now_ps()));
  }

 private:
  struct Edge {
    TimePs time_ps;
    Value value;
  };
  std::deque<Edge> edges_;
  sc_core::sc_event due_;
};

}  // namespace softbound
