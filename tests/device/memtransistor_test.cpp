// SPDX-License-Identifier: Apache-2.0
#include "device/memtransistor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_parameters.h"

namespace softbound {
namespace {

DeviceParameters device(const std::string& keys = "") {
  TomlSource source;
  source.add_text("[device]\nmodel = \"memtransistor\"\n" + keys, "device.toml");
  DeviceParameters parameters;
  source.read(parameters, "device");
  source.finish();
  parameters.check();
  return parameters;
}

std::unique_ptr<Memtransistor> make(const DeviceParameters& parameters) {
  auto made = parameters.kind->make(parameters.window());
  return std::unique_ptr<Memtransistor>{dynamic_cast<Memtransistor*>(made.release())};
}

DrawSequence draws() { return {3, RandomStream::write_noise, 0}; }

TEST(D8, ConductanceGrowsWithTheGateAtAnyWeight) {
  const auto memtransistor = make(device());
  for (const double w : {0.0, 0.3, 1.0}) {
    memtransistor->set_weight(w);
    double before = 0;
    for (int v = -10; v <= 9; ++v) {
      memtransistor->set_gate_v(v);
      ASSERT_GT(memtransistor->conductance(), before) << v;
      before = memtransistor->conductance();
    }
  }
}

TEST(D8, OnOffRatioIsTheParameterAtAnyGateVoltage) {
  for (const char* keys : {"", "on_off = 7\n"}) {
    const auto memtransistor = make(device(keys));
    for (const double v : {-8.0, 0.0, 5.0, 40.0}) {
      memtransistor->set_gate_v(v);
      memtransistor->set_weight(1);
      const double on_s = memtransistor->conductance();
      memtransistor->set_weight(0);
      EXPECT_DOUBLE_EQ(on_s / memtransistor->conductance(), *keys != 0 ? 7.0 : 100.0) << v;
    }
  }
}

TEST(D8, OppositeDrainVoltagesSetAndReset) {
  const auto memtransistor = make(device());
  auto random = draws();
  memtransistor->apply({30, 1e-3}, Port::main, random);
  const double set = memtransistor->weight();
  EXPECT_GT(set, 0.5);
  memtransistor->apply({-30, 1e-3}, Port::main, random);
  EXPECT_LT(memtransistor->weight(), set);
}

TEST(D8, EqualPulsesAccumulateMonotonically) {
  const auto memtransistor = make(device());
  auto random = draws();
  for (const double v : {30.0, -30.0}) {
    for (int n = 0; n < 50; ++n) {
      const double before = memtransistor->weight();
      memtransistor->apply({v, 1e-3}, Port::main, random);
      ASSERT_GT((memtransistor->weight() - before) * v, 0);
    }
  }
}

TEST(D8, NeitherReadsNorTheGateMoveTheWeight) {
  const auto memtransistor = make(device());
  auto random = draws();
  memtransistor->apply({2.9, 1e-3}, Port::main, random);
  memtransistor->apply({20, 1e-3}, Port::gate, random);
  EXPECT_EQ(memtransistor->weight(), 0.5);
  EXPECT_THROW(memtransistor->apply({1, 1e-3}, Port::write_line, random), std::domain_error);
}

TEST(Memtransistor, GateSaturates) {
  const auto memtransistor = make(device());
  memtransistor->set_weight(1);
  memtransistor->set_gate_v(1000);
  EXPECT_EQ(memtransistor->conductance(), 10e-6);
  EXPECT_THROW(memtransistor->set_gate_v(std::numeric_limits<double>::quiet_NaN()),
               std::domain_error);
}

TEST(Memtransistor, WindowAsASynapseFollowsFromItsKeys) {
  const auto parameters = device("v_gate_v = 1000\non_off = 20\n");
  EXPECT_EQ(parameters.g_max_s, 10e-6);
  EXPECT_DOUBLE_EQ(parameters.g_min_s, 0.5e-6);
  const auto memtransistor = make(parameters);
  EXPECT_NEAR(memtransistor->conductance(), parameters.conductance_s(0.5), 1e-18);
}

TEST(Memtransistor, BadInputNamesTheKey) {
  for (const char* key : {"g_1_s = 0", "n = -1", "on_off = 1", "g_saturated_s = inf",
                          "v_gate_v = nan", "v_dead_v = -1", "g_min_s = 1e-6"}) {
    try {
      device(std::string{key} + "\n");
      ADD_FAILURE() << key << " accepted";
    } catch (const InputError& error) {
      const std::string name{key, std::string{key}.find(' ')};
      EXPECT_NE(std::string{error.what()}.find("device." + name), std::string::npos)
          << error.what();
    }
  }
}

}  // namespace
}  // namespace softbound
