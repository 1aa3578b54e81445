// SPDX-License-Identifier: Apache-2.0
#include "network/workers.h"

#include <exception>

namespace softbound {

namespace {

// Some tens of microseconds.
constexpr int kLooks = 20'000;

inline void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

Workers::~Workers() { stop(); }

void Workers::stop() {
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    stopping_ = true;
    ++round_;
  }
  begun_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
  helpers_.clear();
  stopping_ = false;
}

void Workers::resize(std::size_t threads) {
  if (threads == this->threads()) return;
  stop();
  for (std::size_t k = 1; k < threads; ++k) {
    helpers_.emplace_back([this, k, round = round_.load()]() mutable {
      while (true) {
        for (int look = 0; look < kLooks && round_ == round; ++look) pause_briefly();
        if (round_ == round) {
          std::unique_lock<std::mutex> lock{mutex_};
          begun_.wait(lock, [&] { return round_ != round; });
        }
        round = round_;
        if (stopping_) return;
        do_part_of(k);
        --busy_;
      }
    });
  }
}

void Workers::do_part_of(std::size_t thread) {
  try {
    (*work_)(thread);
  } catch (...) {
    const std::lock_guard<std::mutex> lock{mutex_};
    if (!error_) error_ = std::current_exception();
  }
}

void Workers::together(const std::function<void(std::size_t)>& work) {
  if (helpers_.empty()) {
    work(0);
    return;
  }
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    work_ = &work;
    busy_ = helpers_.size();
    error_ = nullptr;
    ++round_;
  }
  begun_.notify_all();
  do_part_of(0);
  for (int look = 0; busy_ != 0; ++look) {
    if (look < kLooks) {
      pause_briefly();
    } else {
      std::this_thread::yield();
    }
  }
  if (error_) std::rethrow_exception(error_);
}

}  // namespace softbound
