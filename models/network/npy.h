// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace softbound {

/// What the header of a NumPy file says, as far as a matrix of floating-point numbers needs it.
struct NpyHeader {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t value_bytes = 8;    ///< 8 ('<f8') or 4 ('<f4')
  bool fortran_order = false;     ///< column after column
  std::size_t values_offset = 0;  ///< where the values start in the file
};

/// Header of NumPy's format, versions 1 to 3 (numpy.lib.format).
/// @param name stands for the file in messages
/// @throws InputError unless it describes a matrix of '<f8' or '<f4'
NpyHeader parse_npy_header(std::string_view bytes, const std::string& name);

/// Header of version 1.0 for a '<f8' matrix in C order; the values follow at a multiple of 64.
std::string npy_header(std::size_t rows, std::size_t columns);

}  // namespace softbound
