// SPDX-License-Identifier: Apache-2.0
#include "control_stimulus.h"

#include <algorithm>

#include "core/control_registers.h"

namespace softbound::test {

namespace reg = control_register;

ControlStimulus::ControlStimulus(unsigned seed, ControlSignals& watched, ControlSignals& other)
    : watched_{watched},
      other_{other},
      random_{seed},
      up_(watched.columns),
      dn_(watched.columns),
      fire_(watched.columns) {}

void ControlStimulus::change_spikes(const Addresses& addresses) {
  const bool ack = watched_.ack.read();
  if (req_) {
    if (ack && chance(70)) req_ = false;
  } else if (!ack && chance(request_)) {
    req_ = true;
    const bool any = chance(addresses.per_cent);
    drive(&ControlSignals::addr, std::uint32_t{below(any ? addresses.all : addresses.few)});
  }
  drive(&ControlSignals::req, req_);
  if (out_ack_ != watched_.out_req.read() && chance(30)) out_ack_ = !out_ack_;
  drive(&ControlSignals::out_ack, out_ack_);
}

void ControlStimulus::withdraw_request() {
  req_ = false;
  drive(&ControlSignals::req, false);
}

void ControlStimulus::change_neurons(unsigned per_cent) {
  const auto columns = static_cast<unsigned>(watched_.columns);
  const auto toggle = [&](Bits& bits, unsigned k) { bits.set(k, !bits.test(k)); };
  if (chance(per_cent)) toggle(up_, below(columns));
  if (chance(per_cent)) toggle(dn_, below(columns));
  for (unsigned k = 0; k < std::min(columns, 6u); ++k) {
    if (chance(fire_rate_)) toggle(fire_, below(columns));
  }
  drive(&ControlSignals::up, up_);
  drive(&ControlSignals::dn, dn_);
  drive(&ControlSignals::fire, fire_);
}

ControlStimulus::Access ControlStimulus::random_access(const std::vector<std::uint32_t>& often) {
  Access access{};
  access.write = chance(50);
  const auto kind = below(10);
  access.address = kind == 0  ? below(0x1000)
                   : kind < 4 ? reg::kCounters + 4 * below(12)
                              : often[below(static_cast<unsigned>(often.size()))];
  access.data = static_cast<std::uint32_t>(random_());
  if (access.address == reg::kControl) {
    access.data = (chance(80) ? reg::kControlEnable : 0) |
                  (chance(20) ? reg::kControlSoftReset : 0) |
                  (chance(80) ? reg::kControlWriteEnable : 0);
  } else if (access.address >= reg::kCounters && access.address < reg::kColumnMask && !chance(20)) {
    access.write = false;
  }
  return access;
}

void ControlStimulus::select(const Access& access) {
  psel_ = true;
  drive(&ControlSignals::pwrite, access.write);
  drive(&ControlSignals::paddr, access.address);
  drive(&ControlSignals::pwdata, access.data);
  drive(&ControlSignals::psel, true);
}

bool ControlStimulus::step_access() {
  if (psel_ && !penable_) {
    penable_ = true;
  } else {
    psel_ = penable_ = false;
  }
  drive(&ControlSignals::psel, psel_);
  drive(&ControlSignals::penable, penable_);
  return !psel_;
}

void ControlStimulus::toggle_reset() {
  rst_n_ = !rst_n_;
  drive(&ControlSignals::rst_n, rst_n_);
}

void ControlStimulus::change_mood() {
  request_ = below(3) == 0 ? 0 : below(60);
  fire_rate_ = below(3) == 0 ? 0 : 1 + below(15);
}

}  // namespace softbound::test
