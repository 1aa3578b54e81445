// SPDX-License-Identifier: Apache-2.0
#include "chip/synapse_6t1m.h"

#include <algorithm>
#include <cmath>

#include "chip/sim_time.h"

namespace softbound {

namespace {

constexpr int kRampPoints = 4;  // beyond the starting point

}  // namespace

Synapse6T1M::Synapse6T1M(const sc_core::sc_module_name& name, const Cell6T1M& cell,
                         const DeviceParameters& device, TimePs t_edge_ps, TimePs write_pulse_ps,
                         std::function<double()> weight,
                         std::function<void(const std::string&)> violation)
    : sc_module{name},
      cell_{cell},
      device_{device},
      t_edge_ps_{t_edge_ps},
      write_pulse_ps_{write_pulse_ps},
      weight_{std::move(weight)},
      violation_{std::move(violation)} {
  SC_HAS_PROCESS(Synapse6T1M);
  SC_METHOD(on_control);
  sensitive << read_i << ltp_i << ltd_i;
  SC_METHOD(on_write_end_near);
  sensitive << write_end_near_;
  dont_initialize();
  SC_METHOD(on_point);
  sensitive << next_point_;
  dont_initialize();
}

void Synapse6T1M::on_control() {
  const bool read = read_i->read(), ltp = ltp_i->read(), ltd = ltd_i->read();
  n_read.write(!read);
  n_ltp.write(!ltp);
  n_ltd.write(!ltd);
  s[0].write(read);
  s[1].write(read);
  s[2].write(ltp);
  s[3].write(ltp);
  s[4].write(ltd);
  s[5].write(ltd);
  if (read + ltp + ltd > 1) {
    violation_(std::string{"two switch couples conduct at once:"} + (read ? " read" : "") +
               (ltp ? " ltp" : "") + (ltd ? " ltd" : ""));
    return;
  }
  go_to(read  ? CellPhase::read
        : ltp ? CellPhase::write_ltp
        : ltd ? CellPhase::write_ltd
              : CellPhase::idle);
}

void Synapse6T1M::go_to(CellPhase phase) {
  const TimePs lasted_ps = now_ps() - phase_start_ps_;
  if (phase_ == CellPhase::read) {
    energy_ += cell_.read_energy(phase_g_s_, s_from_ps(lasted_ps));
  } else if (phase_ != CellPhase::idle) {
    const auto kind = phase_ == CellPhase::write_ltp ? WriteKind::ltp : WriteKind::ltd;
    energy_ += cell_.write_energy(kind, phase_g_s_,
                                  s_from_ps(std::max<TimePs>(0, lasted_ps - t_edge_ps_)));
  }
  write_end_near_.cancel();
  const bool falls = phase == CellPhase::idle;
  const double g_s = device_.conductance_s(weight_());
  if (falls) {
    // The node discharges through the device. A write has already ramped down before its end.
    ramp_to(0, 0, std::max<TimePs>(kRampPoints, ps_from_s(cell_.off_decay_s(g_s))));
  } else {
    ramp_to(cell_.drive_v(phase), cell_.v_mem_v(phase, g_s), t_edge_ps_);
  }
  if (phase == CellPhase::write_ltp || phase == CellPhase::write_ltd) {
    write_end_near_.notify(sim_time(std::max<TimePs>(0, write_pulse_ps_ - t_edge_ps_)));
  }
  phase_ = phase;
  phase_start_ps_ = now_ps();
  phase_g_s_ = g_s;
}

// The falling ramp lies inside the control pulse, so that the device sees t_write at half height.
void Synapse6T1M::on_write_end_near() { ramp_to(0, 0, t_edge_ps_); }

void Synapse6T1M::ramp_to(double v_te_v_to, double v_mem_v_to, TimePs duration_ps) {
  from_ = {v_te_v.read(), v_mem_v.read()};
  to_ = {v_te_v_to, v_mem_v_to};
  ramp_start_ps_ = now_ps();
  ramp_ps_ = duration_ps;
  point_ = 0;
  w.write(weight_());
  next_point_.cancel();
  const bool moves = from_.te_v != to_.te_v || from_.mem_v != to_.mem_v;
  if (moves) next_point_.notify(sim_time(ramp_ps_ / kRampPoints));
}

void Synapse6T1M::on_point() {
  ++point_;
  show(static_cast<double>(point_) / kRampPoints);
  if (point_ < kRampPoints) {
    next_point_.notify(sim_time(ramp_start_ps_ + ramp_ps_ * (point_ + 1) / kRampPoints - now_ps()));
  }
}

void Synapse6T1M::show(double fraction) {
  const double mem_v = from_.mem_v + fraction * (to_.mem_v - from_.mem_v);
  v_te_v.write(from_.te_v + fraction * (to_.te_v - from_.te_v));
  v_mem_v.write(mem_v);
  i_a.write(mem_v * device_.conductance_s(weight_()));
}

}  // namespace softbound
