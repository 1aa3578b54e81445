// SPDX-License-Identifier: Apache-2.0
#include "chip/protocol_monitor.h"

#include <fmt/format.h>

#include "chip/sim_time.h"

namespace softbound {

namespace {

// For synchronizers and the like, beside the events themselves.
constexpr TimePs kSlackCycles = 20;

}  // namespace

ProtocolMonitor::ProtocolMonitor(const sc_core::sc_module_name& name, ControlSignals& pins,
                                 ControlSignals& environment, const ControlTiming& timing,
                                 const CellParameters& cell, ViolationLog& log,
                                 const Options& options)
    : sc_module{name},
      pins_{pins},
      environment_{environment},
      timing_{timing},
      options_{options},
      none_(pins.columns),
      registers_{timing, pins.columns, pins.slots.size()},
      input_{HandshakeChecker::input(timing, pins.rows), log},
      output_{HandshakeChecker::output(timing, pins.columns), log},
      log_{log},
      latches_{timing, registers_, pins.columns, pins.slots.size(), log},
      watchdog_{log, options.origin_ps},
      slots_(pins.slots.size()),
      watch_in_{watchdog_.add("req, ack")},
      watch_out_{watchdog_.add("out_req, out_ack")} {
  SC_HAS_PROCESS(ProtocolMonitor);
  SC_METHOD(on_reset);
  sensitive << pins.rst_n;
  SC_METHOD(on_access);
  sensitive << pins.penable.posedge_event();
  dont_initialize();
  SC_METHOD(on_input_bus);
  sensitive << pins.req << pins.addr << pins.ack;
  if (&environment != &pins) sensitive << environment.req;
  dont_initialize();
  SC_METHOD(on_output_bus);
  sensitive << pins.out_req << pins.out_addr << pins.out_ack;
  if (&environment != &pins) sensitive << environment.out_ack;
  dont_initialize();
  SC_METHOD(on_up_dn);
  sensitive << pins.up << pins.dn;
  dont_initialize();
  SC_METHOD(on_timer);
  sensitive << timer_;
  dont_initialize();
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    couples_.emplace_back(cell, s, log);
    slots_[s].columns = Bits(pins.columns);
    slots_[s].watch = watchdog_.add(fmt::format("slot{}", s));
    const SlotSignals& wires = *pins.slots[s];
    sc_core::sc_spawn_options options_of_slot;
    options_of_slot.spawn_method();
    options_of_slot.dont_initialize();
    options_of_slot.set_sensitivity(&wires.read.default_event());
    options_of_slot.set_sensitivity(&wires.wr.default_event());
    options_of_slot.set_sensitivity(&wires.ltp.default_event());
    options_of_slot.set_sensitivity(&wires.ltd.default_event());
    sc_core::sc_spawn([this, s] { on_slot(s); }, fmt::format("on_slot{}", s).c_str(),
                      &options_of_slot);
  }
}

void ProtocolMonitor::on_reset() {
  if (pins_.rst_n.read()) {
    registers_.release();
  } else {
    registers_.reset();
    watchdog_.close(watch_in_);
    watchdog_.close(watch_out_);
    for (auto& slot : slots_) watchdog_.close(slot.watch);
  }
  on_input_bus();
  on_output_bus();
}

void ProtocolMonitor::on_access() {
  if (!pins_.psel.read() || !pins_.pwrite.read()) return;
  const std::uint32_t address = pins_.paddr.read(), data = pins_.pwdata.read();
  if (RegisterBank::soft_resets(address, data)) {
    for (auto& slot : slots_) watchdog_.close(slot.watch);
  }
  registers_.write(address, data);
}

void ProtocolMonitor::on_input_bus() {
  const bool req = pins_.req.read(), ack = pins_.ack.read();
  if (!pins_.rst_n.read()) return input_.reset(req, pins_.addr.read(), ack);
  input_.observe(now_ps(), req, pins_.addr.read(), ack);
  watch_bus(watch_in_, environment_.req.read(), ack, phase_in_);
  if (ack && !acknowledged_) on_restart(pins_.addr.read());
  acknowledged_ = ack;
}

