// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <systemc>
#include <vector>

#include "chip/timing_table.h"
#include "core/control_timing.h"
#include "network/bus_load.h"
#include "network/spike_file.h"

namespace softbound {

/// Offers a list of spikes over one AER bus, in order: a spike whose acknowledge is withheld makes
/// all later ones wait.
///
///     req_o  __/~~~~~~~\_________/~~   request at the spike's time, or when the bus is free
///     ack_i  _______/~~~~~~\________
///                   |1 ns|  |1 ns|     request falls, next request may rise
class AerSource : public sc_core::sc_module {
 public:
  sc_core::sc_out<bool> req_o{"req_o"};
  sc_core::sc_out<std::uint32_t> addr_o{"addr_o"};
  sc_core::sc_in<bool> ack_i{"ack_i"};

  /// @param spikes in order; times count from `origin_ps`
  /// @param table gets the hold times of the spikes that had to wait
  AerSource(const sc_core::sc_module_name& name, const std::vector<Spike>& spikes, TimePs origin_ps,
            const ControlTiming& timing, TimingTable& table);

  /// Told of every handshake as its acknowledge rises.
  void tell(std::function<void(const AcknowledgedSpike&)> listener) {
    listener_ = std::move(listener);
  }
  /// Spikes due at or after this time of the simulation are not offered any more.
  void stop_at(TimePs stop_ps) { stop_ps_ = stop_ps; }
  /// Spikes whose request has risen.
  std::size_t offered() const { return next_; }
  /// Spikes whose request was acknowledged.
  std::size_t acknowledged() const { return acknowledged_; }

 private:
  void offer();
  void on_acknowledge();
  void withdraw();
  void arm(TimePs earliest_ps);

  const std::vector<Spike>& spikes_;
  const TimePs origin_ps_;
  const ControlTiming timing_;
  TimingTable& table_;
  TimePs stop_ps_ = kNever;
  TimePs request_ps_ = 0;
  std::size_t next_ = 0;
  bool up_ = false;               // its request
  bool acknowledged_up_ = false;  // likewise, and it has been acknowledged
  std::size_t acknowledged_ = 0;
  std::function<void(const AcknowledgedSpike&)> listener_;
  sc_core::sc_event offer_;
  sc_core::sc_event withdraw_;
};

}  // namespace softbound
