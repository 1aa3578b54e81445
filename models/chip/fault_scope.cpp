// SPDX-License-Identifier: Apache-2.0
#include "chip/fault_scope.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "core/error.h"

namespace softbound {

namespace {

/// One fault against what the chip allows.
class FaultCheck {
 public:
  FaultCheck(const Fault& fault, const FaultScope& scope) : fault_{fault}, scope_{scope} {}
  void run() const;

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw InputError{fmt::format("--inject {}: {}", fault_.text, why)};
  }
  void within(std::size_t k, std::uint64_t first, std::uint64_t last, const char* what) const;
  void check_flip() const;
  void check_columns() const;

  const Fault& fault_;
  const FaultScope& scope_;
};

void FaultCheck::within(std::size_t k, std::uint64_t first, std::uint64_t last,
                        const char* what) const {
  const double value = fault_.argument(k, static_cast<double>(first));
  if (value < static_cast<double>(first) || value > static_cast<double>(last) ||
      value != std::floor(value)) {
    refuse(fmt::format("expected {} from {} to {}", what, first, last));
  }
}

void FaultCheck::check_flip() const {
  if (!scope_.timing.clocked()) refuse("expected timing.control = \"clocked\", which has T_*");
  within(0, 0, 15, "a bit");
  const auto bit = static_cast<unsigned>(fault_.argument(0, 2));
  if (fault_.kind == FaultKind::flip_t_gap && (scope_.timing.cycles().gap ^ (1 << bit)) < 2) {
    refuse("T_GAP would be below 2, which the control refuses");
  }
}

void FaultCheck::check_columns() const {
  within(0, 0, scope_.columns - 1, "a column");
  if (fault_.kind == FaultKind::late_up && scope_.timing.latch != LatchInstant::write_start) {
    refuse("expected timing.latch = \"write_start\"");
  }
  if (fault_.kind != FaultKind::swap_up) return;
  within(1, 0, scope_.columns - 1, "a column");
  if (scope_.columns < 2 || fault_.argument(0, 0) == fault_.argument(1, 1)) {
    refuse("expected two different columns");
  }
}

void FaultCheck::run() const {
  if (fault_.time_ps >= scope_.duration_ps) {
    refuse(fmt::format("expected a time before the end of the run, {} s",
                       s_from_ps(scope_.duration_ps)));
  }
  switch (fault_.kind) {
    case FaultKind::flip_t_read:
    case FaultKind::flip_t_gap:
    case FaultKind::flip_t_write:
      return check_flip();
    case FaultKind::late_up:
    case FaultKind::illegal_up_dn:
    case FaultKind::swap_up:
    case FaultKind::flip_column_mask:
    case FaultKind::lose_output_spike:
      return check_columns();
    case FaultKind::change_address:
      return within(0, 0, scope_.rows - 1, "a row");
    case FaultKind::bad_address:
      if (scope_.bad_address > scope_.last_address) {
        refuse("the address pins of this control carry no address out of range");
      }
      return within(0, scope_.bad_address, scope_.last_address, "an address");
    case FaultKind::glitch_burst:
      return within(0, 0, 100'000, "a count");
    default:
      return;
  }
}

}  // namespace

void check_faults(const std::vector<Fault>& faults, const FaultScope& scope) {
  for (const Fault& fault : faults) FaultCheck{fault, scope}.run();
}

}  // namespace softbound
