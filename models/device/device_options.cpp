// SPDX-License-Identifier: Apache-2.0
#include "device/device_options.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <sstream>

#include "core/error.h"

namespace softbound {

void DeviceOptions::describe(ParameterVisitor& v) {
  v.text({"device_spread", "", "from device to device: KEY SHARE or KEY VALUE abs, with commas",
          "[A]"},
         spread);
  v.real({"read_sigma", "", "standard deviation of a read, relative", "[A]"}, read_noise,
         at_least(0));
  v.real({"leak_tau_s", "s", "time constant of the way to leak_weight", "[A]"}, leak_tau_s,
         or_infinite(above(0)));
  v.real({"leak_weight", "", "weight of a device left alone for long", "[A]"}, leak_weight,
         from_to(0, 1));
  rtn.describe(v);
  v.real({"stuck_low", "", "share of devices stuck at w = 0", "[A]"}, stuck_low, from_to(0, 1));
  v.real({"stuck_high", "", "share of devices stuck at w = 1", "[A]"}, stuck_high, from_to(0, 1));
  v.real({"endurance_writes", "", "writes after which a device changes no more", "[A]"},
         endurance_writes, or_infinite(at_least(0)));
}

void DeviceOptions::check() const {
  check_bounds(*this, "device");
  parse_spread(spread);
  if (stuck_low + stuck_high > 1) {
    throw InputError{
        fmt::format("device.stuck_high = {}: expected at most 1 with device.stuck_low "
                    "= {}",
                    stuck_high, stuck_low)};
  }
}

bool DeviceOptions::any() const {
  return !spread.empty() || read_noise > 0 || leak_tau_s != kNever || rtn.relative_step > 0 ||
         stuck_low > 0 || stuck_high > 0 || endurance_writes != kNever;
}

std::vector<ParameterSpread> parse_spread(const std::string& text) {
  std::vector<ParameterSpread> spreads;
  std::istringstream items{text};
  for (std::string item; std::getline(items, item, ',');) {
    std::istringstream words{item};
    ParameterSpread spread{};
    std::string number, unit, more;
    words >> spread.key >> number >> unit >> more;
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, spread.deviation);
    spread.absolute = unit == "abs";
    if (number.empty() || error != std::errc{} || stop != end || !std::isfinite(spread.deviation) ||
        spread.deviation < 0 || !more.empty() || (!unit.empty() && !spread.absolute)) {
      throw InputError{
          fmt::format("device.device_spread = \"{}\": found \"{}\": expected items such as "
                      "\"a_p 0.1\" or \"g_max_s 2e-5 abs\", separated by commas",
                      text, item)};
    }
    spreads.push_back(spread);
  }
  return spreads;
}

}  // namespace softbound
