// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "chip/bits_signal.h"
#include "chip/history.h"
#include "core/control_timing.h"

namespace softbound {

/// UP and DN as the control's latches see them. Self-timed latches look at the wires themselves;
/// clocked ones look through two flip-flops, at the values just before the edge two cycles ago.
class UpDnSampler : public sc_core::sc_module {
 public:
  struct Sample {
    Bits up, dn;
  };

  sc_core::sc_in<Bits> up_i{"up_i"};
  sc_core::sc_in<Bits> dn_i{"dn_i"};

  UpDnSampler(const sc_core::sc_module_name& name, const ControlTiming& timing,
              std::size_t columns);

  void reset();
  void release();
  /// What a latch that closes at this instant takes. Self-timed: the instant must be settled, see
  /// kSettleDeltas.
  const Sample& sample(TimePs latch_ps) const;
  /// Notified when the sample that a latch would take changes.
  const sc_core::sc_event& changed() const { return changed_.default_event(); }

 private:
  void on_change();

  ControlTiming timing_;
  History<Sample> history_;
  bool in_reset_ = false;
  sc_core::sc_event_queue changed_{"changed_queue"};
};

/// Delta cycles after which everything that matters to a latch at its instant has reached it.
/// Neuron -> column bus -> control's wires -> sampler takes four: only a neuron's own timed events
/// (a spike, a comparator's edge) matter, and those run in the first delta cycle of an instant; a
/// charge never changes UP or DN at the instant at which it enters. Request -> receiver ->
/// row controller -> clear of a given-up event takes five.
constexpr int kSettleDeltas = 6;

}  // namespace softbound
