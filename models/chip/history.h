// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <utility>

#include "core/time.h"

namespace softbound {

/// The recent past of a signal: what clocked logic needs to know about an input that reached it
/// through flip-flops ("the value just before the edge two cycles ago") without simulating them.
template <class Value>
class History {
 public:
  /// @param keep_ps how far back questions reach
  History(Value initial, TimePs keep_ps) : keep_ps_{keep_ps} { reset(std::move(initial)); }

  /// There is no past any more: the signal has always been this.
  void reset(Value value) {
    changes_.clear();
    changes_.emplace_back(-kNever, std::move(value));
  }

  /// The signal has this value from now on; times must not decrease. Within one instant the last
  /// record counts: delta cycles are not history.
  void record(TimePs now_ps, const Value& value) {
    if (changes_.back().first == now_ps) {
      changes_.back().second = value;
      return;
    }
    while (changes_.size() > 1 && changes_[1].first < now_ps - keep_ps_) changes_.pop_front();
    changes_.emplace_back(now_ps, value);
  }
  const Value& latest() const { return changes_.back().second; }
  /// Value just before an instant: what a flip-flop clocked then has captured. With stages of
  /// flip-flops in a row, the value before the latest edge is the first stage's, the value before
  /// the edge ahead of it the second stage's, and so on.
  const Value& before(TimePs time_ps) const {
    auto it = changes_.end();
    do --it;
    while (it != changes_.begin() && it->first >= time_ps);
    return it->second;
  }
  /// Time of the latest change, or a negative time if there was none.
  TimePs latest_change_ps() const { return changes_.back().first; }

 private:
  TimePs keep_ps_;
  std::deque<std::pair<TimePs, Value>> changes_;
};

}  // namespace softbound
