// SPDX-License-Identifier: Apache-2.0
#include "device/device_instances.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/error.h"
#include "device/device_array.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 5;
constexpr double kStrobe = 10e-6;
constexpr WritePulse kLtp{WriteKind::ltp, kStrobe, 0.45};
constexpr WritePulse kLtd{WriteKind::ltd, kStrobe, 0.50};

/// A device that tires: each pulse moves it by a share of what the one before did, and noise of its
/// own. Written on the gate by +-2 V for 1 us.
class TiringDevice : public Device {
 public:
  explicit TiringDevice(const DeviceWindow& window) : window_{window} {}

  double conductance() const override {
    return window_.g_min_s + weight_ * (window_.g_max_s - window_.g_min_s);
  }
  ConductanceBounds bounds() const override { return {window_.g_min_s, window_.g_max_s}; }
  bool has_port(Port port) const override { return port != Port::write_line; }
  double largest_voltage_v(Port) const override { return 3; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<TiringDevice>(*this); }
  void visit_state(StateVisitor& v) override {
    v.real(weight_);
    v.real(vigour_);
  }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override {
    if (port != Port::gate) return;
    const double step = vigour_ * pulse.amplitude_v * pulse.width_s * 1e4;
    weight_ = std::clamp(weight_ + step * (1 + 0.1 * random.normal()), 0.0, 1.0);
    vigour_ *= 0.9;
  }
  void settle(double weight) override { weight_ = weight; }

 private:
  DeviceWindow window_;
  double weight_ = 0.5;
  double vigour_ = 1;
};

class TiringKind : public DeviceKind {
 public:
  explicit TiringKind(const char* why_no_synapse = nullptr, bool can_be_depressed = true)
      : why_no_synapse_{why_no_synapse}, can_be_depressed_{can_be_depressed} {}

  const char* name() const override { return "hfo2"; }
  const char* summary() const override { return "a device that tires"; }
  const char* kernel() const override { return "K5"; }
  const char* source() const override { return "[A]"; }
  void describe(ParameterVisitor&) override {}
  void check() const override {}
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<TiringKind>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override {
    return std::make_unique<TiringDevice>(window);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    if (kind == WriteKind::ltd && !can_be_depressed_) return std::nullopt;
    return PortPulse{{kind == WriteKind::ltp ? 2.0 : -2.0, 1e-6}, Port::gate};
  }
  const char* why_no_synapse() const override { return why_no_synapse_; }

 private:
  const char* why_no_synapse_;
  bool can_be_depressed_;
};

DeviceParameters tiring() { return DeviceParameters{std::make_unique<TiringKind>()}; }

TEST(DeviceInstances, AControlPulseIsTheDevicesNominalOneOnItsOwnPort) {
  DeviceArray array{tiring(), 2, kSeed};
  const auto record = array.write(1, kLtp);
  DrawSequence random{kSeed, RandomStream::write_noise, 1};
  TiringDevice device{{}};
  device.apply({2.0, 1e-6}, Port::gate, random);
  EXPECT_EQ(record.weight_before, 0.5);
  EXPECT_EQ(record.weight_after, device.weight());
  EXPECT_EQ(array.weight(1), device.weight());
  EXPECT_EQ(array.weight(0), 0.5);
}

TEST(DeviceInstances, HiddenStateLastsFromWriteToWrite) {
  DeviceArray array{tiring(), 1, kSeed};
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  TiringDevice device{{}};
  for (int n = 0; n < 5; ++n) {
    array.write(0, kLtp);
    device.apply({2.0, 1e-6}, Port::gate, random);
    array.write(0, kLtd);
    device.apply({-2.0, 1e-6}, Port::gate, random);
    ASSERT_EQ(array.weight(0), device.weight());
  }
}

TEST(DeviceInstances, ACutPulseTakesTheHiddenStateBackTooAndKeepsTheDraw) {
  DeviceArray array{tiring(), 1, kSeed}, cut{tiring(), 1, kSeed};
  WritePulse shorter = kLtp;
  shorter.width_s = 0.4 * kStrobe;
  array.write(0, shorter);
  EXPECT_EQ(cut.amend(cut.write(0, kLtp), shorter.width_s).weight_after, array.weight(0));
  EXPECT_EQ(cut.write(0, kLtd).weight_after, array.write(0, kLtd).weight_after);
}

