// SPDX-License-Identifier: Apache-2.0
#include "self_timed_control.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"
#include "chip/up_dn_sampler.h"
#include "core/error.h"
#include "rtl_context.h"

namespace softbound {

namespace {

// In a waveform.
constexpr std::size_t kTracedRows = 64;
constexpr std::size_t kTracedColumns = 16;

}  // namespace

ControlSize SelfTimedControl::size_for(const ChipParameters& chip) {
  if (!ControlRtl::own_name().empty()) {
    throw InputError{fmt::format(
        "timing.control = \"self_timed\": expected \"clocked\" at level rtl, which {} is",
        ControlRtl::own_name())};
  }
  if (chip.array.slots != 0 && chip.array.slots != chip.array.rows) {
    throw InputError{
        fmt::format("array.slots = {}: expected 0 or array.rows = {}: in self-timed RTL each row "
                    "has its own pulse extenders",
                    chip.array.slots, chip.array.rows)};
  }
  const auto rows = static_cast<std::size_t>(chip.array.rows);
  const auto columns = static_cast<std::size_t>(chip.array.columns);
  RtlContext context;
  RowControllerRtl::create(context, "probe", columns);
  return {rows, columns, rows};
}

void SelfTimedControl::trace_played(WaveFile& wave, const std::vector<Spike>& spikes) {
  std::vector<std::uint32_t> played;
  std::vector<bool> seen(pins_.rows);
  for (const auto& spike : spikes) {
    if (spike.row >= seen.size() || seen[spike.row]) continue;
    seen[spike.row] = true;
    played.push_back(spike.row);
    if (played.size() == kTracedRows) break;
  }
  std::sort(played.begin(), played.end());
  rtl_.trace(wave, played, kTracedColumns);
}

SelfTimedControl::SelfTimedControl(const sc_core::sc_module_name& name, RtlContext& context,
                                   const ControlTiming& timing, std::uint64_t seed,
                                   ControlSignals& pins)
    : sc_module{name},
      registers_{timing, pins.columns, pins.slots.size(), RegisterBank::Slots::all},
      pins_{pins},
      rtl_{context,
           "softbound.rtl",
           {pins.rows, pins.columns, timing, seed},
           [this](ControlCounter counter, std::uint64_t n) { registers_.count(counter, n); }},
      register_file_{"register_file", timing, registers_, [this] { on_soft_reset(); },
                     [this] { on_register_write(); }},
      row_sel_(pins.rows) {
  in_.up = in_.dn = in_.fire = Bits(pins.columns);
  register_file_.psel_i(pins.psel);
  register_file_.penable_i(pins.penable);
  register_file_.pwrite_i(pins.pwrite);
  register_file_.paddr_i(pins.paddr);
  register_file_.pwdata_i(pins.pwdata);
  register_file_.prdata_o(pins.prdata);
  register_file_.pslverr_o(pins.pslverr);

  registers_.on_event = [this] { status_.notify(sc_core::SC_ZERO_TIME); };
  set_registers();

  SC_HAS_PROCESS(SelfTimedControl);
  SC_METHOD(on_wires);
  sensitive << due_ << pins.rst_n << pins.req << pins.addr << pins.up << pins.dn << pins.fire
            << pins.out_ack;
  SC_METHOD(on_rest);
  sensitive << rest_;
  dont_initialize();
  SC_METHOD(update_status);
  sensitive << status_ << pins.req << pins.ack << pins.out_req << pins.out_ack;
}

// What is due at an instant wakes this method in its first delta cycle, in which the wires still
// are as they were before it.
void SelfTimedControl::on_wires() {
  const bool rst_n = pins_.rst_n.read();
  const bool reset_begins = in_.rst_n && !rst_n, reset_ends = !in_.rst_n && rst_n;
  if (reset_begins) registers_.reset();
  if (reset_ends) registers_.release();
  if (reset_begins) set_registers();
  in_.rst_n = rst_n;
  in_.req = pins_.req.read();
  in_.addr = pins_.addr.read();
  in_.up = pins_.up.read();
  in_.dn = pins_.dn.read();
  in_.fire = pins_.fire.read();
  in_.out_ack = pins_.out_ack.read();
  rtl_.step(now_ps(), in_);
  if (reset_begins) register_file_.on_reset();
  drive();
}

// Each new question waits for its own rest: what it is about may have just begun to move.
void SelfTimedControl::on_rest() {
  if (++deltas_ <= kSettleDeltas) {
    rest_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  resting_ = false;
  rtl_.answer(now_ps());
  drive();
}

void SelfTimedControl::on_soft_reset() {
  rtl_.soft_reset(now_ps());
  drive();
}

void SelfTimedControl::on_register_write() {
  if (registers_.soft_reset_ps == now_ps()) rtl_.forget_output(now_ps());
  set_registers();
  drive();
}

void SelfTimedControl::set_registers() {
  SelfTimedRtl::Registers set;
  set.enable = registers_.enabled();
  set.write_enable = registers_.write_enabled();
  set.busy_policy = registers_.busy_policy();
  set.latch = registers_.latch();
  set.arbitration = registers_.arbitration();
  set.columns = registers_.column_mask();
  set.pos = registers_.pos_mask();
  set.neg = registers_.neg_mask();
  rtl_.set_registers(now_ps(), set);
}

void SelfTimedControl::drive() {
  for (const auto row : rtl_.take_touched()) drive_row(row);
  pins_.row_sel.write(row_sel_);
  pins_.col_sel.write(rtl_.col_sel());
  pins_.ack.write(rtl_.ack());
  pins_.out_req.write(rtl_.out_req());
  pins_.out_addr.write(rtl_.out_addr());
  status_.notify(sc_core::SC_ZERO_TIME);

  if (rtl_.asks() && !resting_) {
    resting_ = true;
    deltas_ = 0;
    rest_.notify(sc_core::SC_ZERO_TIME);
  }
  due_.cancel();
  if (rtl_.next_ps() != kNever) due_.notify(sim_time(rtl_.next_ps() - now_ps()));
}

void SelfTimedControl::drive_row(std::size_t row) {
  const auto& out = rtl_.row(row);
  SlotSignals& slot = *pins_.slots[row];
  slot.row.write(static_cast<std::uint32_t>(row));
  slot.read.write(out.read);
  slot.wr.write(out.wr);
  row_sel_.set(row, out.read);
  if (registers_.busy_slots().test(row) != out.busy) registers_.set_busy(row, out.busy);
  rtl_.read_decision(row, decision_);
  if (decision_.ltp != slot.ltp.read()) slot.ltp.write(decision_.ltp);
  if (decision_.ltd != slot.ltd.read()) slot.ltd.write(decision_.ltd);
}

void SelfTimedControl::update_status() {
  registers_.idle = !registers_.busy_slots().any() && !pins_.req.read() && !pins_.ack.read() &&
                    !rtl_.waiting().any() && !pins_.out_req.read() && !pins_.out_ack.read();
  registers_.request_waiting = pins_.req.read() && !pins_.ack.read();
  pins_.idle.write(registers_.idle);
  pins_.irq.write(registers_.irq());
}

}  // namespace softbound
