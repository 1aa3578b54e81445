// SPDX-License-Identifier: Apache-2.0
#include "self_timed/self_timed_rtl.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/random.h"

namespace softbound {

namespace {

/// A delay as built: the nominal one, and this instance's own deviation from it.
class Mismatch {
 public:
  Mismatch(double sigma, std::uint64_t seed)
      : sigma_{sigma}, random_{seed, RandomStream::delay_mismatch} {}

  TimePs built(TimePs nominal_ps, std::uint64_t instance, std::uint64_t line) const {
    if (sigma_ == 0 || nominal_ps == 0) return nominal_ps;
    const double factor = 1 + sigma_ * random_.normal(instance, line);
    return std::max<TimePs>(1, std::llround(static_cast<double>(nominal_ps) * factor));
  }

 private:
  double sigma_;
  CounterRandom random_;
};

}  // namespace

SelfTimedRtl::SelfTimedRtl(RtlContext& context, const std::string& name, const Setup& setup,
                           Count count)
    : count_{std::move(count)},
      rows_(setup.rows),
      due_{setup.rows + 2},
      column_in_(setup.columns),
      column_out_(setup.columns),
      columns_stirred_(setup.columns),
      col_sel_(setup.columns),
      up_(setup.columns),
      dn_(setup.columns),
      fire_(setup.columns) {
  registers_.columns = registers_.pos = registers_.neg = Bits(setup.columns, true);
  latched_ = {Bits(setup.columns), Bits(setup.columns), Bits(setup.columns)};
  arbiter_in_.waiting = Bits(setup.columns);
  arbiter_in_.rst_n = receiver_in_.rst_n = true;
  for (auto& column : column_in_) column.rst_n = true;
  build(context, name, setup);
  set_registers(0, registers_);
  // A model's first evaluation is its power-up: nothing else may happen in it.
  for (std::size_t i = 0; i < rows_.size(); ++i) eval_row(i, 0);
}

// Rows and bus are built with delays of their own; entity of a row's random numbers is the row, the
// two ends of the bus come after all rows.
void SelfTimedRtl::build(RtlContext& context, const std::string& name, const Setup& setup) {
  const ControlTiming& timing = setup.timing;
  const Mismatch mismatch{timing.mismatch_sigma, setup.seed};
  const auto phases = timing.phases();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Row& row = rows_[i];
    row.rtl = RowControllerRtl::create(context, fmt::format("{}.row{}", name, i), setup.columns);
    row.delays.read_ps = mismatch.built(phases.read_ps, i, 0);
    row.delays.gap_ps = mismatch.built(phases.gap_ps, i, 1);
    row.delays.write_ps = mismatch.built(phases.write_ps, i, 2);
    row.delays.recover_ps = mismatch.built(phases.recover_ps, i, 3);
    row.rtl->set_delays(row.delays);
  }
  for (std::size_t j = 0; j < setup.columns; ++j) {
    columns_.push_back(
        std::make_unique<ColumnControllerRtl>(context, fmt::format("{}.column{}", name, j)));
  }
  receiver_ = std::make_unique<AerReceiverRtl>(context, name + ".aer_receiver",
                                               static_cast<std::uint32_t>(setup.rows));
  receiver_->set_delays(mismatch.built(timing.t_request_ps, setup.rows, 0),
                        mismatch.built(timing.t_cycle_ps, setup.rows, 1),
                        mismatch.built(kAerResponsePs, setup.rows, 2));
  arbiter_ = OutputArbiterRtl::create(context, name + ".output_arbiter", setup.columns);
  arbiter_->set_response_ps(mismatch.built(kAerResponsePs, setup.rows + 1, 0));
}

SelfTimedRtl::~SelfTimedRtl() {
  if (!rows_.empty()) rows_.front().rtl->keep_coverage();
}

///////////////
// Software  //
///////////////

void SelfTimedRtl::set_registers(TimePs now_ps, const Registers& registers) {
  registers_ = registers;
  RowControllerRtl::Registers of_row;
  of_row.enable = registers.enable;
  of_row.busy_policy = registers.busy_policy;
  of_row.latch = registers.latch;
  // Without write enable neither UP nor DN counts.
  const Bits none(columns_.size());
  const RowControllerRtl::Masks masks{registers.columns,
                                      registers.write_enable ? registers.pos : none,
                                      registers.write_enable ? registers.neg : none};
  for (auto& row : rows_) {
    row.rtl->set_registers(of_row);
    row.rtl->set_masks(masks);
  }
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    column_in_[j].enable = registers.columns.test(j);
    columns_stirred_.set(j);
  }
  receiver_in_.enable = registers.enable;
  receiver_stirred_ = true;
  arbiter_in_.arbitration = registers.arbitration;
  arbiter_stirred_ = true;
  follow_ = registers.latch == LatchInstant::transparent;
  if (head_ >= 0) eval_row(static_cast<std::size_t>(head_), now_ps);
  settle(now_ps);
}

