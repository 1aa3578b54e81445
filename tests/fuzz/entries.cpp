// SPDX-License-Identifier: Apache-2.0
#include "entries.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "characterization/measured_curves.h"
#include "configuration/fault.h"
#include "core/control_timing.h"
#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_options.h"
#include "learning/checkpoint.h"
#include "network/gzip.h"
#include "network/idx.h"
#include "network/populations.h"
#include "network/spike_file.h"
#include "network/weight_file.h"

namespace softbound {

namespace {

constexpr std::uint32_t kRows = 16;
constexpr StimulusSources kSources{10, 392};

void require(bool sound, const char* what) {
  if (sound) return;
  std::fprintf(stderr, "unsound value accepted: %s\n", what);
  std::abort();
}

template <class Parse>
bool accepted(Parse&& parse) {
  try {
    parse();
    return true;
  } catch (const InputError& error) {
    const std::string_view message = error.what();
    require(!message.empty() && message.find('\n') == std::string_view::npos,
            "an error message that is not one line");
    return false;
  }
}

bool run_gzip(std::string_view bytes) {
  constexpr std::size_t kLimit = 1 << 20;
  return accepted([&] { require(unpack(bytes, "fuzz.gz", kLimit).size() <= kLimit, "gzip"); });
}

bool run_idx_images(std::string_view bytes) {
  return accepted([&] {
    const auto images = parse_idx_images(bytes, "fuzz");
    require(
        images.count * images.pixels_per_image() == images.pixels.size() && !images.pixels.empty(),
        "images");
  });
}

bool run_idx_labels(std::string_view bytes) {
  return accepted([&] {
    for (const auto label : parse_idx_labels(bytes, "fuzz")) {
      require(label < kDigitClasses, "label");
    }
  });
}

bool run_spikes_csv(std::string_view bytes) {
  return accepted([&] {
    const auto spikes = parse_spikes(bytes, "fuzz.csv", kRows);
    require(std::is_sorted(spikes.begin(), spikes.end()), "order of spikes");
    for (const auto& spike : spikes) require(spike.time_ps >= 0 && spike.row < kRows, "spike");
    require(parse_spikes(spikes_csv(spikes), "again.csv", kRows) == spikes, "spikes that change");
  });
}

bool run_stimuli_csv(std::string_view bytes) {
  return accepted([&] {
    const auto stimuli = parse_stimuli(bytes, "fuzz.csv", kSources);
    require(std::is_sorted(stimuli.begin(), stimuli.end()), "order of stimuli");
    require(parse_stimuli(stimuli_csv(stimuli), "again.csv", kSources) == stimuli,
            "stimuli that change");
  });
}

bool run_measured_curves(std::string_view bytes) {
  return accepted([&] {
    const auto curves = parse_measured_curves(bytes, "fuzz.csv");
    require(!curves.empty(), "no curve");
    for (const auto& curve : curves) {
      require(!curve.empty() && curve.front().pulses == 0, "beginning of a curve");
      for (std::size_t n = 0; n < curve.size(); ++n) {
        require(std::isfinite(curve[n].conductance_s) && curve[n].conductance_s >= 0, "reading");
        require(n == 0 || curve[n].pulses > 0, "pulses");
      }
    }
  });
}

void check_weights(const WeightMatrix& weights) {
  require(weights.values.size() == weights.rows * weights.columns, "shape of weights");
  for (const double value : weights.values) require(value >= 0 && value <= 1, "weight");
}

bool run_weights_csv(std::string_view bytes) {
  return accepted([&] { check_weights(parse_weights_csv(bytes, "fuzz.csv", 2, 3)); });
}

bool run_weights_npy(std::string_view bytes) {
  return accepted([&] { check_weights(parse_weights_npy(bytes, "fuzz.npy", 2, 3)); });
}

bool run_toml(std::string_view bytes) {
  return accepted([&] {
    TomlSource source;
    source.add_text(std::string{bytes}, "fuzz.toml");
    ControlTiming timing;
    InputParameters input;
    InhibitionParameters inhibition;
    source.read(timing, "timing");
    source.read(input, "input");
    source.read(inhibition, "inhibition");
    source.finish();
    timing.check();
    input.check();
    inhibition.check();
  });
}

bool run_device_spread(std::string_view bytes) {
  return accepted([&] {
    for (const auto& spread : parse_spread(std::string{bytes})) {
      require(spread.deviation >= 0 && !spread.key.empty(), "spread");
    }
  });
}

bool run_fault(std::string_view bytes) {
  return accepted([&] {
    const Fault fault = parse_fault(std::string{bytes});
    require(fault.time_ps >= 0 && fault.time_ps <= ps_from_s(kLongestTimeS), "time of a fault");
    const auto& description = fault_descriptions()[static_cast<std::size_t>(fault.kind)];
    require(fault.arguments.size() <= description.most_arguments, "arguments of a fault");
    for (const double value : fault.arguments) {
      require(std::isfinite(value) && value >= 0, "argument of a fault");
    }
  });
}

bool run_checkpoint(std::string_view bytes) {
  return accepted([&] {
    // What is accepted is whole: it is written again as it was.
    require(checkpoint_bytes(parse_checkpoint(bytes, "fuzz.bin")) == bytes, "checkpoint");
  });
}

std::string bytes_of(std::string_view text) { return std::string{text}; }

std::vector<FuzzEntry> make_entries() {
  using namespace std::string_view_literals;
  const WeightMatrix weights{2, 3, {0.0, 0.25, 1.0 / 3, 0.5, 0.75, 1.0}};
  TomlWriter toml;
  toml.write(ControlTiming{}, "timing", "control");
  toml.write(InputParameters{}, "input", "");
  toml.write(InhibitionParameters{}, "inhibition", "");
  // "softbound softbound softbound\n", as gzip packs it.
  const auto packed = bytes_of(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x2b\xce\x4f\x2b\x49\xca\x2f\xcd\x4b\x51\x28\xc6"
      "\x64\x71\x01\x00\x8e\xfd\x83\xcd\x1e\x00\x00\x00"sv);
  Checkpoint checkpoint;
  checkpoint.identity = "seed = 1\n";
  checkpoint.state.weights = {0.25, 0.5};
  checkpoint.state.write_counts = {1, 2};
  checkpoint.state.curve.resize(1);
  return {
      {"checkpoint", run_checkpoint, {checkpoint_bytes(checkpoint), checkpoint_bytes({})}},
      {"device_spread", run_device_spread, {"a_p 0.1, g_max_s 2e-5 abs", "dw 0.3"}},
      {"fault", run_fault, {"late-up=3,0.5@12.5us", "stuck-request@0.001s", "glitch-burst@7ns"}},
      {"gzip", run_gzip, {packed, packed + packed, "plain"}},
      {"idx_images",
       run_idx_images,
       {bytes_of("\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x03"
                 "abcdefghijkl"sv)}},
      {"idx_labels", run_idx_labels, {bytes_of("\0\0\x08\x01\0\0\0\x03\0\x05\x09"sv)}},
      {"spikes_csv",
       run_spikes_csv,
       {"time_s,row\n0,3\n0.0000012,15\n# comment\n1.5e-6,0\n\n2,1\r\n", "time_s,row\n"}},
      {"stimuli_csv",
       run_stimuli_csv,
       {"time_s,kind,index\n0,teacher,3\n0.00012,inhibitory,391\n0.5,teacher,0\n"}},
      {"measured_curves",
       run_measured_curves,
       {"curve,pulse,kind,conductance\na,0,start,4e-5\na,1,ltp,4.1e-05\nb,7,ltd,4e-5\n",
        "pulse,kind,conductance\n1,ltp,1e-6\n2,ltp,2e-6\n1,ltp,1e-6\n"}},
      {"weights_csv", run_weights_csv, {weights_csv(weights), "# w\n0,1,0\r\n1,0,1"}},
      {"weights_npy", run_weights_npy, {weights_npy(weights)}},
      {"toml", run_toml, {toml.text(), "[timing]\nt_read_ns = 2500\nlatch = 'arrival'\n"}},
  };
}

}  // namespace

const std::vector<FuzzEntry>& fuzz_entries() {
  static const std::vector<FuzzEntry> kEntries = make_entries();
  return kEntries;
}

}  // namespace softbound
