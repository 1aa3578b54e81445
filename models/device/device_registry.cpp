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

const std::vector<std::unique_ptr<const DeviceKind>>& device_kinds() {
  static const auto kKinds = [] {
    std::vector<std::unique_ptr<const DeviceKind>> kinds;
    const auto add = [&](std::unique_ptr<DeviceKind> kind) { kinds.push_back(std::move(kind)); };
    const auto add_family = [&](std::vector<std::unique_ptr<DeviceKind>> family) {
      for (auto& kind : family) kinds.push_back(std::move(kind));
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
    return kinds;
  }();
  return kKinds;
}

const std::vector<const char*>& device_names() {
  static const auto kNames = [] {
    std::vector<const char*> names;
    for (const auto& kind : device_kinds()) names.push_back(kind->name());
    return names;
  }();
  return kNames;
}

std::unique_ptr<DeviceKind> make_device_kind(const std::string& name) {
  for (const auto& kind : device_kinds()) {
    if (name == kind->name()) return kind->clone();
  }
  throw InputError{
      fmt::format("device.model = \"{}\": expected a device model: did you mean \"{}\"?", name,
                  nearest_word(name, {device_names().begin(), device_names().end()}))};
}

}  // namespace softbound
