// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/time.h"

namespace softbound {

/// When each of many things is due next. Asking for the first is free, moving one costs the
/// logarithm of how many are due at all.
class EventHeap {
 public:
  /// Things 0 ... count - 1, none due.
  explicit EventHeap(std::size_t count) : place_(count, kNowhere) {}

  /// When the first is due; kNever if none is.
  TimePs first_ps() const { return heap_.empty() ? kNever : heap_.front().first; }
  /// Which is due first, the lowest of several; there must be one.
  std::size_t first() const { return heap_.front().second; }

  /// From now on `thing` is due at `time_ps`, kNever: not at all.
  void set(std::size_t thing, TimePs time_ps) {
    std::size_t place = place_[thing];
    if (place == kNowhere) {
      if (time_ps == kNever) return;
      place = heap_.size();
      heap_.emplace_back(time_ps, thing);
      place_[thing] = place;
      rise(place);
    } else if (time_ps == kNever) {
      remove(place);
    } else {
      heap_[place].first = time_ps;
      sink(rise(place));
    }
  }

 private:
  using Entry = std::pair<TimePs, std::size_t>;
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  void remove(std::size_t place) {
    place_[heap_[place].second] = kNowhere;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (place == heap_.size()) return;
    heap_[place] = last;
    place_[last.second] = place;
    sink(rise(place));
  }
  std::size_t rise(std::size_t place) {
    while (place > 0 && heap_[place] < heap_[(place - 1) / 2]) {
      exchange(place, (place - 1) / 2);
      place = (place - 1) / 2;
    }
    return place;
  }
  void sink(std::size_t place) {
    for (;;) {
      std::size_t least = place;
      for (std::size_t child = 2 * place + 1; child <= 2 * place + 2; ++child) {
        if (child < heap_.size() && heap_[child] < heap_[least]) least = child;
      }
      if (least == place) return;
      exchange(place, least);
      place = least;
    }
  }
  void exchange(std::size_t a, std::size_t b) {
    std::swap(heap_[a], heap_[b]);
    place_[heap_[a].second] = a;
    place_[heap_[b].second] = b;
  }

  std::vector<Entry> heap_;
  std::vector<std::size_t> place_;
};

}  // namespace softbound
