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
      pin_pins_{"pin_pins", setup.rows, setup.columns, kSlots},
      rtl_pins_{"rtl_pins", setup.rows, setup.columns, kSlots},
      pin_{std::make_unique<PinControl>("pin", timing_, pin_pins_)},
      rtl_{std::make_unique<RtlControl>(
          "rtl", timing_, rtl_pins_,
          setup.make_rtl ? setup.make_rtl(context_)
                         : ControlRtl::create(context_, "rtl", setup.rows, setup.columns),
          RtlControl::Options{})},
      stimulus_{setup.seed, pin_pins_, rtl_pins_},
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
  stimulus_.drive(&ControlSignals::rst_n, true);
  run_to(period + period / 2);
  stimulus_.drive(&ControlSignals::rst_n, false);
  run_to(3 * period + period / 2);
  stimulus_.drive(&ControlSignals::rst_n, true);
  run_to(6 * period);
}

void ControlTwins::to_mid_cycle() {
  run_to(now_ps() / timing_.clock_period_ps * timing_.clock_period_ps +
         timing_.clock_period_ps / 2);
}

ControlTwins::Access ControlTwins::access(bool write, std::uint32_t address, std::uint32_t data) {
  to_mid_cycle();
  stimulus_.drive(&ControlSignals::psel, true);
  stimulus_.drive(&ControlSignals::pwrite, write);
  stimulus_.drive(&ControlSignals::paddr, address);
  stimulus_.drive(&ControlSignals::pwdata, data);
  run_to(now_ps() + timing_.clock_period_ps);
  stimulus_.drive(&ControlSignals::penable, true);
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
  stimulus_.drive(&ControlSignals::psel, false);
  stimulus_.drive(&ControlSignals::penable, false);
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
  switch (stimulus_.below(4)) {
    case 0:
      return 0;  // at the very edge: seen at the next one
    case 1:
      return 1;
    case 2:
      return period - 2;
    default:
      return 1 + static_cast<TimePs>(stimulus_.below(static_cast<unsigned>(period - 2)));
  }
}

// Starts at an edge and ends at the next.
std::optional<std::string> ControlTwins::cycle() {
  const TimePs start_ps = now_ps(), period = timing_.clock_period_ps;
  const TimePs middle_ps = start_ps + period / 2;
  const TimePs change_ps = start_ps + random_offset();
  const auto change = [&] {
    run_to(change_ps);
    change_spikes_and_neurons();
  };
  if (change_ps <= middle_ps) change();
  run_to(middle_ps);
  change_bus();
  if (setup_.resets && stimulus_.below(stimulus_.in_reset() ? 3 : 1000) == 0) {
    stimulus_.toggle_reset();
  }
  if (change_ps > middle_ps) change();
  run_to(start_ps + period - 1);
  if (auto found = difference()) return found;
  run_to(start_ps + period);
  if (stimulus_.below(2000) == 0) stimulus_.change_mood();
  return std::nullopt;
}

void ControlTwins::change_spikes_and_neurons() {
  // Now and then any address that fits the pins.
  stimulus_.change_spikes({6, address_count(setup_.rows), 20});
  stimulus_.change_neurons(10);
}

void ControlTwins::change_bus() {
  if (!stimulus_.step_access() || !setup_.registers_at_random || !stimulus_.chance(6)) return;
  static const std::vector<std::uint32_t> kOften{
      reg::kControl,  reg::kStatus,  reg::kTRead,          reg::kTGap,        reg::kTWrite,
      reg::kTRecover, reg::kPolicy,  reg::kIrqStatus,      reg::kIrqMask,     reg::kColumnMask,
      reg::kPosMask,  reg::kNegMask, reg::kColumnMask + 4, reg::kNegMask + 12};
  auto access = stimulus_.random_access(kOften);
  const bool phase = access.address >= reg::kTRead && access.address <= reg::kTRecover;
  if (phase && stimulus_.chance(90)) {
    access.data = stimulus_.below(14);
  } else if (access.address == reg::kPolicy && stimulus_.chance(90)) {
    access.data = (access.data & 0x1f) | (1 + stimulus_.below(kSlots)) << 8;
  }
  stimulus_.select(access);
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
