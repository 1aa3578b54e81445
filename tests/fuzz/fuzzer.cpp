// SPDX-License-Identifier: Apache-2.0
// libFuzzer's entry point; SOFTBOUND_FUZZ_ENTRY, set by CMake, names the parser of this program.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "entries.h"

namespace {

const softbound::FuzzEntry& own_entry() {
  for (const auto& entry : softbound::fuzz_entries()) {
    if (std::strcmp(entry.name, SOFTBOUND_FUZZ_ENTRY) == 0) return entry;
  }
  std::fprintf(stderr, "no parser is called %s\n", SOFTBOUND_FUZZ_ENTRY);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const softbound::FuzzEntry& entry = own_entry();
  // A copy of its own size, so that a sanitizer sees a read past the end.
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  entry.run(bytes);
  return 0;
}