void SelfTimedRtl::clear_row(std::size_t i, TimePs now_ps) {
  rows_[i].rtl->set_clear(true);
  if (rows_[i].undecided) count_(ControlCounter::no_write, rows_[i].cells);
  rows_[i].undecided = false;
  eval_row(i, now_ps);
  rows_[i].rtl->set_clear(false);
  eval_row(i, now_ps);
}

void SelfTimedRtl::soft_reset(TimePs now_ps) {
  run_due(now_ps);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].seen.busy) clear_row(i, now_ps);
  }
  settle(now_ps);
}

void SelfTimedRtl::forget_output(TimePs now_ps) {
  arbiter_in_.waiting.for_each([&](std::size_t j) {
    column_in_[j].forget = true;
    eval_column(j, now_ps);
    column_in_[j].forget = false;
    eval_column(j, now_ps);
  });
  settle(now_ps);
}

void SelfTimedRtl::reset(TimePs now_ps) {
  settle(now_ps);  // the bus lets its request fall first
  soft_reset(now_ps);
}

/////////////
// Instant //
/////////////

void SelfTimedRtl::step(TimePs now_ps, const Inputs& in) {
  run_due(now_ps);
  const bool reset_changes = in.rst_n != receiver_in_.rst_n;
  if (reset_changes || in.req != receiver_in_.req || (in.req && in.addr != receiver_in_.addr)) {
    receiver_in_.rst_n = in.rst_n;
    receiver_in_.req = in.req;
    receiver_in_.addr = in.addr;
    receiver_stirred_ = true;
  }
  if (reset_changes || in.out_ack != arbiter_in_.ack) {
    arbiter_in_.rst_n = in.rst_n;
    arbiter_in_.ack = in.out_ack;
    arbiter_stirred_ = true;
  }
  const Bits stirred = reset_changes ? Bits(columns_.size(), true) : in.fire ^ fire_;
  stirred.for_each([&](std::size_t j) {
    column_in_[j].rst_n = in.rst_n;
    column_in_[j].fire = in.fire.test(j);
    columns_stirred_.set(j);
  });
  const bool neurons_change = in.up != up_ || in.dn != dn_;
  follow_ |= neurons_change && registers_.latch == LatchInstant::transparent;
  up_ = in.up;
  dn_ = in.dn;
  fire_ = in.fire;
  if (reset_changes && !in.rst_n) reset(now_ps);
  settle(now_ps);
}

void SelfTimedRtl::run_due(TimePs now_ps) {
  while (due_.first_ps() <= now_ps) {
    const std::size_t first = due_.first();
    if (first < rows_.size()) {
      eval_row(first, now_ps);
    } else if (first == rows_.size()) {
      eval_receiver(now_ps);
    } else {
      eval_arbiter(now_ps);
    }
  }
  settle(now_ps);
}

void SelfTimedRtl::answer(TimePs now_ps) {
  run_due(now_ps);
  std::vector<std::uint32_t> asking;
  asking.swap(asking_);
  std::sort(asking.begin(), asking.end());
  for (const auto i : asking) {
    rows_[i].asking = false;
    if (!rows_[i].seen.ask) continue;
    rows_[i].rtl->set_neurons(up_, dn_);
    eval_row(i, now_ps, true);
  }
  if (follow_) {
    follow_ = false;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!rows_[i].seen.wr) continue;
      rows_[i].rtl->set_neurons(up_, dn_);
      eval_row(i, now_ps);
    }
  }
  settle(now_ps);
}

// From wire to wire until all are at rest.
void SelfTimedRtl::settle(TimePs now_ps) {
  while (settle_receiver(now_ps) || settle_columns(now_ps) || settle_arbiter(now_ps)) {
  }
}

bool SelfTimedRtl::settle_receiver(TimePs now_ps) {
  bool moved = false;
  const bool row_req = receiver_out_.row_req;
  if (row_req != (head_ >= 0)) {  // the address decoder
    const auto i = row_req ? receiver_in_.addr : static_cast<std::size_t>(head_);
    head_ = row_req ? static_cast<std::int64_t>(i) : -1;
    rows_[i].rtl->set_request(row_req);
    eval_row(i, now_ps);
    moved = true;
  }
  const bool row_ack = head_ >= 0 && rows_[static_cast<std::size_t>(head_)].seen.ack;
  if (row_ack != receiver_in_.row_ack || receiver_stirred_) {
    receiver_in_.row_ack = row_ack;
    eval_receiver(now_ps);
    moved = true;
  }
  return moved;
}

