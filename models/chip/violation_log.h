// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/time.h"

namespace softbound {

/// What can go wrong on the wires without any limit being set; a clean run has none of it.
enum class Hazard {
  four_phase,     ///< an edge of a handshake out of its order
  bundling,       ///< an address that changes while its request is up
  runt,           ///< a level of a handshake wire too short to be seen for sure
  latch,          ///< UP or DN changes at the instant at which it is sampled
  illegal_up_dn,  ///< UP and DN both high where they are sampled
  bad_address,    ///< a spike for a row that is not there
  shoot_through,  ///< two switch couples of a cell conduct at once
  watchdog,       ///< a handshake that does not come to its end
};
constexpr std::size_t kHazards = 8;
constexpr std::array<const char*, kHazards> kHazardNames{
    "four_phase",    "bundling",    "runt",          "latch",
    "illegal_up_dn", "bad_address", "shoot_through", "watchdog"};

/// Who found it.
enum class CheckKind {
  limit,      ///< a quantity of the timing table
  invariant,  ///< one of I1 to I16, or an assertion of the RTL
  hazard,
  lock_step,  ///< two controls that ought to agree
};

/// Something that a check did not let pass.
struct Violation {
  CheckKind kind;
  std::string check;  ///< "read_width", "I15", "runt", ...
  TimePs time_ps;     ///< when it was noticed
  std::string signal;
  std::string text;  ///< what was wrong, a part of a sentence
};

/// The one place where everything that checks a running chip announces what it has found, at the
/// time at which it finds it: the timing table, the protocol checkers, the array, lock-step.
/// Whoever wants to act on it (a waveform's trigger) listens.
class ViolationLog {
 public:
  using Listener = std::function<void(const Violation&)>;

  /// Of each check only the first so many are kept; all are counted, and all are told to listeners.
  static constexpr std::size_t kKeptPerCheck = 20;

  void announce(Violation violation);
  void announce(Hazard hazard, TimePs time_ps, std::string signal, std::string text) {
    announce({CheckKind::hazard, kHazardNames[static_cast<std::size_t>(hazard)], time_ps,
              std::move(signal), std::move(text)});
  }
  /// Called with every violation from now on.
  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }
  /// Whether a further violation of this check would be of use to anybody; counts it if not, so
  /// that the caller may save itself the words.
  bool wants(CheckKind kind, const std::string& check);

  /// In the order in which they were announced.
  const std::vector<Violation>& kept() const { return kept_; }
  std::uint64_t count(CheckKind kind, const std::string& check) const;
  std::uint64_t count(Hazard hazard) const {
    return count(CheckKind::hazard, kHazardNames[static_cast<std::size_t>(hazard)]);
  }

 private:
  struct Check {
    CheckKind kind;
    std::string name;
    std::uint64_t count;
  };
  std::uint64_t& counter(CheckKind kind, const std::string& check);

  std::vector<Check> checks_;
  std::vector<Violation> kept_;
  std::vector<Listener> listeners_;
};

}  // namespace softbound
