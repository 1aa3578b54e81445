// SPDX-License-Identifier: Apache-2.0
#include "device/device_registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_array.h"
#include "device/device_parameters.h"
#include "device/varied_device.h"

namespace softbound {
namespace {

TEST(DeviceRegistry, NamesAreUniqueAndTheFirstIsTheChipsDefault) {
  std::set<std::string> names;
  for (const char* name : device_names()) EXPECT_TRUE(names.insert(name).second) << name;
  EXPECT_STREQ(device_names().front(), "hfo2");
}

TEST(DeviceRegistry, HasEveryDeviceOfTheLedger) {
  const auto& known = device_names();
  for (const char* name : {"hfo2",
                           "linear",
                           "taox_tio2",
                           "pcmo",
                           "ag_asi",
                           "alox_hfo2",
                           "taox_hfox",
                           "epiram",
                           "taox_hfalo",
                           "hfox_tiox",
                           "reram_es",
                           "reram_sb",
                           "capacitor",
                           "ecram_li",
                           "ecram_mo",
                           "ecram_organic",
                           "idealised",
                           "gokmen_vlasov",
                           "rram_filament_a",
                           "rram_filament_b",
                           "vteam",
                           "pcm",
                           "stt_mram",
                           "sot_mram",
                           "feram",
                           "fefet",
                           "ftj",
                           "flash",
                           "memtransistor",
                           "cbram",
                           "atomic_switch",
                           "second_order",
                           "diffusive",
                           "nbo2"}) {
    EXPECT_TRUE(std::any_of(known.begin(), known.end(), [&](const char* k) {
      return std::string{k} == name;
    })) << name;
  }
}

TEST(DeviceRegistry, ATakenNameIsRefused) {
  EXPECT_THROW(register_device_kind(make_device_kind("pcmo")), InputError);
}

TEST(DeviceRegistry, UnknownNameIsAnErrorThatNamesTheNearest) {
  try {
    make_device_kind("linaer");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "device.model = \"linaer\": expected a device model: did you mean \"linear\"?");
  }
}

// What every device owes, present and future; one whose curve is the user's to give, with one.
DeviceParameters usable(const char* name) {
  DeviceParameters parameters{name};
  if (parameters.kind->needs() == nullptr) return parameters;
  TomlSource source;
  source.add_text("[device]\nnu_p = 1.5\nnu_d = 1.5\npulses_p = 50\npulses_d = 50\n", "curve");
  source.read(parameters, "device");
  return parameters;
}

class EveryDevice : public testing::TestWithParam<const char*> {
 protected:
  DeviceParameters parameters = usable(GetParam());
  const DeviceKind& kind() const { return *parameters.kind; }
  std::unique_ptr<Device> make() const { return kind().make(parameters.window()); }
  std::vector<PortPulse> nominal_pulses() const {
    std::vector<PortPulse> pulses;
    for (const auto direction : {WriteKind::ltp, WriteKind::ltd}) {
      if (const auto pulse = kind().nominal_pulse(direction)) pulses.push_back(*pulse);
    }
    return pulses;
  }
  DrawSequence random{7, RandomStream::write_noise, 0};
};

TEST_P(EveryDevice, IsDescribedAndItsDefaultsAreLegal) {
  EXPECT_STREQ(kind().name(), GetParam());
  EXPECT_GT(std::string{kind().summary()}.size(), 10u);
  EXPECT_EQ(kind().kernel()[0], 'K');
  EXPECT_GT(std::string{kind().source()}.size(), 2u);
  EXPECT_GE(kind().terminals().size(), 2u);
  EXPECT_NO_THROW(parameters.check());
}

/// Names of all keys, as often as they come.
class KeyNames : public ParameterVisitor {
 public:
  std::multiset<std::string> names;

