// SPDX-License-Identifier: Apache-2.0
#include "device/varied_device.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_array.h"
#include "device/soft_bound.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 5;
constexpr Pulse kLtpPulse{-0.45, 10e-6};
constexpr WritePulse kLtp{WriteKind::ltp, 10e-6, 0.45};
constexpr WritePulse kLtd{WriteKind::ltd, 10e-6, 0.50};

DeviceParameters device(const std::string& keys) {
  TomlSource source;
  source.add_text("[device]\n" + keys, "device.toml");
  DeviceParameters parameters;
  source.read(parameters, "device");
  source.finish();
  parameters.check();
  return parameters;
}

std::string error_of(const std::string& keys) {
  try {
    device(keys);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

struct Moments {
  double mean, deviation;
};

template <class Value>
Moments moments(std::size_t n, Value value) {
  double sum = 0, squares = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double x = value(k);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / static_cast<double>(n);
  return {mean, std::sqrt(squares / static_cast<double>(n) - mean * mean)};
}

TEST(DeviceSpread, ParametersAreGaussianRoundTheirNominalValue) {
  const auto parameters = device("device_spread = \"a_p 0.1, g_max_s 1e-5 abs\"\n");
  constexpr std::size_t kDevices = 4000;
  const auto a_p = moments(kDevices, [&](std::size_t k) {
    const auto spread = spread_parameters(parameters, kSeed, k);
    return dynamic_cast<const SoftBound&>(*spread.kind).parameters().ltp.a;
  });
  EXPECT_NEAR(a_p.mean, 0.0064, 4 * 0.00064 / std::sqrt(kDevices));
  EXPECT_NEAR(a_p.deviation, 0.00064, 0.05 * 0.00064);
  const auto g_max = moments(
      kDevices, [&](std::size_t k) { return spread_parameters(parameters, kSeed, k).g_max_s; });
  EXPECT_NEAR(g_max.mean, 200e-6, 4 * 1e-5 / std::sqrt(kDevices));
  EXPECT_NEAR(g_max.deviation, 1e-5, 0.05 * 1e-5);
}

TEST(DeviceSpread, IsAFunctionOfSeedAndDevice) {
  const auto parameters = device("device_spread = \"g_max_s 0.1\"\n");
  const auto g_max_s = [&](std::uint64_t seed, std::uint64_t index) {
    return spread_parameters(parameters, seed, index).g_max_s;
  };
  EXPECT_EQ(g_max_s(1, 7), g_max_s(1, 7));
  EXPECT_NE(g_max_s(1, 7), g_max_s(1, 8));
  EXPECT_NE(g_max_s(1, 7), g_max_s(2, 7));
}

TEST(DeviceSpread, WholeNumbersStayWhole) {
  const auto parameters = device("model = \"pcmo\"\ndevice_spread = \"pulses_p 0.2\"\n");
  for (std::uint64_t k = 0; k < 50; ++k) {
    EXPECT_NO_THROW(spread_parameters(parameters, kSeed, k).check());
  }
}

TEST(DeviceSpread, ImpossibleDevicesAreDrawnAgain) {
  const auto parameters = device("device_spread = \"g_min_s 2, a_p 2\"\n");
  for (std::uint64_t k = 0; k < 500; ++k) {
    const auto spread = spread_parameters(parameters, kSeed, k);
    ASSERT_GE(spread.g_min_s, 0);
    ASSERT_LT(spread.g_min_s, spread.g_max_s);
  }
}

TEST(DeviceSpread, AllCellsOfAnArrayShareTheNominalScaleOfWeights) {
  const auto parameters = device("model = \"linear\"\ndevice_spread = \"g_max_s 0.1\"\n");
  DeviceArray array{parameters, 200, kSeed};
  array.set_weights(std::vector<double>(200, 1.0));
  std::size_t beyond = 0, below = 0;
  for (std::size_t cell = 0; cell < 200; ++cell) {
    const double own_top_s = spread_parameters(parameters, kSeed, cell).g_max_s;
    for (int n = 0; n < 20; ++n) array.write(cell, {WriteKind::ltp, 1, 0.45});
    ASSERT_NEAR(array.conductance_s(cell), own_top_s, 1e-15) << cell;
    ++(array.weight(cell) > 1 ? beyond : below);
  }
  EXPECT_GT(beyond, 50u);
  EXPECT_GT(below, 50u);
  const auto weights = array.weights();
  EXPECT_NO_THROW(array.set_weights(weights)) << "what an array holds can be set";
  for (std::size_t cell = 0; cell < 200; ++cell)
    EXPECT_NEAR(array.weight(cell), weights[cell], 1e-12);
}

TEST(DeviceSpread, BadInputNamesWhatWasFound) {
  EXPECT_EQ(error_of("device_spread = \"a_q 0.1\"\n"),
            "device.device_spread = \"a_q 0.1\": device hfo2 has no number a_q: did you mean a_p?");
  for (const char* text : {"a_p", "a_p x", "a_p -0.1", "a_p 0.1 rel", "a_p 0.1 abs abs", "a_p nan",
                           "a_p 1e999", "0.1", "a_p 0.1,,g_max_s 1", "model 0.1"}) {
    EXPECT_NE(
        error_of("device_spread = \"" + std::string{text} + "\"\n").find("device.device_spread"),
        std::string::npos)
        << text;
  }
  const auto parameters = device("device_spread = \"g_min_s 1e9 abs\"\n");
  EXPECT_THROW((DeviceArray{parameters, 20, kSeed}), InputError) << "hardly ever legal";
}

TEST(DeviceOptions, WithoutAnyAnArrayComputesWithTheLawAndWithThemTheNoiseIsTheSame) {
  auto plain = device("sigma = 0.01\n");
  auto worn = device("sigma = 0.01\nendurance_writes = 1000\n");
  DeviceArray fast{plain, 3, kSeed}, slow{worn, 3, kSeed};
  for (int n = 0; n < 50; ++n) {
    for (std::size_t cell = 0; cell < 3; ++cell) {
      ASSERT_EQ(fast.write(cell, kLtp).weight_after, slow.write(cell, kLtp).weight_after);
    }
  }
}

TEST(StuckDevices, TheirShareIsAsAskedAndNothingMovesThem) {
  const auto parameters = device("stuck_low = 0.1\nstuck_high = 0.2\n");
  constexpr std::size_t kCells = 5000;
  DeviceArray array{parameters, kCells, kSeed};
  array.set_weights(std::vector<double>(kCells, 0.4));
  std::size_t low = 0, high = 0;
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const double before = array.weight(cell);
    const bool moved = array.write(cell, kLtp).weight_after != before;
    if (before == 0) ++low;
    if (before == 1) ++high;
    ASSERT_EQ(moved, before == 0.4);
  }
  EXPECT_NEAR(static_cast<double>(low), 500, 4 * std::sqrt(450));
  EXPECT_NEAR(static_cast<double>(high), 1000, 4 * std::sqrt(800));
}

TEST(StuckDevices, MoreThanAllIsRefused) {
  EXPECT_NE(error_of("stuck_low = 0.6\nstuck_high = 0.6\n").find("device.stuck_high = 0.6"),
            std::string::npos);
  EXPECT_NE(error_of("stuck_low = 1.1\n").find("device.stuck_low"), std::string::npos);
}

TEST(Endurance, ADeviceKeepsItsStateAfterItsWritesAndReadsDoNotWearIt) {
  const auto parameters = device("endurance_writes = 10\n");
  const auto memristor = make_device(parameters, kSeed, 0);
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  for (int n = 0; n < 100; ++n) memristor->apply({0.1, 3e-6}, Port::main, random);
  for (int n = 0; n < 10; ++n) {
    const double before = memristor->weight();
    memristor->apply(kLtpPulse, Port::main, random);
    ASSERT_GT(memristor->weight(), before) << n;
  }
  const double last = memristor->weight();
  memristor->apply(kLtpPulse, Port::main, random);
  memristor->set_weight(0.1);
  EXPECT_EQ(memristor->weight(), last);
}

TEST(Endurance, WearIsPartOfTheStateAndACutPulseDoesNotWear) {
  const auto parameters = device("endurance_writes = 1\n");
  DeviceArray array{parameters, 1, kSeed};
  array.amend(array.write(0, kLtp), 0);
  EXPECT_NE(array.write(0, kLtp).weight_after, 0.5);
  EXPECT_EQ(array.write(0, kLtd).weight_after, array.weight(0));
  DeviceArray restored{parameters, 1, kSeed};
  restored.restore(array.weights(), array.write_counts(), array.hidden_state());
  const double worn = restored.weight(0);
  EXPECT_EQ(restored.write(0, kLtd).weight_after, worn);
}

TEST(D12_Leak, PullsToTheRestWeightWithItsTimeConstant) {
  const auto parameters =
      device("model = \"capacitor\"\ndevice_spread = \"\"\nleak_tau_s = 0.02\nleak_weight = 0.3\n");
  const auto capacitor = make_device(parameters, kSeed, 0);
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  for (const double start : {0.0, 0.8}) {
    capacitor->set_weight(start);
    capacitor->relax(0.01, random);
    EXPECT_NEAR(capacitor->weight(), 0.3 + (start - 0.3) * std::exp(-0.5), 1e-15);
    capacitor->relax(10, random);
    EXPECT_NEAR(capacitor->weight(), 0.3, 1e-15);
  }
}

TEST(D12_Leak, HappensInSteps) {
  const auto parameters = device("leak_tau_s = 1\n");
  const auto once = make_device(parameters, kSeed, 0), often = make_device(parameters, kSeed, 0);
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  once->set_weight(0.9);
  often->set_weight(0.9);
  once->relax(0.5, random);
  for (int n = 0; n < 100; ++n) often->relax(0.005, random);
  EXPECT_NEAR(often->weight(), once->weight(), 1e-13);
}

TEST(D12_Leak, GoesOnWhileAPulseLasts) {
  const auto parameters = device("leak_tau_s = 1e-5\nleak_weight = 0\n");
  const auto leaking = make_device(parameters, kSeed, 0);
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  leaking->apply(kLtpPulse, Port::main, random);
  EXPECT_NEAR(leaking->weight(), SoftBound{}.weight_after(kLtp, 0.5, 0) * std::exp(-1), 1e-14);
}

TEST(D12_Leak, MovesADeviceOfLevelsToo) {
  const auto parameters = device("model = \"linear\"\nleak_tau_s = 1\nleak_weight = 0\n");
  const auto levels = make_device(parameters, kSeed, 0);
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  for (int n = 0; n < 1000; ++n) levels->relax(1e-3, random);
  EXPECT_NEAR(levels->weight(), 0.5 * std::exp(-1), 1e-12);
}

TEST(D12_Leak, AnArrayRelaxesAllItsCells) {
  DeviceArray array{device("leak_tau_s = 2\nleak_weight = 1\n"), 3, kSeed};
  array.set_weights({0, 0.5, 1});
  array.relax(2);
  EXPECT_NEAR(array.weight(0), 1 - std::exp(-1), 1e-15);
  EXPECT_NEAR(array.weight(1), 1 - 0.5 * std::exp(-1), 1e-15);
  EXPECT_EQ(array.weight(2), 1.0);
  EXPECT_THROW(array.relax(-1), std::domain_error);
  DeviceArray lasting{DeviceParameters{}, 2, kSeed};
  lasting.relax(1e9);
  EXPECT_EQ(lasting.weights(), (std::vector<double>{0.5, 0.5}));
}

TEST(ReadNoise, IsRelativeAndLeavesTheStateAlone) {
  const auto noisy = make_device(device("read_sigma = 0.02\n"), kSeed, 0);
  DrawSequence random{kSeed, RandomStream::stimulus, 0};
  const double g_s = noisy->conductance();
  const auto reads =
      moments(20'000, [&](std::size_t) { return noisy->read_conductance(random) / g_s; });
  EXPECT_NEAR(reads.mean, 1, 4 * 0.02 / std::sqrt(20'000));
  EXPECT_NEAR(reads.deviation, 0.02, 0.02 * 0.02);
  EXPECT_EQ(noisy->conductance(), g_s);
}

TEST(ReadNoise, IsOffByDefault) {
  const auto quiet = make_device(device(""), kSeed, 0);
  DrawSequence random{kSeed, RandomStream::stimulus, 0};
  EXPECT_EQ(quiet->read_conductance(random), quiet->conductance());
  EXPECT_EQ(random.position(), 0u);
}

TEST(TelegraphOption, AnyDeviceJumpsBetweenTwoConductancesAndKeepsItsWeight) {
  for (const char* model : {"hfo2", "pcmo", "fefet"}) {
    const auto jumping =
        make_device(device("model = \"" + std::string{model} + "\"\nrtn_step = 0.25\n"), kSeed, 0);
    DrawSequence random{kSeed, RandomStream::stimulus, 0};
    const double w = jumping->weight(), g_s = jumping->conductance();
    std::size_t high = 0;
    for (int n = 0; n < 2000; ++n) {
      jumping->relax(2e-3, random);
      const bool is_high = jumping->conductance() > 1.1 * g_s;
      high += is_high;
      ASSERT_NEAR(jumping->conductance(), (is_high ? 1.25 : 1.0) * g_s, 1e-9 * g_s) << model;
      ASSERT_EQ(jumping->weight(), w) << model;
    }
    EXPECT_NEAR(static_cast<double>(high), 1000, 150) << model;
  }
}

TEST(TelegraphOption, AnArraySeesItAfterTimeHasPassed) {
  DeviceArray array{device("rtn_step = 0.5\n"), 400, kSeed};
  array.relax(1);
  const auto high = std::count_if(array.weights().begin(), array.weights().end(),
                                  [](double w) { return w > 0.6; });
  EXPECT_NEAR(static_cast<double>(high), 200, 40);
}

TEST(DeviceOptions, PresetsOfTrainingHardwareComeWithTheirSpread) {
  EXPECT_EQ(DeviceParameters{"idealised"}.options.spread,
            "dw 0.3, g_min_s 2.7e-05 abs, g_max_s 2.7e-05 abs");
  EXPECT_EQ(DeviceParameters{"capacitor"}.options.leak_tau_s, 1);
  EXPECT_FALSE(DeviceParameters{}.options.any());
}

TEST(DeviceOptions, ANameOfOnesOwnStandsInReports) {
  EXPECT_EQ(device("name = \"batch 7\"\n").display_name(), "batch 7");
  EXPECT_EQ(device("model = \"linear\"\n").display_name(), "linear");
}

}  // namespace
}  // namespace softbound
