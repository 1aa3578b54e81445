// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "network/idx.h"

namespace softbound {

/// Digits for machines without a data set: a small bitmap font drawn at 28 x 28, each variant
/// shifted, slanted and scaled a little. Classes in the order 0, 1, ..., 9, 0, 1, ...; the two
/// splits share no variant, and a larger set starts with the smaller one.
/// @param per_class variants of each class, at least 1
DigitSet glyph_digits(DigitSplit split, std::size_t per_class = 20);

}  // namespace softbound
