// SPDX-License-Identifier: Apache-2.0
#include "figures/finding.h"

namespace softbound {

std::string caption_text(const std::string& title, const std::vector<Finding>& findings) {
  std::string text = title;
  for (const bool agrees : {true, false}) {
    std::string list;
    for (const Finding& finding : findings) {
      if (finding.agrees != agrees) continue;
      list += (list.empty() ? "" : "; ") + finding.paper + " (measured: " + finding.measured + ")";
    }
    if (!list.empty()) text += (agrees ? " Agrees: " : " Differs: ") + list + ".";
  }
  return text;
}

bool within(double value, double low, double high, double tolerance) {
  return value >= low - tolerance && value <= high + tolerance;
}

}  // namespace softbound
