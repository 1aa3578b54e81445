// SPDX-License-Identifier: Apache-2.0
#include "device/protocols.h"

#include <cmath>

#include "device/pulse_shape.h"
#include "device_under_test.h"

namespace softbound {
namespace {

TEST(PulseShape, EdgesReachFromHalfToHalf) {
  const auto [rise, top, fall] = ramps_of({2, 10e-6, 1e-6, 3e-6});
  EXPECT_EQ(rise.end_v, 2);
  EXPECT_EQ(rise.duration_s, 1e-6);
  EXPECT_NEAR(top.duration_s, 8e-6, 1e-18);
  EXPECT_EQ(fall.end_v, 0);
  EXPECT_NEAR(length_s({2, 10e-6, 1e-6, 3e-6}), 12e-6, 1e-18);
}

TEST(PulseShape, EdgesLongerThanThePulseShrinkAndTheWidthStays) {
  const Pulse pulse{2, 1e-6, 4e-6, 4e-6};
  const auto [rise, top, fall] = ramps_of(pulse);
  EXPECT_EQ(top.duration_s, 0);
  EXPECT_NEAR(0.5 * (rise.duration_s + fall.duration_s), 1e-6, 1e-18);
}

TEST(Protocols, SweepIsAStaircaseThroughItsCorners) {
  const auto device = make_device("nbo2");
  auto random = test_draws();
  VoltageSweep sweep;
  sweep.corners_v = {0, 1, -0.5};
  sweep.step_v = 0.1;
  sweep.rate_v_per_s = 10;
  const auto trace = iv_sweep(*device, sweep, random);
  ASSERT_EQ(trace.size(), 25u);
  EXPECT_NEAR(trace.front().voltage_v, 0.1, 1e-12);
  EXPECT_NEAR(trace[9].voltage_v, 1, 1e-12);
  EXPECT_NEAR(trace.back().voltage_v, -0.5, 1e-12);
  EXPECT_NEAR(trace.back().time_s, 0.25, 1e-12);
  EXPECT_NEAR(trace[4].current_a, 0.5 / 500e3, 1e-15);
}

TEST(Protocols, SweepClampsItsCurrentByPolarity) {
  const auto device = make_device("hfo2", {"v_dead_v=1.19"});
  device->set_weight(1);
  auto random = test_draws();
  VoltageSweep sweep;
  sweep.corners_v = {0, 1, 0, -1, 0};
  sweep.limit_positive_a = 50e-6;
  sweep.limit_negative_a = 80e-6;
  double most = 0, least = 0;
  for (const auto& point : iv_sweep(*device, sweep, random)) {
    most = std::max(most, point.current_a);
    least = std::min(least, point.current_a);
  }
  EXPECT_EQ(most, 50e-6);
  EXPECT_EQ(least, -80e-6);
}

TEST(Protocols, TrainAppliesEveryPulseAndRestsInBetween) {
  const DeviceParameters parameters = parameters_of("atomic_switch");
  const PortPulse pulse = *parameters.kind->nominal_pulse(WriteKind::ltp);
  const auto device = make_device("atomic_switch"), by_hand = make_device("atomic_switch");
  auto random = test_draws();
  const auto points = pulse_train(*device, pulse, 3, 2, random);
  for (int n = 0; n < 3; ++n) {
    if (n > 0) by_hand->relax(1.5, random);
    EXPECT_EQ(points[static_cast<std::size_t>(n)].g_before_s, by_hand->conductance());
    by_hand->apply(pulse.pulse, pulse.port, random);
    EXPECT_EQ(points[static_cast<std::size_t>(n)].w_after, by_hand->weight());
    EXPECT_EQ(points[static_cast<std::size_t>(n)].begin_s, 2.0 * n);
  }
}

TEST(Protocols, AmplitudeSweepGoesOnFromPulseToPulse) {
  const auto device = make_device("hfo2", {"amplitude_law=true"});
  device->set_weight(0);
  auto random = test_draws();
  const auto points =
      amplitude_sweep(*device, {{0, 10e-6}}, {-0.1, -0.45, -0.6, 0.5}, 1e-3, random);
  ASSERT_EQ(points.size(), 4u);
  EXPECT_EQ(points[0].w_after, 0) << "below the dead zone";
  EXPECT_NEAR(points[1].w_after, 0.0064, 1e-9);
  EXPECT_GT(points[2].w_after, points[1].w_after);
  EXPECT_LT(points[3].w_after, points[3].w_before);
  EXPECT_EQ(points[3].w_before, points[2].w_after);
}

TEST(Protocols, SpikesCancelWhereTheyOverlap) {
  // A linear device adds up what it gets: the parts before and after the overlap, of opposite sign.
  const auto device = make_device("hfo2", {"gamma_p=0", "gamma_d=0", "a_p=0.01", "a_d=0.004"});
  device->set_weight(0.5);
  const PortPulse spike{{-0.45, 10e-6}};
  const auto points = stdp(*device, spike, {-20e-6, -5e-6, 0, 2.5e-6, 10e-6}, 0, test_draws());
  EXPECT_NEAR(points[0].w_after - 0.5, 0.006, 1e-12);
  EXPECT_NEAR(points[1].w_after - 0.5, 0.003, 1e-12);
  EXPECT_EQ(points[2].w_after, 0.5);
  EXPECT_NEAR(points[3].w_after - 0.5, 0.0015, 1e-12);
  EXPECT_NEAR(points[4].w_after - 0.5, 0.006, 1e-12);
  EXPECT_EQ(device->weight(), 0.5) << "measured on copies";
}

TEST(Protocols, SrdpStartsEveryTrainAnew) {
  const auto device = make_device("hfo2");
  device->set_weight(0);
  const PortPulse pulse{{-0.45, 10e-6}};
  for (const auto& point : srdp(*device, pulse, 10, {20e-6, 1e-3}, 0, test_draws())) {
    EXPECT_NEAR(point.w_after, 0.058633, 1e-6) << "a device without memory of time";
  }
  EXPECT_EQ(device->weight(), 0);
}

TEST(Protocols, RetentionReadsAtTheTimesGiven) {
  const auto device = make_device("atomic_switch"), by_hand = make_device("atomic_switch");
  auto random = test_draws();
  device->set_weight(0.5);
  by_hand->set_weight(0.5);
  const auto trace = retention(*device, {0, 1, 10}, random);
  EXPECT_EQ(trace[0].weight, 0.5);
  by_hand->relax(10, random);
  EXPECT_NEAR(trace[2].weight, by_hand->weight(), 1e-12);
}

TEST(Protocols, BadInputIsRefused) {
  const auto device = make_device("hfo2");
  auto random = test_draws();
  const double nan = std::nan("");
  const auto with = [](auto settings, auto change) {
    change(settings);
    return settings;
  };
  const VoltageSweep sweep;
  const CurrentSweep ramp;
  EXPECT_THROW(iv_sweep(*device, with(sweep, [](auto& s) { s.rate_v_per_s = 0; }), random),
               InputError);
  EXPECT_THROW(iv_sweep(*device, with(sweep, [](auto& s) { s.step_v = -1; }), random), InputError);
  EXPECT_THROW(iv_sweep(*device, with(sweep, [](auto& s) { s.step_v = 1e-9; }), random),
               InputError);
  EXPECT_THROW(iv_sweep(*device, with(sweep, [&](auto& s) { s.corners_v[1] = nan; }), random),
               InputError);
  EXPECT_THROW(current_sweep(*device, with(ramp, [](auto& s) { s.factor = 1; }), random),
               InputError);
  EXPECT_THROW(current_sweep(*device, with(ramp, [](auto& s) { s.start_a = 0; }), random),
               InputError);
  const PortPulse pulse{{-0.45, 10e-6}};
  EXPECT_THROW(pulse_train(*device, pulse, -1, 1, random), InputError);
  EXPECT_THROW(pulse_train(*device, pulse, 2, 5e-6, random), InputError);
  EXPECT_THROW(pulse_pair(*device, pulse, pulse, -1e-6, random), InputError);
  EXPECT_THROW(amplitude_sweep(*device, pulse, {0.1}, nan, random), InputError);
  EXPECT_THROW(stdp(*device, pulse, {nan}, 0, random), InputError);
  EXPECT_THROW(stdp(*device, pulse, {1e-6}, -1, random), InputError);
  EXPECT_THROW(srdp(*device, pulse, 3, {0}, 0, random), InputError);
  EXPECT_THROW(retention(*device, {2, 1}, random), InputError);
  Pulse edged{0.1, 1e-6};
  edged.rise_s = -1e-9;
  EXPECT_THROW(device->apply(edged, Port::main, random), std::domain_error);
  Pulse starved{0.1, 1e-6};
  starved.limit_a = 0;
  EXPECT_THROW(device->apply(starved, Port::main, random), std::domain_error);
}

}  // namespace
}  // namespace softbound
