// SPDX-License-Identifier: Apache-2.0
#include "self_timed/self_timed_rtl.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "rtl_context.h"

namespace softbound {
namespace {

SelfTimedRtl::Setup setup_of(std::size_t rows, std::size_t columns, double mismatch_sigma = 0) {
  SelfTimedRtl::Setup setup{rows, columns, {}, 1};
  setup.timing.mismatch_sigma = mismatch_sigma;
  return setup;
}

/// The control alone; an environment that acknowledges 1 ns after whatever it answers.
class SelfTimedBench {
 public:
  explicit SelfTimedBench(const SelfTimedRtl::Setup& setup)
      : control{context, "control", setup,
                [this](ControlCounter counter, std::uint64_t n) { counted[counter] += n; }} {
    in.up = in.dn = in.fire = Bits(setup.columns);
    SelfTimedRtl::Registers registers;
    registers.enable = true;
    registers.columns = registers.pos = registers.neg = Bits(setup.columns, true);
    control.set_registers(0, registers);
    step();
  }

  void step() { control.step(now_ps, in); }
  void run_to(TimePs time_ps) {
    for (;;) {
      if (now_ps < time_ps) rest();
      if (control.next_ps() > time_ps) break;
      now_ps = control.next_ps();
      step();
    }
    now_ps = time_ps;
  }
  void rest() {
    while (control.asks()) control.answer(now_ps);
  }
  /// @return when it was acknowledged
  TimePs spike(std::uint32_t row) {
    in.req = true;
    in.addr = row;
    step();
    while (!control.ack()) run_to(control.next_ps());
    const TimePs acknowledged_ps = now_ps;
    run_to(now_ps + kAerResponsePs);
    in.req = false;
    step();
    run_to(now_ps + 2 * kAerResponsePs);
    return acknowledged_ps;
  }

