// SPDX-License-Identifier: Apache-2.0
#include "chip/invariant_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softbound {

namespace {

// An open cell's node takes some 20 ns to discharge through its device.
constexpr TimePs kDischargedPs = 200 * kPsPerNs;

}  // namespace

InvariantChecker::InvariantChecker(const Rules& rules)
    : rules_{rules}, write_end_ps_(rules.rows, -kNever) {
  for (int k = 1; k <= kInvariants; ++k) verdicts_[k] = {};
}

template <class Sentence>
void InvariantChecker::check(int invariant, bool holds, Sentence&& sentence) {
  Verdict& verdict = verdicts_[invariant];
  ++verdict.checks;
  if (!holds && verdict.violations++ == 0) {
    const std::string text = sentence();
    verdict.first = fmt::format("I{} at {} ps: {}", invariant, before_.time_ps, text);
    if (rules_.on_violation) rules_.on_violation(invariant, before_.time_ps, text);
  }
}

std::string InvariantChecker::violations() const {
  std::string text;
  for (const auto& [invariant, verdict] : verdicts_) {
    if (verdict.violations != 0) text += verdict.first + '\n';
  }
  return text;
}

// With these policies a spike may start its row anew in the middle of an event.
bool InvariantChecker::restarts() const { return restarts_read(rules_.timing.busy_policy); }

void InvariantChecker::observe(const ChipFrame& now) {
  if (!started_) {
    started_ = true;
    before_ = now;
    before_.rst_n = false;
    for (auto& slot : before_.slots) {
      slot.read = slot.wr = false;
      slot.ltp.clear();
      slot.ltd.clear();
    }
    slots_.resize(now.slots.size());
    quiet_since_ps_.assign(now.cells.size(), now.time_ps);
    cell_energy_before_.resize(now.cells.size());
  }
  const ChipFrame was = before_;
  before_.time_ps = now.time_ps;  // what sentences tell
  observe_reset(now);
  observe_handshake(now);
  reading_now_.clear();
  for (std::size_t s = 0; s < now.slots.size(); ++s) observe_slot(s, now);
  observe_couples(now);
  observe_cells(now);
  before_.time_ps = was.time_ps;
  observe_charges(now);
  before_ = now;
}

void InvariantChecker::observe_reset(const ChipFrame& now) {
  if (!now.rst_n) read_since_reset_ = false;
  for (const auto& slot : now.slots) read_since_reset_ = read_since_reset_ || slot.read;
  if (read_since_reset_) return;
  for (const auto& slot : now.slots) {
    check(6, !slot.wr && !slot.ltp.any() && !slot.ltd.any(),
          [] { return "a write before the first Read since reset"; });
  }
}

void InvariantChecker::observe_handshake(const ChipFrame& now) {
  if (now.ack && !before_.ack) {
    ++acknowledged_;
    check(15, before_.req || now.req, [] { return "an acknowledge without a request"; });
  }
}

void InvariantChecker::observe_slot(std::size_t s, const ChipFrame& now) {
  const auto& slot = now.slots[s];
  const auto& was = before_.slots[s];
  if (was.wr && !slot.wr) wr_falls(s, now);
  if (was.read && !slot.read) read_falls(s, now);
  if (!was.read && slot.read) read_rises(s, now);
  if (was.read && slot.read && restarts() && now.ack && !before_.ack && now.addr == slot.row) {
    read_begins(s, now);  // anew, without having fallen
  }
  if (!was.wr && slot.wr) {
    wr_rises(s, now);
  } else if (slot.wr) {
    wr_holds(s, now);
  }
  check(8, !(slot.ltp & slot.ltd).any(),
        [&] { return fmt::format("slot {}: LTP and LTD of one cell", s); });
  check(5, slot.wr || !(slot.ltp | slot.ltd).any(),
        [&] { return fmt::format("slot {}: a pulse outside Wr", s); });
}

void InvariantChecker::read_rises(std::size_t s, const ChipFrame& now) {
  const auto& slot = now.slots[s];
  SlotHistory& history = slots_[s];
  check(12, slot.row < rules_.rows && now.row_sel.test(slot.row),
        [&] { return fmt::format("Read of row {} without its sx", slot.row); });
  check(5, !history.read_pending || restarts(),
        [&] { return fmt::format("slot {}: a second Read without a Wr", s); });
  if (slot.row >= rules_.rows) return;
  // Aborting an event goes straight from its write to the next Read.
  if (rules_.timing.busy_policy != BusyPolicy::abort && write_end_ps_[slot.row] > -kNever) {
    const TimePs dead_ps = now.time_ps - write_end_ps_[slot.row];
    check(3, dead_ps >= rules_.timing.phases().recover_ps,
          [&] { return fmt::format("{} ps from write to Read of row {}", dead_ps, slot.row); });
  }
  read_begins(s, now);
}

