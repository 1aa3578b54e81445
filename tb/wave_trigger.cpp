// SPDX-License-Identifier: Apache-2.0
#include "wave_trigger.h"

#include <fmt/format.h>

#include <utility>

#include "chip/chip.h"
#include "chip/sim_time.h"
#include "core/error.h"
#include "network/csv.h"

namespace softbound {

namespace {

template <class F>
void at(const sc_core::sc_event& event, const std::string& name, F&& process) {
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&event);
  sc_core::sc_spawn(std::forward<F>(process), name.c_str(), &options);
}

/// Runs as a bit of a bus rises.
template <class F>
void at_rise(const sc_core::sc_signal<Bits>& bus, std::size_t bit, const std::string& name,
             F&& rise) {
  at(bus.value_changed_event(), name,
     [&bus, bit, rise = std::forward<F>(rise), was = false]() mutable {
       const bool is = bus.read().test(bit);
       if (is && !was) rise();
       was = is;
     });
}

}  // namespace

WaveTrigger WaveTrigger::parse(const std::string& text, const ArrayParameters& array) {
  WaveTrigger trigger;
  if (text == "violation") return trigger;
  const auto equals = text.find('=');
  const std::string kind = text.substr(0, equals);
  const std::string place = equals == std::string::npos ? "" : text.substr(equals + 1);
  const auto comma = place.find(',');
  bool known = false;
  if (kind == "write" && comma != std::string::npos) {
    trigger.kind = Kind::write;
    known = parse_number(place.substr(0, comma), trigger.row) &&
            parse_number(place.substr(comma + 1), trigger.column);
  } else if (kind == "spike") {
    trigger.kind = Kind::spike;
    known = parse_number(place, trigger.column);
  }
  if (!known || trigger.row >= static_cast<std::uint64_t>(array.rows) ||
      trigger.column >= static_cast<std::uint64_t>(array.columns)) {
    throw InputError{fmt::format(
        "--waves-on {}: expected violation, write=ROW,COLUMN or spike=NEURON of the {} x {} array",
        text, array.rows, array.columns)};
  }
  return trigger;
}

void WaveTriggerWatch::watch(RunSetup& setup) {
  if (trigger_.kind == WaveTrigger::Kind::violation) {
    setup.on_violation = [this, then = setup.on_violation](const Violation& violation) {
      note(violation.time_ps);
      if (then) then(violation);
    };
    return;
  }
  setup.observe = [this, then = setup.observe](Chip& chip) {
    trigger_.kind == WaveTrigger::Kind::write ? follow_writes(chip) : follow_spikes(chip);
    if (then) then(chip);
  };
}

void WaveTriggerWatch::note(TimePs time_ps) {
  if (moments_ps_.size() == most_) return;
  if (!moments_ps_.empty() && time_ps <= moments_ps_.back() + dead_ps_) return;
  moments_ps_.push_back(time_ps);
}

void WaveTriggerWatch::follow_writes(Chip& chip) {
  for (std::size_t s = 0; s < chip.pins.slots.size(); ++s) {
    SlotSignals& slot = *chip.pins.slots[s];
    const auto written = [this, &slot] {
      if (slot.row.read() == trigger_.row) note(now_ps());
    };
    at_rise(slot.ltp, trigger_.column, fmt::format("trigger_ltp{}", s), written);
    at_rise(slot.ltd, trigger_.column, fmt::format("trigger_ltd{}", s), written);
  }
}

void WaveTriggerWatch::follow_spikes(Chip& chip) {
  at_rise(chip.pins.fire, trigger_.column, "trigger_fire", [this] { note(now_ps()); });
}

}  // namespace softbound
