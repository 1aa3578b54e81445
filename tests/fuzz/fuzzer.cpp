// SPDX-License-Identifier: Apache-2.0
// libFuzzer's entry points; SOFTBOUND_FUZZ_ENTRY, set by CMake, names the parser of this program.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

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

// Puts the seeds into the corpus, the first directory on the command line.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  for (int k = 1; k < *argc; ++k) {
    if (!std::filesystem::is_directory((*argv)[k])) continue;
    int number = 0;
    for (const auto& seed : own_entry().seeds) {
      const auto name = "seed_" + std::to_string(number++);
      std::ofstream{std::filesystem::path{(*argv)[k]} / name, std::ios::binary} << seed;
    }
    break;
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const softbound::FuzzEntry& entry = own_entry();
  // A copy of its own size, so that a sanitizer sees a read past the end.
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  entry.run(bytes);
  return 0;
}
