// SPDX-License-Identifier: Apache-2.0
#include "figures/memory_lifetime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

#include "core/error.h"
#include "core/random.h"
#include "learning/parallel.h"

namespace softbound {

namespace {

// Pairs that go through the whole test together: few enough for the first cache.
constexpr std::size_t kBlockPairs = 1024;
// A draw of 64 bits decides for so many pairs.
constexpr std::size_t kPairsPerDraw = 4;
constexpr double kDecisionSteps = 65536;

struct Moments {
  double sum = 0;
  double square_sum = 0;

  void add(const Moments& other) {
    sum += other.sum;
    square_sum += other.square_sum;
  }
};

Moments moments_of(const std::vector<double>& weights) {
  Moments moments;
  for (const double w : weights) {
    moments.sum += w;
    moments.square_sum += w * w;
  }
  return moments;
}

struct BlockResult {
  std::vector<Moments> tagged, untagged;  ///< by event since the tag
  Moments before;
  std::size_t at_bound = 0;
  Histogram weights{1};
};

class Block {
 public:
  Block(const DeviceLaw& law, const LifetimeTest& test, std::uint64_t seed, std::size_t index)
      : law_{law},
        test_{test},
        random_{seed, RandomStream::pulse_direction},
        first_group_{index * (kBlockPairs / kPairsPerDraw)},
        pairs_{std::min(kBlockPairs, test.synapses / 2 - index * kBlockPairs)},
        threshold_{static_cast<std::uint32_t>(std::lround(test.ltp_probability * kDecisionSteps))},
        is_ltp_(kBlockPairs),
        next_(pairs_),
        no_noise_(pairs_) {
    for (const WriteKind kind : {WriteKind::ltd, WriteKind::ltp}) {
      const Pulse pulse = law.nominal_pulse(kind)->pulse;
      pulses_[kind == WriteKind::ltp] = {kind, pulse.width_s, std::abs(pulse.amplitude_v)};
    }
  }

  BlockResult run() {
    std::vector<double> tagged(pairs_, law_.settle_weight(0.5));
    for (std::size_t event = 0; event < test_.equilibration_events; ++event) {
      draw_directions();
      apply(tagged);
    }
    BlockResult result;
    result.before = moments_of(tagged);
    result.weights = Histogram{test_.histogram_bins};
    for (const double w : tagged) {
      result.at_bound += w == 0 || w == 1;
      result.weights.add(w);
    }
    std::vector<double> untagged = tagged;
    tag(WriteKind::ltp, tagged);
    tag(WriteKind::ltd, untagged);
    for (std::size_t event = 0; event <= test_.events; ++event) {
      if (event > 0) {
        draw_directions();
        apply(tagged);
        apply(untagged);
      }
      result.tagged.push_back(moments_of(tagged));
      result.untagged.push_back(moments_of(untagged));
    }
    return result;
  }

 private:
  void draw_directions() {
    for (std::size_t group = 0; group * kPairsPerDraw < pairs_; ++group) {
      std::uint64_t bits = random_.bits(first_group_ + group, draws_);
      for (std::size_t k = 0; k < kPairsPerDraw; ++k, bits >>= 16) {
        is_ltp_[group * kPairsPerDraw + k] = (bits & 0xffffu) < threshold_;
      }
    }
    ++draws_;
  }

  void tag(WriteKind kind, std::vector<double>& weights) {
    next_ = weights;
    write(kind, 0, weights.size(), weights);
  }

  /// Laws are fast with many weights and one pulse: what gets LTP is moved to the front, what gets
  /// LTD to the back. Which place a synapse has does not matter, as long as both groups are moved
  /// alike.
  void apply(std::vector<double>& weights) {
    std::size_t front = 0, back = pairs_;
    for (std::size_t k = 0; k < pairs_; ++k) {
      // Into both places, of which one is taken: directions are too random for a branch.
      next_[front] = next_[back - 1] = weights[k];
      front += is_ltp_[k];
      back -= 1 - is_ltp_[k];
    }
    write(WriteKind::ltp, 0, front, weights);
    write(WriteKind::ltd, front, pairs_ - front, weights);
  }

  void write(WriteKind kind, std::size_t first, std::size_t count, std::vector<double>& weights) {
    law_.weights_after(pulses_[kind == WriteKind::ltp], count, next_.data() + first,
                       no_noise_.data(), weights.data() + first);
  }

  const DeviceLaw& law_;
  const LifetimeTest& test_;
  const CounterRandom random_;
  const std::uint64_t first_group_;
  const std::size_t pairs_;
  const std::uint32_t threshold_;
  std::uint64_t draws_ = 0;
  std::array<WritePulse, 2> pulses_;  ///< LTD, LTP
  std::vector<std::uint8_t> is_ltp_;  ///< of the event under way, by pair
  std::vector<double> next_;          ///< weights before it
  const std::vector<double> no_noise_;
};

void check(const DeviceParameters& device, const LifetimeTest& test) {
  device.check();
  if (device.law() == nullptr || !device.law()->nominal_pulse(WriteKind::ltp) ||
      !device.law()->nominal_pulse(WriteKind::ltd)) {
    throw InputError{
        fmt::format("device.model = {}: expected one whose state is its weight, written both ways",
                    device.kind->name())};
  }
  if (test.synapses == 0 || test.synapses % 2 != 0) {
    throw InputError{
        fmt::format("lifetime test of {} synapses: expected an even number", test.synapses)};
  }
  if (!(test.ltp_probability >= 0 && test.ltp_probability <= 1)) {
    throw InputError{
        fmt::format("LTP probability {}: expected a number from 0 to 1", test.ltp_probability)};
  }
  if (test.histogram_bins == 0) throw InputError{"histogram of 0 bins: expected at least one"};
}

}  // namespace

MemoryLifetime measure_lifetime(const DeviceParameters& device, const LifetimeTest& test,
                                std::uint64_t seed, std::size_t threads,
                                const std::function<bool()>& go_on) {
  check(device, test);
  const std::size_t pairs = test.synapses / 2;
  std::vector<BlockResult> blocks((pairs + kBlockPairs - 1) / kBlockPairs);
  std::atomic<bool> given_up{false};
  parallel_for(blocks.size(), threads, [&](std::size_t index, std::size_t) {
    if (given_up || (go_on && !go_on())) {
      given_up = true;
      return;
    }
    blocks[index] = Block{*device.law(), test, seed, index}.run();
  });
  MemoryLifetime result;
  if (given_up) return result;

  const auto n = static_cast<double>(pairs);
  result.weights = Histogram{test.histogram_bins};
  Moments before;
  for (const BlockResult& block : blocks) {
    before.add(block.before);
    result.share_at_bound += static_cast<double>(block.at_bound) / n;
    result.weights.add(block.weights);
  }
  result.mean_weight = before.sum / n;
  for (std::size_t event = 0; event <= test.events; ++event) {
    Moments tagged, untagged;
    for (const BlockResult& block : blocks) {
      tagged.add(block.tagged[event]);
      untagged.add(block.untagged[event]);
    }
    const auto variance = [&](const Moments& m) {
      return std::max(0.0, m.square_sum / n - m.sum / n * (m.sum / n));
    };
    const double sd = std::sqrt((variance(tagged) + variance(untagged)) / 2);
    result.signal.push_back((tagged.sum - untagged.sum) / n);
    result.snr.push_back(sd > 0 ? result.signal.back() / sd : 0);
  }
  return result;
}

}  // namespace softbound
