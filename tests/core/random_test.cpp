// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace softbound {
namespace {

TEST(CounterRandom, IsAFunctionOfSeedStreamEntityAndDraw) {
  const CounterRandom a{7, RandomStream::write_noise}, b{7, RandomStream::write_noise};
  EXPECT_EQ(a.bits(3, 9), b.bits(3, 9));
  EXPECT_NE(a.bits(3, 9), a.bits(9, 3));
  EXPECT_NE(a.bits(3, 9), CounterRandom(8, RandomStream::write_noise).bits(3, 9));
  EXPECT_NE(a.bits(3, 9), CounterRandom(7, RandomStream::teacher_spikes).bits(3, 9));
}

TEST(CounterRandom, DistinctCountersDoNotCollide) {
  const CounterRandom random{1, RandomStream::stimulus};
  std::set<std::uint64_t> seen;
  for (std::uint64_t entity = 0; entity < 200; ++entity) {
    for (std::uint64_t draw = 0; draw < 200; ++draw) seen.insert(random.bits(entity, draw));
  }
  EXPECT_EQ(seen.size(), 40'000u);
  EXPECT_NE(random.bits(std::uint64_t{1} << 32, 0), random.bits(0, 0));
}

TEST(CounterRandom, UniformHasMeanAndVarianceOfTheUnitInterval) {
  const CounterRandom random{2, RandomStream::stimulus};
  double sum = 0, squares = 0;
  constexpr int kDraws = 200'000;
  for (int k = 0; k < kDraws; ++k) {
    const double u = random.uniform(0, static_cast<std::uint64_t>(k));
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
  }
  const double mean = sum / kDraws;
  EXPECT_NEAR(mean, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(squares / kDraws - mean * mean, 1.0 / 12, 0.001);
}

TEST(CounterRandom, NormalHasMomentsOfTheStandardNormal) {
  const CounterRandom random{3, RandomStream::stimulus};
  double m1 = 0, m2 = 0, m4 = 0;
  constexpr int kDraws = 200'000;
  for (int k = 0; k < kDraws; ++k) {
    const double x = random.normal(static_cast<std::uint64_t>(k), 0);
    m1 += x;
    m2 += x * x;
    m4 += x * x * x * x;
  }
  EXPECT_NEAR(m1 / kDraws, 0.0, 0.012);
  EXPECT_NEAR(m2 / kDraws, 1.0, 0.02);
  EXPECT_NEAR(m4 / kDraws, 3.0, 0.15);
}

TEST(CounterRandom, ManyAtOnceAreTheSameAsOneByOne) {
  const CounterRandom random{0x1234'5678'9abc'def0u, RandomStream::write_noise};
  std::vector<std::uint64_t> entity, draw;
  for (std::uint64_t k = 0; k < 1003; ++k) {
    const auto any = [&](std::uint64_t n) {
      return CounterRandom{k, RandomStream::stimulus}.bits(n, 0);
    };
    entity.push_back(any(0) >> 24 >> (k % 40));
    draw.push_back(any(1) >> (k % 64));
  }
  const std::size_t n = entity.size();
  std::vector<double> first(n), second(n), normal(n);
  random.uniform_pairs(n, entity.data(), draw.data(), first.data(), second.data());
  random.normals(n, entity.data(), draw.data(), normal.data());
  double correlation = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    ASSERT_EQ(first[k], random.uniform(entity[k], draw[k])) << k;
    ASSERT_EQ(normal[k], random.normal(entity[k], draw[k])) << k;
    ASSERT_GT(second[k], 0.0);
    ASSERT_LT(second[k], 1.0);
    correlation += 12.0 * (first[k] - 0.5) * (second[k] - 0.5) / static_cast<double>(n);
  }
  EXPECT_NEAR(correlation, 0.0, 5.0 / std::sqrt(static_cast<double>(n)));
}

}  // namespace
}  // namespace softbound
