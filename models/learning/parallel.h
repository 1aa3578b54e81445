// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace softbound {

/// Calls task(index, worker) for every index below `count`, on up to `threads` threads, worker 0
/// being the caller; each takes the next index that is left. What the tasks write must not depend
/// on who does which.
/// The first exception, by index, is thrown again once all threads have ended; the others take no
/// further index then.
void parallel_for(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t index, std::size_t worker)>& task);

}  // namespace softbound
