// SPDX-License-Identifier: Apache-2.0
#include "device/varied_device.h"

#include <fmt/format.h>

#include <cmath>

#include "core/elementary.h"
#include "core/error.h"
#include "device/memristor.h"

namespace softbound {

namespace {

constexpr std::uint64_t kTries = 100;

/// Moves the parameters that a spread names, each by a draw of its own.
class SpreadVisitor : public ParameterVisitor {
 public:
  SpreadVisitor(const std::vector<ParameterSpread>& spreads, DrawSequence& random)
      : spreads_{spreads}, random_{random} {}

  void real(const ParameterKey& key, double& value, const Bounds& bounds) override {
    for (const ParameterSpread& spread : spreads_) {
      if (spread.key != key.name) continue;
      const double deviation = spread.absolute ? spread.deviation : spread.deviation * value;
      value += deviation * random_.normal();
      legal_ = legal_ && bounds.contain(value);
    }
  }
  void whole(const ParameterKey& key, std::int64_t& value, const Bounds& bounds) override {
    auto number = static_cast<double>(value);
    real(key, number, bounds);
    value = std::llround(number);
  }
  void time_ns(const ParameterKey&, TimePs&, const Bounds&) override {}
  void flag(const ParameterKey&, bool&) override {}
  void text(const ParameterKey&, std::string&) override {}
  void choice_index(const ParameterKey&, std::size_t&, const std::vector<const char*>&) override {}

  bool legal() const { return legal_; }

 private:
  const std::vector<ParameterSpread>& spreads_;
  DrawSequence& random_;
  bool legal_ = true;
};

bool passes_check(const DeviceParameters& parameters) {
  try {
    parameters.check();
  } catch (const InputError&) {
    return false;
  }
  return true;
}

}  // namespace

VariedDevice::VariedDevice(std::unique_ptr<Device> device, const DeviceOptions& options, bool stuck)
    : device_{std::move(device)},
      memristor_{dynamic_cast<Memristor*>(device_.get())},
      read_noise_{options.read_noise},
      leak_tau_s_{options.leak_tau_s},
      leak_weight_{options.leak_weight},
      endurance_writes_{options.endurance_writes},
      stuck_{stuck},
      telegraph_on_{options.rtn.relative_step > 0},
      telegraph_{options.rtn} {}

VariedDevice::VariedDevice(const VariedDevice& other)
    : Device{other},
      device_{other.device_->clone()},
      memristor_{dynamic_cast<Memristor*>(device_.get())},
      read_noise_{other.read_noise_},
      leak_tau_s_{other.leak_tau_s_},
      leak_weight_{other.leak_weight_},
      endurance_writes_{other.endurance_writes_},
      stuck_{other.stuck_},
      telegraph_on_{other.telegraph_on_},
      telegraph_{other.telegraph_},
      writes_{other.writes_} {}

double VariedDevice::read_conductance(DrawSequence& random) const {
  const double g_s = factor() * device_->read_conductance(random);
  return read_noise_ > 0 ? g_s * (1 + read_noise_ * random.normal()) : g_s;
}

bool VariedDevice::frozen() const {
  return stuck_ || static_cast<double>(writes_) >= endurance_writes_;
}

void VariedDevice::stimulate(const Pulse& pulse, Port port, DrawSequence& random) {
  if (frozen()) return pass(pulse.width_s, random);
  const double before_s = device_->conductance();
  device_->clear_flags();
  device_->apply(pulse, port, random);
  flags_ |= device_->flags();
  if (device_->conductance() != before_s) ++writes_;
  pass(pulse.width_s, random);
}

void VariedDevice::rest(double time_s, DrawSequence& random) {
  if (!stuck_) device_->relax(time_s, random);
  pass(time_s, random);
}

void VariedDevice::pass(double time_s, DrawSequence& random) {
  if (telegraph_on_) telegraph_.advance(time_s, 0, random);
  if (!stuck_ && memristor_ != nullptr && leak_tau_s_ != DeviceOptions::kNever) {
    memristor_->decay_towards(leak_weight_, portable_exp(-time_s / leak_tau_s_));
  }
}

void VariedDevice::settle(double weight) {
  if (!frozen()) device_->set_weight(weight);
}

void VariedDevice::visit_state(StateVisitor& visitor) {
  device_->visit_state(visitor);
  visitor.whole(writes_);
  telegraph_.visit_state(visitor);
}

DeviceParameters spread_parameters(const DeviceParameters& parameters, std::uint64_t seed,
                                   std::uint64_t index) {
  if (parameters.options.spread.empty()) return parameters;
  const auto spreads = parse_spread(parameters.options.spread);
  DrawSequence random{seed, RandomStream::device_spread, index};
  for (std::uint64_t attempt = 0; attempt < kTries; ++attempt) {
    DeviceParameters spread = parameters;
    SpreadVisitor visitor{spreads, random};
    spread.describe(visitor);
    if (visitor.legal() && passes_check(spread)) return spread;
  }
  throw InputError{fmt::format(
      "device.device_spread = \"{}\": expected less: {} draws made no legal device number {}",
      parameters.options.spread, kTries, index)};
}

std::unique_ptr<Device> make_device(const DeviceParameters& parameters, std::uint64_t seed,
                                    std::uint64_t index) {
  const auto spread = spread_parameters(parameters, seed, index);
  auto device = spread.kind->make(spread.window());
  const auto& options = spread.options;
  if (!options.any()) return device;
  const double fate = CounterRandom{seed, RandomStream::device_faults}.uniform(index, 0);
  const bool low = fate < options.stuck_low;
  const bool high = !low && fate < options.stuck_low + options.stuck_high;
  if (low || high) device->set_weight(high ? 1 : 0);
  return std::make_unique<VariedDevice>(std::move(device), options, low || high);
}

}  // namespace softbound
