// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <systemc>

#include "core/time.h"

namespace softbound {

/// Monostable (E1): a rising edge on in_i while idle drives out_o high for exactly width_ps.
///
///     in_i   __/~\________/~~~~~~~~~~~~~~~~~~~~~~~~~~~\___
///     out_o  __/~~~~~~~~~~\_______________________________   the second edge is ignored
///              |<- width ->|
class PulseExtender : public sc_core::sc_module {
 public:
  /// What an edge does while out_o is high.
  enum class WhileBusy {
    ignore,
    retrigger,  ///< the width starts anew, also at the very instant of its end
    count,      ///< one edge is remembered and gives a pulse of its own, one instant later
  };
  struct Options {
    WhileBusy while_busy = WhileBusy::ignore;
    bool stretch = false;  ///< out_o lasts at least as long as in_i
  };

  sc_core::sc_in<bool> in_i{"in_i"};
  sc_core::sc_in<bool> clear_i{"clear_i"};  ///< forces out_o low at once and forgets edges
  sc_core::sc_out<bool> out_o{"out_o"};

  /// @param width_ps above 0
  /// @throws InputError if it is not
  PulseExtender(const sc_core::sc_module_name& name, TimePs width_ps, Options options);

  /// Width of the pulses that start from now on. @throws InputError as the constructor
  void set_width_ps(TimePs width_ps);
  void set_while_busy(WhileBusy while_busy) { options_.while_busy = while_busy; }
  /// Input pulses of no duration: too short for any gate.
  std::uint64_t ignored_glitches() const { return ignored_glitches_; }

 private:
  void on_input();
  void on_rise();
  void on_fall();
  void on_end();
  void on_clear();
  void start();

  TimePs width_ps_;
  Options options_;
  bool busy_ = false;
  bool remembered_ = false;
  TimePs end_ps_ = -1;  // of the pulse under way
  /// What the latest rising edge found, for the case that it turns out to be a glitch.
  struct Before {
    TimePs edge_ps;
    bool busy, remembered;
    TimePs end_ps;
  };
  std::optional<Before> before_;
  int end_deltas_ = 0;
  std::uint64_t ignored_glitches_ = 0;
  sc_core::sc_event end_;
  sc_core::sc_event again_;
};

}  // namespace softbound
