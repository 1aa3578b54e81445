// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <systemc>

#include "cell/cell_6t1m.h"
#include "core/time.h"

namespace softbound {

/// One 6T-1M cell to look at: its six switches, node voltages and current, from the signals that
/// control them. It watches a cell of the array and changes nothing in it.
///
///     read_i ___/~~~~~~~~~~\_______________________
///     ltp_i  ________________________/~~~~~~~~~~~\_   (or ltd_i)
///     v_mem  ___/----------\________ ____________ _
///                                    \__________/     ramps of t_edge, inside the pulse
class Synapse6T1M : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> read_i{"read_i"};
  sc_core::sc_in<bool> ltp_i{"ltp_i"};
  sc_core::sc_in<bool> ltd_i{"ltd_i"};

  sc_core::sc_signal<bool> n_read{"n_read"};
  sc_core::sc_signal<bool> n_ltp{"n_ltp"};
  sc_core::sc_signal<bool> n_ltd{"n_ltd"};
  sc_core::sc_vector<sc_core::sc_signal<bool>> s{"s", 6};  ///< s[0] is S1
  sc_core::sc_signal<double> v_te_v{"v_te_v"};
  sc_core::sc_signal<double> v_mem_v{"v_mem_v"};
  sc_core::sc_signal<double> i_a{"i_a"};
  sc_core::sc_signal<double> w{"w"};

  /// @param weight weight of the watched cell now
  /// @param violation called with a sentence when two couples conduct at once
  Synapse6T1M(const sc_core::sc_module_name& name, const Cell6T1M& cell,
              const DeviceParameters& device, TimePs t_edge_ps, TimePs write_pulse_ps,
              std::function<double()> weight, std::function<void(const std::string&)> violation);

  /// Supply energy of this cell so far.
  const CellEnergy& energy() const { return energy_; }

 private:
  void on_control();
  void on_write_end_near();
  void on_point();
  void go_to(CellPhase phase);
  void ramp_to(double v_te_v, double v_mem_v, TimePs duration_ps);
  void show(double fraction);

  const Cell6T1M cell_;
  const DeviceParameters device_;
  const TimePs t_edge_ps_;
  const TimePs write_pulse_ps_;
  const std::function<double()> weight_;
  const std::function<void(const std::string&)> violation_;

  CellPhase phase_ = CellPhase::idle;
  TimePs phase_start_ps_ = 0;
  double phase_g_s_ = 0;
  struct Level {
    double te_v = 0, mem_v = 0;
  } from_, to_;
  TimePs ramp_start_ps_ = 0;
  TimePs ramp_ps_ = 0;
  int point_ = 0;
  CellEnergy energy_;
  sc_core::sc_event write_end_near_;
  sc_core::sc_event next_point_;
};

}  // namespace softbound
