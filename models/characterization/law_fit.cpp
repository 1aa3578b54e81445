// SPDX-License-Identifier: Apache-2.0
#include "characterization/law_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "characterization/least_squares.h"
#include "characterization/residual_test.h"
#include "characterization/step_filter.h"
#include "core/error.h"

namespace softbound {

namespace {

constexpr double kNormal95 = 1.959964;
constexpr std::size_t kFewestSteps = 20;  // of a direction
constexpr std::size_t kCurvesToCluster = 10;
constexpr std::size_t kCurvesToCompare = 5;
constexpr double kPlainReadings = 0;       // ratio of variances without noise of readings
constexpr double kMostReadVariance = 1e4;  // in units of a pulse's: the filter's memory is 100
constexpr double kUntold = 0;              // error of what a curve says nothing about
constexpr double kMarginSd = 4;            // from a bound, where noise is cut off

/// The fit while it goes on: which constants are free, and what the data look like.
class Fitter {
 public:
  Fitter(const std::vector<MeasuredCurve>& curves, const FitOptions& options)
      : curves_{curves}, options_{options} {
    find_steps();
    find_window();
    for (auto& scale : scales_) scale.assign(curves.size(), 1.0);
  }

  LawFit run() {
    start();
    choose_steps();
    solve();
    for (int round = 0; round < 3; ++round) {
      const double before = read_variance_;
      estimate_noise();
      if (read_variance_ == before) break;
      solve();
    }
    fit_scales();
    return result();
  }

 private:
  bool has(std::size_t k) const { return counts_[k] > 0; }
  bool window_free() const {
    return options_.model == FitModel::soft_bound && !(options_.g_min_s && options_.g_max_s);
  }

  void find_steps() {
    for (std::size_t c = 0; c < curves_.size(); ++c) {
      for (std::size_t n = 1; n < curves_[c].size(); ++n) {
        kinds_.push_back(static_cast<std::size_t>(curves_[c][n].kind));
        curve_of_.push_back(c);
        single_.push_back(curves_[c][n].pulses == 1);
        ++counts_[kinds_.back()];
      }
    }
    for (std::size_t k = 0; k < 2; ++k) {
      if (counts_[k] > 0 && counts_[k] < kFewestSteps) {
        throw InputError{fmt::format("found {} steps of kind {}, expected none or at least {}",
                                     counts_[k], k == 0 ? "ltp" : "ltd", kFewestSteps)};
      }
    }
    if (!has(0) && !has(1)) throw InputError{"found no curve of two readings, expected some"};
  }

  void find_window() {
    double low = curves_.front().front().conductance_s, high = low;
    double low_mean = 0, high_mean = 0;
    for (const auto& curve : curves_) {
      const auto [least, most] = std::minmax_element(
          curve.begin(), curve.end(),
          [](const Reading& a, const Reading& b) { return a.conductance_s < b.conductance_s; });
      low = std::min(low, least->conductance_s);
      high = std::max(high, most->conductance_s);
      low_mean += least->conductance_s / static_cast<double>(curves_.size());
      high_mean += most->conductance_s / static_cast<double>(curves_.size());
    }
    if (!(low < high)) {
      throw InputError{
          fmt::format("every reading is {} S, expected a conductance that changes", low)};
    }
    // Hard bounds are reached: their readings are the window. Soft ones lie beyond.
    const bool soft = options_.model == FitModel::soft_bound;
    law_.g_min_s = options_.g_min_s.value_or(soft ? low - 0.05 * (high - low) : low_mean);
    law_.g_max_s = options_.g_max_s.value_or(soft ? high + 0.05 * (high - low) : high_mean);
    low_s_ = low;
    high_s_ = high;
    if (options_.g_min_s && options_.g_max_s && !(*options_.g_min_s < *options_.g_max_s)) {
      throw InputError{fmt::format("--g-min {}: expected less than --g-max {}", *options_.g_min_s,
                                   *options_.g_max_s)};
    }
    const double tolerance = 0.2 * (high - low);  // noise of readings may lead beyond a bound
    if (law_.g_min_s > low + tolerance) {
      throw InputError{
          fmt::format("--g-min {}: expected at most the least reading, {} S", law_.g_min_s, low)};
    }
    if (law_.g_max_s < high - tolerance) {
      throw InputError{fmt::format("--g-max {}: expected at least the greatest reading, {} S",
                                   law_.g_max_s, high)};
    }
  }

