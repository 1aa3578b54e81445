// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "network/idx.h"

namespace softbound {

/// Spikes of all output neurons of a class.
using ClassVotes = std::array<std::uint64_t, kDigitClasses>;

/// Class that the neuron of a column answers for: equal shares, in order.
std::size_t class_of_column(std::size_t column, std::size_t columns);

/// @param spike_counts by column
ClassVotes class_votes(const std::vector<std::uint32_t>& spike_counts);

/// The class with most spikes, or kDigitClasses if several share them.
std::size_t answer_of(const ClassVotes& votes);

/// What a test gives. A tie of n classes counts 1/n of a right answer in `split` if the right one
/// is among them, and none in `strict`.
struct Scores {
  std::uint64_t images = 0;
  std::uint64_t silent = 0;  ///< pictures to which no neuron fired
  double split_sum = 0.0;
  /// [class][answer], the last answer a tie.
  std::array<std::array<std::uint64_t, kDigitClasses + 1>, kDigitClasses> confusion{};

  void add(std::size_t label, const ClassVotes& votes);

  // Shares of the pictures; 0 without any.
  double split() const { return share(split_sum); }
  double strict() const;
  double silent_share() const { return share(static_cast<double>(silent)); }

 private:
  double share(double part) const { return images == 0 ? 0.0 : part / static_cast<double>(images); }
};

/// Of answers to pictures of these labels.
Scores scores_of(const std::vector<ClassVotes>& answers, const std::vector<std::uint8_t>& labels);

}  // namespace softbound
