// SPDX-License-Identifier: Apache-2.0
#include "chip/fault_injector.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"
#include "core/random.h"

namespace softbound {

namespace {

namespace reg = control_register;

}  // namespace

FaultInjector::FaultInjector(const sc_core::sc_module_name& name, const std::vector<Fault>& faults,
                             ControlSignals& environment, ControlSignals& chip,
                             ControlSignals& control, const Options& options)
    : sc_module{name},
      environment_{environment},
      chip_{chip},
      control_{control},
      options_{options},
      registers_{options.timing, chip.columns, chip.slots.size()},
      fire_(chip.columns),
      was_read_(chip.slots.size(), 0),
      was_wr_(chip.slots.size(), 0) {
  for (const Fault& fault : faults) {
    faults_.push_back({});
    faults_.back().fault = fault;
    faults_.back().fault.time_ps += options.origin_ps;
  }
  SC_HAS_PROCESS(FaultInjector);
  SC_METHOD(on_timer);
  sensitive << timer_;
  dont_initialize();
  SC_METHOD(on_inputs);
  sensitive << environment.req << environment.addr << environment.out_ack << environment.up
            << environment.dn << environment.fire << environment.rst_n << chip.ack;
  SC_METHOD(on_bus);
  sensitive << environment.psel << environment.penable << environment.pwrite << environment.paddr
            << environment.pwdata;
  SC_METHOD(on_outputs);
  sensitive << control.ack << control.row_sel << control.col_sel << control.out_req
            << control.out_addr << control.prdata << control.pslverr << control.irq << control.idle;
  for (std::size_t s = 0; s < chip.slots.size(); ++s) {
    const SlotSignals& wires = *control.slots[s];
    sc_core::sc_spawn_options of_slot;
    of_slot.spawn_method();
    of_slot.set_sensitivity(&wires.row.default_event());
    of_slot.set_sensitivity(&wires.read.default_event());
    of_slot.set_sensitivity(&wires.wr.default_event());
    of_slot.set_sensitivity(&wires.ltp.default_event());
    of_slot.set_sensitivity(&wires.ltd.default_event());
    sc_core::sc_spawn([this, s] { on_slot(s); }, fmt::format("on_slot{}", s).c_str(), &of_slot);
  }
  for (std::size_t k = 0; k < faults_.size(); ++k) {
    wake_at(faults_[k].fault.time_ps);
    if (faults_[k].fault.kind == FaultKind::glitch_burst) make_glitches(faults_[k], k);
  }
}

TimePs FaultInjector::now() { return now_ps(); }

std::vector<TimePs> FaultInjector::acted_ps() const {
  std::vector<TimePs> times;
  for (const State& state : faults_) times.push_back(state.acted_ps);
  return times;
}

void FaultInjector::wake_at(TimePs time_ps) { timer_.notify(sim_time(time_ps - now_ps())); }

void FaultInjector::act(State& state) {
  if (state.acted_ps < 0) state.acted_ps = now_ps();
}

// A request that is shorter is a runt.
TimePs FaultInjector::least_request_ps() const {
  return options_.timing.clocked() ? options_.timing.clock_period_ps : options_.timing.t_request_ps;
}

// So long after a request rises it is seen to be up, but not acknowledged yet.
TimePs FaultInjector::early_ps() const {
  return options_.timing.clocked() ? options_.timing.clock_period_ps * 3 / 2
                                   : options_.timing.t_request_ps / 2;
}

void FaultInjector::on_timer() {
  for (State& state : faults_) {
    if (state.due || now_ps() < state.fault.time_ps) continue;
    state.due = true;
    const bool flips = state.fault.kind >= FaultKind::flip_t_read &&
                       state.fault.kind <= FaultKind::flip_column_mask;
    if (flips) flip_register(state);
  }
  if (flipping_ != nullptr) flip_register(*flipping_);
  on_inputs();
  for (std::size_t s = 0; s < chip_.slots.size(); ++s) on_slot(s);
}

// Everything that the environment and the neurons drive, but the register bus.
void FaultInjector::on_inputs() {
  bool req = environment_.req.read();
  std::uint32_t addr = environment_.addr.read();
  request_faults(req, addr);
  glitch_faults(req, addr);
  Bits up = environment_.up.read(), dn = environment_.dn.read(), fire = environment_.fire.read();
  Bits control_up = up;
  neuron_faults(up, dn, fire, control_up);
  for (ControlSignals* pins : {&chip_, &control_}) {
    pins->req.write(req);
    pins->addr.write(addr);
    pins->out_ack.write(environment_.out_ack.read());
    pins->rst_n.write(environment_.rst_n.read());
    pins->dn.write(dn);
    pins->fire.write(fire);
  }
  chip_.up.write(up);
  control_.up.write(control_up);
}

// The sender's request rises, or, with the bus at rest, could.
void FaultInjector::request_rises(State& state) {
  const Fault& fault = state.fault;
  const TimePs now = now_ps();
  switch (fault.kind) {
    case FaultKind::drop_request:
      state.from_ps = now + (fault.arguments.empty() ? early_ps() : ps_from_ns(fault.arguments[0]));
      break;
    case FaultKind::change_address:
      state.from_ps = now + early_ps();
      break;
    default:  // a bad address is there from the beginning
      state.from_ps = now;
      break;
  }
  state.active = true;
  state.to_ps = kNever;
  if (state.from_ps > now) wake_at(state.from_ps);
}

void FaultInjector::request_faults(bool& req, std::uint32_t& addr) {
  const bool sent = environment_.req.read(), rises = sent && !req_;
  const TimePs now = now_ps();
  req_ = sent;
  for (State& state : faults_) {
    const Fault& fault = state.fault;
    if (!state.due) continue;
    switch (fault.kind) {
      case FaultKind::stuck_request:
        req = true;
        act(state);
        break;
      case FaultKind::runt_request:
        if (state.acted_ps < 0 && !sent && !chip_.ack.read()) {
          act(state);
          state.from_ps = now;
          state.to_ps = now + (fault.arguments.empty() ? least_request_ps() / 2
                                                       : ps_from_ns(fault.arguments[0]));
          wake_at(state.to_ps);
        }
        if (open(state)) req = true;
        break;
      case FaultKind::drop_request:
      case FaultKind::change_address:
      case FaultKind::bad_address:
        if (rises && state.acted_ps < 0 && !state.active) request_rises(state);
        if (!sent) state.active = false;
        if (!state.active || now < state.from_ps) break;
        // Too late, if the spike has been taken already.
        if (state.acted_ps < 0 && chip_.ack.read()) break;
        act(state);
        if (fault.kind == FaultKind::drop_request) {
          req = false;
        } else if (fault.kind == FaultKind::bad_address) {
          addr = fault.arguments.empty() ? options_.bad_address
                                         : static_cast<std::uint32_t>(fault.arguments[0]);
        } else {
          const auto rows = static_cast<std::uint32_t>(chip_.rows);
          addr = fault.arguments.empty() ? (addr + 1) % rows
                                         : static_cast<std::uint32_t>(fault.arguments[0]);
        }
        break;
      default:
        break;
    }
  }
}

// Glitches too narrow for a request that counts, and addresses that change at any time.
void FaultInjector::make_glitches(State& state, std::size_t index) {
  constexpr double kMeanSpacingNs = 400;
  const CounterRandom random{options_.seed, RandomStream::stimulus};
  const auto count = static_cast<std::uint64_t>(state.fault.argument(0, 100));
  TimePs time_ps = state.fault.time_ps;
  for (std::uint64_t k = 0; k < count; ++k) {
    const auto draw = [&](std::uint64_t n) { return random.uniform(index, 4 * k + n); };
    time_ps += 1 + ps_from_ns(2 * kMeanSpacingNs * draw(0));
    const bool request = draw(1) < 0.5;
    const auto width_ps =
        1 + static_cast<TimePs>(draw(2) * 0.98 * static_cast<double>(least_request_ps()));
    const auto address = static_cast<std::uint32_t>(draw(3) * static_cast<double>(chip_.rows));
    glitches_.push_back({time_ps, time_ps + width_ps, request, address});
    wake_at(time_ps);
    wake_at(time_ps + width_ps);
  }
  state.from_ps = state.fault.time_ps;
  state.to_ps = time_ps + least_request_ps();
}

void FaultInjector::glitch_faults(bool& req, std::uint32_t& addr) {
  if (glitches_.empty()) return;
  const TimePs now = now_ps();
  for (State& state : faults_) {
    if (state.fault.kind == FaultKind::glitch_burst && state.due) act(state);
  }
  for (const Glitch& glitch : glitches_) {
    if (now < glitch.from_ps || now >= glitch.to_ps) continue;
    if (glitch.request) {
      req = !req;
    } else {
      addr = glitch.address;
    }
  }
}

void FaultInjector::neuron_faults(Bits& up, Bits& dn, Bits& fire, Bits& control_up) {
  const Bits sent = fire;
  for (State& state : faults_) {
    if (!state.due) continue;
    const auto column = static_cast<std::size_t>(state.fault.argument(0, 0));
    switch (state.fault.kind) {
      case FaultKind::late_up:
        if (!open(state)) break;
        act(state);
        up.set(column, !up.test(column));
        break;
      case FaultKind::illegal_up_dn:
        if (!open(state)) break;
        act(state);
        up.set(column);
        dn.set(column);
        break;
      case FaultKind::lose_output_spike: {
        const bool any = state.fault.arguments.empty();
        if (state.acted_ps < 0) {
          Bits rising = sent;
          rising.subtract(fire_).for_each([&](std::size_t j) {
            if (state.acted_ps >= 0 || (!any && j != column)) return;
            act(state);
            state.active = true;
            state.slot = j;
          });
        }
        if (state.active && !sent.test(state.slot)) state.active = false;
        if (state.active) fire.set(state.slot, false);
        break;
      }
      default:
        break;
    }
  }
  control_up = up;
  for (State& state : faults_) {
    if (!state.due || state.fault.kind != FaultKind::swap_up) continue;
    const auto a = static_cast<std::size_t>(state.fault.argument(0, 0));
    const auto b = static_cast<std::size_t>(state.fault.argument(1, 1));
    if (up.test(a) == up.test(b)) continue;
    act(state);
    control_up.set(a, up.test(b));
    control_up.set(b, up.test(a));
  }
  fire_ = sent;
}

// A read begins: its latch is foreseeable, and with it the instant at which UP and DN are sampled.
void FaultInjector::aim_at_latch(std::size_t s) {
  const auto phases = registers_.phases();
  const TimePs latch_ps = now_ps() + phases.latch_ps();
  const TimePs period_ps = options_.timing.clock_period_ps;
  const TimePs sampled_ps = options_.timing.clocked() ? latch_ps - 2 * period_ps : latch_ps;
  for (State& state : faults_) {
    if (!state.due || state.acted_ps >= 0 || state.from_ps != kNever) continue;
    const bool late = state.fault.kind == FaultKind::late_up;
    if (!late && state.fault.kind != FaultKind::illegal_up_dn) continue;
    const auto column = static_cast<std::size_t>(state.fault.argument(0, 0));
    if (!registers_.column_mask().test(column)) continue;
    if (late) {
      state.from_ps = std::max(now_ps(), sampled_ps - ps_from_ns(state.fault.argument(1, 1)));
      state.to_ps = latch_ps + phases.write_ps;
    } else {
      state.from_ps = now_ps();
      state.to_ps = latch_ps + period_ps;
    }
    state.slot = s;
    wake_at(state.from_ps);
    wake_at(state.to_ps);
  }
}

void FaultInjector::on_slot(std::size_t s) {
  const SlotSignals& from = *control_.slots[s];
  SlotSignals& to = *chip_.slots[s];
  bool read = from.read.read(), wr = from.wr.read();
  Bits ltp = from.ltp.read(), ltd = from.ltd.read();
  if (read && was_read_[s] == 0) aim_at_latch(s);
  spoil_slot(s, read, wr, ltp, ltd);
  was_read_[s] = from.read.read() ? 1 : 0;
  was_wr_[s] = from.wr.read() ? 1 : 0;
  to.row.write(from.row.read());
  to.read.write(read);
  to.wr.write(wr);
  to.ltp.write(ltp);
  to.ltd.write(ltd);
}

void FaultInjector::spoil_slot(std::size_t s, bool& read, bool& wr, Bits& ltp, Bits& ltd) {
  const bool writes = ltp.any() || ltd.any();
  for (State& state : faults_) {
    if (!state.due) continue;
    if (state.fault.kind == FaultKind::short_write) {
      // LTP and LTD may rise a delta cycle after Wr.
      const SlotSignals& passed = *chip_.slots[s];
      const bool begins = writes && !passed.ltp.read().any() && !passed.ltd.read().any();
      if (state.from_ps == kNever && begins) {
        const TimePs width_ps = registers_.phases().write_ps;
        state.slot = s;
        state.from_ps =
            now_ps() + std::max<TimePs>(1, width_ps - ps_from_ns(state.fault.argument(0, 100)));
        wake_at(state.from_ps);
      }
      if (state.slot != s || now_ps() < state.from_ps || state.to_ps != kNever) continue;
      if (!wr) {
        state.to_ps = now_ps();
        continue;
      }
      act(state);
      wr = false;
      ltp.clear();
      ltd.clear();
    } else if (state.fault.kind == FaultKind::overlap && now_ps() < state.to_ps) {
      const bool falls = was_read_[s] != 0 && !read;
      if (!state.active && falls) {
        state.active = true;
        state.slot = s;
      }
      if (!state.active || state.slot != s) continue;
      if (writes && state.to_ps == kNever) {
        act(state);
        state.to_ps = now_ps() + ps_from_ns(state.fault.argument(0, 20));
        wake_at(state.to_ps);
      }
      // A latch that decided for nothing: the next event, then.
      if (was_wr_[s] != 0 && !wr && !writes) state.active = false;
      if (state.active) read = true;
    }
  }
}

void FaultInjector::on_outputs() {
  bool ack = control_.ack.read();
  for (State& state : faults_) {
    if (state.fault.kind != FaultKind::drop_acknowledge || !state.due) continue;
    // An acknowledge that the sender has seen is too late to be lost.
    if (!state.active && ack && !chip_.ack.read()) {
      state.active = true;
      act(state);
    }
    if (!ack) state.active = false;
    if (state.active) ack = false;
  }
  chip_.ack.write(ack);
  chip_.row_sel.write(control_.row_sel.read());
  chip_.col_sel.write(control_.col_sel.read());
  chip_.out_req.write(control_.out_req.read());
  chip_.out_addr.write(control_.out_addr.read());
  chip_.irq.write(control_.irq.read());
  chip_.idle.write(control_.idle.read());
  for (ControlSignals* pins : {&chip_, &environment_}) {
    pins->prdata.write(control_.prdata.read());
    pins->pslverr.write(control_.pslverr.read());
  }
}

void FaultInjector::on_bus() {
  if (environment_.psel.read() && environment_.penable.read() && environment_.pwrite.read()) {
    registers_.write(environment_.paddr.read(), environment_.pwdata.read());
  }
  const auto pass = [&](ControlSignals& pins) {
    pins.psel.write(environment_.psel.read());
    pins.penable.write(environment_.penable.read());
    pins.pwrite.write(environment_.pwrite.read());
    pins.paddr.write(environment_.paddr.read());
    pins.pwdata.write(environment_.pwdata.read());
  };
  pass(chip_);
  if (access_step_ == 0) pass(control_);
}

std::uint32_t FaultInjector::flipped(const State& state, std::uint32_t& address) const {
  auto bit = static_cast<std::uint32_t>(state.fault.argument(0, 2));
  switch (state.fault.kind) {
    case FaultKind::flip_t_read:
      address = reg::kTRead;
      break;
    case FaultKind::flip_t_gap:
      address = reg::kTGap;
      break;
    case FaultKind::flip_t_write:
      address = reg::kTWrite;
      break;
    default: {
      const auto column = static_cast<std::uint32_t>(state.fault.argument(0, 0));
      address = reg::kColumnMask + 4 * (column / 32);
      bit = column % 32;
    }
  }
  return registers_.read(address).value_or(0) ^ (1u << bit);
}

// The bit is written through the control's own register bus, which its software does not see.
void FaultInjector::flip_register(State& state) {
  if (flipping_ != nullptr && flipping_ != &state) {
    state.due = false;  // one after the other
    state.fault.time_ps = now_ps() + 4 * options_.timing.clock_period_ps;
    return wake_at(state.fault.time_ps);
  }
  const TimePs period_ps = options_.timing.clock_period_ps;
  const TimePs middle_ps = now_ps() / period_ps * period_ps + period_ps / 2;
  flipping_ = &state;
  if (now_ps() != middle_ps || (access_step_ == 0 && environment_.psel.read())) {
    return wake_at(now_ps() < middle_ps ? middle_ps : middle_ps + period_ps);
  }
  if (state.from_ps == now_ps()) return;  // this step has been taken
  state.from_ps = now_ps();
  if (access_step_ == 0) {
    std::uint32_t address = 0;
    const std::uint32_t data = flipped(state, address);
    control_.paddr.write(address);
    control_.pwdata.write(data);
    control_.pwrite.write(true);
    control_.psel.write(true);
  } else if (access_step_ == 1) {
    control_.penable.write(true);
    act(state);
  } else {
    flipping_ = nullptr;
    access_step_ = 0;
    return on_bus();
  }
  ++access_step_;
  wake_at(now_ps() + period_ps);
}

}  // namespace softbound
