// SPDX-License-Identifier: Apache-2.0
#include "device/device_parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "device/device_registry.h"

namespace softbound {

namespace {

class NumberKeys : public ParameterVisitor {
 public:
  std::vector<std::string> names;

  void real(const ParameterKey& key, double&, const Bounds&) override { names.push_back(key.name); }
  void whole(const ParameterKey& key, std::int64_t&, const Bounds&) override {
    names.push_back(key.name);
  }
  void time_ns(const ParameterKey&, TimePs&, const Bounds&) override {}
  void flag(const ParameterKey&, bool&) override {}
  void text(const ParameterKey&, std::string&) override {}
  void choice_index(const ParameterKey&, std::size_t&, const std::vector<const char*>&) override {}
};

}  // namespace

DeviceParameters::DeviceParameters() : DeviceParameters{device_kinds().front()->clone()} {}

DeviceParameters::DeviceParameters(const std::string& model)
    : DeviceParameters{make_device_kind(model)} {}

DeviceParameters::DeviceParameters(std::unique_ptr<DeviceKind> device_kind) {
  use(std::move(device_kind));
}

DeviceParameters::DeviceParameters(const DeviceParameters& other)
    : kind{other.kind->clone()},
      g_min_s{other.g_min_s},
      g_max_s{other.g_max_s},
      sigma{other.sigma},
      write_driver{other.write_driver},
      strobe_width_s{other.strobe_width_s},
      options{other.options},
      name{other.name} {}

DeviceParameters& DeviceParameters::operator=(const DeviceParameters& other) {
  auto copy = other;
  return *this = std::move(copy);
}

void DeviceParameters::use(std::unique_ptr<DeviceKind> device_kind) {
  kind = std::move(device_kind);
  const DeviceWindow nominal = kind->nominal();
  g_min_s = nominal.g_min_s;
  g_max_s = nominal.g_max_s;
  sigma = nominal.sigma;
  write_driver = kind->nominal_driver();
  options = kind->nominal_options();
}

void DeviceParameters::describe(ParameterVisitor& v) {
  // A kind that is not in the registry is the last choice.
  auto names = device_names();
  std::size_t model = 0;
  while (model < names.size() && std::string{kind->name()} != names[model]) ++model;
  if (model == names.size()) names.push_back(kind->name());
  const auto model_before = model;
  v.choice_index({"model", "", "kind of device", "[B]"}, model, names);
  if (model != model_before) use(make_device_kind(names[model]));
  v.text({"name", "", "what reports call it instead of the model", ""}, name);
  const CommonKeys keys = kind->common_keys();
  if (keys.window) {
    v.real({"g_min_s", "S", "conductance at w = 0", keys.window_source}, g_min_s, at_least(0));
    v.real({"g_max_s", "S", "conductance at w = 1", keys.window_source}, g_max_s, above(0));
  }
  if (keys.sigma) {
    v.real({"sigma", "", keys.sigma_meaning, keys.sigma_source}, sigma, at_least(0));
  }
  v.choice({"write_driver", "", "write with the cell's pulse or the device's nominal one", "[A]"},
           write_driver, {"cell", "device"});
  v.real({"strobe_width_s", "s", "control pulse that the driver makes one nominal pulse of", "[A]"},
         strobe_width_s, above(0));
  options.describe(v);
  kind->describe(v);
  if (!keys.window) {
    g_min_s = kind->nominal().g_min_s;
    g_max_s = kind->nominal().g_max_s;
  }
}

void DeviceParameters::check() const {
  kind->check();
  options.check();
  check_bounds(*this, "device");
  if (kind->common_keys().window && g_min_s >= g_max_s) {
    throw InputError{fmt::format("device.g_min_s = {}: expected less than device.g_max_s = {}",
                                 g_min_s, g_max_s)};
  }
  if (options.leak_tau_s != DeviceOptions::kNever && law() == nullptr) {
    throw InputError{fmt::format(
        "device.leak_tau_s = {}: expected inf: what time does to device {} is its own law",
        options.leak_tau_s, kind->name())};
  }
  check_spread();
}

void DeviceParameters::check_spread() const {
  const auto spreads = parse_spread(options.spread);
  if (spreads.empty()) return;
  NumberKeys keys;
  auto copy = *this;
  copy.describe(keys);
  for (const ParameterSpread& spread : spreads) {
    const auto& names = keys.names;
    if (std::find(names.begin(), names.end(), spread.key) != names.end()) continue;
    throw InputError{
        fmt::format("device.device_spread = \"{}\": device {} has no number {}: did you mean {}?",
                    options.spread, kind->name(), spread.key, nearest_word(spread.key, names))};
  }
}

void DeviceParameters::check_synapse() const {
  const char* why = kind->why_no_synapse();
  if (why == nullptr && !kind->nominal_pulse(WriteKind::ltp)) why = "no pulse potentiates it";
  if (why == nullptr && !kind->nominal_pulse(WriteKind::ltd)) why = "no pulse depresses it";
  if (why == nullptr) return;
  throw InputError{fmt::format("device.model = \"{}\": expected a device that can be a synapse: {}",
                               kind->name(), why)};
}

}  // namespace softbound