  RtlContext context;
  std::map<ControlCounter, std::uint64_t> counted;
  SelfTimedRtl control;
  SelfTimedRtl::Inputs in;
  TimePs now_ps = 0;
};

TEST(SelfTimedRtl, W2_ASpikeIsAcceptedOnceItsRequestHasBeenUpForTRequest) {
  SelfTimedBench bench{setup_of(5, 3)};
  bench.run_to(10'000);
  EXPECT_EQ(bench.spike(2), 11'000);
  EXPECT_TRUE(bench.control.row(2).read);
  EXPECT_EQ(bench.control.col_sel(), Bits(3, true));
}

TEST(SelfTimedRtl, W2_AcceptancesAreTCycleApart) {
  SelfTimedBench bench{setup_of(5, 3)};
  bench.run_to(10'000);
  const TimePs first_ps = bench.spike(2);
  EXPECT_EQ(bench.spike(3), first_ps + ControlTiming{}.t_cycle_ps);
}

TEST(SelfTimedRtl, ARowThatDoesNotExistIsAcknowledgedAndCounted) {
  SelfTimedBench bench{setup_of(5, 3)};
  bench.spike(5);
  EXPECT_EQ(bench.counted[ControlCounter::bad_address], 1u);
  EXPECT_EQ(bench.counted[ControlCounter::accepted], 0u);
  bench.spike(4);
  EXPECT_EQ(bench.counted[ControlCounter::accepted], 1u);
}

TEST(SelfTimedRtl, ARequestWithdrawnBeforeTRequestLeavesNoTrace) {
  SelfTimedBench bench{setup_of(5, 3)};
  bench.run_to(10'000);
  bench.in.req = true;
  bench.step();
  bench.run_to(10'999);
  bench.in.req = false;
  bench.step();
  bench.run_to(1'000'000);
  EXPECT_FALSE(bench.control.ack());
  EXPECT_EQ(bench.counted[ControlCounter::accepted], 0u);
  EXPECT_EQ(bench.spike(1), 1'001'000);
}

TEST(SelfTimedRtl, I15_GlitchesOnRequestAndAddressLoseNoValidSpike) {
  constexpr unsigned kSeed = 11;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::srand(kSeed);
  SelfTimedBench bench{setup_of(5, 3)};
  for (std::uint64_t spikes = 1; spikes <= 200; ++spikes) {
    for (int k = 0; k < 20; ++k) {
      bench.in.req = !bench.in.req;
      bench.in.addr = static_cast<std::uint32_t>(std::rand() % 8);
      bench.step();
      bench.run_to(bench.now_ps + std::rand() % 400);
      if (bench.control.ack()) break;
    }
    bench.in.req = false;
    bench.step();
    bench.run_to(bench.now_ps + 5'000);
    const auto before = bench.counted[ControlCounter::accepted];
    bench.spike(static_cast<std::uint32_t>(spikes % 5));
    ASSERT_EQ(bench.counted[ControlCounter::accepted], before + 1) << "spike " << spikes;
    bench.run_to(bench.now_ps + 14 * kPsPerUs);
  }
}

TEST(SelfTimedRtl, OutputSpikesLeaveOneAfterTheOtherInRoundRobin) {
  SelfTimedBench bench{setup_of(2, 4)};
  bench.in.rst_n = false;
  bench.step();
  bench.in.rst_n = true;
  bench.step();
  bench.run_to(1'000);
  bench.in.fire = Bits(4, true);
  bench.step();
  std::vector<std::uint32_t> left;
  for (int k = 0; k < 5; ++k) {
    while (!bench.control.out_req()) bench.run_to(bench.control.next_ps());
    left.push_back(bench.control.out_addr());
    // Column 0 fires again, but is not next.
    bench.in.fire.set(0, k != 1);
    bench.in.out_ack = true;
    bench.step();
    while (bench.control.out_req()) bench.run_to(bench.control.next_ps());
    bench.in.out_ack = false;
    bench.step();
  }
  EXPECT_EQ(left, (std::vector<std::uint32_t>{0, 1, 2, 3, 0}));
  EXPECT_EQ(bench.counted[ControlCounter::out_spikes], 5u);
}

TEST(SelfTimedRtl, AnEventCostsItsRowAndLeavesOthersUntouched) {
  SelfTimedBench bench{setup_of(200, 3)};
  bench.run_to(100 * kPsPerUs);
  bench.control.take_touched();
  bench.spike(77);
  bench.run_to(200 * kPsPerUs);
  EXPECT_EQ(bench.control.take_touched(), (std::vector<std::uint32_t>{77}));
}

TEST(SelfTimedRtl, WithoutMismatchEveryRowHasTheNominalDelays) {
  SelfTimedBench bench{setup_of(9, 3)};
  const auto phases = ControlTiming{}.phases();
  for (std::size_t row = 0; row < 9; ++row) {
    EXPECT_EQ(bench.control.delays(row).read_ps, phases.read_ps);
    EXPECT_EQ(bench.control.delays(row).gap_ps, phases.gap_ps);
    EXPECT_EQ(bench.control.delays(row).write_ps, phases.write_ps);
    EXPECT_EQ(bench.control.delays(row).recover_ps, phases.recover_ps);
  }
}

TEST(SelfTimedRtl, MismatchSpreadsDelaysByItsSigmaAroundTheNominal) {
  constexpr std::size_t kRows = 600;
  constexpr double kSigma = 0.05;
  SelfTimedBench bench{setup_of(kRows, 3, kSigma)};
  double sum = 0, squares = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    const double deviation = static_cast<double>(bench.control.delays(row).read_ps) /
                                 static_cast<double>(ControlTiming{}.t_read_ps) -
                             1;
    sum += deviation;
    squares += deviation * deviation;
  }
  const double n = kRows;
  EXPECT_NEAR(sum / n, 0, 4 * kSigma / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n), kSigma, 4 * kSigma / std::sqrt(2 * n));
}

TEST(SelfTimedRtl, MismatchIsAFunctionOfTheSeedAndTheRow) {
  auto setup = setup_of(20, 3, 0.05);
  SelfTimedBench one{setup}, same{setup};
  setup.rows = 40;
  SelfTimedBench larger{setup};
  setup.seed = 2;
  SelfTimedBench other{setup};
  int equal = 0;
  for (std::size_t row = 0; row < 20; ++row) {
    EXPECT_EQ(one.control.delays(row).write_ps, same.control.delays(row).write_ps);
    EXPECT_EQ(one.control.delays(row).write_ps, larger.control.delays(row).write_ps);
    equal += one.control.delays(row).write_ps == other.control.delays(row).write_ps;
  }
  EXPECT_LT(equal, 2);
}

TEST(SelfTimedRtl, ARowWithMismatchTakesItsOwnDelays) {
  SelfTimedBench bench{setup_of(4, 3, 0.1)};
  const TimePs start_ps = bench.spike(3);
  const auto& delays = bench.control.delays(3);
  bench.run_to(start_ps + delays.read_ps - 1);
  EXPECT_TRUE(bench.control.row(3).read);
  bench.run_to(start_ps + delays.read_ps);
  EXPECT_FALSE(bench.control.row(3).read);
  bench.run_to(start_ps + delays.read_ps + delays.gap_ps);
  bench.rest();
  EXPECT_TRUE(bench.control.row(3).wr);
  bench.run_to(start_ps + delays.read_ps + delays.gap_ps + delays.write_ps);
  EXPECT_FALSE(bench.control.row(3).wr);
}

}  // namespace
}  // namespace softbound
