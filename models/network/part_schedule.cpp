// SPDX-License-Identifier: Apache-2.0
#include "network/part_schedule.h"

#include <algorithm>
#include <thread>

namespace softbound {

PartSchedule::PartSchedule(std::size_t blocks, std::size_t places)
    : places_{places}, owner_(blocks), played_(blocks), playing_(blocks) {}

void PartSchedule::start(std::size_t threads) {
  const std::size_t blocks = owner_.size();
  if (threads != threads_) {
    threads_ = threads;
    for (std::size_t block = 0; block < blocks; ++block) owner_[block] = block * threads / blocks;
  }
  made_ = 0;
  made_all_ = failed_ = false;
  std::fill(played_.begin(), played_.end(), std::size_t{0});
  std::fill(playing_.begin(), playing_.end(), false);
}

void PartSchedule::take_part(std::size_t thread, const Make& make, const Play& play) {
  std::unique_lock<std::mutex> lock{mutex_};
  const auto unlocked = [&](const auto& work) {
    lock.unlock();
    try {
      work();
    } catch (...) {
      lock.lock();
      failed_ = true;
      throw;
    }
    lock.lock();
  };
  while (!failed_) {
    if (thread == 0 && room_to_make()) {
      bool more = false;
      unlocked([&] { more = make(made_ % places_); });
      made_ += more;
      made_all_ = !more;
    } else if (const std::size_t block = block_to_play(thread); block != kNone) {
      owner_[block] = thread;
      playing_[block] = true;
      unlocked([&] { play(block, played_[block] % places_); });
      playing_[block] = false;
      ++played_[block];
    } else if (made_all_ && all_played()) {
      return;
    } else {
      unlocked([] { std::this_thread::yield(); });
    }
  }
}

bool PartSchedule::room_to_make() const {
  return !made_all_ && std::all_of(played_.begin(), played_.end(),
                                   [this](std::size_t played) { return made_ - played < places_; });
}

std::size_t PartSchedule::block_to_play(std::size_t thread) const {
  std::size_t found = kNone;
  for (std::size_t block = 0; block < owner_.size(); ++block) {
    if (playing_[block] || played_[block] == made_) continue;
    if (owner_[block] == thread) return block;
    if (found == kNone || played_[block] < played_[found]) found = block;
  }
  return found;
}

bool PartSchedule::all_played() const {
  return std::all_of(played_.begin(), played_.end(),
                     [this](std::size_t played) { return played == made_; });
}

}  // namespace softbound
