// SPDX-License-Identifier: Apache-2.0
// `softbound device`: whatever the registry holds is listed and shown, and what is shown reads
// back.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "command_process.h"
#include "core/parameter.h"
#include "device/device_parameters.h"
#include "device/device_registry.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;

/// Names of all keys of [device] with this kind.
class Keys : public ParameterVisitor {
 public:
  void real(const ParameterKey& key, double&, const Bounds&) override { add(key); }
  void whole(const ParameterKey& key, std::int64_t&, const Bounds&) override { add(key); }
  void time_ns(const ParameterKey& key, TimePs&, const Bounds&) override { add(key); }
  void flag(const ParameterKey& key, bool&) override { add(key); }
  void text(const ParameterKey& key, std::string&) override { add(key); }
  void choice_index(const ParameterKey& key, std::size_t&,
                    const std::vector<const char*>&) override {
    add(key);
  }
  std::vector<std::string> names;

 private:
  void add(const ParameterKey& key) { names.emplace_back(key.name); }
};

std::vector<std::string> keys_of(const std::string& model) {
  DeviceParameters device{model};
  Keys keys;
  device.describe(keys);
  return keys.names;
}

TEST(DeviceList, HasALineForEveryRegisteredDevice) {
  const Command command;
  const Ended ended = command.run({"device", "list"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  std::istringstream lines{ended.out};
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line.rfind("name ", 0), 0U);
  for (const auto& kind : device_kinds()) {
    ASSERT_TRUE(std::getline(lines, line)) << kind->name();
    EXPECT_EQ(line.rfind(std::string{kind->name()} + ' ', 0), 0U) << line;
    for (const char* part : {kind->kernel(), kind->summary(), kind->source()}) {
      EXPECT_NE(line.find(part), std::string::npos) << part << " in: " << line;
    }
  }
  EXPECT_FALSE(std::getline(lines, line)) << line;
}

TEST(DeviceList, AsJsonHasTheSame) {
  const Command command;
  const Json list = Json::parse(command.run({"device", "list", "--json"}).out);
  ASSERT_EQ(list.size(), device_kinds().size());
  for (std::size_t k = 0; k < list.size(); ++k) {
    const DeviceKind& kind = *device_kinds()[k];
    EXPECT_EQ(list[k]["name"], kind.name());
    EXPECT_EQ(list[k]["kernel"], kind.kernel());
    EXPECT_EQ(list[k]["source"], kind.source());
    EXPECT_EQ(list[k]["terminals"].size(), kind.terminals().size());
  }
}

class DeviceShow : public testing::TestWithParam<const char*> {
 protected:
  std::string shown(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"device", "show", GetParam()};
    // Where the curve is the user's to give, one is given.
    if (make_device_kind(GetParam())->needs() != nullptr) {
      for (const char* key : {"nu_p=1.5", "nu_d=1.5", "pulses_p=50", "pulses_d=50"}) {
        arguments.insert(arguments.end(), {"--set", std::string{"device."} + key});
      }
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ended ended = command.run(arguments);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.out;
  }
  Command command;
};

TEST_P(DeviceShow, PrintsEveryKeyWithItsSource) {
  const std::string text = shown();
  for (const auto& key : keys_of(GetParam())) {
    EXPECT_NE(text.find('\n' + key + " = "), std::string::npos) << key;
  }
}

TEST_P(DeviceShow, PrintsWhatReadsBack) {
  const std::string text = shown({"--set", "device.strobe_width_s=3.25e-6"});
  EXPECT_NE(text.find("strobe_width_s = 3.25e-06"), std::string::npos);
  command.write("shown.toml", text);
  EXPECT_EQ(shown({"--config", "shown.toml"}), text);
}

TEST_P(DeviceShow, AsJsonHasAnObjectForEachKey) {
  const Json json = Json::parse(shown({"--json"}));
  EXPECT_EQ(json["name"], GetParam());
  std::vector<std::string> keys;
  for (const auto& parameter : json["parameters"]) {
    keys.push_back(parameter.at("key"));
    for (const char* part : {"value", "unit", "meaning", "source"}) {
      EXPECT_TRUE(parameter.contains(part)) << parameter.dump();
    }
    EXPECT_TRUE(!parameter["value"].is_number() || parameter.contains("bounds"));
  }
  EXPECT_EQ(keys, keys_of(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(, DeviceShow, testing::ValuesIn(device_names()),
                         [](const auto& test) { return std::string{test.param}; });

TEST(DeviceCommand, NamesTheNearestDevice) {
  const Command command;
  expect_bad_input(command, command.run({"device", "show", "hfo"}), {"\"hfo\"", "\"hfo2\""});
}

TEST(DeviceCommand, NeedsAKnownSubcommandAndAName) {
  const Command command;
  expect_bad_input(command, command.run({"device"}), {"subcommand"});
  expect_bad_input(command, command.run({"device", "show"}), {"NAME"});
  expect_bad_input(command, command.run({"device", "delete"}), {"subcommand"});
  expect_bad_input(command, command.run({"device", "list", "all"}), {"all"});
}

TEST(DeviceCommand, RefusesValuesOutsideTheirBounds) {
  const Command command;
  expect_bad_input(command, command.run({"device", "show", "hfo2", "--set", "device.sigma=-1"}),
                   {"device.sigma = -1", "at least 0"});
  expect_bad_input(command, command.run({"device", "show", "hfo2", "--set", "device.step=0.1"}),
                   {"device.step"});
  expect_bad_input(command, command.run({"device", "show", "hfo2", "--config", "nowhere.toml"}),
                   {"nowhere.toml"});
}

TEST(DeviceCommand, ShowsADeviceWhoseCurveIsNotGiven) {
  const Command command;
  const Ended ended = command.run({"device", "show", "taox_hfalo"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("nu_p = 0.0"), std::string::npos);
}

TEST(DeviceCommand, PassesOverOtherTables) {
  const Command command;
  command.write("all.toml", command.run({"config"}).out);
  const Ended ended = command.run({"device", "show", "hfo2", "--config", "all.toml"});
  EXPECT_EQ(ended.out, command.run({"device", "show", "hfo2"}).out) << ended.err;
}

}  // namespace
}  // namespace softbound::test
