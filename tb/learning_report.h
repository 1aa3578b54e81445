// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "learning/learning_run.h"
#include "learning/weight_groups.h"

namespace softbound {

/// CSV `presentations,split,strict,silent,taught`, a line a test.
std::string curve_csv(const std::vector<CurvePoint>& curve);
/// CSV `label,answer_0,...,answer_9,tie`, a line a class.
std::string confusion_csv(const Scores& scores);
/// CSV `picture,label,answer,spikes_0,...,spikes_9`; the answer is empty for a tie.
std::string answers_csv(const std::vector<ClassVotes>& answers,
                        const std::vector<std::uint8_t>& labels);

nlohmann::ordered_json scores_json(const Scores& scores);
nlohmann::ordered_json groups_json(const WeightGroups& groups);
/// For people: scores, then the confusion matrix.
std::string scores_text(const Scores& scores);

}  // namespace softbound