  void real(const ParameterKey& key, double&, const Bounds&) override { names.insert(key.name); }
  void whole(const ParameterKey& key, std::int64_t&, const Bounds&) override {
    names.insert(key.name);
  }
  void time_ns(const ParameterKey& key, TimePs&, const Bounds&) override { names.insert(key.name); }
  void flag(const ParameterKey& key, bool&) override { names.insert(key.name); }
  void text(const ParameterKey& key, std::string&) override { names.insert(key.name); }
  void choice_index(const ParameterKey& key, std::size_t&,
                    const std::vector<const char*>&) override {
    names.insert(key.name);
  }
};

TEST_P(EveryDevice, HasEachKeyOnce) {
  KeyNames keys;
  parameters.describe(keys);
  EXPECT_GT(keys.names.size(), 3u);
  for (const auto& name : keys.names) EXPECT_EQ(keys.names.count(name), 1u) << name;
}

TEST_P(EveryDevice, NominalPulsesMoveTheWeightTheWayTheyAreCalled) {
  for (const auto direction : {WriteKind::ltp, WriteKind::ltd}) {
    const auto pulse = kind().nominal_pulse(direction);
    if (!pulse) continue;
    const auto device = make();
    device->set_weight(direction == WriteKind::ltp ? 0.0 : 1.0);
    const double w = device->weight();
    for (int n = 0; n < 100; ++n) device->apply(pulse->pulse, pulse->port, random);
    const double moved = direction == WriteKind::ltp ? device->weight() - w : w - device->weight();
    EXPECT_GT(moved, 0);
    EXPECT_FALSE(device->flags().overstress);
  }
}

TEST_P(EveryDevice, StaysInItsWindow) {
  const auto device = make();
  const auto [low_s, high_s] = device->bounds();
  for (const auto& [pulse, port] : nominal_pulses()) {
    for (int n = 0; n < 500; ++n) {
      device->apply(pulse, port, random);
      ASSERT_GE(device->weight(), 0.0);
      ASSERT_LE(device->weight(), 1.0);
      ASSERT_GE(device->conductance(), low_s * (1 - 1e-12));
      ASSERT_LE(device->conductance(), high_s * (1 + 1e-12));
    }
  }
}

/// "key 0.2, ..." of every number that is not 0.
class SpreadOfAll : public ParameterVisitor {
 public:
  std::string text_so_far;

  void real(const ParameterKey& key, double& value, const Bounds&) override {
    if (value != 0 && std::isfinite(value)) add(key);
  }
  void whole(const ParameterKey&, std::int64_t&, const Bounds&) override {}
  void time_ns(const ParameterKey&, TimePs&, const Bounds&) override {}
  void flag(const ParameterKey&, bool&) override {}
  void text(const ParameterKey&, std::string&) override {}
  void choice_index(const ParameterKey&, std::size_t&, const std::vector<const char*>&) override {}

