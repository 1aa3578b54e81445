// SPDX-License-Identifier: Apache-2.0
#include "digit_source.h"

#include <cstdio>
#include <filesystem>

#include "network/glyphs.h"

namespace softbound {

namespace {

constexpr const char* kUsualDataset = "data/digits";

}  // namespace

DigitSource::DigitSource(const std::string& directory) : directory_{directory} {
  std::error_code error;
  if (directory.empty() && std::filesystem::is_directory(kUsualDataset, error)) {
    directory_ = kUsualDataset;
  }
}

DigitSet DigitSource::load(DigitSplit split) const {
  return glyphs() ? glyph_digits(split) : load_digits(directory_, split);
}

void tell_of_glyphs() {
  std::fprintf(stderr,
               "softbound: no data set (--dataset DIR, or scripts/get_digits.sh): built-in glyphs "
               "stand in for handwritten digits\n");
}

}  // namespace softbound
