// SPDX-License-Identifier: Apache-2.0
#include "register_port.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

void RegisterPort::refuse(std::uint32_t address, std::uint32_t data) {
  throw InputError{
      fmt::format("register 0x{:03x} = {}: the control refuses it: read-only, absent, or a value "
                  "without meaning",
                  address, data)};
}

void RegisterPort::select_write(std::uint32_t address, std::uint32_t data) {
  pins_.psel = true;
  pins_.pwrite = true;
  pins_.paddr = address;
  pins_.pwdata = data;
}

void RegisterPort::end_access() {
  pins_.psel = false;
  pins_.penable = false;
}

void RegisterPort::write(std::uint32_t address, std::uint32_t data) {
  select_write(address, data);
  advance_(period_ps_);
  enable_access();
  advance_(period_ps_);
  if (pins_.pslverr.read()) refuse(address, data);
  end_access();
}

std::uint32_t RegisterPort::read(std::uint32_t address) {
  pins_.psel = true;
  pins_.pwrite = false;
  pins_.paddr = address;
  advance_(period_ps_);
  enable_access();
  advance_(period_ps_);
  const std::uint32_t data = pins_.prdata.read();
  end_access();
  return data;
}

}  // namespace softbound
