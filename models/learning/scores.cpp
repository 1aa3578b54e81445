// SPDX-License-Identifier: Apache-2.0
#include "learning/scores.h"

#include <algorithm>

namespace softbound {

std::size_t class_of_column(std::size_t column, std::size_t columns) {
  return columns < kDigitClasses ? column : column * kDigitClasses / columns;
}

ClassVotes class_votes(const std::vector<std::uint32_t>& spike_counts) {
  ClassVotes votes{};
  for (std::size_t column = 0; column < spike_counts.size(); ++column) {
    votes[class_of_column(column, spike_counts.size())] += spike_counts[column];
  }
  return votes;
}

std::size_t answer_of(const ClassVotes& votes) {
  const auto most = std::max_element(votes.begin(), votes.end());
  if (std::count(votes.begin(), votes.end(), *most) > 1) return kDigitClasses;
  return static_cast<std::size_t>(most - votes.begin());
}

void Scores::add(std::size_t label, const ClassVotes& votes) {
  ++images;
  ++confusion[label][answer_of(votes)];
  const std::uint64_t most = *std::max_element(votes.begin(), votes.end());
  if (most == 0) ++silent;
  if (votes[label] == most) {
    split_sum += 1.0 / static_cast<double>(std::count(votes.begin(), votes.end(), most));
  }
}

Scores scores_of(const std::vector<ClassVotes>& answers, const std::vector<std::uint8_t>& labels) {
  Scores scores;
  for (std::size_t picture = 0; picture < answers.size(); ++picture) {
    scores.add(labels[picture], answers[picture]);
  }
  return scores;
}

double Scores::strict() const {
  std::uint64_t right = 0;
  for (std::size_t label = 0; label < kDigitClasses; ++label) right += confusion[label][label];
  return share(static_cast<double>(right));
}

}  // namespace softbound
