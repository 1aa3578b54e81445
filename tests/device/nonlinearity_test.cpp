// SPDX-License-Identifier: Apache-2.0
#include "device/nonlinearity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/error.h"

namespace softbound {
namespace {

TEST(D1_Nonlinearity, NuOfTheTabulatedLabels) {
  const std::vector<std::pair<double, double>> expected{
      {1.85, 1.511}, {-1.79, 1.459}, {3.68, 3.326},  {-6.76, 9.976}, {2.40, 2.003}, {-4.88, 4.993},
      {1.94, 1.589}, {-0.61, 0.485}, {0.04, 0.0317}, {-0.63, 0.501}, {0.5, 0.397}};
  for (const auto& [label, nu] : expected) EXPECT_NEAR(nu_of_label(label), nu, 5e-4) << label;
}

TEST(D1_Nonlinearity, LabelIsTheLargestDistanceFromTheStraightLine) {
  for (const double nu : {0.01, 0.4, 1.5, 5.0, 10.0, 40.0}) {
    double largest = 0;
    for (int k = 0; k <= 100'000; ++k) {
      const double x = k * 1e-5;
      largest = std::max(largest, (1 - std::exp(-nu * x)) / (1 - std::exp(-nu)) - x);
    }
    EXPECT_NEAR(label_of_nu(nu), largest / 0.099, 1e-6) << nu;
  }
}

TEST(D1_Nonlinearity, NuAndLabelAreInverses) {
  for (int k = 1; k <= 900; ++k) {
    ASSERT_NEAR(label_of_nu(nu_of_label(k * 0.01)), k * 0.01, 1e-10) << k;
  }
}

TEST(D1_Nonlinearity, CurveRunsFromZeroToOneAboveTheLine) {
  for (const double nu : {1e-6, 0.1, 3.0, 59.0}) {
    EXPECT_EQ(exponential_curve(nu, 0), 0.0);
    EXPECT_EQ(exponential_curve(nu, 1), 1.0);
    for (int k = 1; k < 100; ++k) ASSERT_GT(exponential_curve(nu, k * 0.01), k * 0.01) << nu;
  }
}

TEST(D1_Nonlinearity, ALabelWithoutACurveIsRefused) {
  for (const double label : {0.0, 9.5, -10.0, std::nan("")}) {
    EXPECT_THROW(nu_of_label(label), InputError) << label;
  }
}

}  // namespace
}  // namespace softbound
