// SPDX-License-Identifier: Apache-2.0
#include "core/timing_limits.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

namespace {

constexpr std::array<const char*, kTotalQuantities> kTotalQuantityUnits{
    "J", "J", "J", "J", "J", "J", "", "", "", "", "", "", "", ""};

std::string key_of(std::size_t quantity, const char* end) {
  return std::string{kTimingQuantityNames[quantity]} + end;
}

}  // namespace

void LimitParameters::describe(ParameterVisitor& v) {
  v.flag({"nominal_widths", "", "Read, gap, LTP and LTD must have their nominal width exactly", ""},
         nominal_widths);
  v.real({"watchdog_ns", "ns",
          "longest that a handshake may wait; 0: one and a half events; inf: for ever", ""},
         watchdog_ns, or_infinite(at_least(0)));
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const auto least = key_of(k, "_min_ns"), greatest = key_of(k, "_max_ns");
    v.real({least.c_str(), "ns", "least value; 0: no limit", ""}, limits[k].least_ns, at_least(0));
    v.real({greatest.c_str(), "ns", "greatest value; inf: no limit", ""}, limits[k].greatest_ns,
           or_infinite(at_least(0)));
  }
  for (std::size_t k = 0; k < kTotalQuantities; ++k) {
    const std::string key = std::string{kTotalQuantityNames[k]} + "_max";
    v.real(
        {key.c_str(), kTotalQuantityUnits[k], "greatest value of a whole run; inf: no limit", ""},
        totals[k].greatest, or_infinite(at_least(0)));
  }
}

void LimitParameters::read(TomlSource& source) {
  source.read(*this, "limits");
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    for (const char* end : {"_min_ns", "_max_ns"}) {
      const auto origin = source.origin("limits", key_of(k, end));
      if (!origin.empty()) limits[k].origin = origin;
    }
  }
  for (std::size_t k = 0; k < kTotalQuantities; ++k) {
    const auto origin = source.origin("limits", std::string{kTotalQuantityNames[k]} + "_max");
    if (!origin.empty()) totals[k].origin = origin;
  }
}

void LimitParameters::check() const {
  check_bounds(*this, "limits");
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    if (limits[k].least_ns > limits[k].greatest_ns) {
      throw InputError{fmt::format("limits.{} = {}: expected at most {} = {}", key_of(k, "_min_ns"),
                                   limits[k].least_ns, key_of(k, "_max_ns"),
                                   limits[k].greatest_ns)};
    }
  }
}

std::array<TimingLimit, kTimingQuantities> LimitParameters::resolve(
    const ControlTiming& timing) const {
  auto resolved = limits;
  if (!nominal_widths || timing.mismatch_sigma > 0) return resolved;
  const auto phases = timing.phases();
  const auto nominal = [&](TimingQuantity quantity, TimePs width_ps) {
    TimingLimit& limit = resolved[static_cast<std::size_t>(quantity)];
    if (!limit.set()) limit = {ns_from_ps(width_ps), ns_from_ps(width_ps), "nominal"};
  };
  nominal(TimingQuantity::read_width, phases.read_ps);
  nominal(TimingQuantity::read_to_write_gap, phases.gap_ps);
  nominal(TimingQuantity::ltp_width, phases.write_ps);
  nominal(TimingQuantity::ltd_width, phases.write_ps);
  return resolved;
}

}  // namespace softbound
