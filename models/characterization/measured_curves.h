// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "device/device_kind.h"

namespace softbound {

/// A conductance read after pulses of one kind.
struct Reading {
  double conductance_s;
  std::uint64_t pulses;  ///< since the reading before, all of `kind`; 0 of a curve's first reading
  WriteKind kind;
};

/// Readings of one device, one after the other.
using MeasuredCurve = std::vector<Reading>;

/// CSV with the columns pulse, kind and conductance (in S), in any order, and optionally curve.
/// `pulse` is the number of pulses so far, `kind` what the latest ones were: ltp, ltd, or start for
/// a reading before all of them. A curve begins where `curve` changes or `pulse` does not rise.
/// @throws InputError naming file and line
std::vector<MeasuredCurve> parse_measured_curves(std::string_view text, const std::string& name);
/// The same from a file, plain or gzip.
std::vector<MeasuredCurve> read_measured_curves(const std::string& path);

}  // namespace softbound
