// SPDX-License-Identifier: Apache-2.0
// `softbound characterize` and `softbound fit` as a user has them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "command_process.h"
#include "device/device_registry.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;

std::vector<std::string> characterize(const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"characterize"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

Json characterized(const Command& command, std::vector<std::string> more) {
  more.emplace_back("--json");
  const Ended ended = command.run(characterize(more));
  EXPECT_EQ(ended.status, 0) << ended.err;
  return Json::parse(ended.out);
}

TEST(Characterize, D1b_3_ClosedLoopOfTheDefaultDevice) {
  const Command command;
  const Json json = characterized(
      command, {"--device", "hfo2", "--pulses", "ltp:2000,ltd:2000", "--cycles", "5"});
  EXPECT_EQ(json["device"], "hfo2");
  ASSERT_EQ(json["w"].size(), 20000U);
  ASSERT_EQ(json["g_s"].size(), 20000U);
  EXPECT_NEAR(json["w"][0], 0.0064, 1e-12);
  EXPECT_NEAR(json["w"][17999], 0.787173, 1e-6);
  EXPECT_NEAR(json["w"][19999], 0.252344, 1e-6);
  EXPECT_TRUE(json["metrics"]["nu_p"].is_number());
}

TEST(Characterize, OptionsReachTheDevice) {
  const Command command;
  const std::vector<std::string> common{"--device", "hfo2",  "--pulses",
                                        "ltp:1",    "--set", "device.amplitude_law=true"};
  const auto step = [&](std::vector<std::string> more) {
    more.insert(more.end(), common.begin(), common.end());
    return characterized(command, more)["w"][0].get<double>();
  };
  EXPECT_NEAR(step({"--amplitude", "0.5"}) / 0.0064, 3.490, 1e-3);
  EXPECT_NEAR(step({"--amplitude", "0.5,0.3"}) / 0.0064, 3.490, 1e-3);
  EXPECT_NEAR(step({"--width", "5e-6"}) / 0.0064, 0.5, 1e-9);
  EXPECT_NEAR(step({"--w0", "0.5"}) - 0.5, 0.0064 * std::pow(0.5, 3.2), 1e-12);
}

TEST(Characterize, SameSeedSameResultAnotherSeedAnother) {
  const Command command;
  const auto run = [&](const char* seed) {
    return command.run(characterize({"--device", "ag_asi", "--seed", seed, "--json"})).out;
  };
  EXPECT_EQ(run("3"), run("3"));
  EXPECT_NE(run("3"), run("4"));
}

TEST(Characterize, LeavesTablesThatFitTakes) {
  const Command command;
  const Ended ended = command.run(characterize(
      {"--device", "hfo2", "--devices", "3", "--pulses", "ltp:50,ltd:40", "--out", "here"}));
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("effective levels"), std::string::npos);
  EXPECT_EQ(Json::parse(command.read("here/summary.json"))["w"].size(), 90U);
  EXPECT_EQ(command.read("here/response.csv").rfind("pulse,kind,w_mean,", 0), 0U);
  const Ended again = command.run(characterize({"--device", "hfo2", "--out", "here"}));
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.err.find("--force"), std::string::npos);
  const Ended fit =
      command.run({"fit", "--data", "here/curves.csv", "--g-min", "2e-5", "--g-max", "2e-4"});
  EXPECT_EQ(fit.status, 0) << fit.err;
}

// Whatever the library holds can be characterised, or says why not.
class EveryDeviceAndProtocol : public testing::TestWithParam<std::tuple<const char*, const char*>> {
};

TEST_P(EveryDeviceAndProtocol, MeasuresOrSaysWhyNot) {
  const auto& [device, protocol] = GetParam();
  if (make_device_kind(device)->needs() != nullptr) GTEST_SKIP() << "its curve is the user's";
  const Command command;
  std::vector<std::string> arguments{"--device", device, "--protocol", protocol, "--json"};
  const Ended ended = command.run(characterize(arguments));
  if (ended.status == 2) {
    expect_bad_input(command, ended, {protocol, device});
    return;
  }
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["device"], device);
  EXPECT_TRUE(json["metrics"].is_object());
}

