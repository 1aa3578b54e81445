// SPDX-License-Identifier: Apache-2.0
#include "learning_options.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

namespace {

constexpr std::size_t kMostThreads = 1024;
// So that a factor cannot overflow.
constexpr std::int64_t kMostOfAnything = 1'000'000'000'000;

}  // namespace

CLI::Option* LearningOptions::add(CLI::App& command, const std::string& option,
                                  const std::string& key, const std::string& meaning,
                                  std::int64_t factor) {
  parameters_.push_back({option, key, factor, std::make_unique<std::int64_t>(0), nullptr});
  Parameter& parameter = parameters_.back();
  parameter.given = command.add_option(option, *parameter.value, meaning)
                        ->type_name("N")
                        ->check(whole_number())
                        ->check(CLI::Range(std::int64_t{0}, kMostOfAnything));
  return parameter.given;
}

void LearningOptions::add_to(CLI::App& command, bool training) {
  device_given_ = command.add_option("--device", device_, "kind of memristor (device.model)")
                      ->type_name("NAME");
  CLI::Option* neurons =
      add(command, "--neurons", "array.columns", "output neurons, a multiple of ten");
  add(command, "--per-class", "array.columns", "output neurons for each class",
      static_cast<std::int64_t>(kDigitClasses))
      ->excludes(neurons);
  add(command, "--test-images", "learning.test_images", "pictures in a test, 0: all there are");
  add(command, "--validation", "learning.validation",
      "keep the last N training pictures out of training and test with them");
  if (training) {
    add(command, "--images", "learning.images", "presentations in training");
    add(command, "--test-every", "learning.test_every",
        "presentations between tests, 0: at the end alone");
  }
  command
      .add_option("--dataset", dataset,
                  "directory with digits in MNIST's format (default: data/digits if it is there, "
                  "else built-in glyphs)")
      ->type_name("DIR");
  command.add_option("--threads", threads, "threads; the results do not depend on it")
      ->capture_default_str()
      ->type_name("N")
      ->check(whole_number())
      ->check(CLI::Range(std::size_t{1}, kMostThreads));
}

std::vector<OptionValue> LearningOptions::values() const {
  std::vector<OptionValue> values;
  if (*device_given_) values.push_back({"--device " + device_, "device.model=" + device_});
  for (const Parameter& p : parameters_) {
    if (!*p.given) continue;
    values.push_back({fmt::format("{} {}", p.option, *p.value),
                      fmt::format("{}={}", p.key, *p.value * p.factor)});
  }
  return values;
}

std::shared_ptr<const LearningData> LearningOptions::load(
    const DigitSource& source, const LearningParameters& learning) const {
  return LearningData::select(source.load(DigitSplit::train), source.load(DigitSplit::test),
                              learning);
}

}  // namespace softbound
