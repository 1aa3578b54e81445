// SPDX-License-Identifier: Apache-2.0
#include "run_directory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/file.h"
#include "json_parameters.h"
#include "network/csv.h"
#include "network/output_file.h"
#include "network/weight_file.h"
#include "version.h"

namespace softbound {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kInputSpikes = "input_spikes.csv";
constexpr const char* kStimuli = "stimuli.csv";
constexpr const char* kOwnFiles[] = {"summary.json",
                                     "output_spikes.csv",
                                     "weights.npy",
                                     "weights_before.npy",
                                     "writes.csv",
                                     kInputSpikes,
                                     kStimuli,
                                     "waves.fst",
                                     "waves.vcd",
                                     "waves.gtkw",
                                     "start.json",
                                     "configuration.toml",
                                     "curve.csv",
                                     "confusion.csv",
                                     "histogram.csv",
                                     "checkpoint.bin",
                                     "checkpoint.before.bin",
                                     "checkpoint.bin.new"};
constexpr const char* kSnapshots = "snapshots";
constexpr const char* kWritesHeader = "time_s,row,column,decision,w_before,w_after";
constexpr const char* kOutputSpikesHeader = "time_s,neuron";

/// What a former run left there, and the directory if that was all.
void remove_snapshots(const fs::path& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{directory, error}) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (name.rfind("weights_", 0) == 0) fs::remove(entry.path(), ignored);
  }
  fs::remove(directory, error);
}

/// waves_2.fst, waves_3.fst, ... with their save files.
void remove_numbered_waves(const fs::path& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{directory, error}) {
    const std::string stem = entry.path().stem().string();
    const std::string end = entry.path().extension().string();
    std::error_code ignored;
    if (stem.rfind("waves_", 0) == 0 && stem.size() > 6 &&
        stem.find_first_not_of("0123456789", 6) == std::string::npos &&
        (end == ".fst" || end == ".vcd" || end == ".gtkw")) {
      fs::remove(entry.path(), ignored);
    }
  }
}

}  // namespace

RunDirectory RunDirectory::create(const std::string& path, bool force) {
  OutputDirectory directory =
      OutputDirectory::create(path, force, {std::begin(kOwnFiles), std::end(kOwnFiles)});
  remove_snapshots(fs::path{path} / kSnapshots);
  remove_numbered_waves(path);
  return RunDirectory{std::move(directory)};
}

RunDirectory RunDirectory::resume(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::path{path} / "start.json", error)) {
    throw InputError{path + ": no directory of a learning run: it has no start.json"};
  }
  if (access(path.c_str(), W_OK) != 0) throw InputError{path + ": cannot be written to"};
  return RunDirectory{OutputDirectory{path}};
}

std::string RunDirectory::snapshot(std::uint64_t presentations) const {
  const std::string directory = file(kSnapshots);
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) throw InputError{fmt::format("{}: {}", directory, error.message())};
  return fmt::format("{}/weights_{:07}.npy", directory, presentations);
}

RunDirectory RunDirectory::open(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::path{path} / "summary.json", error)) {
    throw InputError{path + ": no run directory: it has no summary.json"};
  }
  return RunDirectory{OutputDirectory{path}};
}