void InvariantChecker::read_begins(std::size_t s, const ChipFrame& now) {
  SlotHistory& history = slots_[s];
  history.read_pending = true;
  history.read_rise_ps = now.time_ps;
  history.columns = now.col_sel;
  reading_now_.push_back(s);
  cells_read_ += now.col_sel.count();
  ++events_;
}

void InvariantChecker::read_falls(std::size_t s, const ChipFrame& now) {
  SlotHistory& history = slots_[s];
  history.read_fall_ps = now.time_ps;
  const TimePs width_ps = now.time_ps - history.read_rise_ps;
  const TimePs nominal_ps = rules_.timing.phases().read_ps;
  check(7, width_ps == nominal_ps,
        [&] { return fmt::format("slot {}: Read of {} ps", s, width_ps); });
}

void InvariantChecker::wr_rises(std::size_t s, const ChipFrame& now) {
  const auto& slot = now.slots[s];
  SlotHistory& history = slots_[s];
  check(5, history.read_pending, [&] { return fmt::format("slot {}: Wr without a Read", s); });
  const TimePs gap_ps = now.time_ps - history.read_fall_ps;
  check(3, !slot.read && gap_ps >= rules_.timing.phases().gap_ps,
        [&] { return fmt::format("slot {}: {} ps from Read to Wr", s, gap_ps); });
  ++writes_;
  history.read_pending = false;
  history.wr_rise_ps = now.time_ps;
  history.decided_p = slot.ltp;
  history.decided_d = slot.ltd;
  ltp_ += slot.ltp.count();
  ltd_ += slot.ltd.count();
  // As they were before this instant.
  const auto first = static_cast<std::ptrdiff_t>(index(slot.row, 0));
  const auto columns = static_cast<std::ptrdiff_t>(rules_.columns);
  history.weights.assign(before_.weights.begin() + first,
                         before_.weights.begin() + first + columns);
  history.write_counts.assign(before_.write_counts.begin() + first,
                              before_.write_counts.begin() + first + columns);
}

void InvariantChecker::wr_holds(std::size_t s, const ChipFrame& now) {
  if (rules_.timing.latch == LatchInstant::transparent) return;
  const SlotHistory& history = slots_[s];
  if (now.up == before_.up && now.dn == before_.dn) return;
  check(9, now.slots[s].ltp == history.decided_p && now.slots[s].ltd == history.decided_d,
        [&] { return fmt::format("slot {}: LTP or LTD changed during Wr", s); });
}

void InvariantChecker::wr_falls(std::size_t s, const ChipFrame& now) {
  const SlotHistory& history = slots_[s];
  const std::uint32_t row = before_.slots[s].row;
  write_end_ps_[row] = now.time_ps;
  const TimePs width_ps = now.time_ps - history.wr_rise_ps;
  const bool aborts = rules_.timing.busy_policy == BusyPolicy::abort;
  check(7, aborts || width_ps == rules_.timing.phases().write_ps,
        [&] { return fmt::format("slot {}: Wr of {} ps", s, width_ps); });
  if (rules_.timing.latch == LatchInstant::transparent) return;
  for (std::size_t j = 0; j < rules_.columns; ++j) {
    const bool pulsed = history.decided_p.test(j) || history.decided_d.test(j);
    const auto pulses = now.write_counts[index(row, j)] - history.write_counts[j];
    const auto cell = [&] { return fmt::format("cell {},{}", row, j); };
    if (pulsed) {
      check(11, pulses == 1,
            [&] { return fmt::format("{}: {} device pulses in one write", cell(), pulses); });
    } else {
      check(10, pulses == 0 && now.weights[index(row, j)] == history.weights[j],
            [&] { return fmt::format("{}: its weight moved in a write of nothing", cell()); });
    }
  }
}

// All cells by the wires that switch them.
void InvariantChecker::observe_couples(const ChipFrame& now) {
  std::vector<std::uint32_t> active_rows;
  for (const auto& slot : now.slots) {
    if (!slot.read && !slot.wr) continue;
    check(1, !slot.read || !(slot.ltp | slot.ltd).any(),
          [&] { return fmt::format("row {}: read and written at once", slot.row); });
    check(1, !(slot.ltp & slot.ltd).any(),
          [&] { return fmt::format("row {}: LTP and LTD at once", slot.row); });
    active_rows.push_back(slot.row);
  }
  std::sort(active_rows.begin(), active_rows.end());
  check(1, std::adjacent_find(active_rows.begin(), active_rows.end()) == active_rows.end(),
        [] { return "two slots drive one row"; });
}

