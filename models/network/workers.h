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

/// Threads that share out pieces of work which do not depend on each other. They wait awake for a
/// moment, for the next piece of work of a learning run is less than a millisecond away, and asleep
/// after that.
class Workers {
 public:
  Workers() = default;
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// @param threads the caller's own included, at least 1
  void resize(std::size_t threads);
  std::size_t threads() const { return helpers_.size() + 1; }

  /// Calls work(k) once for each k below n, in no order, from all threads; returns when all are
  /// done. What one of them throws is thrown here, after the others have ended.
  void share(std::size_t n, const std::function<void(std::size_t)>& work);

 private:
  void take_pieces();
  void stop();

  std::vector<std::thread> helpers_;
  std::mutex mutex_;
  std::condition_variable begun_;
  std::atomic<std::uint64_t> round_{0};
  std::atomic<bool> stopping_{false};
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t pieces_ = 0;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> busy_{0};  ///< helpers that have not ended this round
  std::exception_ptr error_;          ///< under mutex_
};

}  // namespace softbound