void RunDirectory::write(const RunSetup& setup, const RunResult& result, const Json& summary) {
  const auto rows = static_cast<std::size_t>(setup.chip.array.rows);
  const auto columns = static_cast<std::size_t>(setup.chip.array.columns);
  directory_.keep();
  write_weights(file("weights_before.npy"), {rows, columns, result.weights_before});
  write_weights(file("weights.npy"), {rows, columns, result.weights_after});

  std::string text = fmt::format("{}\n", kOutputSpikesHeader);
  for (const auto& [time_ps, neuron] : result.output_spikes) {
    text += fmt::format("{},{}\n", exact_seconds(time_ps), neuron);
  }
  write_file(file("output_spikes.csv"), text);

  if (setup.record_writes) {
    text = fmt::format("{}\n", kWritesHeader);
    auto writes = result.writes;
    std::stable_sort(writes.begin(), writes.end(), [](const WriteEvent& a, const WriteEvent& b) {
      return std::tie(a.latch_ps, a.row, a.column) < std::tie(b.latch_ps, b.row, b.column);
    });
    for (const auto& w : writes) {
      text += fmt::format("{},{},{},{},{},{}\n", exact_seconds(w.latch_ps), w.row, w.column,
                          w.illegal                  ? "ILLEGAL"
                          : w.kind == WriteKind::ltp ? "LTP"
                                                     : "LTD",
                          w.weight_before, w.weight_after);
    }
    write_file(file("writes.csv"), text);
  }
  if (setup.record_inputs) {
    write_file(file(kInputSpikes), spikes_csv(setup.spikes));
    write_file(file(kStimuli), stimuli_csv(setup.stimuli));
  }
  // Last, so that a directory with a summary is complete.
  write_file(file("summary.json"), summary.dump(2) + '\n');
}

namespace {

Json timing_json(const TimingTable& table, TimePs origin_ps) {
  Json json;
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const TimingEntry& e = table.entries()[k];
    Json row;
    row["count"] = e.count;
    const auto ns = [&](double value) { return e.count == 0 ? Json{} : Json(value); };
    row["min_ns"] = ns(ns_from_ps(e.least_ps));
    row["mean_ns"] = ns(e.mean_ps() * 1e-3);
    row["max_ns"] = ns(ns_from_ps(e.greatest_ps));
    row["limit_min_ns"] = e.limit.set() ? Json(e.limit.least_ns) : Json{};
    row["limit_max_ns"] = std::isfinite(e.limit.greatest_ns) ? Json(e.limit.greatest_ns) : Json{};
    row["limit_from"] = e.limit.set() ? Json(e.limit.origin) : Json{};
    row["verdict"] = !e.measured         ? "not measured"
                     : !e.limit.set()    ? "no limit"
                     : e.violations == 0 ? "pass"
                                         : "fail";
    row["violations"] = e.violations;
    row["cut"] = e.cut;
    if (e.violations > 0) {
      row["first_violation_s"] = s_from_ps(e.first_violation_ps - origin_ps);
      row["first_violation_signal"] = e.first_violation_signal;
      row["first_violation_ns"] = ns_from_ps(e.first_violating_ps);
    }
    json[kTimingQuantityNames[k]] = std::move(row);
  }
  return json;
}

/// The first that was found of a class; nullptr if there was none.
const Violation* first_of(const RunResult& result, std::size_t hazard) {
  for (const auto& violation : result.found) {
    if (violation.kind == CheckKind::hazard && violation.check == kHazardNames[hazard]) {
      return &violation;
    }
  }
  return nullptr;
}

Json hazards_json(const RunResult& result) {
  Json json;
  for (std::size_t k = 0; k < kHazards; ++k) {
    Json row;
    row["count"] = result.hazards[k];
    if (const Violation* first = first_of(result, k)) {
      row["first_s"] = s_from_ps(first->time_ps);
      row["first_signal"] = first->signal;
      row["first_text"] = first->text;
    }
    json[kHazardNames[k]] = std::move(row);
  }
  return json;
}

Json totals_json(const RunResult& result) {
  Json json;
  for (const TotalVerdict& total : result.totals) {
    json[kTotalQuantityNames[static_cast<std::size_t>(total.quantity)]] = {
        {"value", total.measured ? Json(total.value) : Json{}},
        {"limit_max", total.limit.set() ? Json(total.limit.greatest) : Json{}},
        {"limit_from", total.limit.set() ? Json(total.limit.origin) : Json{}},
        {"verdict", !total.measured      ? "not measured"
                    : !total.limit.set() ? "no limit"
                    : total.passed()     ? "pass"
                                         : "fail"}};
  }
  return json;
}

Json faults_json(const RunResult& result) {
  Json json = Json::array();
  for (const auto& fault : result.faults) {
    json.push_back({{"fault", fault.text},
                    {"acted_s", fault.acted_ps < 0 ? Json{} : Json(s_from_ps(fault.acted_ps))},
                    {"caught_by", fault.caught_by}});
  }
  return json;
}

