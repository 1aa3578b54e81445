// SPDX-License-Identifier: Apache-2.0
// The memory-lifetime test of ledger 3.3.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "figure.h"
#include "figures/memory_lifetime.h"

namespace softbound {

namespace {

constexpr std::size_t kQuickSynapses = 40'000;
constexpr std::array<std::size_t, 4> kEvents{0, 30, 100, 300};
// The ledger's table [C]: its values are judged where they are above kLeastSnr.
constexpr double kLeastSnr = 0.02;
constexpr double kTolerance = 0.10;
constexpr double kMeanTolerance = 0.005, kBoundTolerance = 0.01;
constexpr std::size_t kLate = 100, kLatest = 1000;

struct Row {
  double p;
  bool soft;
  std::array<double, 4> snr;
  double mean;
  double at_bound;
};
constexpr std::array<Row, 6> kLedger{{{0.50, true, {0.179, 0.160, 0.118, 0.054}, 0.525, 0.00},
                                      {0.50, false, {0.068, 0.064, 0.057, 0.050}, 0.500, 0.02},
                                      {0.55, true, {0.179, 0.160, 0.118, 0.054}, 0.540, 0.00},
                                      {0.55, false, {0.367, 0.153, 0.055, 0.006}, 0.955, 0.18},
                                      {0.60, true, {0.180, 0.160, 0.118, 0.055}, 0.555, 0.00},
                                      {0.60, false, {0.713, 0.099, 0.004, 0.004}, 0.980, 0.33}}};

constexpr const char* name_of(bool soft) { return soft ? "memristive" : "linear 0.01"; }

Finding table_finding(const Row& row, const MemoryLifetime& measured) {
  std::string paper, found;
  bool agrees = within(measured.mean_weight, row.mean, row.mean, kMeanTolerance) &&
                within(measured.share_at_bound, row.at_bound, row.at_bound, kBoundTolerance);
  for (std::size_t k = 0; k < kEvents.size(); ++k) {
    if (row.snr[k] <= kLeastSnr) continue;
    const double snr = measured.snr[kEvents[k]];
    agrees = agrees && within(snr, row.snr[k], row.snr[k], kTolerance * row.snr[k]);
    paper += fmt::format("{}{:.3f}", paper.empty() ? "" : ", ", row.snr[k]);
    found += fmt::format("{}{:.3f}", found.empty() ? "" : ", ", snr);
  }
  return {
      fmt::format(
          "{}, LTP share {:.2f}: SNR {} after 0, 30, ... events, mean {:.3f}, {:.2f} at a bound",
          name_of(row.soft), row.p, paper, row.mean, row.at_bound),
      fmt::format("{}, {:.3f}, {:.2f}", found, measured.mean_weight, measured.share_at_bound),
      agrees};
}

}  // namespace

std::vector<Panel> lifetime_panels(const FigureSetup& setup) {
  const DeviceParameters memristor = memristive(setup.network.chip.device, false).device;
  const DeviceParameters linear = linear_synapse(0.01).device;
  LifetimeTest test;
  if (setup.quick) test.synapses = kQuickSynapses;
  std::vector<MemoryLifetime> measured;
  for (const Row& row : kLedger) {
    if (setup.progress) {
      setup.progress(static_cast<double>(measured.size()) / static_cast<double>(kLedger.size()));
    }
    test.ltp_probability = row.p;
    measured.push_back(measure_lifetime(row.soft ? memristor : linear, test, setup.seed,
                                        setup.threads, setup.go_on));
    if (measured.back().snr.empty()) return {};
  }

  Panel curves;
  curves.name = "lifetime";
  curves.title = fmt::format(
      "Memory lifetime: signal-to-noise ratio of one tagged pulse against the random pulses after "
      "it, {} synapses, for three shares of LTP.",
      test.synapses);
  curves.csv = "ltp_share,model,event,signal_w,snr\n";
  Panel weights;
  weights.name = "lifetime_histograms";
  weights.title =
      "Memory lifetime: weights in equilibrium, before the tag, for three shares of LTP.";
  weights.csv = "ltp_share,model,low_w,high_w,share\n";
  for (std::size_t k = 0; k < kLedger.size(); ++k) {
    const Row& row = kLedger[k];
    const MemoryLifetime& m = measured[k];
    for (std::size_t t = 0; t < m.snr.size(); ++t) {
      curves.csv +=
          fmt::format("{},{},{},{},{}\n", row.p, name_of(row.soft), t, m.signal[t], m.snr[t]);
    }
    for (std::size_t bin = 0; bin < m.weights.bins(); ++bin) {
      weights.csv += fmt::format("{},{},{},{},{}\n", row.p, name_of(row.soft), m.weights.low(bin),
                                 m.weights.high(bin), m.weights.share(bin));
    }
    curves.findings.push_back(table_finding(row, m));
    const std::string key = fmt::format("{} {}", name_of(row.soft), row.p);
    for (const std::size_t t : {kEvents[0], kEvents[1], kEvents[2], kEvents[3], kLatest}) {
      curves.values[key]["snr"][fmt::format("{}", t)] = m.snr[t];
    }
    curves.values[key]["mean_w"] = m.mean_weight;
    curves.values[key]["share_at_bound"] = m.share_at_bound;
  }
  const auto snr = [&](std::size_t row, std::size_t t) { return measured[row].snr[t]; };
  const auto compare = [&](const char* statement, std::size_t soft, std::size_t t, double factor) {
    const double ratio = snr(soft, t) / snr(soft + 1, t);
    curves.findings.push_back({statement, fmt::format("{:.3g} times", ratio), ratio > factor});
  };
  compare("LTP share .55: from 100 events on the soft bound's SNR is over 2 times the linear one",
          2, kLate, 2);
  compare("LTP share .60: over 10 times", 4, kLate, 10);
  const double balanced = snr(1, kLatest) / snr(0, kLatest);
  curves.findings.push_back({"LTP share .50: at 1000 events the linear synapse is better",
                             fmt::format("{:.3g} times", balanced), balanced > 1});

  bool one_mode = true, piled = true;
  for (std::size_t k = 0; k < kLedger.size(); ++k) {
    const Histogram& h = measured[k].weights;
    if (kLedger[k].soft) one_mode = one_mode && h.modes() == 1;
    // Balanced pulses spread linear weights evenly; unbalanced ones push them against a bound.
    if (!kLedger[k].soft && kLedger[k].p != 0.5) piled = piled && h.share_near_bounds(0.1) > 0.5;
  }
  weights.findings = {{"soft-bound weights have one mode, away from the bounds",
                       one_mode ? "one mode at every share" : "more than one mode", one_mode},
                      {"linear weights are piled on a bound once LTP and LTD are unbalanced",
                       fmt::format("{:.0f} % and {:.0f} % within .1 of a bound",
                                   100 * measured[3].weights.share_near_bounds(0.1),
                                   100 * measured[5].weights.share_near_bounds(0.1)),
                       piled}};
  return {curves, weights};
}

}  // namespace softbound
