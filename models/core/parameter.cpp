// SPDX-License-Identifier: Apache-2.0
#include "core/parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace softbound {

bool Bounds::contain(double value) const {
  if (std::isnan(value)) return false;
  if (std::isinf(value) && !infinity_allowed) return false;
  return (low_included ? value >= low : value > low) && value <= high;
}

std::string Bounds::to_string() const {
  if (std::isinf(high)) {
    if (std::isinf(low)) return "a finite number";
    return fmt::format("a {}number {} {}", infinity_allowed ? "" : "finite ",
                       low_included ? "of at least" : "above", low);
  }
  if (std::isinf(low)) return fmt::format("a number of at most {}", high);
  return fmt::format("a number {} {} {} {}", low_included ? "from" : "above", low,
                     low_included ? "to" : "and at most", high);
}

namespace {

void require(const std::string& table, const ParameterKey& key, double value,
             const Bounds& bounds) {
  if (!bounds.contain(value)) {
    throw InputError{
        fmt::format("{}.{} = {}: expected {}", table, key.name, value, bounds.to_string())};
  }
}

}  // namespace

void BoundsCheck::real(const ParameterKey& key, double& value, const Bounds& bounds) {
  require(table_, key, value, bounds);
}
void BoundsCheck::whole(const ParameterKey& key, std::int64_t& value, const Bounds& bounds) {
  require(table_, key, static_cast<double>(value), bounds);
}
void BoundsCheck::time_ns(const ParameterKey& key, TimePs& value, const Bounds& bounds) {
  require(table_, key, ns_from_ps(value), bounds);
}
void BoundsCheck::choice_index(const ParameterKey& key, std::size_t& value,
                               const std::vector<const char*>& names) {
  if (value >= names.size()) {
    throw InputError{fmt::format("{}.{} has no value {}", table_, key.name, value)};
  }
}

std::string nearest_word(const std::string& typed, const std::vector<std::string>& words) {
  std::string best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const auto& word : words) {
    std::vector<std::size_t> row(word.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= typed.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t substituted = diagonal + (typed[i - 1] == word[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = word;
    }
  }
  return best;
}

}  // namespace softbound
