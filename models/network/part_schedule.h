// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace softbound {

/// Who does what of one presentation: parts of its tape are made one after another, by thread 0,
/// and every block plays each of them, in their order, on whatever thread has time. There is room
/// for a few parts at once; the next one takes the place of one that all have played.
///
///     thread 0:  make 0 | make 1 | play 0 ... | make 2 | play 1 ...
///     others:              play 0 ...                | play 1 ...
///
/// A thread plays the blocks that it played before, whose weights are near it, and takes over
/// others when these have nothing to play.
class PartSchedule {
 public:
  /// @param places how many parts there is room for, at least 1
  PartSchedule(std::size_t blocks, std::size_t places);

  /// A new presentation.
  void start(std::size_t threads);

  /// Returns false when there is no further part.
  using Make = std::function<bool(std::size_t place)>;
  using Play = std::function<void(std::size_t block, std::size_t place)>;
  /// To be called once by every thread; returns when all is done. What `make` or `play` throws
  /// passes through, and no thread begins anything after that.
  void take_part(std::size_t thread, const Make& make, const Play& play);

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  bool room_to_make() const;
  std::size_t block_to_play(std::size_t thread) const;
  bool all_played() const;

  const std::size_t places_;
  std::size_t threads_ = 0;
  std::mutex mutex_;  ///< of all below
  std::size_t made_ = 0;
  bool made_all_ = false;
  bool failed_ = false;
  std::vector<std::size_t> owner_;   ///< the thread that played it last, by block
  std::vector<std::size_t> played_;  ///< parts, by block
  std::vector<bool> playing_;        ///< by block
};

}  // namespace softbound