  /// First guess: mean steps near the beginning of the way.
  void start() {
    law_.model = options_.model;
    for (std::size_t k = 0; k < 2; ++k) {
      double sum = 0, pulses = 0;
      std::vector<std::pair<double, double>> steps;  // by distance travelled
      for (const auto& curve : curves_) {
        for (std::size_t n = 1; n < curve.size(); ++n) {
          if (static_cast<std::size_t>(curve[n].kind) != k) continue;
          const double w = law_.weight_of(curve[n - 1].conductance_s);
          const double change = law_.weight_of(curve[n].conductance_s) - w;
          steps.emplace_back(k == 0 ? w : 1 - w,
                             (k == 0 ? change : -change) / static_cast<double>(curve[n].pulses));
        }
      }
      if (steps.empty()) continue;
      std::sort(steps.begin(), steps.end());
      const std::size_t early = std::max<std::size_t>(10, steps.size() / 20);
      for (std::size_t n = 0; n < std::min(early, steps.size()); ++n) {
        sum += steps[n].second;
        pulses += 1;
      }
      law_.step[k] = std::max(sum / pulses, 1e-6);
      law_.shape[k] = options_.model == FitModel::linear        ? 0
                      : options_.model == FitModel::exponential ? 1
                                                                : 2;
    }
  }

  /// Noise at a bound is cut off there, so steps near one are biased: left out by the state before.
  void choose_steps() {
    double squares = 0, count = 0;
    for (const auto& curve : curves_) {
      for (std::size_t n = 3; n < curve.size(); ++n) {
        const auto w = [&](std::size_t m) { return law_.weight_of(curve[m].conductance_s); };
        const double third = w(n) - 3 * w(n - 1) + 3 * w(n - 2) - w(n - 3);
        if (curve[n].kind != curve[n - 2].kind || curve[n].kind != curve[n - 1].kind) continue;
        squares += third * third;
        count += 1;
      }
    }
    // Of a pulse's noise the third difference has 6 times the variance, of a reading's 20 times.
    const double margin = count > 0 ? kMarginSd * std::sqrt(squares / count / 6) : 0;
    used_.assign(kinds_.size(), true);
    std::size_t index = 0;
    std::array<std::size_t, 2> left{};
    for (const auto& curve : curves_) {
      for (std::size_t n = 1; n < curve.size(); ++n, ++index) {
        const double w = law_.weight_of(curve[n - 1].conductance_s);
        used_[index] = window_free() || (w >= margin && w <= 1 - margin);
        left[kinds_[index]] += used_[index] ? 1 : 0;
      }
    }
    for (std::size_t k = 0; k < 2; ++k) {
      if (has(k) && left[k] < kFewestSteps) used_.assign(kinds_.size(), true);
    }
  }

