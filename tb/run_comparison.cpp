// SPDX-License-Identifier: Apache-2.0
#include "run_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/error.h"
#include "core/file.h"
#include "network/npy.h"
#include "network/weight_file.h"
#include "run_directory.h"

namespace softbound {

namespace {

constexpr double kSameWeight = 1e-12;
constexpr TimePs kSameTimePs = kPsPerNs;

using Difference = std::optional<std::string>;

nlohmann::json read_summary(const RunDirectory& run) {
  const std::string path = run.file("summary.json");
  auto json = nlohmann::json::parse(read_file(path, "a run's summary"), nullptr, false);
  if (!json.is_object() || !json.contains("counters") || !json["counters"].is_object()) {
    throw InputError{path + ": no summary of a run: expected a JSON object with counters"};
  }
  return json;
}

Difference counters_differ(const nlohmann::json& a, const nlohmann::json& b) {
  for (const auto& [name, value] : a["counters"].items()) {
    const auto other = b["counters"].value(name, nlohmann::json{});
    if (value != other) return fmt::format("{}: {} and {}", name, value.dump(), other.dump());
  }
  return std::nullopt;
}

bool same_time(TimePs a, TimePs b) { return std::abs(a - b) <= kSameTimePs; }

Difference output_spikes_differ(const RunDirectory& a, const RunDirectory& b) {
  // By neuron: two neurons that fire within the tolerance may do so in either order.
  const auto by_neuron = [](auto spikes) {
    std::stable_sort(spikes.begin(), spikes.end(),
                     [](const auto& x, const auto& y) { return x.second < y.second; });
    return spikes;
  };
  const auto in_a = by_neuron(read_output_spikes(a.file("output_spikes.csv")));
  const auto in_b = by_neuron(read_output_spikes(b.file("output_spikes.csv")));
  const auto common = std::min(in_a.size(), in_b.size());
  const auto shown = [](const auto& spike) {
    return fmt::format("neuron {} at {:.12f} s", spike.second, s_from_ps(spike.first));
  };
  for (std::size_t k = 0; k < common; ++k) {
    if (in_a[k].second != in_b[k].second || !same_time(in_a[k].first, in_b[k].first)) {
      return fmt::format("spike {}: {} and {}", k, shown(in_a[k]), shown(in_b[k]));
    }
  }
  if (in_a.size() != in_b.size()) {
    const auto& longer = in_a.size() > in_b.size() ? in_a : in_b;
    return fmt::format("{} and {} spikes; the first without a partner: {}", in_a.size(),
                       in_b.size(), shown(longer[common]));
  }
  return std::nullopt;
}

Difference writes_differ(const RunDirectory& a, const RunDirectory& b) {
  const auto in_a = read_writes(a.file("writes.csv"));
  const auto in_b = read_writes(b.file("writes.csv"));
  const auto common = std::min(in_a.size(), in_b.size());
  const auto shown = [](const WriteRow& w) {
    return fmt::format("{} of {},{} at {:.12f} s, {} -> {}", w.decision, w.row, w.column,
                       s_from_ps(w.time_ps), w.weight_before, w.weight_after);
  };
  for (std::size_t k = 0; k < common; ++k) {
    const WriteRow &x = in_a[k], &y = in_b[k];
    if (x.row != y.row || x.column != y.column || x.decision != y.decision ||
        !same_time(x.time_ps, y.time_ps) ||
        !(std::abs(x.weight_before - y.weight_before) <= kSameWeight) ||
        !(std::abs(x.weight_after - y.weight_after) <= kSameWeight)) {
      return fmt::format("write {}: {} and {}", k, shown(x), shown(y));
    }
  }
  if (in_a.size() != in_b.size()) {
    const auto& longer = in_a.size() > in_b.size() ? in_a : in_b;
    return fmt::format("{} and {} writes; the first without a partner: {}", in_a.size(),
                       in_b.size(), shown(longer[common]));
  }
  return std::nullopt;
}

WeightMatrix read_matrix(const RunDirectory& run) {
  const std::string path = run.file("weights.npy");
  const std::string bytes = read_file(path, "a run's weights");
  const NpyHeader header = parse_npy_header(bytes, path);
  return parse_weights_npy(bytes, path, header.rows, header.columns);
}

Difference weights_differ(const RunDirectory& a, const RunDirectory& b) {
  const auto in_a = read_matrix(a), in_b = read_matrix(b);
  if (in_a.rows != in_b.rows || in_a.columns != in_b.columns) {
    return fmt::format("{} x {} and {} x {}", in_a.rows, in_a.columns, in_b.rows, in_b.columns);
  }
  for (std::size_t k = 0; k < in_a.values.size(); ++k) {
    if (!(std::abs(in_a.values[k] - in_b.values[k]) <= kSameWeight)) {
      return fmt::format("weight {},{}: {} and {}", k / in_a.columns, k % in_a.columns,
                         in_a.values[k], in_b.values[k]);
    }
  }
  return std::nullopt;
}

}  // namespace

RunComparison RunComparison::of(const std::string& run_a, const std::string& run_b) {
  const auto a = RunDirectory::open(run_a), b = RunDirectory::open(run_b);
  RunComparison comparison;
  const auto add = [&](const char* kind, const Difference& difference) {
    comparison.report += fmt::format("{:<14} {}\n", kind,
                                     difference ? "DIFFER: " + *difference : std::string{"same"});
    comparison.same = comparison.same && !difference;
  };
  add("counters", counters_differ(read_summary(a), read_summary(b)));
  const bool writes_a = std::filesystem::exists(a.file("writes.csv"));
  const bool writes_b = std::filesystem::exists(b.file("writes.csv"));
  if (writes_a && writes_b) {
    add("writes", writes_differ(a, b));
  } else {
    comparison.report += fmt::format("{:<14} not compared: recorded by {} (--writes)\n", "writes",
                                     writes_a   ? "the first run alone"
                                     : writes_b ? "the second run alone"
                                                : "neither run");
  }
  add("weights", weights_differ(a, b));
  add("output spikes", output_spikes_differ(a, b));
  return comparison;
}

}  // namespace softbound
