// SPDX-License-Identifier: Apache-2.0
// Fig. 1 of the paper.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "device/soft_bound.h"
#include "figure.h"
#include "figures/pulse_response.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;

constexpr PulseTrains kTrains{2000, 50};
// Every pulse is simulated, every tenth listed.
constexpr std::size_t kListed = 10;
constexpr std::size_t kLoops = 5;
// Enough pulses that the fitted law is known to a few percent.
constexpr PulseTrains kStepTrains{2000, 400};
// [B]: spread of the curves after 2000 pulses; effective levels of the device.
constexpr double kSpreadLow = 0.07, kSpreadHigh = 0.10;
constexpr double kLevelsLow = 150, kLevelsHigh = 200;
// Ledger D1b-1 and D1b-3.
constexpr double kWeightAfterLtp = 0.784249;
constexpr double kLoopTop = 0.787173, kLoopBottom = 0.252344;
constexpr double kExact = 1e-6;
// How well the steps' fitted law must give back the paper's.
constexpr double kFitTolerance = 0.05;

const SoftBound& soft_bound(const DeviceParameters& device) {
  const auto* law = dynamic_cast<const SoftBound*>(device.law());
  if (law != nullptr) return *law;
  throw InputError{fmt::format("device.model = {}: expected hfo2, the memristor of the figure",
                               device.kind->name())};
}

class PulseFigure {
 public:
  explicit PulseFigure(const FigureSetup& setup)
      : device_{memristive(setup.network.chip.device, true).device},
        law_{soft_bound(device_).parameters()},
        seed_{setup.seed} {}

  Panel pulses() const {
    const PulseResponse response = measure_pulse_response(device_, kTrains, seed_);
    Panel panel;
    panel.name = "fig1_pulses";
    panel.title = fmt::format(
        "Fig. 1(a, b, d): conductance against pulses, {} LTP then {} LTD, {} curves with write "
        "noise {} and their 1-sigma band, beside the closed form.",
        kTrains.pulses, kTrains.pulses, kTrains.curves, device_.sigma);
    std::string& csv = panel.csv;
    csv = "pulse,direction,closed_form_s,mean_s,low_s,high_s,sd_w";
    for (std::size_t c = 0; c < kTrains.curves; ++c) csv += fmt::format(",curve{}_s", c);
    csv += '\n';
    const double top =
        closed_form_weight(law_.ltp, WriteKind::ltp, 0, static_cast<double>(kTrains.pulses));
    double farthest = 0;
    for (std::size_t n = 0; n < response.mean.size(); ++n) {
      const bool up = n <= kTrains.pulses;
      const double closed =
          up ? closed_form_weight(law_.ltp, WriteKind::ltp, 0, static_cast<double>(n))
             : closed_form_weight(law_.ltd, WriteKind::ltd, top,
                                  static_cast<double>(n - kTrains.pulses));
      const double mean = response.mean[n], sd = response.sd[n];
      farthest = std::max(farthest, std::abs(mean - closed));
      if (n % kListed != 0) continue;
      csv += fmt::format("{},{},{},{},{},{},{}", n, up ? "LTP" : "LTD",
                         device_.conductance_s(closed), device_.conductance_s(mean),
                         device_.conductance_s(mean - sd), device_.conductance_s(mean + sd), sd);
      for (const auto& curve : response.curves) {
        csv += fmt::format(",{}", device_.conductance_s(curve[n]));
      }
      csv += '\n';
    }
    const double spread = response.sd[kTrains.pulses];
    const double mean = response.mean[kTrains.pulses];
    const double levels_p = 1 / law_.ltp.a, levels_d = 1 / law_.ltd.a;
    // The curves' mean is known to sd/sqrt(n); noise at a curved law moves it a little beyond.
    const double tolerance = 4 * spread / std::sqrt(static_cast<double>(kTrains.curves));
    panel.findings = {{"1-sigma spread of .07 to .10 of the range after 2000 LTP pulses",
                       fmt::format("{:.3f}", spread), within(spread, kSpreadLow, kSpreadHigh)},
                      {"a soft bound: 2000 pulses come to .784 of the range, not to its end",
                       fmt::format("mean {:.3f}", mean),
                       within(mean, kWeightAfterLtp, kWeightAfterLtp, tolerance)},
                      {"150 to 200 effective levels (1/a)",
                       fmt::format("{:.0f} LTP, {:.0f} LTD", levels_p, levels_d),
                       within(levels_p, kLevelsLow, kLevelsHigh, 0.5) &&
                           within(levels_d, kLevelsLow, kLevelsHigh, 0.5)},
                      {"the fitted curve runs through the mean",
                       fmt::format("at most {:.3f} apart", farthest), farthest < tolerance}};
    panel.values = {{"sigma", device_.sigma},
                    {"mean_w_after_ltp", mean},
                    {"sd_w_after_ltp", spread},
                    {"sd_w_after_ltd", response.sd.back()},
                    {"closed_form_farthest_w", farthest}};
    return panel;
  }