Json energy_json(const ArrayStatistics& array) {
  CellEnergy sum;
  Json per_row = Json::array();
  for (const auto& energy : array.row_energy) {
    sum += energy;
    per_row.push_back(energy.total_j());
  }
  return {{"read_j", sum.read_j}, {"ltp_j", sum.ltp_j},       {"ltd_j", sum.ltd_j},
          {"gate_j", sum.gate_j}, {"total_j", sum.total_j()}, {"per_row_j", std::move(per_row)}};
}

Json array_json(const ArrayStatistics& array) {
  auto concurrent = array.concurrent_reads;
  while (concurrent.size() > 2 && concurrent.back() == 0) concurrent.pop_back();
  return {{"concurrent_reads", concurrent},
          {"worst_ir_drop", array.worst_ir_drop},
          {"reads_meeting_write_current", array.reads_meeting_write_current},
          {"amended_writes", array.amended_writes},
          {"overstressed_writes", array.overstressed_writes}};
}

}  // namespace

Json configuration_json(const Configuration& c) {
  Json json;
  json["array"] = JsonParameters::of(c.chip.array);
  json["timing"] = JsonParameters::of(c.chip.timing);
  json["control"] = JsonParameters::of(c.chip.control);
  json["cell"] = JsonParameters::of(c.chip.cell);
  json["device"] = JsonParameters::of(c.chip.device);
  json["neuron"] = JsonParameters::of(c.chip.neuron);
  json["input"] = JsonParameters::of(c.input);
  json["teacher"] = JsonParameters::of(c.teacher);
  json["inhibition"] = JsonParameters::of(c.inhibition);
  json["learning"] = JsonParameters::of(c.learning);
  json["limits"] = JsonParameters::of(c.limits);
  return json;
}

Json summary_of(const Configuration& configuration, const RunSetup& setup, const RunResult& result,
                const RunDescription& description) {
  Json json;
  json["softbound"] = kVersion;
  json["level"] = level_name(setup.level);
  json["seed"] = setup.seed;
  json["source"] = description.source;
  json["label"] = description.label < 0 ? Json{} : Json(description.label);
  json["verdict"] = result.passed() ? "pass" : "fail";
  json["interrupted_by"] =
      description.interrupted_by.empty() ? Json{} : Json(description.interrupted_by);
  json["waves"] = description.waves.empty() ? Json{} : Json(description.waves);
  json["wave_windows"] = Json::array();
  for (const auto& [file, times] : description.wave_windows) {
    json["wave_windows"].push_back(
        {{"file", file}, {"from_s", s_from_ps(times.from_ps)}, {"to_s", s_from_ps(times.to_ps)}});
  }
  json["pre_roll_s"] = s_from_ps(result.pre_roll_ps);
  json["duration_s"] = s_from_ps(result.duration_ps);
  json["spikes_offered"] = result.offered;
  json["spikes_waiting_at_end"] = result.not_accepted;
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    json["counters"][kControlCounterNames[k]] = result.counters[k];
  }
  json["timing"] = timing_json(result.timing, result.pre_roll_ps);
  json["totals"] = totals_json(result);
  json["violations"] = result.violations;
  json["hazards"] = has_wires(setup.level) ? hazards_json(result) : Json{};
  json["stopped"] = result.stopped;
  json["faults"] = faults_json(result);
  json["energy"] = energy_json(result.array);
  json["array"] = array_json(result.array);
  std::vector<std::uint64_t> per_neuron(static_cast<std::size_t>(setup.chip.array.columns));
  for (const auto& spike : result.output_spikes) ++per_neuron[spike.second];
  json["output_spikes"] = {{"total", result.output_spikes.size()}, {"per_neuron", per_neuron}};
  json["clock_edges"] = result.clock_edges;
  json["wall_s"] = description.wall_s;
  json["cpu_s"] = description.cpu_s;
  json["configuration"] = configuration_json(configuration);
  return json;
}

