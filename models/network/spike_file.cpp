// SPDX-License-Identifier: Apache-2.0
#include "network/spike_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "network/csv.h"
#include "network/gzip.h"

namespace softbound {

namespace {

constexpr const char* kSpikeHeader = "time_s,row";
constexpr const char* kStimulusHeader = "time_s,kind,index";
constexpr std::array<const char*, 2> kKindNames{"teacher", "inhibitory"};
constexpr auto kLongestTimePs = static_cast<TimePs>(kLongestTimeS) * kPsPerS;

// Digits with at most one point. A double would lose picoseconds above 9,000 s.
bool parse_decimal_time(std::string_view text, TimePs& time_ps) {
  TimePs whole_s = 0, fraction_ps = 0, next_digit_ps = kPsPerS;
  bool point = false, any = false, round_up = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    any = true;
    const int digit = c - '0';
    if (!point) {
      whole_s = 10 * whole_s + digit;
      if (whole_s > static_cast<TimePs>(kLongestTimeS)) return false;
    } else if (next_digit_ps > 1) {
      next_digit_ps /= 10;
      fraction_ps += digit * next_digit_ps;
    } else if (next_digit_ps == 1) {
      next_digit_ps = 0;
      round_up = digit >= 5;
    }
  }
  time_ps = whole_s * kPsPerS + fraction_ps + (round_up ? 1 : 0);
  return any && time_ps <= kLongestTimePs;
}

bool parse_time(std::string_view text, TimePs& time_ps) {
  if (text.find_first_of("eE-") == std::string_view::npos) {
    return parse_decimal_time(text, time_ps);
  }
  double time_s = 0;
  if (!parse_number(text, time_s) || !(time_s >= 0 && time_s <= kLongestTimeS)) return false;
  time_ps = ps_from_s(time_s);
  return true;
}

TimePs time_of(const CsvLines& lines, std::string_view text, TimePs previous_ps) {
  TimePs time_ps = 0;
  if (!parse_time(text, time_ps)) {
    lines.fail("time_s " + shown_text(text),
               fmt::format("a time from 0 to {:.0f} s", kLongestTimeS));
  }
  if (time_ps < previous_ps) {
    lines.fail(fmt::format("time_s {} after {}", shown_text(text), exact_seconds(previous_ps)),
               "times that do not decrease");
  }
  return time_ps;
}

std::uint32_t index_of(const CsvLines& lines, const char* column, std::string_view text,
                       std::uint32_t limit) {
  std::uint32_t index = 0;
  if (!parse_number(text, index) || index >= limit) {
    lines.fail(fmt::format("{} {}", column, shown_text(text)),
               limit == 0 ? "no such source, the network has none"
                          : fmt::format("a whole number from 0 to {}", limit - 1));
  }
  return index;
}

StimulusKind kind_of(const CsvLines& lines, std::string_view text) {
  for (std::size_t k = 0; k < kKindNames.size(); ++k) {
    if (text == kKindNames[k]) return static_cast<StimulusKind>(k);
  }
  lines.fail("kind " + shown_text(text), "teacher or inhibitory");
}

template <class Event>
void put_in_order(std::vector<Event>& events) {
  if (!std::is_sorted(events.begin(), events.end())) {
    std::stable_sort(events.begin(), events.end());
  }
}

}  // namespace

std::vector<Spike> read_spikes(const std::string& path, std::uint32_t rows) {
  return parse_spikes(read_plain_or_gzip(path, "a CSV file of spikes"), path, rows);
}

std::vector<Spike> parse_spikes(std::string_view text, const std::string& name,
                                std::uint32_t rows) {
  CsvLines lines{text, name};
  lines.expect_header(kSpikeHeader);
  std::vector<Spike> spikes;
  TimePs previous_ps = 0;
  while (lines.next()) {
    const auto [time, row] = lines.fields<2>(kSpikeHeader);
    previous_ps = time_of(lines, time, previous_ps);
    spikes.push_back({previous_ps, index_of(lines, "row", row, rows)});
  }
  put_in_order(spikes);
  return spikes;
}

std::vector<Stimulus> read_stimuli(const std::string& path, const StimulusSources& sources) {
  return parse_stimuli(read_plain_or_gzip(path, "a CSV file of stimuli"), path, sources);
}

std::vector<Stimulus> parse_stimuli(std::string_view text, const std::string& name,
                                    const StimulusSources& sources) {
  CsvLines lines{text, name};
  lines.expect_header(kStimulusHeader);
  std::vector<Stimulus> stimuli;
  TimePs previous_ps = 0;
  while (lines.next()) {
    const auto [time, kind_text, index] = lines.fields<3>(kStimulusHeader);
    previous_ps = time_of(lines, time, previous_ps);
    const StimulusKind kind = kind_of(lines, kind_text);
    const auto limit = kind == StimulusKind::teacher ? sources.teachers : sources.inhibitory;
    stimuli.push_back({previous_ps, kind, index_of(lines, "index", index, limit)});
  }
  put_in_order(stimuli);
  return stimuli;
}

std::string spikes_csv(const std::vector<Spike>& spikes) {
  std::string text = fmt::format("{}\n", kSpikeHeader);
  for (const auto& spike : spikes) {
    fmt::format_to(std::back_inserter(text), "{},{}\n", exact_seconds(spike.time_ps), spike.row);
  }
  return text;
}

std::string stimuli_csv(const std::vector<Stimulus>& stimuli) {
  std::string text = fmt::format("{}\n", kStimulusHeader);
  for (const auto& stimulus : stimuli) {
    fmt::format_to(std::back_inserter(text), "{},{},{}\n", exact_seconds(stimulus.time_ps),
                   kKindNames[static_cast<std::size_t>(stimulus.kind)], stimulus.index);
  }
  return text;
}

std::string exact_seconds(TimePs time_ps) {
  auto text = fmt::format("{}.{:012}", time_ps / kPsPerS, time_ps % kPsPerS);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace softbound
