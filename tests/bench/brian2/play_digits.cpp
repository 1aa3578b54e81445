// SPDX-License-Identifier: Apache-2.0
//
// The side of softbound in the comparison with another simulator:
//
//     play_digits COLUMNS DIGITS REPEATS DIRECTORY
//
// plays the first training digits on 784 x COLUMNS at level event, learning on, and leaves in the
// directory all that another simulator needs to do the same, and what came of it. summary.json has
// CPU times a digit, the least of REPEATS passes, each from the same weights: `engine_s` with the
// spikes made beforehand, `with_generation_s` with input, teacher and inhibitory trains made anew.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "../digit_network.h"
#include "core/error.h"
#include "network/output_file.h"
#include "network/weight_file.h"

namespace softbound {
namespace {

using Json = nlohmann::ordered_json;

double cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// What the other simulator is given.
void write_network(const DigitNetwork& network, std::size_t columns, std::uint32_t digit_count,
                   const std::string& directory) {
  write_weights(directory + "/weights_before.npy",
                {kRows, columns, network.engine.devices().weights()});

  const InhibitoryPopulation& inhibition = *network.inhibition;
  const double jump = OutputNeuronParameters{}.jump;
  std::vector<double> areas;
  for (std::size_t j = 0; j < inhibition.neurons(); ++j) {
    for (std::size_t k = 0; k < columns; ++k) areas.push_back(inhibition.area(j, k, jump));
  }
  std::string text = "neuron,column,area\n";
  for (std::size_t k = 0; k < areas.size(); ++k) {
    text += fmt::format("{},{},{}\n", k / columns, k % columns, areas[k]);
  }
  write_file(directory + "/inhibitory_areas.csv", text);

  text = "row,neuron,weight\n";
  for (std::size_t row = 0; row < kRows; ++row) {
    for (const auto& link : inhibition.links(row)) {
      text += fmt::format("{},{},{}\n", row, link.neuron, link.weight);
    }
  }
  write_file(directory + "/inhibitory_links.csv", text);

  text = "digit,row,pixel\n";
  for (std::uint32_t number = 0; number < digit_count; ++number) {
    const auto* pixels = digits().images.image(DigitNetwork::index_of(number));
    for (std::size_t row = 0; row < kRows; ++row) {
      text += fmt::format("{},{},{}\n", number, row, static_cast<unsigned>(pixels[row]));
    }
  }
  write_file(directory + "/pixels.csv", text);
}

/// Least CPU time of a pass over all digits, by digit.
template <class ShowDigit>
double time_passes(DigitNetwork& network, std::uint32_t digit_count, int repeats,
                   ShowDigit&& show_digit) {
  double least_s = std::numeric_limits<double>::infinity();
  for (int k = 0; k < repeats; ++k) {
    network.engine.randomize_weights();
    const double start_s = cpu_s();
    for (std::uint32_t number = 0; number < digit_count; ++number) show_digit(number);
    least_s = std::min(least_s, cpu_s() - start_s);
  }
  return least_s / digit_count;
}

void play(std::size_t columns, std::uint32_t digit_count, int repeats,
          const std::string& directory) {
  std::filesystem::create_directories(directory);
  DigitNetwork network{columns};
  write_network(network, columns, digit_count, directory);

  std::vector<Presentation> shown;
  std::string output_spikes = "digit,time_s,neuron\n";
  Json labels = Json::array(), writes = Json::array();
  std::size_t spikes = 0, stimuli = 0;
  for (std::uint32_t number = 0; number < digit_count; ++number) {
    shown.push_back(network.digit(number));
    const Presentation& digit = shown.back();
    spikes += digit.spikes.size();
    stimuli += digit.stimuli.size();
    write_file(fmt::format("{}/input_spikes_{}.csv", directory, number), spikes_csv(digit.spikes));
    write_file(fmt::format("{}/stimuli_{}.csv", directory, number), stimuli_csv(digit.stimuli));
    network.present(digit);
    for (const auto& [time_ps, neuron] : network.engine.output_spikes()) {
      output_spikes += fmt::format("{},{},{}\n", number, exact_seconds(time_ps), neuron);
    }
    labels.push_back(digits().labels[DigitNetwork::index_of(number)]);
    writes.push_back(Json{{"ltp", network.counted(ControlCounter::ltp)},
                          {"ltd", network.counted(ControlCounter::ltd)}});
  }
  write_file(directory + "/output_spikes.csv", output_spikes);
  write_weights(directory + "/weights_after.npy",
                {kRows, columns, network.engine.devices().weights()});

  Json summary;
  summary["digits"] = digit_count;
  summary["labels"] = labels;
  summary["handwritten"] = std::getenv("SOFTBOUND_MNIST") != nullptr;
  summary["presentation_s"] = network.input.presentation_s;
  summary["spikes"] = spikes;
  summary["stimuli"] = stimuli;
  summary["writes"] = writes;
  summary["engine_s"] = time_passes(network, digit_count, repeats,
                                    [&](std::uint32_t number) { network.present(shown[number]); });
  summary["with_generation_s"] =
      time_passes(network, digit_count, repeats,
                  [&](std::uint32_t number) { network.present(network.digit(number)); });
  write_file(directory + "/summary.json", summary.dump(2) + '\n');
}

/// A whole number from 1.
std::uint32_t count_of(const char* text) {
  const std::string_view digits{text};
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value == 0) {
    throw InputError{fmt::format("found {}, expected a whole number from 1", text)};
  }
  return value;
}

}  // namespace
}  // namespace softbound

int main(int argc, char** argv) {
  using namespace softbound;
  try {
    if (argc != 5) throw InputError{"expected COLUMNS DIGITS REPEATS DIRECTORY"};
    play(count_of(argv[1]), count_of(argv[2]), static_cast<int>(count_of(argv[3])), argv[4]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "play_digits: %s\n", error.what());
    return 2;
  }
}
