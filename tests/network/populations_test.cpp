// SPDX-License-Identifier: Apache-2.0
#include "network/populations.h"

#include <gtest/gtest.h>

#include "core/toml_parameters.h"
#include "error_text.h"

namespace softbound {
namespace {

template <class Parameters>
Parameters from_toml(const std::string& text, const std::string& table) {
  TomlSource source;
  source.add_text(text, "net.toml");
  Parameters parameters;
  source.read(parameters, table);
  source.finish();
  parameters.check();
  return parameters;
}

template <class Parameters>
std::string printed(const Parameters& parameters) {
  TomlWriter writer;
  writer.write(parameters, "t", "");
  return writer.text();
}

TEST(W1, PresetsAreValid) {
  InputParameters::brivio2019().check();
  InputParameters::brivio2019_silicon().check();
  TeacherParameters::brivio2019().check();
  TeacherParameters::brivio2019_silicon().check();
  InhibitionParameters::brivio2019().check();
  InhibitionParameters::brivio2019_silicon().check();
}

TEST(W1, EveryParameterCanBeSetFromToml) {
  const auto input = from_toml<InputParameters>(
      "[input]\ntrain = 'regular'\nrate_low_hz = 1\nrate_high_hz = 2\npresentation_s = 0.5\n",
      "input");
  EXPECT_EQ(input.train, InputTrain::regular);
  EXPECT_EQ(input.rate_low_hz, 1.0);
  EXPECT_EQ(input.rate_high_hz, 2.0);
  EXPECT_EQ(input.presentation_s, 0.5);
  const auto teacher =
      from_toml<TeacherParameters>("[teacher]\nrate_hz = 3\narea = -0.5\n", "teacher");
  EXPECT_EQ(teacher.rate_hz, 3.0);
  EXPECT_EQ(teacher.area, -0.5);
  const auto inhibition = from_toml<InhibitionParameters>(
      "[inhibition]\nneurons = 5\nwiring = 'pairs'\nfan_out = 4\nweight_low = 0.1\n"
      "weight_high = 0.2\nthreshold = 0.7\narea_scale = 0.8\nspread_low = 0.3\nspread_high = 0.4\n",
      "inhibition");
  EXPECT_EQ(inhibition.neurons, 5);
  EXPECT_EQ(inhibition.wiring, InhibitionWiring::pairs);
  EXPECT_EQ(inhibition.fan_out, 4);
  EXPECT_EQ(inhibition.weight_low, 0.1);
  EXPECT_EQ(inhibition.weight_high, 0.2);
  EXPECT_EQ(inhibition.threshold, 0.7);
  EXPECT_EQ(inhibition.area_scale, 0.8);
  EXPECT_EQ(inhibition.spread_low, 0.3);
  EXPECT_EQ(inhibition.spread_high, 0.4);
}

TEST(W1, PrintedParametersReadBackTheSame) {
  const auto input = InputParameters::brivio2019_silicon();
  EXPECT_EQ(printed(from_toml<InputParameters>(printed(input), "t")), printed(input));
  const auto teacher = TeacherParameters::brivio2019_silicon();
  EXPECT_EQ(printed(from_toml<TeacherParameters>(printed(teacher), "t")), printed(teacher));
  const auto inhibition = InhibitionParameters::brivio2019_silicon();
  EXPECT_EQ(printed(from_toml<InhibitionParameters>(printed(inhibition), "t")),
            printed(inhibition));
}

TEST(InputParameters, ImpossibleValuesAreRefused) {
  InputParameters parameters;
  parameters.rate_low_hz = 200.0;
  EXPECT_EQ(error_text([&] { parameters.check(); }),
            "input.rate_low_hz = 200: expected at most input.rate_high_hz = 108.62");
  parameters = {};
  parameters.presentation_s = 0.0;
  EXPECT_EQ(error_text([&] { parameters.check(); }),
            "input.presentation_s = 0: expected a number above 0 and at most 1000");
  parameters = {};
  parameters.rate_high_hz = 1e12;
  EXPECT_NE(error_text([&] { parameters.check(); }), "accepted");
}

TEST(TeacherParameters, ImpossibleValuesAreRefused) {
  TeacherParameters parameters;
  parameters.rate_hz = -1.0;
  EXPECT_EQ(error_text([&] { parameters.check(); }),
            "teacher.rate_hz = -1: expected a number from 0 to 100000");
}

TEST(InhibitionParameters, ImpossibleValuesAreRefused) {
  InhibitionParameters parameters;
  parameters.neurons = 8;
  EXPECT_EQ(error_text([&] { parameters.check(); }),
            "inhibition.fan_out = 16: expected at most inhibition.neurons = 8");
  parameters = {};
  parameters.weight_low = 2.0;
  EXPECT_EQ(error_text([&] { parameters.check(); }),
            "inhibition.weight_low = 2: expected at most inhibition.weight_high = 1");
  parameters = {};
  parameters.spread_low = 2.0;
  EXPECT_EQ(error_text([&] { parameters.check(); }),
            "inhibition.spread_low = 2: expected at most inhibition.spread_high = 1");
  parameters = {};
  parameters.threshold = 0.0;
  EXPECT_NE(error_text([&] { parameters.check(); }), "accepted");
}

TEST(InhibitionParameters, NoNeuronsAtAllIsAllowed) {
  InhibitionParameters parameters;
  parameters.neurons = 0;
  EXPECT_EQ(error_text([&] { parameters.check(); }), "accepted");
}

}  // namespace
}  // namespace softbound
