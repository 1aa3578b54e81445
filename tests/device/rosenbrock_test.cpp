// SPDX-License-Identifier: Apache-2.0
#include "device/rosenbrock.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace softbound {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr auto kNever = [](const auto&) { return false; };

IntegrationLimits free_limits(double tolerance) {
  return {{tolerance, tolerance}, tolerance, {1, 1}, -kInfinity, kInfinity};
}

// A turn at rate 1 that is pushed at the same time: y = (sin t + t, cos t).
struct PushedRotation {
  template <class S>
  StatePair<S> operator()(const StatePair<S>& y, const S& t) const {
    return {y[1] + 1, t - y[0]};
  }
};

TEST(Dual, SlopesAreThoseOfFiniteDifferences) {
  const auto f = [](auto x, auto y) {
    return exp_of(-x / y) * sinh_of(2 * y) + asinh_of(x * y) - power_of(y, 2.5) / (x + 1);
  };
  const double x = 0.7, y = 1.3, h = 1e-6;
  const Dual result = f(Dual::variable(x, 0), Dual::variable(y, 1));
  EXPECT_DOUBLE_EQ(result.value, f(x, y));
  EXPECT_NEAR(result.slope[0], (f(x + h, y) - f(x - h, y)) / (2 * h), 1e-8);
  EXPECT_NEAR(result.slope[1], (f(x, y + h) - f(x, y - h)) / (2 * h), 1e-8);
  EXPECT_EQ(result.slope[2], 0);
}

TEST(Rosenbrock, FollowsAClosedFormWithinItsTolerance) {
  for (const double tolerance : {1e-3, 1e-5, 1e-7}) {
    StatePair<double> y{0, 1};
    EXPECT_EQ(integrate(PushedRotation{}, y, 5, free_limits(tolerance), kNever), 5);
    EXPECT_NEAR(y[0], std::sin(5) + 5, 30 * tolerance);
    EXPECT_NEAR(y[1], std::cos(5), 30 * tolerance);
  }
}

// The error of one step of a method of order 3 whose comparison is of order 2 falls with the cube
// of the step, so a thousandth of the tolerance costs ten times the steps.
TEST(Rosenbrock, StepsGrowWithTheCubeRootOfTheTolerance) {
  const auto steps = [](double tolerance) {
    StatePair<double> y{0, 1};
    int count = 0;
    integrate(PushedRotation{}, y, 20, free_limits(tolerance), [&](const auto&) {
      ++count;
      return false;
    });
    return count;
  };
  EXPECT_NEAR(steps(1e-9) / static_cast<double>(steps(1e-6)), 10, 1.5);
}

struct Stiff {
  template <class S>
  StatePair<S> operator()(const StatePair<S>& y, const S&) const {
    return {-y[0], 1e9 * (y[0] - y[1])};
  }
};

TEST(Rosenbrock, AFastVariableCostsNoStepsOnceItHasSettled) {
  StatePair<double> y{1, 0};
  int steps = 0;
  integrate(Stiff{}, y, 1, free_limits(1e-4), [&](const auto&) {
    ++steps;
    return false;
  });
  EXPECT_NEAR(y[0], std::exp(-1), 1e-3);
  EXPECT_NEAR(y[1], y[0], 1e-3);
  EXPECT_LT(steps, 60);
}

struct Fall {
  double rate;
  template <class S>
  StatePair<S> operator()(const StatePair<S>& y, const S&) const {
    return {S{rate} + 0 * y[0], S{1.0}};
  }
};

TEST(Rosenbrock, StopsAtItsWallsAndGoesOnWithTheOtherVariable) {
  IntegrationLimits limits = free_limits(1e-6);
  limits.low = 0;
  limits.high = 1;
  StatePair<double> y{0.5, 0};
  integrate(Fall{-1}, y, 3, limits, kNever);
  EXPECT_EQ(y[0], 0);
  EXPECT_NEAR(y[1], 3, 1e-9);
  integrate(Fall{+1}, y, 3, limits, kNever);
  EXPECT_EQ(y[0], 1);
}

struct Swing {
  template <class S>
  StatePair<S> operator()(const StatePair<S>&, const S& t) const {
    return {t - 1, S{0.0}};
  }
};

TEST(Rosenbrock, LeavesAWallWhenTheRateTurns) {
  IntegrationLimits limits = free_limits(1e-6);
  limits.low = 0;
  limits.high = 10;
  StatePair<double> y{0.1, 0};
  integrate(Swing{}, y, 3, limits, kNever);
  EXPECT_NEAR(y[0], 2, 1e-3) << "the integral of t - 1 from 1 to 3";
}

TEST(Rosenbrock, EndsWhereItIsTold) {
  StatePair<double> y{0, 0};
  const double time =
      integrate(Fall{1}, y, 10, free_limits(1e-6), [](const auto& at) { return at[0] > 2; });
  EXPECT_LT(time, 10);
  EXPECT_NEAR(y[0], time, 1e-9);
  EXPECT_GT(y[0], 2);
}

struct Explosion {
  template <class S>
  StatePair<S> operator()(const StatePair<S>& y, const S&) const {
    return {exp_of(y[0]), S{0.0}};
  }
};

TEST(Rosenbrock, RatesThatAreNotFiniteAreAnErrorAndNoHang) {
  StatePair<double> y{1, 0};
  EXPECT_THROW(integrate(Explosion{}, y, 10, free_limits(1e-6), kNever), InputError);
  StatePair<double> huge{1e3, 0};
  EXPECT_THROW(integrate(Explosion{}, huge, 10, free_limits(1e-6), kNever), InputError);
}

}  // namespace
}  // namespace softbound