INSTANTIATE_TEST_SUITE_P(, EveryDeviceAndProtocol,
                         testing::Combine(testing::ValuesIn(device_names()),
                                          testing::Values("pulses", "retention", "switching",
                                                          "stdp", "srdp", "rv", "iv")),
                         [](const auto& test) {
                           return std::string{std::get<0>(test.param)} + "_" +
                                  std::get<1>(test.param);
                         });

TEST(Characterize, SaysWhyADeviceLacksAProtocol) {
  const Command command;
  for (const auto& [protocol, why] : {std::pair{"retention", "keeps its state"},
                                      {"switching", "by chance"},
                                      {"stdp", "whatever their delay"},
                                      {"srdp", "how fast"}}) {
    expect_bad_input(command,
                     command.run(characterize({"--device", "hfo2", "--protocol", protocol})),
                     {"hfo2", protocol, why});
  }
}

struct BadOption {
  const char* name;
  std::vector<std::string> options;
  std::vector<std::string> words;
};
class CharacterizeOption : public testing::TestWithParam<BadOption> {};

TEST_P(CharacterizeOption, IsRefused) {
  const Command command;
  auto options = GetParam().options;
  options.insert(options.end(), {"--out", "out"});
  expect_bad_input(command, command.run(characterize(options)), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    , CharacterizeOption,
    testing::Values(
        BadOption{"UnknownDevice", {"--device", "hfo"}, {"\"hfo\"", "hfo2"}},
        BadOption{"UnknownProtocol", {"--protocol", "pulse"}, {"pulse", "pulses"}},
        BadOption{"NoTrain", {"--pulses", "2000"}, {"--pulses 2000", "ltp:2000"}},
        BadOption{"NoPulses", {"--pulses", "ltp:0"}, {"--pulses ltp:0"}},
        BadOption{"TooManyPulses", {"--pulses", "ltp:100000000", "--cycles", "2"}, {"at most"}},
        BadOption{"NoCycles", {"--cycles", "0"}, {"--cycles 0"}},
        BadOption{"NegativeCycles", {"--cycles", "-1"}, {"--cycles", "-1"}},
        BadOption{"NoDevices", {"--devices", "0"}, {"--devices 0"}},
        BadOption{"TooManyDevices", {"--devices", "100000001"}, {"--devices 100000001"}},
        BadOption{"WeightAboveOne", {"--w0", "1.5"}, {"--w0 1.5"}},
        BadOption{"WeightNan", {"--w0", "nan"}, {"--w0 nan"}},
        BadOption{"AmplitudeText", {"--amplitude", "high"}, {"--amplitude high"}},
        BadOption{"AmplitudeNegative", {"--amplitude=-1"}, {"--amplitude -1"}},
        BadOption{"AmplitudeThree", {"--amplitude", "1,2,3"}, {"--amplitude 2,3"}},
        BadOption{"AmplitudeInfinite", {"--amplitude", "inf"}, {"--amplitude inf"}},
        BadOption{"WidthZero", {"--width", "0"}, {"--width 0"}},
        BadOption{"WidthNan", {"--width", "nan"}, {"--width nan"}},
        BadOption{"RestNegative", {"--rest", "-1"}, {"--rest -1"}},
        BadOption{"CurveMissing", {"--device", "taox_hfalo"}, {"taox_hfalo", "nu_p"}},
        BadOption{"BadValue", {"--set", "device.sigma=-1"}, {"device.sigma"}}),
    [](const auto& test) { return std::string{test.param.name}; });

/// Curves of the soft bound without noise.
std::string soft_curves(int pulses) {
  std::string text = "pulse,kind,conductance\n0,start,0.00004\n";
  double w = 0;
  for (int n = 1; n <= 2 * pulses; ++n) {
    const bool up = n <= pulses;
    w += up ? 0.0064 * std::pow(1 - w, 3.2) : -0.0053 * std::pow(w, 3.4);
    text += fmt::format("{},{},{}\n", n, up ? "ltp" : "ltd", 40e-6 + w * 160e-6);
  }
  return text;
}

TEST(Fit, PrintsADeviceThatCharacterizeTakes) {
  const Command command;
  command.write("curves.csv", soft_curves(1000));
  const Ended fit =
      command.run({"fit", "--data", "curves.csv", "--g-min", "4e-5", "--g-max", "2e-4"});
  ASSERT_EQ(fit.status, 0) << fit.err;
  command.write("fitted.toml", fit.out);
  const Json json = characterized(command, {"--config", "fitted.toml", "--pulses", "ltp:500"});
  EXPECT_NEAR(json["w"][499], 0.612747, 1e-4);
  EXPECT_NEAR(json["parameters"]["g_max_s"], 2e-4, 1e-12);
}

TEST(Fit, AsJsonHasIntervalsAndAVerdict) {
  const Command command;
  command.write("curves.csv", soft_curves(1000));
  const Ended ended = command.run({"fit", "--data", "curves.csv", "--g-min", "4e-5", "--g-max",
                                   "2e-4", "--json", "--out", "here"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json json = Json::parse(ended.out);
  EXPECT_NEAR(json["parameters"]["a_p"]["value"], 0.0064, 1e-5);
  EXPECT_LE(json["parameters"]["a_p"]["low"], json["parameters"]["a_p"]["high"]);
  EXPECT_TRUE(json["test"]["rejected"].is_boolean());
  EXPECT_EQ(command.read("here/fit.csv").rfind("pulse,kind,data_mean_s,data_sd_s,fit_s\n", 0), 0U);
  EXPECT_EQ(command.read("here/device.toml"), json["toml"]);
}

class FitOption : public testing::TestWithParam<BadOption> {};

TEST_P(FitOption, IsRefused) {
  const Command command;
  command.write("curves.csv", soft_curves(100));
  command.write("few.csv", "pulse,kind,conductance\n1,ltp,1e-6\n2,ltp,2e-6\n");
  command.write("damaged.csv", "pulse,kind,conductance\n1,ltp,1e-6\n2,ltp,high\n");
  std::vector<std::string> arguments{"fit", "--out", "out"};
  arguments.insert(arguments.end(), GetParam().options.begin(), GetParam().options.end());
  expect_bad_input(command, command.run(arguments), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    , FitOption,
    testing::Values(
        BadOption{"NoData", {}, {"--data"}},
        BadOption{"MissingFile", {"--data", "nowhere.csv"}, {"nowhere.csv"}},
        BadOption{"Directory", {"--data", "."}, {"."}},
        BadOption{"DamagedFile", {"--data", "damaged.csv"}, {"damaged.csv:3", "high"}},
        BadOption{"TooFewSteps", {"--data", "few.csv"}, {"few.csv", "at least 20"}},
        BadOption{"UnknownModel",
                  {"--data", "curves.csv", "--model", "soft"},
                  {"--model soft", "soft_bound"}},
        BadOption{"GMinNegative", {"--data", "curves.csv", "--g-min=-1"}, {"--g-min"}},
        BadOption{"GMinNan", {"--data", "curves.csv", "--g-min", "nan"}, {"--g-min nan"}},
        BadOption{"GMaxZero", {"--data", "curves.csv", "--g-max", "0"}, {"--g-max 0"}},
        BadOption{"GMaxWithinTheData", {"--data", "curves.csv", "--g-max", "5e-5"}, {"--g-max"}},
        BadOption{"LevelOne", {"--data", "curves.csv", "--level", "1"}, {"--level 1"}},
        BadOption{"LevelText", {"--data", "curves.csv", "--level", "low"}, {"--level"}}),
    [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace softbound::test
