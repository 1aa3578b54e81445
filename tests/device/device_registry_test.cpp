// SPDX-License-Identifier: Apache-2.0
#include "device/device_registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/error.h"
#include "device/device_parameters.h"

namespace softbound {
namespace {

TEST(DeviceRegistry, NamesAreUniqueAndTheFirstIsTheChipsDefault) {
  std::set<std::string> names;
  for (const char* name : device_names()) EXPECT_TRUE(names.insert(name).second) << name;
  EXPECT_STREQ(device_names().front(), "hfo2");
}

TEST(DeviceRegistry, UnknownNameIsAnErrorThatNamesTheNearest) {
  try {
    make_device_law("linaer");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "device.model = \"linaer\": expected a device model: did you mean \"linear\"?");
  }
}

// What every device owes, present and future.
class EveryDevice : public testing::TestWithParam<const char*> {
 protected:
  DeviceParameters parameters{GetParam()};
  const DeviceLaw& law() const { return *parameters.law; }
};

TEST_P(EveryDevice, IsDescribedAndItsDefaultsAreLegal) {
  EXPECT_STREQ(law().name(), GetParam());
  EXPECT_GT(std::string{law().summary()}.size(), 10u);
  EXPECT_EQ(law().kernel()[0], 'K');
  EXPECT_GT(std::string{law().source()}.size(), 2u);
  EXPECT_NO_THROW(parameters.check());
}

TEST_P(EveryDevice, NominalPulsesMoveTheWeightTheWayTheyAreCalled) {
  const double w = law().settle_weight(0.5);
  EXPECT_GT(law().weight_after({WriteKind::ltp, 10e-6, 0.45}, w, 0), w);
  EXPECT_LT(law().weight_after({WriteKind::ltd, 10e-6, 0.50}, w, 0), w);
}

TEST_P(EveryDevice, WeightsStayInTheWindow) {
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    double w = law().settle_weight(0.5);
    for (int n = 0; n < 5000; ++n) {
      w = law().weight_after({kind, 20e-6, 0.5}, w, 0);
      ASSERT_GE(w, 0.0);
      ASSERT_LE(w, 1.0);
    }
  }
}

TEST_P(EveryDevice, SettlingASettledWeightChangesNothing) {
  for (int k = 0; k <= 1000; ++k) {
    const double w = law().settle_weight(k * 1e-3);
    ASSERT_EQ(law().settle_weight(w), w);
  }
}

TEST_P(EveryDevice, ACloneBehavesAsTheOriginal) {
  const auto clone = law().clone();
  EXPECT_STREQ(clone->name(), law().name());
  EXPECT_EQ(clone->weight_after({WriteKind::ltp, 7e-6, 0.45}, 0.3, 0.01),
            law().weight_after({WriteKind::ltp, 7e-6, 0.45}, 0.3, 0.01));
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryDevice, testing::ValuesIn(device_names()),
                         [](const auto& device) { return std::string{device.param}; });

}  // namespace
}  // namespace softbound
