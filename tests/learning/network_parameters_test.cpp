// SPDX-License-Identifier: Apache-2.0
#include "learning/network_parameters.h"

#include <gtest/gtest.h>

#include "network/error_text.h"

namespace softbound {
namespace {

std::string toml_of(const NetworkParameters& network) {
  TomlWriter writer;
  network.write(writer);
  return writer.text();
}

class EachPreset : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Presets, EachPreset, testing::ValuesIn(NetworkParameters::presets()),
                         [](const auto& preset) { return preset.param; });

TEST_P(EachPreset, IsPossible) {
  EXPECT_NO_THROW(NetworkParameters::from_preset(GetParam()).check());
}

TEST_P(EachPreset, PrintedReadsBackOverAnyOther) {
  const std::string text = toml_of(NetworkParameters::from_preset(GetParam()));
  for (const std::string& other : NetworkParameters::presets()) {
    NetworkParameters network = NetworkParameters::from_preset(other);
    TomlSource source;
    source.add_text(text, "printed");
    network.read(source);
    source.finish();
    EXPECT_EQ(toml_of(network), text) << other;
  }
}

TEST(NetworkParameters, WithoutAPresetAreThoseOfThePaper) {
  const NetworkParameters paper;
  EXPECT_EQ(toml_of(NetworkParameters::from_preset("brivio2019")), toml_of(paper));
}

TEST(NetworkParameters, AnUnknownPresetNamesTheNearest) {
  const auto message = error_text([] { NetworkParameters::from_preset("anser_driven"); });
  EXPECT_NE(message.find("--preset anser_driven"), std::string::npos) << message;
  EXPECT_NE(message.find("the nearest is answer_driven"), std::string::npos) << message;
}

TEST(LearningParameters, InitialWeightsMustBeInOrder) {
  LearningParameters learning;
  learning.initial_weight_low = 0.6;
  learning.initial_weight_high = 0.5;
  const auto message = error_text([&] { learning.check(); });
  EXPECT_NE(message.find("learning.initial_weight_low = 0.6"), std::string::npos) << message;
}

}  // namespace
}  // namespace softbound
