// SPDX-License-Identifier: Apache-2.0
#include "learning_report.h"

#include <fmt/format.h>

namespace softbound {

using Json = nlohmann::ordered_json;

std::string curve_csv(const std::vector<CurvePoint>& curve) {
  std::string text = "presentations,split,strict,silent,taught\n";
  for (const CurvePoint& point : curve) {
    text += fmt::format("{},{},{},{},{}\n", point.presentations, point.scores.split(),
                        point.scores.strict(), point.scores.silent_share(), point.taught);
  }
  return text;
}

std::string confusion_csv(const Scores& scores) {
  std::string text = "label";
  for (std::size_t answer = 0; answer < kDigitClasses; ++answer) {
    text += fmt::format(",answer_{}", answer);
  }
  text += ",tie\n";
  for (std::size_t label = 0; label < kDigitClasses; ++label) {
    text += fmt::format("{},{}\n", label, fmt::join(scores.confusion[label], ","));
  }
  return text;
}

std::string answers_csv(const std::vector<ClassVotes>& answers,
                        const std::vector<std::uint8_t>& labels) {
  std::string text = "picture,label,answer";
  for (std::size_t k = 0; k < kDigitClasses; ++k) text += fmt::format(",spikes_{}", k);
  text += '\n';
  for (std::size_t picture = 0; picture < answers.size(); ++picture) {
    const std::size_t answer = answer_of(answers[picture]);
    text += fmt::format("{},{},{},{}\n", picture, labels[picture],
                        answer == kDigitClasses ? "" : std::to_string(answer),
                        fmt::join(answers[picture], ","));
  }
  return text;
}

Json scores_json(const Scores& scores) {
  Json json;
  json["images"] = scores.images;
  json["split"] = scores.split();
  json["strict"] = scores.strict();
  json["silent"] = scores.silent_share();
  json["confusion"] = scores.confusion;
  return json;
}

Json groups_json(const WeightGroups& groups) {
  Json json;
  for (std::size_t k = 0; k < kPixelGroups; ++k) {
    const WeightGroup& group = groups[k];
    json[kPixelGroupKeys[k]] = {{"pixels", group.pixels},
                                {"mean", group.mean},
                                {"deviation", group.deviation},
                                {"near_bounds", group.near_bounds}};
  }
  return json;
}

std::string scores_text(const Scores& scores) {
  std::string text = fmt::format(
      "{} pictures: {:.2f} % right (ties shared), {:.2f} % strictly, {:.2f} % without a spike\n\n"
      "label\\answer",
      scores.images, 100 * scores.split(), 100 * scores.strict(), 100 * scores.silent_share());
  for (std::size_t answer = 0; answer < kDigitClasses; ++answer) {
    text += fmt::format("{:>6}", answer);
  }
  text += "   tie\n";
  for (std::size_t label = 0; label < kDigitClasses; ++label) {
    text += fmt::format("{:>12}", label);
    for (const std::uint64_t count : scores.confusion[label]) text += fmt::format("{:>6}", count);
    text += '\n';
  }
  return text;
}

}  // namespace softbound
