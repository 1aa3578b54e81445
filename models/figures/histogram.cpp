// SPDX-License-Identifier: Apache-2.0
#include "figures/histogram.h"

#include <algorithm>

namespace softbound {

void Histogram::add(double weight) {
  // Levels of linear synapses lie on the bins' bounds, give or take a rounding.
  constexpr double kRounding = 1e-9;
  const auto bin = static_cast<std::size_t>(weight * static_cast<double>(bins()) + kRounding);
  ++counts_[std::min(bin, bins() - 1)];
  ++total_;
}

void Histogram::add(const Histogram& other) {
  for (std::size_t k = 0; k < bins(); ++k) counts_[k] += other.counts_.at(k);
  total_ += other.total_;
}

double Histogram::share(std::size_t bin) const {
  return total_ == 0 ? 0 : static_cast<double>(counts_[bin]) / static_cast<double>(total_);
}

double Histogram::share_near_bounds(double distance) const {
  constexpr double kRounding = 1e-12;
  double sum = 0;
  for (std::size_t k = 0; k < bins(); ++k) {
    if (high(k) <= distance + kRounding || low(k) >= 1 - distance - kRounding) sum += share(k);
  }
  return sum;
}

std::size_t Histogram::modes(double prominence) const {
  // At the ends the average is over the bins there are: a pile at a bound stays a peak.
  std::vector<double> smooth(bins());
  for (std::size_t k = 0; k < bins(); ++k) {
    const std::size_t first = k == 0 ? 0 : k - 1, last = std::min(k + 1, bins() - 1);
    for (std::size_t j = first; j <= last; ++j) smooth[k] += share(j);
    smooth[k] /= static_cast<double>(last - first + 1);
  }
  const double step = prominence * *std::max_element(smooth.begin(), smooth.end());
  if (!(step > 0)) return 0;
  std::size_t count = 0;
  bool rising = true;
  double turn = 0;  // the highest share since the valley, or the lowest since the peak
  for (const double s : smooth) {
    turn = rising ? std::max(turn, s) : std::min(turn, s);
    if (rising && s <= turn - step) {
      ++count;
      rising = false;
      turn = s;
    } else if (!rising && s >= turn + step) {
      rising = true;
      turn = s;
    }
  }
  // The last peak may stand at the end.
  return rising && turn >= step ? count + 1 : count;
}

}  // namespace softbound