  /// Free constants, of the order of 1: ln of the step, shape, ln of the distance of a free bound.
  std::vector<double> packed() const {
    std::vector<double> x;
    for (std::size_t k = 0; k < 2; ++k) {
      if (!has(k)) continue;
      x.push_back(std::log(law_.step[k]));
      if (options_.model != FitModel::linear) x.push_back(law_.shape[k]);
    }
    if (window_free()) {
      if (!options_.g_min_s) x.push_back(std::log((low_s_ - law_.g_min_s) / (high_s_ - low_s_)));
      if (!options_.g_max_s) x.push_back(std::log((law_.g_max_s - high_s_) / (high_s_ - low_s_)));
    }
    return x;
  }
  FitLaw unpacked(const std::vector<double>& x) const {
    FitLaw law = law_;
    std::size_t next = 0;
    for (std::size_t k = 0; k < 2; ++k) {
      if (!has(k)) continue;
      law.step[k] = std::exp(std::clamp(x[next++], -40.0, 2.0));
      if (options_.model != FitModel::linear) {
        const double least = options_.model == FitModel::soft_bound ? 0 : -60;
        law.shape[k] = std::clamp(x[next++], least, 60.0);
      }
    }
    if (window_free()) {
      const double range = high_s_ - low_s_;
      if (!options_.g_min_s) law.g_min_s = low_s_ - range * std::exp(std::min(x[next++], 5.0));
      if (!options_.g_max_s) law.g_max_s = high_s_ + range * std::exp(std::min(x[next++], 5.0));
    }
    return law;
  }

  /// Innovations in S over the range of readings, so that a free window does not change their unit,
  /// scaled to the same standard deviation; what is left out is 0.
  void residuals(const FitLaw& law, std::vector<double>& out) {
    filter_steps(curves_, law, read_variance_, scales_, filtered_);
    double logs = 0;
    for (const double variance : filtered_.variances) logs += std::log(variance);
    const double mean = std::exp(logs / static_cast<double>(filtered_.variances.size()));
    const double unit = (law.g_max_s - law.g_min_s) / (high_s_ - low_s_);
    for (std::size_t n = 0; n < out.size(); ++n) {
      out[n] = used_[n] ? unit * filtered_.innovations[n] * std::sqrt(mean / filtered_.variances[n])
                        : 0.0;
    }
  }

  void solve() {
    const Residuals function = [this](const std::vector<double>& x, std::vector<double>& out) {
      residuals(unpacked(x), out);
    };
    fit_ = least_squares(function, kinds_.size(), packed());
    law_ = unpacked(fit_.parameters);
    if (!fit_.converged) {
      throw InputError{
          fmt::format("model {}: the curves do not determine its constants; expected "
                      "more of the way between the bounds, or --g-min and --g-max",
                      kFitModelNames[static_cast<std::size_t>(options_.model)])};
    }
  }

  /// Both noises from plain one-step residuals: what stays adds to the variance alone, what does
  /// not also makes neighbours differ in opposite directions.
  void estimate_noise() {
    FilteredSteps plain;
    filter_steps(curves_, law_, kPlainReadings, scales_, plain);
    double squares = 0, products = 0, count = 0, pairs = 0;
    for (std::size_t n = 0; n < plain.innovations.size(); ++n) {
      if (!used_[n] || !single_[n]) continue;
      squares += plain.innovations[n] * plain.innovations[n];
      count += 1;
      if (n == 0 || !used_[n - 1] || !single_[n - 1] || curve_of_[n] != curve_of_[n - 1]) continue;
      products += plain.innovations[n] * plain.innovations[n - 1];
      pairs += 1;
    }
    if (count < 2 * kFewestSteps || pairs < kFewestSteps) {
      read_variance_ = 0;
      return;
    }
    const double variance = squares / count, neighbours = -products / pairs;
    const double error = 3 * variance / std::sqrt(pairs);
    if (neighbours < error) {
      read_variance_ = 0;
      return;
    }
    const double pulse_variance = std::max(variance - 2 * neighbours, 0.0);
    read_variance_ = std::min(kMostReadVariance, neighbours / std::max(pulse_variance, 1e-300));
  }