bool SelfTimedRtl::settle_columns(TimePs now_ps) {
  if (row_reading_ != (reading_ != 0)) {
    row_reading_ = reading_ != 0;
    registers_.columns.for_each([&](std::size_t j) { columns_stirred_.set(j); });
  }
  if (!columns_stirred_.any()) return false;
  const Bits stirred = columns_stirred_;
  columns_stirred_.clear();
  stirred.for_each([&](std::size_t j) {
    column_in_[j].row_reading = row_reading_;
    eval_column(j, now_ps);
  });
  return true;
}

bool SelfTimedRtl::settle_arbiter(TimePs now_ps) {
  if (!arbiter_stirred_) return false;
  eval_arbiter(now_ps);
  return true;
}

////////////
// Models //
////////////

void SelfTimedRtl::eval_row(std::size_t i, TimePs now_ps, bool answer) {
  Row& row = rows_[i];
  const auto& now = row.rtl->eval(now_ps, answer);
  due_.set(i, row.rtl->next_ps());
  count_row(row, now);
  if (now.read != row.seen.read) reading_ = now.read ? reading_ + 1 : reading_ - 1;
  if (now.ask && !row.asking) {
    row.asking = true;
    asking_.push_back(static_cast<std::uint32_t>(i));
  }
  if (!row.touched) {
    row.touched = true;
    touched_.push_back(static_cast<std::uint32_t>(i));
  }
  row.seen = now;
}

void SelfTimedRtl::count_row(Row& row, const RowControllerRtl::Outputs& now) {
  if (now.decided != row.seen.decided) {
    row.rtl->read_decision(latched_);
    const auto ltp = latched_.ltp.count(), ltd = latched_.ltd.count();
    const auto illegal = latched_.illegal.count();
    count_(ControlCounter::ltp, ltp);
    count_(ControlCounter::ltd, ltd);
    count_(ControlCounter::illegal_updn, illegal);
    count_(ControlCounter::no_write, row.cells - ltp - ltd - illegal);
    row.undecided = false;
  }
  if (now.started != row.seen.started) {
    if (row.undecided) count_(ControlCounter::no_write, row.cells);
    row.undecided = true;
    row.cells = registers_.columns.count();
    count_(ControlCounter::accepted, 1);
    count_(ControlCounter::reads, row.cells);
  }
  if (now.dropped != row.seen.dropped) count_(ControlCounter::dropped, 1);
  if (now.held != row.seen.held) count_(ControlCounter::held, 1);
}

void SelfTimedRtl::eval_receiver(TimePs now_ps) {
  receiver_stirred_ = false;
  const auto bad_addresses = receiver_out_.bad_addresses;
  receiver_out_ = receiver_->eval(now_ps, receiver_in_);
  due_.set(rows_.size(), receiver_->next_ps());
  if (receiver_out_.bad_addresses != bad_addresses) count_(ControlCounter::bad_address, 1);
}

void SelfTimedRtl::eval_column(std::size_t j, TimePs now_ps) {
  const auto was = column_out_[j];
  const auto& now = columns_[j]->eval(now_ps, column_in_[j]);
  column_out_[j] = now;
  col_sel_.set(j, now.col_sel);
  if (now.waiting != was.waiting) {
    arbiter_in_.waiting.set(j, now.waiting);
    arbiter_stirred_ = true;
  }
  if (now.spikes != was.spikes) count_(ControlCounter::out_spikes, 1);
  if (now.lost != was.lost) count_(ControlCounter::out_dropped, 1);
}

void SelfTimedRtl::eval_arbiter(TimePs now_ps) {
  arbiter_stirred_ = false;
  const auto taken = arbiter_out_.taken;
  arbiter_out_ = arbiter_->eval(now_ps, arbiter_in_);
  due_.set(rows_.size() + 1, arbiter_->next_ps());
  if (arbiter_out_.taken == taken) return;
  const std::size_t j = arbiter_out_.addr;
  column_in_[j].taken = true;
  eval_column(j, now_ps);
  column_in_[j].taken = false;
}

std::vector<std::uint32_t> SelfTimedRtl::take_touched() {
  std::vector<std::uint32_t> touched;
  touched.swap(touched_);
  for (const auto i : touched) rows_[i].touched = false;
  return touched;
}

TimePs SelfTimedRtl::longest_event_ps() const {
  TimePs longest_ps = 0;
  for (const auto& row : rows_) {
    const auto& d = row.delays;
    longest_ps = std::max(longest_ps, d.read_ps + d.gap_ps + d.write_ps + d.recover_ps);
  }
  return longest_ps;
}

void SelfTimedRtl::trace(WaveFile& wave, const std::vector<std::uint32_t>& rows,
                         std::size_t columns) {
  receiver_->trace(wave);
  arbiter_->trace(wave);
  for (const auto i : rows) rows_[i].rtl->trace(wave);
  for (std::size_t j = 0; j < std::min(columns, columns_.size()); ++j) columns_[j]->trace(wave);
}

}  // namespace softbound
