// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "characterize_report.h"

namespace softbound {

/// What a protocol other than `pulses` is done with.
struct ProtocolSetup {
  std::array<std::optional<PortPulse>, 2> pulses;  ///< by WriteKind; empty where there is none
  bool amplitude_given = false;                    ///< by the user, not the device's own
  std::optional<double> initial_weight;
  std::size_t devices = 1;
  std::uint64_t seed = 1;
};

/// One line for --help.
std::string protocol_help();

/// Every file that `softbound characterize` may leave in its directory.
std::vector<std::string> characterize_files();

/// @throws InputError if there is no such protocol, or saying why the device lacks it
std::pair<nlohmann::ordered_json, CharacterizeReport> run_protocol(const std::string& protocol,
                                                                   const DeviceParameters& device,
                                                                   const ProtocolSetup& setup);

}  // namespace softbound
