// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "core/parameter.h"

namespace softbound {

/// A parameter struct as a JSON object, keys and units as in TOML; infinity becomes null.
class JsonParameters : public ParameterVisitor {
 public:
  template <class Parameters>
  static nlohmann::ordered_json of(const Parameters& parameters) {
    JsonParameters visitor;
    auto copy = parameters;
    copy.describe(visitor);
    return std::move(visitor.object_);
  }

  void real(const ParameterKey& key, double& value, const Bounds&) override {
    object_[key.name] = value;
  }
  void whole(const ParameterKey& key, std::int64_t& value, const Bounds&) override {
    object_[key.name] = value;
  }
  void time_ns(const ParameterKey& key, TimePs& value, const Bounds&) override {
    object_[key.name] = ns_from_ps(value);
  }
  void flag(const ParameterKey& key, bool& value) override { object_[key.name] = value; }
  void text(const ParameterKey& key, std::string& value) override { object_[key.name] = value; }
  void choice_index(const ParameterKey& key, std::size_t& value,
                    const std::vector<const char*>& names) override {
    object_[key.name] = names.at(value);
  }

 private:
  nlohmann::ordered_json object_ = nlohmann::ordered_json::object();
};

}  // namespace softbound
