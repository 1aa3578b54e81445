// SPDX-License-Identifier: Apache-2.0
#include "configuration/fault.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/error.h"
#include "core/parameter.h"

namespace softbound {

const std::array<FaultDescription, kFaultKinds>& fault_descriptions() {
  static constexpr std::array<FaultDescription, kFaultKinds> kFaults{{
      {"stuck-request", "", "req stays up for good", "watchdog", 0},
      {"drop-acknowledge", "", "the next acknowledge does not reach the sender", "watchdog", 0},
      {"drop-request", "NS", "the next request is withdrawn NS after it rose (default 5)",
       "four_phase, watchdog", 1},
      {"runt-request", "NS", "a pulse of NS on req while the bus rests (default: half the least)",
       "runt", 1},
      {"change-address", "ROW", "addr becomes ROW while the next request is up (default: another)",
       "bundling", 1},
      {"bad-address", "ADDRESS", "the next spike comes with an address out of range", "bad_address",
       1},
      {"late-up", "COLUMN,NS", "UP of COLUMN changes NS before its next sampling (default 0,1)",
       "up_dn_setup if limited, latch if NS is 0", 2},
      {"illegal-up-dn", "COLUMN", "UP and DN of COLUMN are both high at the next sampling",
       "illegal_up_dn", 1},
      {"swap-up", "A,B", "one control gets the UP of columns A and B exchanged (default 0,1)",
       "lock_step", 2},
      {"flip-t-read", "BIT", "a bit of T_READ flips in one control (default 2)",
       "read_width, lock_step", 1},
      {"flip-t-gap", "BIT", "a bit of T_GAP flips in one control (default 2)",
       "read_to_write_gap, lock_step", 1},
      {"flip-t-write", "BIT", "a bit of T_WRITE flips in one control (default 2)",
       "ltp_width, ltd_width, lock_step", 1},
      {"flip-column-mask", "COLUMN", "a bit of COLUMN_MASK flips in one control", "lock_step", 1},
      {"short-write", "NS", "the next write pulse reaches the array NS too short (default 100)",
       "ltp_width, ltd_width", 1},
      {"overlap", "NS", "gap 0: Read of the next write lasts NS into it (default 20)",
       "shoot_through", 1},
      {"lose-output-spike", "COLUMN",
       "the next output spike (of COLUMN) does not reach the control", "I15", 1},
      {"glitch-burst", "COUNT", "random glitches on req and addr (default 100)", "runt, bundling",
       1},
  }};
  return kFaults;
}

namespace {

struct Unit {
  const char* name;
  double seconds;
};
constexpr Unit kUnits[] = {{"ps", 1e-12}, {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}};

/// A decimal number at the beginning of the text; what follows it is left in `rest`.
bool number(const std::string& text, double& value, std::string& rest) {
  const char* const begin = text.data();
  const auto [end, error] = std::from_chars(begin, begin + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return false;
  rest = text.substr(static_cast<std::size_t>(end - begin));
  return true;
}

TimePs parse_time(const std::string& text, const std::string& all) {
  double value = 0;
  std::string unit;
  if (number(text, value, unit) && value >= 0) {
    for (const auto& [name, seconds] : kUnits) {
      if (unit == name && value * seconds <= kLongestTimeS) return ps_from_s(value * seconds);
    }
  }
  throw InputError{fmt::format(
      "--inject {}: found the time \"{}\", expected a number with ps, ns, us, ms or s, at most "
      "{} s",
      all, text, kLongestTimeS)};
}

FaultKind kind_of(const std::string& name, const std::string& all) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < kFaultKinds; ++k) {
    names.emplace_back(fault_descriptions()[k].name);
    if (name == names.back()) return static_cast<FaultKind>(k);
  }
  throw InputError{
      fmt::format("--inject {}: no such fault; did you mean {}?", all, nearest_word(name, names))};
}

}  // namespace

Fault parse_fault(const std::string& text) {
  const auto at = text.rfind('@');
  const std::string head = text.substr(0, at);
  const auto equals = head.find('=');
  Fault fault;
  fault.text = text;
  fault.kind = kind_of(head.substr(0, equals), text);
  if (at == std::string::npos) {
    throw InputError{fmt::format("--inject {}: expected a time, as in {}@12.5us", text, head)};
  }
  fault.time_ps = parse_time(text.substr(at + 1), text);
  const auto& description = fault_descriptions()[static_cast<std::size_t>(fault.kind)];
  std::string rest = equals == std::string::npos ? "" : head.substr(equals);
  while (!rest.empty()) {
    double value = 0;
    const char separator = fault.arguments.empty() ? '=' : ',';
    if (rest[0] != separator || !number(rest.substr(1), value, rest) || value < 0 || value > 1e9 ||
        fault.arguments.size() == description.most_arguments) {
      throw InputError{fmt::format("--inject {}: expected {}{}{} before the time", text,
                                   description.name, description.most_arguments > 0 ? "=" : "",
                                   description.arguments)};
    }
    fault.arguments.push_back(value);
  }
  return fault;
}

std::string fault_help() {
  std::string text = "Faults, each at its time or the first opportunity after it:\n";
  for (const auto& fault : fault_descriptions()) {
    const std::string head =
        fmt::format("{}{}{}", fault.name, *fault.arguments != 0 ? "=" : "", fault.arguments);
    text += fmt::format("  {:<26}{}; caught by {}\n", head, fault.what, fault.caught_by);
  }
  return text;
}

}  // namespace softbound
