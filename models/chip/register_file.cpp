// SPDX-License-Identifier: Apache-2.0
#include "chip/register_file.h"

#include "chip/sim_time.h"
#include "chip/up_dn_sampler.h"

namespace softbound {

RegisterFile::RegisterFile(const sc_core::sc_module_name& name, const ControlTiming& timing,
                           RegisterBank& registers,
                           std::function<void(RegisterBank::Effect)> on_write)
    : sc_module{name}, timing_{timing}, registers_{registers}, on_write_{std::move(on_write)} {
  SC_HAS_PROCESS(RegisterFile);
  SC_METHOD(on_access);
  sensitive << psel_i << penable_i;
  dont_initialize();
  SC_METHOD(on_write_edge);
  sensitive << write_edge_;
  dont_initialize();
}

void RegisterFile::on_access() {
  write_edge_.cancel();
  if (!psel_i->read() || !penable_i->read()) {
    prdata_o->write(0);
    pslverr_o->write(false);
    return;
  }
  if (pwrite_i->read()) {
    // Whether the write would be refused is known before it happens; a copy answers.
    RegisterBank trial = registers_;
    pslverr_o->write(!trial.write(paddr_i->read(), pwdata_i->read()));
    deltas_ = 0;
    const TimePs edge_ps = timing_.clocked() ? timing_.grid().edge_after(now_ps()) : now_ps();
    write_edge_.notify(sim_time(edge_ps - now_ps()));
  } else {
    const auto data = registers_.read(paddr_i->read());
    prdata_o->write(data.value_or(0));
    pslverr_o->write(!data);
  }
}

// What else a clock edge does is still done with the old value, a reset excepted.
void RegisterFile::on_write_edge() {
  const bool reset = paddr_i->read() == control_register::kControl &&
                     (pwdata_i->read() & control_register::kControlSoftReset) != 0;
  if (timing_.clocked() && !reset && deltas_++ <= kSettleDeltas) {
    write_edge_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  if (const auto effect = registers_.write(paddr_i->read(), pwdata_i->read())) on_write_(*effect);
}

}  // namespace softbound
