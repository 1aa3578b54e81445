// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/time.h"

namespace softbound {

/// What a user is told about one parameter. `source` is where its default comes from: the tags
/// [B], [R], [L:x], [M:x], [D], [C], [A] of docs/sources.md.
struct ParameterKey {
  const char* name;
  const char* unit;
  const char* meaning;
  const char* source;
};

/// Values a number may take. A number is finite unless infinity is allowed.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = true;
  bool infinity_allowed = false;

  bool contain(double value) const;
  /// "a number above 0", "a number from 0 to 1", ...
  std::string to_string() const;
};

constexpr Bounds any_number() { return {}; }
constexpr Bounds above(double low) {
  return {low, std::numeric_limits<double>::infinity(), false, false};
}
constexpr Bounds at_least(double low) {
  return {low, std::numeric_limits<double>::infinity(), true, false};
}
constexpr Bounds from_to(double low, double high) { return {low, high, true, false}; }
constexpr Bounds or_infinite(Bounds bounds) {
  bounds.infinity_allowed = true;
  return bounds;
}

/// Walks the parameters of a struct. Every parameter struct has one method
/// `void describe(ParameterVisitor&)` that shows each of its members once, in the order a user
/// reads them; loading, printing and checking are visitors.
class ParameterVisitor {
 public:
  virtual ~ParameterVisitor() = default;

  virtual void real(const ParameterKey& key, double& value, const Bounds& bounds) = 0;
  virtual void whole(const ParameterKey& key, std::int64_t& value, const Bounds& bounds) = 0;
  /// A duration that users write in ns and the code keeps in ps; bounds are in ns.
  virtual void time_ns(const ParameterKey& key, TimePs& value, const Bounds& bounds) = 0;
  virtual void flag(const ParameterKey& key, bool& value) = 0;
  virtual void text(const ParameterKey& key, std::string& value) = 0;
  virtual void choice_index(const ParameterKey& key, std::size_t& value,
                            const std::vector<const char*>& names) = 0;

  /// An enum whose values 0, 1, 2, ... are called names[0], names[1], ...
  template <class Enum>
  void choice(const ParameterKey& key, Enum& value, const std::vector<const char*>& names) {
    auto index = static_cast<std::size_t>(value);
    choice_index(key, index, names);
    value = static_cast<Enum>(index);
  }
};

/// Throws InputError naming `table.key` if a member of the struct is outside its bounds. Structs
/// call it from their own check(), which adds what holds between members.
class BoundsCheck : public ParameterVisitor {
 public:
  explicit BoundsCheck(std::string table) : table_{std::move(table)} {}
  void real(const ParameterKey& key, double& value, const Bounds& bounds) override;
  void whole(const ParameterKey& key, std::int64_t& value, const Bounds& bounds) override;
  void time_ns(const ParameterKey& key, TimePs& value, const Bounds& bounds) override;
  void flag(const ParameterKey&, bool&) override {}
  void text(const ParameterKey&, std::string&) override {}
  void choice_index(const ParameterKey& key, std::size_t& value,
                    const std::vector<const char*>& names) override;

 private:
  std::string table_;
};

template <class Parameters>
void check_bounds(const Parameters& parameters, const std::string& table) {
  auto copy = parameters;
  BoundsCheck check{table};
  copy.describe(check);
}

/// Of several words, the one nearest to what was typed (edit distance); empty if there is none.
std::string nearest_word(const std::string& typed, const std::vector<std::string>& words);

}  // namespace softbound