TEST(DeviceInstances, AmendingToZeroWidthIsAsIfThereHadBeenNoPulse) {
  DeviceArray array{tiring(), 1, kSeed}, never{tiring(), 1, kSeed};
  array.write(0, kLtp);
  never.write(0, kLtp);
  EXPECT_EQ(array.amend(array.write(0, kLtd), 0).weight_after, never.weight(0));
  EXPECT_EQ(array.write(0, kLtp).weight_after, never.write(0, kLtp).weight_after);
}

TEST(DeviceInstances, NoiseDoesNotDependOnTheOrderOfVisits) {
  DeviceArray forward{tiring(), 20, kSeed}, backward{tiring(), 20, kSeed};
  for (int round = 0; round < 3; ++round) {
    for (std::size_t cell = 0; cell < 20; ++cell) forward.write(cell, kLtp);
  }
  for (std::size_t cell = 20; cell-- > 0;) {
    for (int round = 0; round < 3; ++round) backward.write(cell, kLtp);
  }
  EXPECT_EQ(forward.weights(), backward.weights());
}

TEST(DeviceInstances, WithTheCellAsDriverTheDeviceSeesTheCellsVoltageAndWidth) {
  auto parameters = tiring();
  parameters.write_driver = WriteDriver::cell;
  DeviceArray array{parameters, 1, kSeed};
  const auto record = array.write(0, {WriteKind::ltd, 2e-6, 1.5});
  DrawSequence random{kSeed, RandomStream::write_noise, 0};
  TiringDevice device{{}};
  device.apply({-1.5, 2e-6}, Port::gate, random);
  EXPECT_EQ(record.weight_after, device.weight());
}

TEST(DeviceInstances, OverstressIsReportedAndNotApplied) {
  auto parameters = tiring();
  parameters.write_driver = WriteDriver::cell;
  DeviceArray array{parameters, 1, kSeed};
  EXPECT_TRUE(array.write(0, {WriteKind::ltp, kStrobe, 3.5}).overstressed);
  EXPECT_EQ(array.weight(0), 0.5);
  EXPECT_FALSE(array.write(0, {WriteKind::ltp, kStrobe, 2.5}).overstressed);
}

TEST(DeviceInstances, ARestoredArrayGoesOnAsTheSavedOne) {
  DeviceArray saved{tiring(), 3, kSeed}, restored{tiring(), 3, kSeed};
  for (int n = 0; n < 4; ++n) saved.write(1, kLtp);
  restored.restore(saved.weights(), saved.write_counts(), saved.hidden_state());
  EXPECT_EQ(restored.weights(), saved.weights());
  for (std::size_t cell = 0; cell < 3; ++cell) {
    EXPECT_EQ(restored.write(cell, kLtd).weight_after, saved.write(cell, kLtd).weight_after);
  }
}

TEST(DeviceInstances, AStateOfOtherLengthOrWithNonsenseIsRefused) {
  DeviceArray array{tiring(), 2, kSeed};
  const auto state = array.hidden_state();
  const auto restore = [&](const std::vector<double>& hidden) {
    array.restore({0.5, 0.5}, {0, 0}, hidden);
  };
  EXPECT_NO_THROW(restore(state));
  EXPECT_THROW(restore({}), InputError);
  EXPECT_THROW(restore({state.begin(), state.end() - 1}), InputError);
  auto spoilt = state;
  spoilt.push_back(0);
  EXPECT_THROW(restore(spoilt), InputError);
  for (const double nonsense : {-1.0, std::nan("")}) {
    spoilt = state;
    spoilt[0] = nonsense;
    EXPECT_THROW(restore(spoilt), InputError);
  }
  EXPECT_THROW((DeviceArray{DeviceParameters{}, 2, kSeed}.restore({0.5, 0.5}, {0, 0}, {1})),
               InputError);
}

std::string error_of(std::unique_ptr<DeviceKind> kind) {
  try {
    DeviceArray array{DeviceParameters{std::move(kind)}, 1, kSeed};
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(DeviceInstances, AKindThatCannotBeASynapseSaysWhy) {
  EXPECT_EQ(
      error_of(std::make_unique<TiringKind>("reading destroys the state")),
      "device.model = \"hfo2\": expected a device that can be a synapse: reading destroys the "
      "state");
  EXPECT_EQ(
      error_of(std::make_unique<TiringKind>(nullptr, false)),
      "device.model = \"hfo2\": expected a device that can be a synapse: no pulse depresses it");
}

}  // namespace
}  // namespace softbound
