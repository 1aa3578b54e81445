// SPDX-License-Identifier: Apache-2.0
#include "fit_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/toml_parameters.h"

namespace softbound {

namespace {

const char* model_name(const LawFit& fit) {
  return kFitModelNames[static_cast<std::size_t>(fit.model)];
}

/// Pulses from bound to bound of an exponential curve: a = 1 - exp(-nu / N) is the share of the
/// remaining way, d = a / (1 - exp(-nu)) the first step.
double pulses_of(double step, double nu) { return -nu / std::log1p(-step * -std::expm1(-nu)); }

std::string verdict(const LawFit& fit) {
  return fmt::format("residuals {} the law at level {:g}: chi2 = {:.1f}, {} degrees, p = {:.3g}",
                     fit.test.rejected ? "REJECT" : "do not reject", fit.test.level,
                     fit.test.statistic, fit.test.degrees, fit.test.p_value);
}

}  // namespace

std::string fit_toml(const LawFit& fit, const std::string& data) {
  std::string text = fmt::format("# {} fitted to {} steps of {} curve{}", model_name(fit),
                                 fit.steps, fit.curves, fit.curves == 1 ? "" : "s");
  std::string name = data;
  for (char& c : name) {
    if (c < ' ' || c > '~') c = '?';
  }
  text += fmt::format(", {}\n# {}\n", name, verdict(fit));
  for (const auto& e : fit.estimates) {
    text +=
        fmt::format("# {:<9} {:.6g}, 95 % from {:.6g} to {:.6g}\n", e.name, e.value, e.low, e.high);
  }
  if (fit.read_sigma > 0) {
    text += fmt::format("# noise of a reading, not of the device: {:.3g} of the range\n",
                        fit.read_sigma);
  }
  if (fit.curve_to_curve_sigma > 0) {
    text += fmt::format("# size of the steps differs between curves by {:.3g} of it\n",
                        fit.curve_to_curve_sigma);
  }
  text += "\n[device]\n";
  const auto line = [&](const char* key, double value) {
    text += fmt::format("{} = {}\n", key, exact_text(value));
  };
  const bool exponential = fit.model == FitModel::exponential;
  text += exponential ? "model = \"hfo2_exponential\"\n" : "model = \"hfo2\"\n";
  line("g_min_s", std::max(0.0, fit.g_min_s));
  line("g_max_s", fit.g_max_s);
  line("sigma", fit.sigma);
  for (std::size_t k = 0; k < 2; ++k) {
    // A direction without pulses gets the constants of the other one.
    const std::size_t from = fit.fitted[k] ? k : 1 - k;
    const std::string suffix = k == 0 ? "_p" : "_d";
    if (!exponential) {
      line(("a" + suffix).c_str(), std::min(1.0, fit.step[from]));
      line(("gamma" + suffix).c_str(), fit.shape[from]);
      continue;
    }
    const double nu = fit.shape[from];
    if (!(nu > 0 && nu < 60) || !(fit.step[from] * -std::expm1(-nu) < 1)) {
      throw InputError{fmt::format(
          "model exponential: nu{} = {:.4g}: expected curves that flatten; try --model linear",
          suffix, nu)};
    }
    line(("nu" + suffix).c_str(), nu);
    text += fmt::format("pulses{} = {}\n", suffix,
                        std::max(2LL, std::llround(pulses_of(fit.step[from], nu))));
  }
  return text;
}

nlohmann::ordered_json fit_json(const LawFit& fit, const std::string& data) {
  nlohmann::ordered_json json{{"model", model_name(fit)}, {"data", data}};
  json["curves"] = fit.curves;
  json["steps"] = fit.steps;
  auto& constants = json["parameters"] = nlohmann::ordered_json::object();
  for (const auto& e : fit.estimates) {
    constants[e.name] = {{"value", e.value}, {"low", e.low}, {"high", e.high}};
  }
  json["confidence"] = 0.95;
  json["g_min_s"] = fit.g_min_s;
  json["g_max_s"] = fit.g_max_s;
  json["sigma"] = fit.sigma;
  json["read_sigma"] = fit.read_sigma;
  json["curve_to_curve_sigma"] = fit.curve_to_curve_sigma;
  json["test"] = {{"chi2", fit.test.statistic},
                  {"degrees", fit.test.degrees},
                  {"p_value", fit.test.p_value},
                  {"level", fit.test.level},
                  {"rejected", fit.test.rejected}};
  json["toml"] = fit_toml(fit, data);
  return json;
}

std::string fit_csv(const LawFit& fit, const std::vector<MeasuredCurve>& curves) {
  const MeasuredCurve& first = curves.front();
  const auto alike = [&](const MeasuredCurve& curve) {
    if (curve.size() != first.size()) return false;
    for (std::size_t n = 1; n < curve.size(); ++n) {
      if (curve[n].pulses != first[n].pulses || curve[n].kind != first[n].kind) return false;
    }
    return true;
  };
  std::vector<double> sum(first.size()), squares(first.size());
  double count = 0;
  for (const auto& curve : curves) {
    if (!alike(curve)) continue;
    count += 1;
    for (std::size_t n = 0; n < curve.size(); ++n) {
      const double off = curve[n].conductance_s - first[n].conductance_s;
      sum[n] += off;
      squares[n] += off * off;
    }
  }
  std::string text = "pulse,kind,data_mean_s,data_sd_s,fit_s\n";
  const double range = fit.g_max_s - fit.g_min_s;
  double weight = 0;
  std::uint64_t pulse = 0;
  for (std::size_t n = 0; n < first.size(); ++n) {
    const double mean = first[n].conductance_s + sum[n] / count;
    const double variance = squares[n] / count - (sum[n] / count) * (sum[n] / count);
    if (n == 0) weight = std::min(1.0, std::max(0.0, (mean - fit.g_min_s) / range));
    for (std::uint64_t k = 0; k < first[n].pulses; ++k) weight = fit.stepped(first[n].kind, weight);
    pulse += first[n].pulses;
    text += fmt::format("{},{},{},{},{}\n", pulse, first[n].kind == WriteKind::ltp ? "ltp" : "ltd",
                        mean, std::sqrt(std::max(0.0, variance)), fit.g_min_s + weight * range);
  }
  return text;
}

}  // namespace softbound