 private:
  void add(const ParameterKey& key) {
    if (!text_so_far.empty()) text_so_far += ", ";
    text_so_far += std::string{key.name} + " 0.05";
  }
};

TEST_P(EveryDevice, StaysInItsWindowWithOtherParametersToo) {
  SpreadOfAll all;
  parameters.describe(all);
  parameters.options.spread = all.text_so_far;
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  int legal = 0;
  for (std::uint64_t index = 0; index < 20; ++index) {
    DeviceParameters other = parameters;
    try {
      other = spread_parameters(parameters, seed, index);
    } catch (const InputError&) {
      continue;  // a kind whose numbers hang together: a step of one over a whole number
    }
    ++legal;
    const auto device = other.kind->make(other.window());
    for (const auto direction : {WriteKind::ltp, WriteKind::ltd}) {
      const auto pulse = other.kind->nominal_pulse(direction);
      if (!pulse) continue;
      for (int n = 0; n < 20; ++n) {
        device->apply(pulse->pulse, pulse->port, random);
        ASSERT_TRUE(std::isfinite(device->conductance())) << "device " << index;
        ASSERT_GE(device->weight(), 0.0) << "device " << index;
        ASSERT_LE(device->weight(), 1.0) << "device " << index;
      }
    }
  }
  if (std::string{GetParam()} != "linear") {
    EXPECT_GT(legal, 0);
  }
}

TEST_P(EveryDevice, SettlingASettledWeightChangesNothing) {
  const auto device = make();
  for (int k = 0; k <= 100; ++k) {
    device->set_weight(k * 1e-2);
    const double w = device->weight();
    device->set_weight(w);
    ASSERT_NEAR(device->weight(), w, 1e-12);
  }
}

TEST_P(EveryDevice, ReadsChangeNothing) {
  const auto device = make();
  std::vector<double> before, after;
  device->save(before);
  for (const double v : {-0.1, 0.05, 0.1}) {
    EXPECT_TRUE(std::isfinite(device->current(v)));
    EXPECT_TRUE(std::isfinite(device->conductance()));
  }
  device->save(after);
  EXPECT_EQ(after, before);
}

TEST_P(EveryDevice, ACloneAndARestoredStateGoOnAsTheOriginal) {
  const auto device = make();
  const auto pulses = nominal_pulses();
  const auto play = [&](Device& played, std::uint64_t first_draw) {
    DrawSequence draws{7, RandomStream::write_noise, 1, first_draw};
    for (int n = 0; n < 5; ++n) {
      for (const auto& [pulse, port] : pulses) played.apply(pulse, port, draws);
      played.relax(1e-3, draws);
    }
    return played.weight();
  };
  play(*device, 0);
  const auto clone = device->clone();
  const auto restored = make();
  std::vector<double> state;
  device->save(state);
  EXPECT_EQ(restored->restore(state.data(), state.data() + state.size()),
            state.data() + state.size());
  const double expected = play(*device, 1000);
  EXPECT_EQ(play(*clone, 1000), expected);
  EXPECT_EQ(play(*restored, 1000), expected);
}

TEST_P(EveryDevice, PulseOfZeroWidthIsANoOp) {
  const auto device = make();
  std::vector<double> before, after;
  device->save(before);
  for (const auto& [pulse, port] : nominal_pulses())
    device->apply({pulse.amplitude_v, 0}, port, random);
  device->save(after);
  EXPECT_EQ(after, before);
}

TEST_P(EveryDevice, BadInputIsRefused) {
  const auto device = make();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(device->apply({nan, 1e-6}, Port::main, random), std::domain_error);
  EXPECT_THROW(device->apply({0.1, -1e-6}, Port::main, random), std::domain_error);
  EXPECT_THROW(device->relax(-1, random), std::domain_error);
  EXPECT_THROW(device->set_weight(1.1), InputError);
  for (const auto port : {Port::main, Port::gate, Port::write_line}) {
    if (!device->has_port(port)) {
      EXPECT_THROW(device->apply({0.1, 1e-6}, port, random), std::domain_error);
    }
  }
}

TEST_P(EveryDevice, WorksInAnArrayOrSaysWhyNot) {
  if (kind().why_no_synapse() != nullptr) {
    EXPECT_THROW((DeviceArray{parameters, 2, 1}), InputError);
    EXPECT_GT(std::string{kind().why_no_synapse()}.size(), 10u);
    return;
  }
  const WritePulse ltp{WriteKind::ltp, parameters.strobe_width_s, 0.45};
  const WritePulse ltd{WriteKind::ltd, parameters.strobe_width_s, 0.5};
  DeviceArray array{parameters, 2, 1}, reversed{parameters, 2, 1};
  for (int n = 0; n < 10; ++n) {
    array.write(0, ltp);
    array.write(1, ltd);
    reversed.write(1, ltd);
    reversed.write(0, ltp);
  }
  EXPECT_EQ(array.weights(), reversed.weights());
  const auto record = array.write(0, ltd);
  EXPECT_EQ(array.amend(record, record.pulse.width_s).weight_after, record.weight_after);
  EXPECT_EQ(array.amend(record, 0).weight_after, record.weight_before);
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryDevice, testing::ValuesIn(device_names()),
                         [](const auto& device) { return std::string{device.param}; });

}  // namespace
}  // namespace softbound
