// SPDX-License-Identifier: Apache-2.0
#include "device_description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/toml_parameters.h"
#include "device/device_registry.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;

/// An object for each parameter; infinity becomes null.
class ParameterTable : public ParameterVisitor {
 public:
  explicit ParameterTable(Json& table) : table_{table} {}

  void real(const ParameterKey& key, double& value, const Bounds& bounds) override {
    number(key, value, bounds);
  }
  void whole(const ParameterKey& key, std::int64_t& value, const Bounds& bounds) override {
    number(key, value, bounds);
  }
  void time_ns(const ParameterKey& key, TimePs& value, const Bounds& bounds) override {
    number(key, ns_from_ps(value), bounds);
  }
  void flag(const ParameterKey& key, bool& value) override { add(key, value); }
  void text(const ParameterKey& key, std::string& value) override { add(key, value); }
  void choice_index(const ParameterKey& key, std::size_t& value,
                    const std::vector<const char*>& names) override {
    add(key, names.at(value))["choices"] = names;
  }

 private:
  Json& add(const ParameterKey& key, Json value) {
    table_.push_back({{"key", key.name},
                      {"value", std::move(value)},
                      {"unit", key.unit},
                      {"meaning", key.meaning},
                      {"source", key.source}});
    return table_.back();
  }
  static Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(); }
  template <class Number>
  void number(const ParameterKey& key, Number value, const Bounds& bounds) {
    add(key, value)["bounds"] = {{"low", finite(bounds.low)},
                                 {"low_included", bounds.low_included},
                                 {"high", finite(bounds.high)},
                                 {"infinity_allowed", bounds.infinity_allowed}};
  }

  Json& table_;
};

Json summary_json(const DeviceKind& kind) {
  return {{"name", kind.name()},
          {"kind", kind.summary()},
          {"terminals", kind.terminals()},
          {"kernel", kind.kernel()},
          {"source", kind.source()}};
}

}  // namespace

std::string device_table() {
  constexpr std::size_t kColumns = 5;
  std::vector<std::array<std::string, kColumns>> rows{
      {"name", "kernel", "terminals", "kind", "source"}};
  for (const auto& kind : device_kinds()) {
    rows.push_back({kind->name(), kind->kernel(),
                    fmt::format("{}", fmt::join(kind->terminals(), ",")), kind->summary(),
                    kind->source()});
  }
  std::array<std::size_t, kColumns> widths{};
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < kColumns; ++k) widths[k] = std::max(widths[k], row[k].size());
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t k = 0; k + 1 < kColumns; ++k) {
      text += fmt::format("{:<{}}  ", row[k], widths[k]);
    }
    text += row.back() + '\n';
  }
  return text;
}

Json device_table_json() {
  Json table = Json::array();
  for (const auto& kind : device_kinds()) table.push_back(summary_json(*kind));
  return table;
}

std::string device_toml(const DeviceParameters& device) {
  TomlWriter writer{TomlWriter::Notes::meaning_and_bounds};
  writer.write(device, "device",
               fmt::format("{}: {}", device.kind->name(), device.kind->summary()));
  return writer.text();
}

Json device_json(const DeviceParameters& device) {
  Json json = summary_json(*device.kind);
  json["parameters"] = Json::array();
  ParameterTable table{json["parameters"]};
  auto copy = device;
  copy.describe(table);
  return json;
}

}  // namespace softbound
