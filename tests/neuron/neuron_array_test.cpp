// SPDX-License-Identifier: Apache-2.0
#include "neuron/neuron_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "neuron/output_neuron.h"
#include "random_neuron.h"

namespace softbound {
namespace {

constexpr TimePs kMs = kPsPerS / 1000;

/// What a neuron shows: a spike (up and dn are then false), or UP and DN as they are from now on.
struct Shown {
  TimePs time_ps;
  std::size_t neuron;
  bool spike, up, dn;
  bool operator==(const Shown& o) const {
    return std::tie(time_ps, neuron, spike, up, dn) ==
           std::tie(o.time_ps, o.neuron, o.spike, o.up, o.dn);
  }
};
std::ostream& operator<<(std::ostream& out, const Shown& s) {
  return out << '{' << s.time_ps << " ps, neuron " << s.neuron
             << (s.spike ? ", spike"
                 : s.up  ? ", UP"
                 : s.dn  ? ", DN"
                         : ", neutral")
             << '}';
}

/// Charges for several neurons at once.
struct Volley {
  TimePs t;
  std::vector<double> areas;
};

std::vector<Volley> random_volleys(RandomSequence& random, const OutputNeuronParameters& p,
                                   std::size_t count, double duration_s) {
  std::vector<Volley> volleys;
  for (const Charge& charge : random_charges(random, p, duration_s)) {
    Volley volley{charge.t, {}};
    for (std::size_t j = 0; j < count; ++j) {
      volley.areas.push_back(random.chance(0.2) ? 0.0 : charge.area * random.uniform(0.0, 2.0));
    }
    volleys.push_back(volley);
    if (random.chance(0.1)) volleys.push_back(volley);  // two at one instant
  }
  return volleys;
}

/// One OutputNeuron after the other, each asked for its exact next event all the time.
std::vector<Shown> shown_by_single_neurons(const OutputNeuronParameters& p, std::size_t count,
                                           const std::vector<Volley>& volleys, TimePs end_ps) {
  std::vector<Shown> shown;
  for (std::size_t j = 0; j < count; ++j) {
    OutputNeuron neuron{p};
    TimePs now = 0;
    Plasticity seen = neuron.plasticity(0);
    shown.push_back({0, j, false, seen.up, seen.dn});
    const auto run_to = [&](TimePs until) {
      for (;;) {
        const TimePs spike_ps = neuron.next_spike_ps();
        const TimePs change_ps = neuron.next_plasticity_change_ps(now);
        now = std::min({spike_ps, change_ps, until});
        if (now == until && spike_ps != until && change_ps != until) return;
        if (neuron.advance_to(now) > 0) shown.push_back({now, j, true, false, false});
        const Plasticity is = neuron.plasticity(now);
        if (is != seen) shown.push_back({now, j, false, is.up, is.dn});
        seen = is;
      }
    };
    for (const Volley& volley : volleys) {
      run_to(volley.t);
      neuron.inject(volley.t, volley.areas[j]);
    }
    run_to(end_ps);
  }
  return shown;
}

struct Playback {
  std::vector<Shown> shown;
  std::size_t askings = 0;
};
Playback shown_by_array(const OutputNeuronParameters& p, std::size_t count,
                        const std::vector<Volley>& volleys, TimePs end_ps) {
  Playback result;
  NeuronArray neurons{p, count};
  Bits up(count), dn(count), was_up(count), was_dn(count);
  const auto look = [&](TimePs now, bool first) {
    neurons.advance_to(now, [&](std::size_t j, TimePs t) {
      result.shown.push_back({t, j, true, false, false});
    });
    neurons.plasticity(now, up, dn);
    for (std::size_t j = 0; j < count; ++j) {
      if (first || up.test(j) != was_up.test(j) || dn.test(j) != was_dn.test(j)) {
        result.shown.push_back({now, j, false, up.test(j), dn.test(j)});
      }
    }
    was_up = up;
    was_dn = dn;
  };
  TimePs now = 0;
  look(0, true);
  const auto run_to = [&](TimePs until) {
    for (;;) {
      const TimePs next_ps = neurons.quiet_until_ps(now);
      ++result.askings;
      EXPECT_GT(next_ps, now);
      if (next_ps > until) break;
      now = next_ps;
      look(now, false);
    }
    now = until;
  };
  std::vector<double> currents(count);
  for (const Volley& volley : volleys) {
    run_to(volley.t);
    look(volley.t, false);
    for (std::size_t j = 0; j < count; ++j) {
      currents[j] = volley.areas[j] * neurons.model().dpi_per_area();
    }
    neurons.inject(volley.t, currents.data());
  }
  run_to(end_ps);
  return result;
}

void sort(std::vector<Shown>& shown) {
  std::stable_sort(shown.begin(), shown.end(), [](const Shown& a, const Shown& b) {
    return std::tie(a.neuron, a.time_ps) < std::tie(b.neuron, b.time_ps);
  });
}

class AnyNeurons : public testing::TestWithParam<int> {};

TEST_P(AnyNeurons, ShowWhatSingleNeuronsShowToThePicosecond) {
  RandomSequence random{static_cast<std::uint64_t>(GetParam())};
  const OutputNeuronParameters p = random_neuron(random);
  const std::size_t count = 1 + static_cast<std::size_t>(random.uniform(0.0, 80.0));
  const double duration_s = 0.2;
  const auto volleys = random_volleys(random, p, count, duration_s);
  const TimePs end_ps = ps_from_s(2 * duration_s);
  auto expected = shown_by_single_neurons(p, count, volleys, end_ps);
  auto found = shown_by_array(p, count, volleys, end_ps);
  sort(expected);
  sort(found.shown);
  ASSERT_EQ(found.shown, expected) << "seed " << GetParam();
  EXPECT_LT(found.askings, volleys.size() + 8 * expected.size()) << "seed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyNeurons, testing::Range(1, 41));

TEST(NeuronArray, LetsASleeperLieUnlessUpAndDnAreWatched) {
  OutputNeuronParameters p;
  p.ltd_low = 0.0;  // DN at rest
  NeuronArray neurons{p, 3};
  const std::vector<double> nudge(3, 0.6 * p.theta_fire * neurons.model().dpi_per_area());
  neurons.inject(kMs, nudge.data());
  EXPECT_LT(neurons.quiet_until_ps(kMs), kNever);  // V passes theta_mem, but does not fire
  neurons.watch_plasticity(false);
  EXPECT_EQ(neurons.quiet_until_ps(kMs), kNever);
}

TEST(NeuronArray, SpikesOfOneInstantComeByNeuron) {
  const OutputNeuronParameters p;
  NeuronArray neurons{p, 5};
  const std::vector<double> push(5, 3.0 * neurons.model().dpi_per_area());
  neurons.inject(0, push.data());
  std::vector<std::size_t> order;
  std::vector<TimePs> times;
  neurons.advance_to(20 * kMs, [&](std::size_t j, TimePs t) {
    order.push_back(j);
    times.push_back(t);
  });
  ASSERT_GE(order.size(), 5u);
  for (std::size_t j = 0; j < 5; ++j) {
    EXPECT_EQ(order[j], j);
    EXPECT_EQ(times[j], times[0]);
  }
}

}  // namespace
}  // namespace softbound
