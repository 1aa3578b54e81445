// SPDX-License-Identifier: Apache-2.0
#include "learning/answer_driven.h"

#include <algorithm>
#include <cmath>

#include "learning/scores.h"

namespace softbound {

namespace {

struct Candidate {
  double score;
  std::size_t column;
};

}  // namespace

TeachingPlan plan_teaching(const LearningParameters& learning, std::size_t label,
                           const std::vector<std::uint32_t>& spike_counts,
                           const std::vector<double>& membranes, const CounterRandom& choice,
                           std::uint32_t presentation) {
  const std::size_t columns = spike_counts.size();
  const ClassVotes votes = class_votes(spike_counts);
  const auto leads = [&](std::size_t other) {
    return static_cast<double>(votes[label]) - static_cast<double>(votes[other]) >= learning.margin;
  };
  TeachingPlan plan;
  plan.positive = Bits(columns);
  plan.negative = Bits(columns);
  for (std::size_t other = 0; other < kDigitClasses; ++other) {
    plan.needed = plan.needed || (other != label && !leads(other));
  }
  if (!plan.needed) return plan;

  std::vector<Candidate> own;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t answers_for = class_of_column(column, columns);
    if (answers_for == label) {
      own.push_back({spike_counts[column] +
                         learning.membrane_share * std::min(1.0, membranes[column]) +
                         learning.jitter * choice.uniform(presentation, column),
                     column});
    } else if (!leads(answers_for)) {
      plan.negative.set(column);
    }
  }
  const auto best = std::max<std::size_t>(
      1, static_cast<std::size_t>(
             std::llround(learning.best_share * static_cast<double>(own.size()))));
  std::stable_sort(own.begin(), own.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  for (std::size_t k = 0; k < std::min(best, own.size()); ++k) plan.positive.set(own[k].column);
  return plan;
}

double teaching_time_s(const LearningParameters& learning, std::uint64_t presentation) {
  const double part = static_cast<double>(presentation) / static_cast<double>(learning.images);
  return learning.teach_first_s * std::pow(learning.teach_last_s / learning.teach_first_s, part);
}

}  // namespace softbound
