// SPDX-License-Identifier: Apache-2.0
#include "control_twins.h"

#include <fmt/format.h>

#include "chip/sim_time.h"
#include "core/control_registers.h"

namespace softbound::test {

namespace reg = control_register;

namespace {

constexpr std::size_t kSlots = 8;

ControlTiming clocked_timing(TimePs period_ps) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  timing.clock_period_ps = period_ps;
  timing.t_gap_ps = std::max(timing.t_gap_ps, 2 * period_ps);
  return timing;
}

unsigned address_count(std::size_t rows) {
  unsigned count = 2;
  while (count < rows) count *= 2;
  return count;
}

}  // namespace

ControlTwins::ControlTwins(const Setup& setup)
    : setup_{setup},
      timing_{clocked_timing(setup.clock_period_ps)},
      random_{setup.seed},
      pin_pins_{"pin_pins", setup.rows, setup.columns, kSlots},
      rtl_pins_{"rtl_pins", setup.rows, setup.columns, kSlots},
      pin_{std::make_unique<PinControl>("pin", timing_, pin_pins_)},
      rtl_{std::make_unique<RtlControl>(
          "rtl", timing_, rtl_pins_,
          setup.make_rtl ? setup.make_rtl(context_)
                         : ControlRtl::create(context_, "rtl", setup.rows, setup.columns),
          RtlControl::Options{})},
      up_(setup.columns),
      dn_(setup.columns),
      fire_(setup.columns),
      row_sel_before_(setup.rows) {
  reset();
}

// The Verilated control must not run ahead of the next change of its inputs.
void ControlTwins::run_to(TimePs time_ps) {
  if (time_ps <= now_ps()) return;
  boundary_.notify(sim_time(time_ps - now_ps()));
  sc_core::sc_start(sim_time(time_ps - now_ps()));
}

void ControlTwins::reset() {
  const TimePs period = timing_.clock_period_ps;
  drive(&ControlSignals::rst_n, true);
  run_to(period + period / 2);
  drive(&ControlSignals::rst_n, false);
  run_to(3 * period + period / 2);
  drive(&ControlSignals::rst_n, true);
  run_to(6 * period);
}

void ControlTwins::to_mid_cycle() {
  run_to(now_ps() / timing_.clock_period_ps * timing_.clock_period_ps +
         timing_.clock_period_ps / 2);
}

ControlTwins::Access ControlTwins::access(bool write, std::uint32_t address, std::uint32_t data) {
  to_mid_cycle();
  drive(&ControlSignals::psel, true);
  drive(&ControlSignals::pwrite, write);
  drive(&ControlSignals::paddr, address);
  drive(&ControlSignals::pwdata, data);
  run_to(now_ps() + timing_.clock_period_ps);
  drive(&ControlSignals::penable, true);
  run_to(now_ps() + timing_.clock_period_ps / 2 - 1);
  const Access answer{pin_pins_.prdata.read(), pin_pins_.pslverr.read()};
  if (answer.data != rtl_pins_.prdata.read() || answer.error != rtl_pins_.pslverr.read()) {
    throw std::runtime_error{
        fmt::format("{} of 0x{:03x}: pin answers 0x{:x}{}, rtl 0x{:x}{}", write ? "write" : "read",
                    address, answer.data, answer.error ? " and an error" : "",
                    rtl_pins_.prdata.read(), rtl_pins_.pslverr.read() ? " and an error" : "")};
  }
  run_to(now_ps() + 1);
  to_mid_cycle();
  drive(&ControlSignals::psel, false);
  drive(&ControlSignals::penable, false);
  run_to(now_ps() + timing_.clock_period_ps / 2);
  return answer;
}

void ControlTwins::enable() {
  access(true, reg::kControl, reg::kControlEnable | reg::kControlWriteEnable);
}

std::optional<std::string> ControlTwins::run(long cycles) {
  const TimePs period = timing_.clock_period_ps;
  run_to((now_ps() + period - 1) / period * period);
  for (long k = 0; k < cycles; ++k) {
    if (auto found = cycle()) return found;
  }
  return std::nullopt;
}

TimePs ControlTwins::random_offset() {
  const TimePs period = timing_.clock_period_ps;
  switch (below(4)) {
    case 0:
      return 0;  // at the very edge: seen at the next one
    case 1:
      return 1;
    case 2:
      return period - 2;
    default:
      return 1 + static_cast<TimePs>(below(static_cast<unsigned>(period - 2)));
  }
}

// Starts at an edge and ends at the next.
std::optional<std::string> ControlTwins::cycle() {
  const TimePs start_ps = now_ps(), period = timing_.clock_period_ps;
  const TimePs middle_ps = start_ps + period / 2;
  const TimePs change_ps = start_ps + random_offset();
  const auto change = [&] {
    run_to(change_ps);
    stimulate_spikes();
    stimulate_neurons();
  };
  if (change_ps <= middle_ps) change();
  run_to(middle_ps);
  stimulate_bus();
  if (setup_.resets && (rst_n_ ? below(1000) == 0 : below(3) == 0)) {
    rst_n_ = !rst_n_;
    drive(&ControlSignals::rst_n, rst_n_);
  }
  if (change_ps > middle_ps) change();
  run_to(start_ps + period - 1);
  if (auto found = difference()) return found;
  run_to(start_ps + period);
  if (below(2000) == 0) mood();
  return std::nullopt;
}

void ControlTwins::mood() {
  request_ = below(3) == 0 ? 0 : below(60);
  fire_rate_ = below(3) == 0 ? 0 : 1 + below(15);
}

