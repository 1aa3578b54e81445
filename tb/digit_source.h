// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "network/idx.h"

namespace softbound {

/// Where digits come from: a directory in MNIST's format, or glyphs that are built in.
class DigitSource {
 public:
  /// @param directory empty: data/digits if it is there, else the glyphs
  explicit DigitSource(const std::string& directory);

  bool glyphs() const { return directory_.empty(); }
  std::string name() const { return glyphs() ? "built-in glyphs" : directory_; }
  /// @throws InputError naming the file
  DigitSet load(DigitSplit split) const;

 private:
  std::string directory_;
};

/// A line on stderr for whoever expected handwriting.
void tell_of_glyphs();

}  // namespace softbound
