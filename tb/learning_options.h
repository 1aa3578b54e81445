// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "digit_source.h"
#include "learning/learning_data.h"

namespace softbound {

/// Options that `learn` and `classify` share. Those that stand for a parameter are nothing but
/// another spelling of --set.
class LearningOptions {
 public:
  /// @param training whether options that concern training are offered, too
  void add_to(CLI::App& command, bool training);

  std::string dataset;
  std::size_t threads = 1;

  std::vector<OptionValue> values() const;
  std::shared_ptr<const LearningData> load(const DigitSource& source,
                                           const LearningParameters& learning) const;

 private:
  struct Parameter {
    std::string option;
    std::string key;
    std::int64_t factor;
    std::unique_ptr<std::int64_t> value;
    CLI::Option* given;
  };
  CLI::Option* add(CLI::App& command, const std::string& option, const std::string& key,
                   const std::string& meaning, std::int64_t factor = 1);

  std::string device_;
  CLI::Option* device_given_ = nullptr;
  std::vector<Parameter> parameters_;
};

}  // namespace softbound