Json difference_json(const RunResult& result) {
  if (result.differences.empty()) return {};
  const LockStepDifference& difference = result.differences.front();
  Json json;
  json["time_s"] = s_from_ps(difference.time_ps);
  json["time_ps"] = difference.time_ps;
  json["cycle"] = difference.cycle ? Json(*difference.cycle) : Json();
  json["wires"] = Json::array();
  for (const auto& wire : difference.wires) {
    json["wires"].push_back(
        {{"signal", wire.signal}, {"rtl", wire.driving}, {"pin", wire.following}});
  }
  json["history"] = difference.history;
  return json;
}

std::string hazards_text(const RunResult& result) {
  std::string text;
  for (std::size_t k = 0; k < kHazards; ++k) {
    const Violation* first = first_of(result, k);
    if (first == nullptr) continue;
    text += fmt::format("FAIL hazard {}: {}, first at {:.12f} s: {} {}\n", kHazardNames[k],
                        result.hazards[k], s_from_ps(first->time_ps), first->signal, first->text);
  }
  return text;
}

std::string totals_text(const RunResult& result) {
  std::string text;
  for (const TotalVerdict& total : result.totals) {
    if (!total.limited()) continue;
    text += fmt::format("{:<28}{:>16.6g}  <= {:<19.6g}{}{}\n",
                        kTotalQuantityNames[static_cast<std::size_t>(total.quantity)], total.value,
                        total.limit.greatest, total.passed() ? "pass" : "FAIL ",
                        total.passed() ? "" : '(' + total.limit.origin + ')');
  }
  return text.empty() ? text : text + '\n';
}

std::string faults_text(const RunResult& result) {
  std::string text;
  for (const auto& fault : result.faults) {
    if (fault.acted_ps < 0) {
      text += fmt::format("FAIL fault {}: not triggered, there was no opportunity\n", fault.text);
    } else if (fault.caught_by.empty()) {
      text += fmt::format("FAIL fault {}: acted at {:.12f} s and went unnoticed\n", fault.text,
                          s_from_ps(fault.acted_ps));
    } else {
      text += fmt::format("fault {}: acted at {:.12f} s, caught by {}\n", fault.text,
                          s_from_ps(fault.acted_ps), fmt::join(fault.caught_by, ", "));
    }
  }
  return text;
}

std::vector<WriteRow> read_writes(const std::string& path) {
  const std::string text = read_file(path, "a list of writes");
  CsvLines lines{text, path};
  lines.expect_header(kWritesHeader);
  std::vector<WriteRow> rows;
  while (lines.next()) {
    const auto f = lines.fields<6>(kWritesHeader);
    WriteRow row{};
    double time_s = 0;
    if (!parse_number(f[0], time_s) || !parse_number(f[1], row.row) ||
        !parse_number(f[2], row.column) || !parse_number(f[4], row.weight_before) ||
        !parse_number(f[5], row.weight_after) || !(std::abs(time_s) <= kLongestTimeS)) {
      lines.fail("something that is no number", kWritesHeader);
    }
    row.time_ps = ps_from_s(time_s);
    row.decision = f[3];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::pair<TimePs, std::uint32_t>> read_output_spikes(const std::string& path) {
  const std::string text = read_file(path, "a list of output spikes");
  CsvLines lines{text, path};
  lines.expect_header(kOutputSpikesHeader);
  std::vector<std::pair<TimePs, std::uint32_t>> spikes;
  while (lines.next()) {
    const auto f = lines.fields<2>(kOutputSpikesHeader);
    double time_s = 0;
    std::uint32_t neuron = 0;
    if (!parse_number(f[0], time_s) || !parse_number(f[1], neuron) ||
        !(std::abs(time_s) <= kLongestTimeS)) {
      lines.fail("something that is no number", kOutputSpikesHeader);
    }
    spikes.emplace_back(ps_from_s(time_s), neuron);
  }
  return spikes;
}

}  // namespace softbound
