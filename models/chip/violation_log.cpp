// SPDX-License-Identifier: Apache-2.0
#include "chip/violation_log.h"

#include <utility>

namespace softbound {

std::uint64_t& ViolationLog::counter(CheckKind kind, const std::string& check) {
  for (auto& known : checks_) {
    if (known.kind == kind && known.name == check) return known.count;
  }
  checks_.push_back({kind, check, 0});
  return checks_.back().count;
}

void ViolationLog::announce(Violation violation) {
  const bool kept = counter(violation.kind, violation.check)++ < kKeptPerCheck;
  for (const auto& listener : listeners_) listener(violation);
  if (kept) kept_.push_back(std::move(violation));
}

bool ViolationLog::wants(CheckKind kind, const std::string& check) {
  if (!listeners_.empty()) return true;
  std::uint64_t& count = counter(kind, check);
  if (count < kKeptPerCheck) return true;
  ++count;
  return false;
}

std::uint64_t ViolationLog::count(CheckKind kind, const std::string& check) const {
  for (const auto& known : checks_) {
    if (known.kind == kind && known.name == check) return known.count;
  }
  return 0;
}

}  // namespace softbound
