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
    helpers_.emplace_back([this, round = round_.load()]() mutable {
      while (true) {
        for (int look = 0; look < kLooks && round_ == round; ++look) pause_briefly();
        if (round_ == round) {
          std::unique_lock<std::mutex> lock{mutex_};
          begun_.wait(lock, [&] { return round_ != round; });
        }
        round = round_;
        if (stopping_) return;
        take_pieces();
        --busy_;
      }
    });
  }
}

void Workers::take_pieces() {
  for (std::size_t k = next_++; k < pieces_; k = next_++) {
    try {
      (*work_)(k);
    } catch (...) {
      const std::lock_guard<std::mutex> lock{mutex_};
      if (!error_) error_ = std::current_exception();
    }
  }
}

void Workers::share(std::size_t n, const std::function<void(std::size_t)>& work) {
  if (helpers_.empty() || n < 2) {
    for (std::size_t k = 0; k < n; ++k) work(k);
    return;
  }
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    work_ = &work;
    pieces_ = n;
    next_ = 0;
    busy_ = helpers_.size();
    error_ = nullptr;
    ++round_;
  }
  begun_.notify_all();
  take_pieces();
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
