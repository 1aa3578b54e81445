// SPDX-License-Identifier: Apache-2.0
#include "device/device_registry.h"

#include <fmt/format.h>

#include "core/error.h"
#include "device/atomic_switch.h"
#include "device/diffusive.h"
#include "device/ecram.h"
#include "device/exponential.h"
#include "device/fefet.h"
#include "device/feram.h"
#include "device/flash.h"
#include "device/ftj.h"
#include "device/linear.h"
#include "device/memtransistor.h"
#include "device/nbo2.h"
#include "device/pcm.h"
#include "device/pcm_pair.h"
#include "device/range_step.h"
#include "device/rram_filament.h"
#include "device/second_order.h"
#include "device/soft_bound.h"
#include "device/sot_mram.h"
#include "device/stt_mram.h"
#include "device/vteam.h"

namespace softbound {

namespace {

struct Registry {
  std::vector<std::unique_ptr<const DeviceKind>> kinds;
  std::vector<const char*> names;

  void add(std::unique_ptr<DeviceKind> kind) {
    names.push_back(kind->name());
    kinds.push_back(std::move(kind));
  }
};

Registry& registry() {
  static Registry the_registry = [] {
    Registry made;
    const auto add = [&](std::unique_ptr<DeviceKind> kind) { made.add(std::move(kind)); };
    const auto add_family = [&](std::vector<std::unique_ptr<DeviceKind>> family) {
      for (auto& kind : family) made.add(std::move(kind));
    };
    add(std::make_unique<SoftBound>());
    add(std::make_unique<Linear>());
    add_family(exponential_kinds());
    add_family(range_step_kinds());
    add_family(ecram_kinds());
    add(std::make_unique<Flash>());
    add(std::make_unique<MemtransistorKind>());
    add(std::make_unique<Pcm>());
    add(std::make_unique<PcmPair>());
    add(std::make_unique<SttMram>());
    add(std::make_unique<SotMram>());
    add(std::make_unique<Feram>());
    add(std::make_unique<Fefet>());
    add(std::make_unique<Ftj>());
    add(FilamentKind::rram_filament_a());
    add(FilamentKind::rram_filament_b());
    add(std::make_unique<Vteam>());
    add(FilamentKind::cbram());
    add(std::make_unique<AtomicSwitch>());
    add(std::make_unique<SecondOrder>());
    add(std::make_unique<Diffusive>());
    add(std::make_unique<Nbo2>());
    return made;
  }();
  return the_registry;
}

}  // namespace

const std::vector<std::unique_ptr<const DeviceKind>>& device_kinds() { return registry().kinds; }

const std::vector<const char*>& device_names() { return registry().names; }

void register_device_kind(std::unique_ptr<DeviceKind> kind) {
  for (const auto& known : device_kinds()) {
    if (std::string{known->name()} == kind->name()) {
      throw InputError{
          fmt::format("device kind \"{}\": expected a name that is not taken", kind->name())};
    }
  }
  registry().add(std::move(kind));
}

std::unique_ptr<DeviceKind> make_device_kind(const std::string& name) {
  for (const auto& kind : device_kinds()) {
    if (name == kind->name()) return kind->clone();
  }
  const auto& names = device_names();
  throw InputError{
      fmt::format("device.model = \"{}\": expected a device model: did you mean \"{}\"?", name,
                  nearest_word(name, {names.begin(), names.end()}))};
}

}  // namespace softbound
