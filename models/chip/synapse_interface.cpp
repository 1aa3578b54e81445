// SPDX-License-Identifier: Apache-2.0
#include "chip/synapse_interface.h"

#include "chip/sim_time.h"

namespace softbound {

SynapseInterface::SynapseInterface(const sc_core::sc_module_name& name, RegisterBank& registers,
                                   const UpDnSampler& up_dn, std::size_t columns)
    : sc_module{name},
      registers_{registers},
      up_dn_{up_dn},
      columns_(columns),
      arrival_{Bits(columns), Bits(columns)},
      ltp_(columns),
      ltd_(columns) {
  SC_HAS_PROCESS(SynapseInterface);
  SC_METHOD(on_sel);
  sensitive << sel_i.pos();
  dont_initialize();
  SC_METHOD(on_arrival);
  sensitive << arrival_settled_;
  dont_initialize();
  SC_METHOD(on_read);
  sensitive << read_i.neg();
  dont_initialize();
  SC_METHOD(on_latch);
  sensitive << latch_;
  dont_initialize();
  SC_METHOD(on_wr);
  sensitive << wr_i;
  dont_initialize();
  SC_METHOD(on_clear);
  sensitive << clear_i.pos();
  dont_initialize();
  SC_METHOD(follow);
  sensitive << follow_;
  dont_initialize();
}

void SynapseInterface::on_sel() {
  columns_ = registers_.column_mask();
  undecided_ = true;
  deltas_ = 0;
  arrival_settled_.notify(sc_core::SC_ZERO_TIME);
}

// Spikes at the very instant of a latch come before it, a neuron's, whose UP and DN it sees, and
// an accepted one, which may give the event up. So a latch lets the instant settle first.
bool SynapseInterface::settled(sc_core::sc_event& again) {
  if (deltas_ == kSettleDeltas) return true;
  ++deltas_;
  again.notify(sc_core::SC_ZERO_TIME);
  return false;
}

void SynapseInterface::on_arrival() {
  if (settled(arrival_settled_)) arrival_ = up_dn_.sample(now_ps());
}

void SynapseInterface::on_read() {
  if (!undecided_) return;
  deltas_ = 0;
  latch_.cancel();
  latch_.notify(sim_time(gap_ps_));
}

void SynapseInterface::on_latch() {
  // Given up in this very delta cycle, too late for cancel().
  if (!undecided_) return;
  if (!settled(latch_)) return;
  Bits illegal(columns_.width());
  decide(registers_.latch() == LatchInstant::arrival ? arrival_ : up_dn_.sample(now_ps()), ltp_,
         ltd_, illegal);
  undecided_ = false;
  const auto ltp = ltp_.count(), ltd = ltd_.count(), bad = illegal.count();
  registers_.count(ControlCounter::ltp, ltp);
  registers_.count(ControlCounter::ltd, ltd);
  registers_.count(ControlCounter::illegal_updn, bad);
  registers_.count(ControlCounter::no_write, columns_.count() - ltp - ltd - bad);
  write_o->write(true);
}

void SynapseInterface::decide(const UpDnSampler::Sample& sample, Bits& ltp, Bits& ltd,
                              Bits& illegal) const {
  ltp.clear();
  ltd.clear();
  illegal.clear();
  if (!registers_.write_enabled()) return;
  const Bits up = sample.up & registers_.pos_mask() & columns_;
  const Bits dn = sample.dn & registers_.neg_mask() & columns_;
  illegal = up & dn;
  ltp = up;
  ltp.subtract(illegal);
  ltd = dn;
  ltd.subtract(illegal);
}

void SynapseInterface::on_wr() {
  if (wr_i->read()) {
    ltp_o->write(ltp_);
    ltd_o->write(ltd_);
  } else {
    write_o->write(false);
    ltp_o->write(Bits(columns_.width()));
    ltd_o->write(Bits(columns_.width()));
  }
}

void SynapseInterface::on_clear() {
  latch_.cancel();
  write_o->write(false);
  if (undecided_) registers_.count(ControlCounter::no_write, columns_.count());
  undecided_ = false;
}

void SynapseInterface::on_up_dn() {
  if (registers_.latch() != LatchInstant::transparent || !wr_i->read()) return;
  follow_deltas_ = 0;
  follow_.notify(sc_core::SC_ZERO_TIME);
}

// Late enough for a write that ends at this very instant, or is given up at it, to have ended.
void SynapseInterface::follow() {
  if (follow_deltas_++ < kSettleDeltas) {
    follow_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  if (registers_.latch() != LatchInstant::transparent || !wr_i->read()) return;
  Bits illegal(columns_.width());
  decide(up_dn_.sample(now_ps()), ltp_, ltd_, illegal);
  ltp_o->write(ltp_);
  ltd_o->write(ltd_);
}

}  // namespace softbound
