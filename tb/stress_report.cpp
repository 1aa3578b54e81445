// SPDX-License-Identifier: Apache-2.0
#include "stress_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "run_directory.h"
#include "version.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double acknowledged_hz(const StressPoint& p) {
  return static_cast<double>(p.offered - p.queue) / p.duration_s;
}

Json shares_json(const DurationShares& d) {
  return {{"mean_s", d.mean_s},
          {"p50_s", d.p50_s},
          {"p90_s", d.p90_s},
          {"p99_s", d.p99_s},
          {"max_s", d.max_s}};
}

Json point_json(const StressPoint& p) {
  Json json{{"rate_hz", p.rate_hz},
            {"duration_s", p.duration_s},
            {"offered", p.offered},
            {"accepted", p.accepted},
            {"held", p.held},
            {"dropped", p.dropped},
            {"queue", p.queue},
            {"waited", p.waited},
            {"acknowledged_hz", acknowledged_hz(p)},
            {"latency", shares_json(p.latency)},
            {"hold", shares_json(p.hold)},
            {"slots_mean", p.slots_mean},
            {"slots_max", p.slots_max},
            {"violations", p.violations},
            {"first_violation", Json{}},
            {"sustainable", p.sustainable}};
  if (p.violations > 0) json["first_violation"] = p.first_violation.data();
  return json;
}

std::string frequency(double hz) {
  if (hz >= 1e6) return fmt::format("{:.4g} M", hz * 1e-6);
  if (hz >= 1e3) return fmt::format("{:.4g} k", hz * 1e-3);
  return fmt::format("{:.4g}", hz);
}

}  // namespace

bool stress_passed(const StressSweep& sweep) {
  return std::all_of(sweep.points.begin(), sweep.points.end(),
                     [](const StressPoint& point) { return point.violations == 0; });
}

std::string load_csv(const StressSweep& sweep) {
  std::string csv =
      "rate_hz,acknowledged_hz,offered,accepted,held,dropped,queue,waited,latency_mean_s,"
      "latency_p50_s,latency_p90_s,latency_p99_s,latency_max_s,hold_mean_s,hold_p50_s,hold_p90_s,"
      "hold_p99_s,hold_max_s,slots_mean,slots_max,violations,sustainable\n";
  for (const StressPoint& p : sweep.points) {
    csv += fmt::format("{},{},{},{},{},{},{},{}", p.rate_hz, acknowledged_hz(p), p.offered,
                       p.accepted, p.held, p.dropped, p.queue, p.waited);
    for (const DurationShares& d : {p.latency, p.hold}) {
      csv += fmt::format(",{},{},{},{},{}", d.mean_s, d.p50_s, d.p90_s, d.p99_s, d.max_s);
    }
    csv += fmt::format(",{},{},{},{}\n", p.slots_mean, p.slots_max, p.violations,
                       p.sustainable ? 1 : 0);
  }
  return csv;
}

Json stress_json(const Configuration& configuration, const StressSetup& setup,
                 const StressSweep& sweep, const StressDescription& description) {
  Json json;
  json["softbound"] = kVersion;
  json["level"] = level_name(setup.level);
  json["seed"] = setup.seed;
  json["traffic"] = {{"kind", description.traffic},
                     {"burst_spikes", setup.traffic.burst_spikes},
                     {"burst_gap_s", setup.traffic.burst_gap_s}};
  json["spikes_per_rate"] = setup.spikes;
  json["criterion"] = {{"queue_limit", setup.criterion.queue_limit},
                       {"p99_limit_s", setup.criterion.p99_limit_s},
                       {"tolerance", kStressTolerance}};
  json["ceiling_hz"] = stress_ceiling_hz(setup.chip);
  json["sustainable_hz"] = sweep.sustainable_hz ? Json(*sweep.sustainable_hz) : Json{};
  json["verdict"] = stress_passed(sweep) ? "pass" : "fail";
  json["interrupted_by"] =
      description.interrupted_by.empty() ? Json{} : Json(description.interrupted_by);
  json["points"] = Json::array();
  for (const StressPoint& point : sweep.points) json["points"].push_back(point_json(point));
  json["wall_s"] = description.wall_s;
  json["cpu_s"] = description.cpu_s;
  json["configuration"] = configuration_json(configuration);
  return json;
}

std::string stress_text(const StressSetup& setup, const StressSweep& sweep,
                        const StressDescription& description) {
  const ArrayParameters& array = setup.chip.array;
  std::string text =
      fmt::format("{} traffic at level {}, {} x {}, {} slots, seed {}, {} spikes a rate\n\n",
                  description.traffic, level_name(setup.level), array.rows, array.columns,
                  array.slot_count(setup.chip.timing), setup.seed, setup.spikes);
  text += fmt::format("{:>11}{:>12}{:>8}{:>9}{:>8}{:>11}{:>11}{:>11}{:>11}{:>8}{:>6}  {}\n",
                      "spikes/s", "served/s", "held", "dropped", "queue", "p50 / us", "p90 / us",
                      "p99 / us", "max / us", "slots", "most", "");
  for (const StressPoint& p : sweep.points) {
    text += fmt::format(
        "{:>11}{:>12}{:>6.1f} %{:>7.1f} %{:>8}{:>11.3f}{:>11.3f}{:>11.3f}{:>11.3f}{:>8.2f}{:>6}  "
        "{}\n",
        frequency(p.rate_hz), frequency(acknowledged_hz(p)), 100 * share(p.held, p.offered),
        100 * share(p.dropped, p.offered), p.queue, p.hold.p50_s * 1e6, p.hold.p90_s * 1e6,
        p.hold.p99_s * 1e6, p.hold.max_s * 1e6, p.slots_mean, p.slots_max,
        p.sustainable ? "borne" : "");
  }
  text += fmt::format(
      "\np50 ... max: hold, by how much a spike is acknowledged later than if all were free\n"
      "borne: at most {} spikes wait when the last has come, and p99 is at most {:.6g} us\n",
      setup.criterion.queue_limit, setup.criterion.p99_limit_s * 1e6);
  if (description.swept && sweep.complete) {
    text += sweep.sustainable_hz
                ? fmt::format(
                      "sustainable: {} spikes/s, {:.1f} % of the {} that timing and slots "
                      "allow\n",
                      frequency(*sweep.sustainable_hz),
                      100 * *sweep.sustainable_hz / stress_ceiling_hz(setup.chip),
                      frequency(stress_ceiling_hz(setup.chip)))
                : "sustainable: no rate\n";
  }
  for (const StressPoint& p : sweep.points) {
    if (p.violations == 0) continue;
    text += fmt::format("FAIL at {} spikes/s: {} violations, the first {}\n", frequency(p.rate_hz),
                        p.violations, p.first_violation.data());
  }
  return text + (stress_passed(sweep) ? "pass\n" : "FAIL\n");
}

}  // namespace softbound
