// SPDX-License-Identifier: Apache-2.0
#include "learning/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace softbound {

void parallel_for(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t, std::size_t)>& task) {
  std::atomic<std::size_t> next{0};
  std::mutex failing;
  std::exception_ptr failure;
  std::size_t failed_index = count;
  const auto work = [&](std::size_t worker) {
    while (true) {
      const std::size_t index = next++;
      if (index >= count) return;
      try {
        task(index, worker);
      } catch (...) {
        const std::lock_guard<std::mutex> lock{failing};
        next = count;
        if (index < failed_index) {
          failed_index = index;
          failure = std::current_exception();
        }
      }
    }
  };
  const std::size_t workers = std::max<std::size_t>(1, std::min(threads, count));
  std::vector<std::thread> others;
  for (std::size_t worker = 1; worker < workers; ++worker) others.emplace_back(work, worker);
  work(0);
  for (auto& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace softbound
