// SPDX-License-Identifier: Apache-2.0
#include "device/device.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/error.h"

namespace softbound {

namespace {

constexpr double kLongestList = 1e6;

const char* to_string(Port port) {
  switch (port) {
    case Port::gate:
      return "gate";
    case Port::write_line:
      return "write line";
    case Port::main:
      break;
  }
  return "main port";
}

class Saver : public StateVisitor {
 public:
  explicit Saver(std::vector<double>& state) : state_{state} {}
  void real(double& value) override { state_.push_back(value); }

 private:
  std::vector<double>& state_;
};

class Restorer : public StateVisitor {
 public:
  Restorer(const double* next, const double* end) : next_{next}, end_{end} {}
  void real(double& value) override {
    if (next_ == end_ || !std::isfinite(*next_)) {
      throw InputError{"state of a device: expected more finite numbers"};
    }
    value = *next_++;
  }
  const double* next() const { return next_; }

 private:
  const double* next_;
  const double* end_;
};

}  // namespace

DeviceFlags& operator|=(DeviceFlags& flags, const DeviceFlags& others) {
  flags.overstress = flags.overstress || others.overstress;
  flags.unformed = flags.unformed || others.unformed;
  flags.undetermined = flags.undetermined || others.undetermined;
  return flags;
}

void StateVisitor::flag(bool& value) {
  double number = value;
  real(number);
  value = number != 0;
}

void StateVisitor::whole(std::uint64_t& value) {
  auto number = static_cast<double>(value);
  real(number);
  value = static_cast<std::uint64_t>(number);
}

void StateVisitor::list(std::vector<double>& values) {
  auto size = static_cast<double>(values.size());
  real(size);
  if (!(size >= 0 && size <= kLongestList)) {
    throw InputError{fmt::format("state of a device: a list of {} numbers", size)};
  }
  values.resize(static_cast<std::size_t>(size));
  for (double& value : values) real(value);
}

void Device::apply(const Pulse& pulse, Port port, DrawSequence& random) {
  if (!std::isfinite(pulse.amplitude_v) || !std::isfinite(pulse.width_s) || pulse.width_s < 0) {
    throw std::domain_error{
        fmt::format("pulse of {} V and {} s: expected finite values and a width of at least 0",
                    pulse.amplitude_v, pulse.width_s)};
  }
  if (!(pulse.rise_s >= 0 && pulse.fall_s >= 0) || std::isinf(pulse.rise_s + pulse.fall_s)) {
    throw std::domain_error{fmt::format("pulse edges of {} s and {} s: expected at least 0",
                                        pulse.rise_s, pulse.fall_s)};
  }
  if (!(pulse.limit_a > 0)) {
    throw std::domain_error{
        fmt::format("pulse with at most {} A: expected a limit above 0", pulse.limit_a)};
  }
  if (!has_port(port)) {
    throw std::domain_error{fmt::format("a pulse on the {}: the device has none", to_string(port))};
  }
  if (pulse.width_s == 0) return;
  if (std::abs(pulse.amplitude_v) > largest_voltage_v(port)) {
    flags_.overstress = true;
    return;
  }
  stimulate(pulse, port, random);
}

void Device::relax(double time_s, DrawSequence& random) {
  if (!std::isfinite(time_s) || time_s < 0) {
    throw std::domain_error{
        fmt::format("relaxation of {} s: expected a finite time of at least 0", time_s)};
  }
  if (time_s > 0) rest(time_s, random);
}

double Device::weight() const {
  const auto [low_s, high_s] = bounds();
  return std::clamp((conductance() - low_s) / (high_s - low_s), 0.0, 1.0);
}

void Device::set_weight(double weight) {
  if (!(weight >= 0 && weight <= 1)) {
    throw InputError{fmt::format("weight = {}: expected a number from 0 to 1", weight)};
  }
  settle(weight);
}

// Visitors may write to what they see; a Saver does not.
void Device::save(std::vector<double>& state) const {
  Saver saver{state};
  const_cast<Device*>(this)->visit_state(saver);
}

const double* Device::restore(const double* state, const double* end) {
  Restorer restorer{state, end};
  visit_state(restorer);
  return restorer.next();
}

}  // namespace softbound