void InvariantChecker::observe_cells(const ChipFrame& now) {
  for (std::size_t k = 0; k < now.cells.size(); ++k) {
    const auto& cell = now.cells[k];
    const auto& was = before_.cells[k];
    const auto name = [&] { return fmt::format("cell {},{}", cell.row, cell.column); };
    check(1, cell.s[0] + cell.s[2] + cell.s[4] <= 1, [&] { return name() + ": two couples"; });
    check(2, cell.s[0] == cell.s[1] && cell.s[2] == cell.s[3] && cell.s[4] == cell.s[5],
          [&] { return name() + ": half a couple"; });
    check(4, cell.n_read != cell.read && cell.n_ltp != cell.ltp && cell.n_ltd != cell.ltd,
          [&] { return name() + ": a complement is none"; });
    if (cell.read && !was.read) {
      check(12, now.row_sel.test(cell.row) && now.col_sel.test(cell.column),
            [&] { return name() + ": Read without sx and sy"; });
    }
    const bool driven = cell.read || cell.ltp || cell.ltd;
    if (driven) quiet_since_ps_[k] = kNever;
    if (!driven && quiet_since_ps_[k] == kNever) quiet_since_ps_[k] = now.time_ps;
    if (!driven && now.time_ps - quiet_since_ps_[k] > kDischargedPs) {
      check(14, cell.v_te_v == 0 && cell.v_mem_v == 0 && cell.i_a == 0,
            [&] { return name() + ": a voltage outside Read, LTP and LTD"; });
    }
    const CellEnergy &e = cell.energy, &e_was = cell_energy_before_[k];
    check(16,
          e.read_j >= e_was.read_j && e.ltp_j >= e_was.ltp_j && e.ltd_j >= e_was.ltd_j &&
              e.gate_j >= e_was.gate_j && e.total_j() >= e_was.total_j(),
          [&] { return name() + ": energy fell"; });
    cell_energy_before_[k] = e;
  }
}

// A neuron's input current falls with its time constant, except for what cells in Read add: their
// weights of the instant, after a write that the Read has cut short.
void InvariantChecker::observe_charges(const ChipFrame& now) {
  if (!rules_.charges_from_reads_alone) return;
  const double decay = std::exp(-s_from_ps(now.time_ps - before_.time_ps) / rules_.tau_s_s);
  for (std::size_t j = 0; j < now.i_dpi_per_s.size(); ++j) {
    double expected = before_.i_dpi_per_s[j] * decay;
    for (const auto s : reading_now_) {
      if (!slots_[s].columns.test(j)) continue;
      expected += rules_.charge_per_s * now.weights[index(now.slots[s].row, j)];
    }
    check(13, std::abs(now.i_dpi_per_s[j] - expected) <= 1e-9 * (1e-12 + std::abs(expected)), [&] {
      return fmt::format("neuron {}: input current {:.17g}, reads explain {:.17g}", j,
                         now.i_dpi_per_s[j], expected);
    });
  }
}

void InvariantChecker::finish(const ControlCounters& counters, const CellEnergy& all_rows) {
  const auto counted = [&](ControlCounter k) { return counters[static_cast<std::size_t>(k)]; };
  const auto equal = [&](const char* what, std::uint64_t found, std::uint64_t expected) {
    check(15, found == expected,
          [&] { return fmt::format("{}: counted {}, seen {}", what, found, expected); });
  };
  using C = ControlCounter;
  equal("spikes", counted(C::accepted) + counted(C::dropped) + counted(C::bad_address),
        acknowledged_);
  if (!restarts()) {
    equal("events", counted(C::accepted), events_);
    equal("reads", counted(C::reads), cells_read_);
    for (const auto& slot : slots_) {
      check(5, !slot.read_pending, [] { return "a Read without a Wr at the end"; });
    }
    check(5, events_ == writes_, [] { return "Reads and Wrs differ in number"; });
  }
  if (rules_.timing.latch != LatchInstant::transparent) {
    equal("LTP", counted(C::ltp), ltp_);
    equal("LTD", counted(C::ltd), ltd_);
  }
  equal("decisions",
        counted(C::ltp) + counted(C::ltd) + counted(C::no_write) + counted(C::illegal_updn),
        counted(C::reads));
  const double sum_j = all_rows.read_j + all_rows.ltp_j + all_rows.ltd_j + all_rows.gate_j;
  // Where all columns are disabled nothing is read, and nothing spent.
  const bool spent = sum_j > 0;
  check(16,
        std::abs(all_rows.total_j() - sum_j) <= 1e-12 * sum_j && spent == (counted(C::reads) > 0),
        [] { return "total energy is not the sum over phases"; });
}

}  // namespace softbound