  /// Sizes of the steps by curve where they differ by more than chance.
  void fit_scales() {
    if (curves_.size() < kCurvesToCompare) return;
    for (int round = 0; round < 4; ++round) {
      std::array<std::vector<double>, 2> changes, errors;
      for (std::size_t k = 0; k < 2; ++k) {
        if (has(k)) scale_changes(k, changes[k], errors[k]);
      }
      if (round == 0) {
        for (std::size_t k = 0; k < 2; ++k) varied_[k] = has(k) && differ(changes[k], errors[k]);
        if (!varied_[0] && !varied_[1]) return;
      }
      for (std::size_t k = 0; k < 2; ++k) {
        if (!varied_[k]) continue;
        for (std::size_t c = 0; c < curves_.size(); ++c) {
          scales_[k][c] *= std::max(0.1, 1 + changes[k][c]);
        }
        double sum = 0;
        told_[k] = 0;
        for (std::size_t c = 0; c < curves_.size(); ++c) {
          if (errors[k][c] == kUntold) continue;
          sum += scales_[k][c];
          told_[k] += 1;
        }
        const double mean = sum / told_[k];
        for (std::size_t c = 0; c < curves_.size(); ++c) {
          scales_[k][c] = errors[k][c] == kUntold ? 1 : scales_[k][c] / mean;
        }
        law_.step[k] *= mean;
        spread_[k] = spread_of(scales_[k], errors[k]);
      }
      solve();
    }
  }

  /// Relative change of each curve's steps that fits it best, and its standard error.
  void scale_changes(std::size_t k, std::vector<double>& changes, std::vector<double>& errors) {
    constexpr double kStep = 1e-4;
    std::vector<double> here(kinds_.size()), there(kinds_.size());
    residuals(law_, here);
    auto scales = scales_;
    for (double& scale : scales_[k]) scale *= 1 + kStep;
    residuals(law_, there);
    scales_ = scales;
    std::vector<double> slope_2(curves_.size()), product(curves_.size());
    std::vector<std::size_t> steps(curves_.size());
    double squares = 0, count = 0;
    for (std::size_t n = 0; n < here.size(); ++n) {
      steps[curve_of_[n]] += used_[n] && kinds_[n] == k ? 1 : 0;
      const double slope = (there[n] - here[n]) / kStep;
      slope_2[curve_of_[n]] += slope * slope;
      product[curve_of_[n]] += slope * here[n];
      if (!used_[n]) continue;
      squares += here[n] * here[n];
      count += 1;
    }
    for (std::size_t c = 0; c < curves_.size(); ++c) {
      const bool told = steps[c] >= kFewestSteps && slope_2[c] > 0;
      changes.push_back(told ? -product[c] / slope_2[c] : 0);
      errors.push_back(told ? std::sqrt(squares / count / slope_2[c]) : kUntold);
    }
  }

  static bool differ(const std::vector<double>& changes, const std::vector<double>& errors) {
    constexpr double kLevel = 0.01;
    double weights = 0, mean = 0, q = 0;
    std::size_t told = 0;
    for (std::size_t c = 0; c < changes.size(); ++c) {
      if (errors[c] == kUntold) continue;
      ++told;
      weights += 1 / (errors[c] * errors[c]);
      mean += changes[c] / (errors[c] * errors[c]);
    }
    if (told < kCurvesToCompare) return false;
    mean /= weights;
    for (std::size_t c = 0; c < changes.size(); ++c) {
      if (errors[c] == kUntold) continue;
      const double off = (changes[c] - mean) / errors[c];
      q += off * off;
    }
    return chi_square_tail(q, told - 1) < kLevel;
  }

  static double spread_of(const std::vector<double>& scales, const std::vector<double>& errors) {
    double squares = 0, told = 0;
    for (std::size_t c = 0; c < scales.size(); ++c) {
      if (errors[c] == kUntold) continue;
      told += 1;
      squares += (scales[c] - 1) * (scales[c] - 1) - errors[c] * errors[c];
    }
    return std::sqrt(std::max(0.0, squares / (told - 1)));
  }

