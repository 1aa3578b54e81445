// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace softbound {

/// Threads that do something together now and then. They wait awake for a moment, for the next
/// presentation of a learning run is less than a millisecond away, and asleep after that.
class Workers {
 public:
  Workers() = default;
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// @param threads the caller's own included, at least 1
  void resize(std::size_t threads);
  std::size_t threads() const { return helpers_.size() + 1; }

  /// Calls work(thread) once on each thread, 0 on the caller's own; returns when all have. What one
  /// of them throws is thrown here, after the others have ended.
  void together(const std::function<void(std::size_t)>& work);

 private:
  void do_part_of(std::size_t thread);
  void stop();

  std::vector<std::thread> helpers_;
  std::mutex mutex_;
  std::condition_variable begun_;
  std::atomic<std::uint64_t> round_{0};
  std::atomic<bool> stopping_{false};
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::atomic<std::size_t> busy_{0};  ///< helpers that have not ended this round
  std::exception_ptr error_;          ///< under mutex_
};

}  // namespace softbound