  Panel steps() const {
    Panel panel;
    panel.name = "fig1_steps";
    panel.title = fmt::format(
        "Fig. 1(c): conductance step of a pulse against the conductance before it, mean of {} "
        "trains of {} LTP and LTD pulses, beside eq. 1.",
        kStepTrains.curves, kStepTrains.pulses);
    panel.csv = "direction,g_s,step_s,standard_error_s,law_s,w,step_w,pulses\n";
    const double window_s = device_.g_max_s - device_.g_min_s;
    for (const WriteKind kind : {WriteKind::ltp, WriteKind::ltd}) {
      const bool up = kind == WriteKind::ltp;
      const auto bins = measure_steps(device_, kind, kStepTrains, seed_);
      const auto& direction = up ? law_.ltp : law_.ltd;
      bool shrinks = true;
      for (std::size_t k = 0; k < bins.size(); ++k) {
        const StepBin& bin = bins[k];
        const double law = up ? direction.a * std::pow(1 - bin.weight, direction.gamma)
                              : -direction.a * std::pow(bin.weight, direction.gamma);
        panel.csv += fmt::format("{},{},{},{},{},{},{},{}\n", up ? "LTP" : "LTD",
                                 device_.conductance_s(bin.weight), window_s * bin.step,
                                 window_s * bin.standard_error, window_s * law, bin.weight,
                                 bin.step, bin.pulses);
        if (k == 0) continue;
        const double noise = 2 * std::hypot(bin.standard_error, bins[k - 1].standard_error);
        shrinks = shrinks && bin.step < bins[k - 1].step + noise;
      }
      const StepLaw fit = fit_steps(bins, kind);
      const char* name = up ? "LTP" : "LTD";
      panel.findings.push_back(
          {fmt::format("{} a = {}, gamma = {}", name, direction.a, direction.gamma),
           fmt::format("fit of the steps: a = {:.4f}, gamma = {:.2f}", fit.a, fit.gamma),
           std::abs(fit.a / direction.a - 1) < kFitTolerance &&
               std::abs(fit.gamma / direction.gamma - 1) < kFitTolerance});
      panel.findings.push_back({fmt::format("{} steps shrink towards the bound they go to", name),
                                shrinks ? "they do in every bin" : "not in every bin", shrinks});
      panel.values[up ? "ltp" : "ltd"] = {{"a", fit.a}, {"gamma", fit.gamma}};
    }
    return panel;
  }

  Panel loops() const {
    const std::vector<double> weights = closed_loops(device_, kTrains.pulses, kLoops);
    Panel panel;
    panel.name = "fig1_loops";
    panel.title = fmt::format(
        "Closed loops of {} LTP and {} LTD pulses without noise, from weight 0 (ledger D1b-3).",
        kTrains.pulses, kTrains.pulses);
    panel.csv = "pulse,loop,w,g_s\n";
    const std::size_t loop = 2 * kTrains.pulses;
    for (std::size_t n = 0; n < weights.size(); n += kListed) {
      panel.csv += fmt::format("{},{},{},{}\n", n, std::min(n / loop, kLoops - 1), weights[n],
                               device_.conductance_s(weights[n]));
    }
    const double top = weights[kLoops * loop - kTrains.pulses], bottom = weights.back();
    panel.findings.push_back({fmt::format("{:.6f} / {:.6f} after 5 loops", kLoopTop, kLoopBottom),
                              fmt::format("{:.6f} / {:.6f}", top, bottom),
                              within(top, kLoopTop, kLoopTop, kExact) &&
                                  within(bottom, kLoopBottom, kLoopBottom, kExact)});
    panel.values = {{"top_w", top}, {"bottom_w", bottom}};
    return panel;
  }

 private:
  DeviceParameters device_;
  SoftBoundParameters law_;
  std::uint64_t seed_;
};

}  // namespace

void check_pulse_device(const DeviceParameters& device) { soft_bound(device); }

std::vector<Panel> pulse_panels(const FigureSetup& setup) {
  const PulseFigure figure{setup};
  return {figure.pulses(), figure.steps(), figure.loops()};
}

}  // namespace softbound
