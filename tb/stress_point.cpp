// SPDX-License-Identifier: Apache-2.0
#include "stress_point.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <type_traits>

#include "child_process.h"
#include "core/error.h"
#include "network/bus_schedule.h"
#include "tlm_run.h"

namespace softbound {

namespace {

void take_load(const BusLoad& load, StressPoint& point) {
  point.waited = load.waited();
  point.latency = DurationShares::of(load.latency());
  point.hold = DurationShares::of(load.hold());
  point.slots_mean = s_from_ps(load.slot_time_ps()) / point.duration_s;
  point.slots_max = load.most_slots();
}

void measure_schedule(const StressSetup& setup, const std::vector<Spike>& spikes,
                      StressPoint& point) {
  const auto rows = static_cast<std::size_t>(setup.chip.array.rows);
  BusSchedule bus{setup.chip.timing, setup.chip.array.slot_count(setup.chip.timing), rows};
  BusLoad load{setup.chip.timing, rows};
  bus.restart(spikes.back().time_ps + 1);
  BusEvent event;
  for (const Spike& spike : spikes) {
    if (!bus.offer(spike, event)) break;
    load.add({event.row, event.request_ps, event.time_ps,
              event.time_ps - bus.undelayed_ps(spike.time_ps)});
  }
  point.accepted = bus.accepted();
  point.held = bus.held();
  point.dropped = bus.dropped();
  point.queue = point.offered - load.hold().count();
  take_load(load, point);
}

void measure_chip(const StressSetup& setup, std::vector<Spike> spikes, StressPoint& point) {
  BusLoad load{setup.chip.timing, static_cast<std::size_t>(setup.chip.array.rows)};
  RunSetup run;
  run.level = setup.level;
  run.chip = setup.chip;
  run.limits = setup.limits;
  run.seed = setup.seed;
  run.duration_ps = spikes.back().time_ps + 1;
  run.spikes = std::move(spikes);
  run.free_running_clock = setup.free_running_clock;
  run.on_acknowledge = [&](const AcknowledgedSpike& spike) { load.add(spike); };
  std::string first;
  run.on_violation = [&](const Violation& violation) {
    if (first.empty()) first = fmt::format("{}: {}", violation.check, violation.text);
  };
  const RunResult result = setup.level == Level::tlm ? run_tlm(run) : run_chip(run);
  const auto counted = [&](ControlCounter counter) {
    return result.counters[static_cast<std::size_t>(counter)];
  };
  point.accepted = counted(ControlCounter::accepted);
  point.held = counted(ControlCounter::held);
  point.dropped = counted(ControlCounter::dropped);
  point.queue = point.offered - load.hold().count();
  take_load(load, point);
  for (const TimingEntry& entry : result.timing.entries()) point.violations += entry.violations;
  point.violations += result.violations.size();
  for (const std::uint64_t hazards : result.hazards) point.violations += hazards;
  if (first.empty() && !result.violations.empty()) first = result.violations.front();
  first.copy(point.first_violation.data(), point.first_violation.size() - 1);
}

StressPoint measure_here(const StressSetup& setup, double rate_hz) {
  check_stress(setup, rate_hz);
  TrafficParameters traffic = setup.traffic;
  traffic.rate_hz = rate_hz;
  StressPoint point;
  point.rate_hz = rate_hz;
  point.offered = setup.spikes;
  std::vector<Spike> spikes =
      random_traffic(traffic, static_cast<std::uint32_t>(setup.chip.array.rows), setup.seed,
                     static_cast<std::size_t>(setup.spikes));
  point.duration_s = s_from_ps(spikes.back().time_ps);
  if (setup.level == Level::event) {
    measure_schedule(setup, spikes, point);
  } else {
    measure_chip(setup, std::move(spikes), point);
  }
  point.sustainable =
      point.queue <= setup.criterion.queue_limit && point.hold.p99_s <= setup.criterion.p99_limit_s;
  return point;
}

}  // namespace

DurationShares DurationShares::of(const DurationHistogram& histogram) {
  return {histogram.mean_ps() * 1e-12, s_from_ps(histogram.quantile_ps(0.5)),
          s_from_ps(histogram.quantile_ps(0.9)), s_from_ps(histogram.quantile_ps(0.99)),
          s_from_ps(histogram.greatest_ps())};
}

void check_stress(const StressSetup& setup, double rate_hz) {
  TrafficParameters traffic = setup.traffic;
  traffic.rate_hz = rate_hz;
  traffic.check();
  if (setup.spikes < 1 || setup.spikes > kMostStressSpikes) {
    throw InputError{fmt::format("--spikes {}: expected a number from 1 to {}", setup.spikes,
                                 kMostStressSpikes)};
  }
  // Chance makes the spikes take longer than on average, but not ten times as long.
  const double duration_s = static_cast<double>(setup.spikes) / rate_hz;
  if (duration_s > kLongestTimeS / 10) {
    throw InputError{
        fmt::format("--rate {}: --spikes {} take {:.3g} s, expected at most {:.3g} s in all",
                    rate_hz, setup.spikes, duration_s, kLongestTimeS / 10)};
  }
  if (!(setup.criterion.p99_limit_s >= 0 && setup.criterion.p99_limit_s <= kLongestTimeS)) {
    throw InputError{fmt::format("--p99-limit {}: expected a time from 0 to {} s",
                                 setup.criterion.p99_limit_s, kLongestTimeS)};
  }
}

double stress_ceiling_hz(const ChipParameters& chip) {
  const ControlTiming& timing = chip.timing;
  const TimePs period_ps = timing.clocked() ? timing.clock_period_ps : 0;
  const TimePs handshake_ps =
      timing.clocked() ? 6 * period_ps
                       : std::max(timing.t_cycle_ps, 3 * kAerResponsePs + timing.t_request_ps);
  const TimePs event_ps = timing.phases().total_ps() + period_ps;
  return std::min(1 / s_from_ps(handshake_ps),
                  static_cast<double>(chip.array.slot_count(timing)) / s_from_ps(event_ps));
}

std::optional<StressPoint> measure_stress(const StressSetup& setup, double rate_hz,
                                          const std::function<bool()>& interrupted) {
  if (interrupted()) return std::nullopt;
  if (setup.level == Level::event) return measure_here(setup, rate_hz);
  ChildProcess child{[&](const std::string&) {
    const StressPoint point = measure_here(setup, rate_hz);
    return std::string{reinterpret_cast<const char*>(&point), sizeof point};
  }};
  const std::optional<std::string> bytes = child.ask("", interrupted);
  if (!bytes) return std::nullopt;
  StressPoint point;
  static_assert(std::is_trivially_copyable_v<StressPoint>);
  std::memcpy(&point, bytes->data(), sizeof point);
  return point;
}

}  // namespace softbound
