// SPDX-License-Identifier: Apache-2.0
#include "characterization/measured_curves.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/error.h"
#include "network/csv.h"
#include "network/gzip.h"

namespace softbound {

namespace {

constexpr const char* kColumns = "the columns pulse, kind, conductance and, if need be, curve";
constexpr std::array<const char*, 4> kNames{"pulse", "kind", "conductance", "curve"};
enum Column : std::size_t { kPulse, kKind, kConductance, kCurve };
constexpr std::size_t kMostReadings = 20'000'000;
constexpr std::uint64_t kMostPulses = 1'000'000'000;

/// Which column is which, in the order of the file.
std::vector<Column> parse_header(CsvLines& lines, const std::string& name) {
  if (!lines.next()) {
    throw InputError{fmt::format("{}: found no line with content, expected {}", name, kColumns)};
  }
  std::vector<Column> order;
  std::array<bool, 4> seen{};
  for (std::string_view field; lines.next_field(field);) {
    std::size_t k = 0;
    while (k < kNames.size() && field != kNames[k]) ++k;
    if (k == kNames.size() && field == "conductance_s") k = kConductance;
    if (k == kNames.size() || seen[k]) lines.fail(shown_text(field), kColumns);
    seen[k] = true;
    order.push_back(static_cast<Column>(k));
  }
  for (const std::size_t k : {kPulse, kKind, kConductance}) {
    if (!seen[k]) lines.fail(fmt::format("no column {}", kNames[k]), kColumns);
  }
  return order;
}

}  // namespace

std::vector<MeasuredCurve> parse_measured_curves(std::string_view text, const std::string& name) {
  CsvLines lines{text, name};
  const auto order = parse_header(lines, name);
  std::vector<MeasuredCurve> curves;
  std::string curve_before;
  std::uint64_t pulse_before = 0;
  std::size_t readings = 0;
  while (lines.next()) {
    std::array<std::string_view, 4> fields;
    std::size_t count = 0;
    for (std::string_view field; lines.next_field(field); ++count) {
      if (count < order.size()) fields[order[count]] = field;
    }
    if (count != order.size()) {
      lines.fail(fmt::format("{} column{}", count, count == 1 ? "" : "s"),
                 fmt::format("{}", order.size()));
    }
    if (++readings > kMostReadings) {
      lines.fail("more readings", fmt::format("at most {}", kMostReadings));
    }
    std::uint64_t pulse = 0;
    if (!parse_number(fields[kPulse], pulse) || pulse > kMostPulses) {
      lines.fail("pulse " + shown_text(fields[kPulse]),
                 fmt::format("a whole number from 0 to {}", kMostPulses));
    }
    double conductance_s = 0;
    if (!parse_number(fields[kConductance], conductance_s) || !(conductance_s >= 0) ||
        !std::isfinite(conductance_s)) {
      lines.fail("conductance " + shown_text(fields[kConductance]),
                 "a finite number of at least 0, in S");
    }
    const bool start = fields[kKind] == "start";
    if (!start && fields[kKind] != "ltp" && fields[kKind] != "ltd") {
      lines.fail("kind " + shown_text(fields[kKind]), "ltp, ltd or start");
    }
    const bool new_curve = curves.empty() || pulse <= pulse_before ||
                           (!fields[kCurve].empty() && fields[kCurve] != curve_before);
    if (start && !new_curve) lines.fail("kind start within a curve", "ltp or ltd");
    const WriteKind kind = fields[kKind] == "ltd" ? WriteKind::ltd : WriteKind::ltp;
    if (new_curve) curves.emplace_back();
    curves.back().push_back({conductance_s, new_curve ? 0 : pulse - pulse_before, kind});
    curve_before = fields[kCurve];
    pulse_before = pulse;
  }
  if (readings == 0) throw InputError{name + ": found no reading, expected some below the header"};
  return curves;
}

std::vector<MeasuredCurve> read_measured_curves(const std::string& path) {
  return parse_measured_curves(read_plain_or_gzip(path, "a CSV file of conductances"), path);
}

}  // namespace softbound
