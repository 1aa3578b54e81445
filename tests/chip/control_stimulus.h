// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "chip/control_signals.h"

namespace softbound::test {

/// What twins, two controls on the same stimulus, are given: spikes, UP and DN, fire pulses,
/// acknowledges and register accesses at random. Every wire goes to both.
class ControlStimulus {
 public:
  /// @param watched the twin whose acknowledges and requests are answered
  ControlStimulus(unsigned seed, ControlSignals& watched, ControlSignals& other);

  unsigned below(unsigned n) { return std::uniform_int_distribution<unsigned>{0, n - 1}(random_); }
  bool chance(unsigned per_cent) { return below(100) < per_cent; }
  template <class T>
  void drive(sc_core::sc_signal<T> ControlSignals::*input, const T& value) {
    (watched_.*input).write(value);
    (other_.*input).write(value);
  }

  /// Where spikes go: mostly to a few rows, so that they are busy.
  struct Addresses {
    unsigned few;       ///< addresses below that,
    unsigned all;       ///< or below that,
    unsigned per_cent;  ///< this often
  };
  void change_spikes(const Addresses& addresses);
  void withdraw_request();
  /// @param per_cent how often UP and DN of some column change
  void change_neurons(unsigned per_cent);

  struct Access {
    bool write;
    std::uint32_t address, data;
  };
  /// Any register, mostly these and the counters, with data that mostly means something for
  /// CONTROL.
  Access random_access(const std::vector<std::uint32_t>& often);
  /// The select phase of an access.
  void select(const Access& access);
  /// On to the second phase, or to the end.
  /// @return whether the bus is at rest
  bool step_access();
  bool selected() const { return psel_ && !penable_; }

  void toggle_reset();
  bool request() const { return req_; }
  bool in_reset() const { return !rst_n_; }
  /// Other rates of spikes and fire pulses from now on.
  void change_mood();

 private:
  ControlSignals& watched_;
  ControlSignals& other_;
  std::mt19937 random_;
  bool rst_n_ = true, req_ = false, out_ack_ = false, psel_ = false, penable_ = false;
  Bits up_, dn_, fire_;
  unsigned request_ = 40, fire_rate_ = 4;  // per cent and change
};

}  // namespace softbound::test
