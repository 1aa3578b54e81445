// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace softbound {

/// A parser as a fuzzer sees it.
struct FuzzEntry {
  const char* name;
  /// Parses any bytes: true if the parser gives a sound value, false if it throws InputError with
  /// one line. Any other exception passes; an unsound value ends the process.
  bool (*run)(std::string_view bytes);
  /// Valid inputs to start from.
  std::vector<std::string> seeds;
};

const std::vector<FuzzEntry>& fuzz_entries();

}  // namespace softbound
