// SPDX-License-Identifier: Apache-2.0
#include "chip/lock_step.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"

namespace softbound {

namespace {

// What one bus says of the lines that both have.
bool equal_where_both(const Bits& a, const Bits& b) {
  if (a.width() == b.width()) return a == b;
  const std::size_t width = std::min(a.width(), b.width());
  return a.resized(width) == b.resized(width);
}

}  // namespace

LockStep::LockStep(const sc_core::sc_module_name& name, ControlSignals& chip,
                   ControlSignals& driving, ControlSignals& following, ViolationLog& log,
                   Options options)
    : sc_module{name},
      chip_{chip},
      driving_{driving},
      following_{following},
      log_{log},
      options_{std::move(options)},
      resting_{"resting_slot", chip.columns},
      slot_of_row_(options_.slots_are_rows ? chip.slots.size() : 0) {
  mirror(chip.rst_n, following.rst_n);
  mirror(chip.req, following.req);
  mirror(chip.addr, following.addr);
  mirror(chip.out_ack, following.out_ack);
  mirror(chip.psel, following.psel);
  mirror(chip.penable, following.penable);
  mirror(chip.pwrite, following.pwrite);
  mirror(chip.paddr, following.paddr);
  mirror(chip.pwdata, following.pwdata);
  SC_HAS_PROCESS(LockStep);
  SC_METHOD(mirror_buses);
  sensitive << chip.up << chip.dn << chip.fire;

  remember("req", chip.req);
  remember("addr", chip.addr);
  remember("ack", chip.ack);
  remember("row_sel", chip.row_sel);
  remember("col_sel", chip.col_sel);
  for (std::size_t s = 0; s < chip.slots.size(); ++s) {
    const std::string slot = fmt::format("slot{}.", s);
    remember(slot + "row", chip.slots[s]->row);
    remember(slot + "read", chip.slots[s]->read);
    remember(slot + "wr", chip.slots[s]->wr);
    remember(slot + "ltp", chip.slots[s]->ltp);
    remember(slot + "ltd", chip.slots[s]->ltd);
  }
  remember("up", chip.up);
  remember("dn", chip.dn);
  remember("fire", chip.fire);
  remember("out_req", chip.out_req);
  remember("out_addr", chip.out_addr);
  remember("out_ack", chip.out_ack);
  remember("penable", chip.penable);
  remember("rst_n", chip.rst_n);
  SC_METHOD(on_chip);
  for (const auto& [wire, id] : bits_) sensitive << *wire;
  for (const auto& [wire, id] : numbers_) sensitive << *wire;
  for (const auto& [wire, id, last] : buses_) sensitive << *wire;
  dont_initialize();

  SC_METHOD(on_outputs);
  for (auto* pins : {&driving, &following}) {
    sensitive << pins->ack << pins->row_sel << pins->col_sel << pins->out_req << pins->out_addr
              << pins->prdata << pins->pslverr << pins->irq << pins->idle;
    for (auto& slot : pins->slots) {
      sensitive << slot->row << slot->read << slot->wr << slot->ltp << slot->ltd;
    }
  }
  dont_initialize();
  SC_METHOD(on_reset);
  sensitive << chip.rst_n.posedge_event();
  dont_initialize();
  SC_METHOD(compare_all);
  sensitive << settled_;
  dont_initialize();
}

template <class T>
void LockStep::mirror(const sc_signal<T>& from, sc_signal<T>& to) {
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.set_sensitivity(&from.default_event());
  sc_core::sc_spawn([&from, &to] { to.write(from.read()); }, sc_core::sc_gen_unique_name("mirror"),
                    &options);
}

void LockStep::mirror_buses() {
  following_.up.write(chip_.up.read().resized(following_.columns));
  following_.dn.write(chip_.dn.read().resized(following_.columns));
  following_.fire.write(chip_.fire.read().resized(following_.columns));
}

void LockStep::remember(const std::string& name, const sc_signal<bool>& wire) {
  bits_.push_back({&wire, history_.add(name)});
}

void LockStep::remember(const std::string& name, const sc_signal<std::uint32_t>& wire) {
  numbers_.push_back({&wire, history_.add(name)});
}

void LockStep::remember(const std::string& name, const sc_signal<Bits>& wire) {
  buses_.push_back({&wire, history_.add(name), wire.read()});
}

void LockStep::on_chip() {
  const TimePs now = now_ps();
  for (const auto& [wire, id] : numbers_) {
    if (wire->event()) history_.number(now, id, wire->read());
  }
  for (const auto& [wire, id] : bits_) {
    if (wire->event()) history_.bit(now, id, wire->read());
  }
  for (auto& [wire, id, last] : buses_) {
    if (!wire->event()) continue;
    history_.bus(now, id, last, wire->read());
    last = wire->read();
  }
}

void LockStep::on_reset() { armed_ = true; }

// A picosecond later, before anything of that instant has happened, the wires are what the delta
// cycles of this one have made of them.
void LockStep::settle() {
  if (settling_ || !differences_.empty()) return;
  settling_ = true;
  settled_.notify(sim_time(1));
}

template <class T>
void LockStep::compare(const char* signal, const T& driving, const T& following) {
  if (driving == following) return;
  now_.wires.push_back({signal, fmt::format("{}", driving), fmt::format("{}", following)});
}

void LockStep::compare(const char* signal, const Bits& driving, const Bits& following) {
  if (equal_where_both(driving, following)) return;
  now_.wires.push_back(
      {signal, driving.to_string(), following.resized(driving.width()).to_string()});
}

void LockStep::compare_slots() {
  std::fill(slot_of_row_.begin(), slot_of_row_.end(), &resting_);
  for (std::size_t s = 0; s < following_.slots.size() && options_.slots_are_rows; ++s) {
    const std::uint32_t row = following_.slots[s]->row.read();
    if (options_.busy(s) && row < slot_of_row_.size()) slot_of_row_[row] = &*following_.slots[s];
  }
  for (std::size_t s = 0; s < driving_.slots.size(); ++s) {
    const std::size_t first = now_.wires.size();
    if (options_.slots_are_rows) {
      compare_slot(s, *slot_of_row_[s]);
    } else {
      if (options_.busy(s)) {
        compare("row", driving_.slots[s]->row.read(), following_.slots[s]->row.read());
      }
      compare_slot(s, *following_.slots[s]);
    }
    for (std::size_t k = first; k < now_.wires.size(); ++k) {
      now_.wires[k].signal = fmt::format("slot{}.{}", s, now_.wires[k].signal);
    }
  }
}

void LockStep::compare_slot(std::size_t s, const SlotSignals& b) {
  const SlotSignals& a = *driving_.slots[s];
  compare("read", a.read.read(), b.read.read());
  compare("wr", a.wr.read(), b.wr.read());
  compare("ltp", a.ltp.read(), b.ltp.read());
  compare("ltd", a.ltd.read(), b.ltd.read());
}

void LockStep::compare_all() {
  settling_ = false;
  if (!armed_ || !differences_.empty()) return;
  now_.wires.clear();
  compare("ack", driving_.ack.read(), following_.ack.read());
  compare("row_sel", driving_.row_sel.read(), following_.row_sel.read());
  compare("col_sel", driving_.col_sel.read(), following_.col_sel.read());
  compare_slots();
  compare("out_req", driving_.out_req.read(), following_.out_req.read());
  if (following_.out_req.read()) {
    compare("out_addr", driving_.out_addr.read(), following_.out_addr.read());
  }
  compare("prdata", driving_.prdata.read(), following_.prdata.read());
  compare("pslverr", driving_.pslverr.read(), following_.pslverr.read());
  compare("irq", driving_.irq.read(), following_.irq.read());
  compare("idle", driving_.idle.read(), following_.idle.read());
  if (now_.wires.empty()) return;
  now_.time_ps = now_ps() - 1;
  if (options_.clock_period_ps > 0) {
    now_.cycle = (now_.time_ps - options_.origin_ps) / options_.clock_period_ps;
  }
  now_.history = history_.lines(options_.origin_ps);
  const auto& wire = now_.wires.front();
  log_.announce({CheckKind::lock_step, "lock_step", now_.time_ps, wire.signal,
                 fmt::format("is {} in {}, {} in {}", wire.driving, options_.driving,
                             wire.following, options_.following)});
  differences_.push_back(now_);
  options_.on_difference();
}

}  // namespace softbound