  LawFit result() {
    LawFit fit;
    fit.model = options_.model;
    fit.step = law_.step;
    fit.shape = law_.shape;
    fit.g_min_s = law_.g_min_s;
    fit.g_max_s = law_.g_max_s;
    fit.curves = curves_.size();
    double squares = 0, count = 0;
    std::vector<double> out(kinds_.size());
    residuals(law_, out);
    for (std::size_t n = 0; n < kinds_.size(); ++n) {
      if (!used_[n]) continue;
      squares += filtered_.innovations[n] * filtered_.innovations[n] / filtered_.variances[n];
      count += 1;
    }
    fit.steps = static_cast<std::size_t>(count);
    fit.sigma = std::sqrt(squares / count);
    fit.read_sigma = fit.sigma * std::sqrt(read_variance_);
    fit.curve_to_curve_sigma = std::max(spread_[0], spread_[1]);
    fit.fitted = {has(0), has(1)};
    intervals(fit);
    ResidualBins bins{fit_, kinds_, filtered_.states, used_};
    fit.test = test_residuals(bins, options_.level);
    return fit;
  }

  void intervals(LawFit& fit) const {
    const bool by_curve = curves_.size() >= kCurvesToCluster;
    const auto covariance =
        robust_covariance(fit_, by_curve ? curve_of_ : std::vector<std::size_t>{});
    const std::size_t count = fit_.parameters.size();
    std::size_t next = 0;
    const auto half = [&](std::size_t at, double more) {
      return kNormal95 * std::sqrt(covariance[at * count + at] + more);
    };
    static constexpr std::array<const char*, 3> kStepNames{"a", "d", "d"};
    static constexpr std::array<const char*, 3> kShapeNames{"gamma", "nu", ""};
    const auto model = static_cast<std::size_t>(options_.model);
    for (std::size_t k = 0; k < 2; ++k) {
      if (!has(k)) continue;
      const char* const suffix = k == 0 ? "_p" : "_d";
      const double spread = spread_[k] > 0 ? spread_[k] * spread_[k] / told_[k] : 0;
      const double off = half(next++, spread);
      fit.estimates.push_back({std::string{kStepNames[model]} + suffix, law_.step[k],
                               law_.step[k] * std::exp(-off), law_.step[k] * std::exp(off)});
      if (options_.model == FitModel::linear) continue;
      const double shape_off = half(next++, 0);
      fit.estimates.push_back({std::string{kShapeNames[model]} + suffix, law_.shape[k],
                               law_.shape[k] - shape_off, law_.shape[k] + shape_off});
    }
    if (!window_free()) return;
    if (!options_.g_min_s) {
      const double distance = low_s_ - law_.g_min_s, factor = std::exp(half(next++, 0));
      fit.estimates.push_back(
          {"g_min_s", law_.g_min_s, low_s_ - distance * factor, low_s_ - distance / factor});
    }
    if (!options_.g_max_s) {
      const double distance = law_.g_max_s - high_s_, factor = std::exp(half(next++, 0));
      fit.estimates.push_back(
          {"g_max_s", law_.g_max_s, high_s_ + distance / factor, high_s_ + distance * factor});
    }
  }

  const std::vector<MeasuredCurve>& curves_;
  const FitOptions& options_;
  FitLaw law_;
  double low_s_ = 0, high_s_ = 0;  // of all readings
  // By step, in the order of FilteredSteps:
  std::vector<std::size_t> kinds_, curve_of_;
  std::vector<bool> single_, used_;
  std::array<std::size_t, 2> counts_{};
  double read_variance_ = 0;
  std::array<std::vector<double>, 2> scales_;  // by kind and curve
  std::array<bool, 2> varied_{};
  std::array<double, 2> spread_{};
  std::array<double, 2> told_{};  ///< curves with pulses of the kind
  FilteredSteps filtered_;
  LeastSquaresFit fit_;
};

}  // namespace

double LawFit::stepped(WriteKind kind, double weight) const {
  return FitLaw{model, step, shape, g_min_s, g_max_s}.moved(kind, weight, 1).weight;
}

LawFit fit_law(const std::vector<MeasuredCurve>& curves, const FitOptions& options) {
  if (curves.empty()) throw InputError{"found no curve, expected at least one"};
  return Fitter{curves, options}.run();
}

}  // namespace softbound
