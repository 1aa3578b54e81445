// SPDX-License-Identifier: Apache-2.0
#include "rtl/control/control_driver.h"

#include <fmt/format.h>

#include <stdexcept>

namespace softbound {

namespace {
constexpr TimePs kPeriodPs = 10 * kPsPerNs;
}

ControlDriver::ControlDriver(std::unique_ptr<ControlRtl> control) : control_{std::move(control)} {
  const auto size = control_->size();
  in.up = in.dn = in.fire = Bits(size.columns);
  in.rst_n = true;
  reset();
  cycle();
}

void ControlDriver::reset() {
  in.rst_n = false;
  control_->settle(edge_ * kPeriodPs + 1 * kPsPerNs, in);
  in.rst_n = true;
  control_->settle(edge_ * kPeriodPs + 2 * kPsPerNs, in);
  control_->outputs(out);
}

void ControlDriver::edge_once() {
  ++edge_;
  control_->rising_edge(edge_ * kPeriodPs, in);
  control_->outputs(out);
  control_->falling_edge(edge_ * kPeriodPs + kPeriodPs / 2);
}

void ControlDriver::cycle(long edges) {
  for (long k = 0; k < edges; ++k) edge_once();
}

long ControlDriver::cycle_until(const std::function<bool()>& condition, long limit) {
  for (long k = 0; k < limit; ++k) {
    edge_once();
    if (condition()) return edge_;
  }
  throw std::runtime_error(fmt::format("condition does not hold within {} edges", limit));
}

ControlDriver::Access ControlDriver::apb(bool write, std::uint32_t address, std::uint32_t data) {
  in.psel = true;
  in.pwrite = write;
  in.paddr = address;
  in.pwdata = data;
  cycle();
  in.penable = true;
  control_->settle(edge_ * kPeriodPs + 1 * kPsPerNs, in);
  control_->outputs(out);
  const Access access{out.prdata, out.pslverr};
  cycle();
  in.psel = in.penable = in.pwrite = false;
  return access;
}

std::uint32_t ControlDriver::read(std::uint32_t address) {
  const auto access = apb(false, address);
  if (access.error) throw std::runtime_error(fmt::format("read of {:#05x} fails", address));
  return access.data;
}

void ControlDriver::write(std::uint32_t address, std::uint32_t data) {
  if (apb(true, address, data).error) {
    throw std::runtime_error(fmt::format("write of {:#x} to {:#05x} fails", data, address));
  }
}

std::uint32_t ControlDriver::counter(ControlCounter counter) {
  return read(control_register::kCounters + 4 * static_cast<std::uint32_t>(counter));
}

void ControlDriver::set_timing(std::uint32_t t_read, std::uint32_t t_gap, std::uint32_t t_write,
                               std::uint32_t t_recover) {
  write(control_register::kTRead, t_read);
  write(control_register::kTGap, t_gap);
  write(control_register::kTWrite, t_write);
  write(control_register::kTRecover, t_recover);
}

void ControlDriver::enable() {
  write(control_register::kControl,
        control_register::kControlEnable | control_register::kControlWriteEnable);
}

long ControlDriver::send(std::uint32_t row) {
  if (out.ack) cycle_until([&] { return !out.ack; });
  in.req = true;
  in.addr = row;
  const long accepted = cycle_until([&] { return out.ack; });
  in.req = false;
  return accepted;
}

void ControlDriver::finish() {
  cycle_until([&] { return !out.ack && !out.read.any() && !out.wr.any() && out.idle; });
}

}  // namespace softbound