void ProtocolMonitor::on_output_bus() {
  const bool req = pins_.out_req.read();
  if (!pins_.rst_n.read()) {
    return output_.reset(req, pins_.out_addr.read(), pins_.out_ack.read());
  }
  output_.observe(now_ps(), req, pins_.out_addr.read(), pins_.out_ack.read());
  watch_bus(watch_out_, req, environment_.out_ack.read(), phase_out_);
}

// What a bus waits for, by its phase; time counts from the phase's beginning.
void ProtocolMonitor::watch_bus(std::size_t handshake, bool req, bool ack, int& phase) {
  static constexpr const char* kWaitsFor[] = {nullptr, "the acknowledge of its request",
                                              "its acknowledge to fall",
                                              "its request to fall after the acknowledge"};
  const int now = (req ? 1 : 0) + (ack ? 2 : 0);
  if (now == phase && watchdog_.is_open(handshake) == (now != 0)) return;
  phase = now;
  if (now == 0) {
    watchdog_.close(handshake);
  } else {
    open(handshake, kWaitsFor[now]);
  }
}

// With retrigger and abort an accepted spike can start the Read of its row anew.
void ProtocolMonitor::on_restart(std::uint32_t row) {
  const BusyPolicy policy = registers_.busy_policy();
  if (policy != BusyPolicy::retrigger && policy != BusyPolicy::abort) return;
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    if (!slots_[s].read || pins_.slots[s]->row.read() != row) continue;
    latches_.on_read(s, now_ps());
    open(slots_[s].watch, "its write to end");
  }
}

void ProtocolMonitor::on_up_dn() { latches_.on_up_dn(now_ps(), pins_.up.read(), pins_.dn.read()); }

void ProtocolMonitor::on_slot(std::size_t s) {
  Slot& slot = slots_[s];
  const SlotSignals& wires = *pins_.slots[s];
  const bool read = wires.read.read(), wr = wires.wr.read();
  const std::uint32_t row = wires.row.read();
  if (read && !slot.read) {
    slot.columns = registers_.column_mask();
    latches_.on_read(s, now_ps());
    open(slot.watch, "its write to end");
  }
  if (wr && !slot.wr) {
    latches_.on_latch(s, now_ps(), row, slot.columns, options_.on_illegal);
  }
  if (!wr && slot.wr) {
    latches_.on_write_end(s);
    if (!read) watchdog_.close(slot.watch);
  }
  slot.read = read;
  slot.wr = wr;
  couples_[s].observe(now_ps(), row, read ? slot.columns : none_, wires.ltp.read(),
                      wires.ltd.read());
}

void ProtocolMonitor::open(std::size_t handshake, const char* waits_for) {
  watchdog_.open(handshake, now_ps(), waits_for);
  if (armed_ || options_.watchdog_ps == kNever) return;
  armed_ = true;
  timer_.notify(sim_time(limit_ps()));
}

TimePs ProtocolMonitor::limit_ps() const {
  if (options_.watchdog_ps > 0) return options_.watchdog_ps;
  return registers_.phases().total_ps() * 3 / 2 + kSlackCycles * timing_.clock_period_ps;
}

void ProtocolMonitor::on_timer() {
  // A control that is switched off may let a request wait.
  if (!registers_.enabled() && phase_in_ == 1) watchdog_.excuse(watch_in_, now_ps());
  const auto found = log_.count(Hazard::watchdog);
  const TimePs next_ps = watchdog_.check(now_ps(), limit_ps());
  if (log_.count(Hazard::watchdog) > found) options_.on_stuck();
  armed_ = next_ps != kNever;
  if (armed_) timer_.notify(sim_time(next_ps - now_ps()));
}

void ProtocolMonitor::finish() {
  for (auto& couple : couples_) couple.finish(now_ps());
}

}  // namespace softbound
