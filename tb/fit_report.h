// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "characterization/law_fit.h"

namespace softbound {

/// The fitted device as TOML for --config, with confidence intervals and the verdict as comments.
/// @throws InputError if no device of the library has these constants
std::string fit_toml(const LawFit& fit, const std::string& data);
nlohmann::ordered_json fit_json(const LawFit& fit, const std::string& data);
/// `pulse,kind,data_mean_s,data_sd_s,fit_s`: mean over the curves that have the readings of the
/// first one, beside the law without noise from the same beginning.
std::string fit_csv(const LawFit& fit, const std::vector<MeasuredCurve>& curves);

}  // namespace softbound