void ControlTwins::stimulate_spikes() {
  if (req_) {
    if (pin_pins_.ack.read() && chance(70)) req_ = false;
  } else if (!pin_pins_.ack.read() && chance(request_)) {
    req_ = true;
    const unsigned all = address_count(setup_.rows);
    // A few rows, so that they are busy; now and then any address that fits the pins.
    drive(&ControlSignals::addr, std::uint32_t{chance(20) ? below(all) : below(6)});
  }
  drive(&ControlSignals::req, req_);
  if (out_ack_ != pin_pins_.out_req.read() && chance(30)) out_ack_ = !out_ack_;
  drive(&ControlSignals::out_ack, out_ack_);
}

void ControlTwins::stimulate_neurons() {
  const auto columns = static_cast<unsigned>(setup_.columns);
  const auto toggle = [&](Bits& bits, unsigned k) { bits.set(k, !bits.test(k)); };
  if (chance(10)) toggle(up_, below(columns));
  if (chance(10)) toggle(dn_, below(columns));
  for (unsigned k = 0; k < std::min(columns, 6u); ++k) {
    if (chance(fire_rate_)) toggle(fire_, below(columns));
  }
  drive(&ControlSignals::up, up_);
  drive(&ControlSignals::dn, dn_);
  drive(&ControlSignals::fire, fire_);
}

void ControlTwins::stimulate_bus() {
  if (psel_ && !penable_) {
    penable_ = true;
  } else {
    psel_ = penable_ = false;
    if (setup_.registers_at_random && chance(6)) random_access();
  }
  drive(&ControlSignals::psel, psel_);
  drive(&ControlSignals::penable, penable_);
}

void ControlTwins::random_access() {
  static constexpr std::uint32_t kOften[] = {
      reg::kControl,  reg::kStatus,  reg::kTRead,          reg::kTGap,        reg::kTWrite,
      reg::kTRecover, reg::kPolicy,  reg::kIrqStatus,      reg::kIrqMask,     reg::kColumnMask,
      reg::kPosMask,  reg::kNegMask, reg::kColumnMask + 4, reg::kNegMask + 12};
  bool write = chance(50);
  const auto kind = below(10);
  const std::uint32_t address = kind == 0  ? below(0x1000)
                                : kind < 4 ? reg::kCounters + 4 * below(12)
                                           : kOften[below(std::size(kOften))];
  auto data = static_cast<std::uint32_t>(random_());
  if (address == reg::kControl) {
    data = (chance(80) ? reg::kControlEnable : 0) | (chance(20) ? reg::kControlSoftReset : 0) |
           (chance(80) ? reg::kControlWriteEnable : 0);
  } else if (address >= reg::kTRead && address <= reg::kTRecover && chance(90)) {
    data = below(14);
  } else if (address == reg::kPolicy && chance(90)) {
    data = (data & 0x1f) | (1 + below(kSlots)) << 8;
  } else if (address >= reg::kCounters && address < reg::kColumnMask && !chance(20)) {
    write = false;
  }
  psel_ = true;
  drive(&ControlSignals::pwrite, write);
  drive(&ControlSignals::paddr, address);
  drive(&ControlSignals::pwdata, data);
}

std::optional<std::string> ControlTwins::difference() {
  Bits rising = pin_pins_.row_sel.read();
  reads_seen_ += rising.subtract(row_sel_before_).any();
  row_sel_before_ = pin_pins_.row_sel.read();
  std::string text;
  const auto compare = [&](const std::string& name, const auto& pin, const auto& rtl) {
    if (!(pin == rtl)) text += fmt::format(" {}: pin {}, rtl {};", name, pin, rtl);
  };
  const auto bits = [](const sc_core::sc_signal<Bits>& bus) { return bus.read().to_string(); };
  compare("ack", pin_pins_.ack.read(), rtl_pins_.ack.read());
  compare("row_sel", bits(pin_pins_.row_sel), bits(rtl_pins_.row_sel));
  compare("col_sel", bits(pin_pins_.col_sel), bits(rtl_pins_.col_sel));
  for (std::size_t s = 0; s < kSlots; ++s) {
    const SlotSignals &p = *pin_pins_.slots[s], &r = *rtl_pins_.slots[s];
    const auto name = [s](const char* pin) { return fmt::format("slot{}.{}", s, pin); };
    if (pin_->registers().busy_slots().test(s)) compare(name("row"), p.row.read(), r.row.read());
    compare(name("read"), p.read.read(), r.read.read());
    compare(name("wr"), p.wr.read(), r.wr.read());
    compare(name("ltp"), bits(p.ltp), bits(r.ltp));
    compare(name("ltd"), bits(p.ltd), bits(r.ltd));
  }
  compare("out_req", pin_pins_.out_req.read(), rtl_pins_.out_req.read());
  if (pin_pins_.out_req.read()) {
    compare("out_addr", pin_pins_.out_addr.read(), rtl_pins_.out_addr.read());
  }
  compare(fmt::format("prdata of 0x{:03x}", pin_pins_.paddr.read()), pin_pins_.prdata.read(),
          rtl_pins_.prdata.read());
  compare("pslverr", pin_pins_.pslverr.read(), rtl_pins_.pslverr.read());
  compare("irq", pin_pins_.irq.read(), rtl_pins_.irq.read());
  compare("idle", pin_pins_.idle.read(), rtl_pins_.idle.read());
  if (text.empty()) return std::nullopt;
  return fmt::format("{} ps, cycle {}:{}", now_ps(), now_ps() / timing_.clock_period_ps, text);
}

}  // namespace softbound::test
