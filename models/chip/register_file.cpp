// SPDX-License-Identifier: Apache-2.0
#include "chip/register_file.h"

#include "chip/sim_time.h"

namespace softbound {

namespace {

// More delta cycles than anything takes that happens at an instant of its own accord.
constexpr int kInstantDeltas = 20;

}  // namespace

RegisterFile::RegisterFile(const sc_core::sc_module_name& name, const ControlTiming& timing,
                           RegisterBank& registers, std::function<void()> on_soft_reset,
                           std::function<void()> on_write)
    : sc_module{name},
      timing_{timing},
      registers_{registers},
      on_soft_reset_{std::move(on_soft_reset)},
      on_write_{std::move(on_write)} {
  SC_HAS_PROCESS(RegisterFile);
  SC_METHOD(on_access);
  sensitive << psel_i << penable_i;
  dont_initialize();
  SC_METHOD(on_write_edge);
  sensitive << write_edge_;
  dont_initialize();
  SC_METHOD(end_write);
  sensitive << settle_;
  dont_initialize();
}

void RegisterFile::on_access() {
  write_edge_.cancel();
  if (registers_.soft_reset_ps > now_ps()) registers_.soft_reset_ps = -1;
  if (!psel_i->read() || !penable_i->read()) {
    prdata_o->write(0);
    pslverr_o->write(false);
    return;
  }
  if (!pwrite_i->read()) return answer_read();
  address_ = paddr_i->read();
  data_ = pwdata_i->read();
  const bool accepted = registers_.accepts(address_, data_);
  prdata_o->write(0);
  pslverr_o->write(!accepted);
  if (!accepted) return;
  const TimePs edge_ps = timing_.clocked() ? timing_.grid().edge_after(now_ps()) : now_ps();
  if (RegisterBank::soft_resets(address_, data_)) registers_.soft_reset_ps = edge_ps;
  write_edge_.notify(sim_time(edge_ps - now_ps()));
}

void RegisterFile::answer_read() {
  const auto data = registers_.read(paddr_i->read());
  prdata_o->write(data.value_or(0));
  pslverr_o->write(!data);
}

void RegisterFile::on_write_edge() {
  if (RegisterBank::clears(address_)) {
    registers_.write(address_, data_);
    return;
  }
  if (RegisterBank::soft_resets(address_, data_)) on_soft_reset_();
  deltas_ = 0;
  settle_.notify(sc_core::SC_ZERO_TIME);
}

void RegisterFile::end_write() {
  if (++deltas_ < kInstantDeltas) {
    settle_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  registers_.write(address_, data_);
  on_write_();
}

}  // namespace softbound
