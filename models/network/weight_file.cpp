// SPDX-License-Identifier: Apache-2.0
#include "network/weight_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>

#include "core/error.h"
#include "network/csv.h"
#include "network/gzip.h"
#include "network/npy.h"
#include "network/output_file.h"

namespace softbound {

namespace {

constexpr const char* kWeightExpected = "a number from 0 to 1";

bool is_weight(double value) { return value >= 0.0 && value <= 1.0; }

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

[[noreturn]] void fail_ending(const std::string& path, const char* expected) {
  throw InputError{
      fmt::format("{}: found a file name with another ending, expected {}", path, expected)};
}

// Little-endian IEEE 754, whatever the machine.
template <class Bits, class Real>
double little_endian_real(const char* bytes) {
  Bits bits = 0;
  for (std::size_t k = sizeof(Bits); k > 0; --k) {
    bits = static_cast<Bits>(bits << 8 | static_cast<unsigned char>(bytes[k - 1]));
  }
  Real value;
  static_assert(sizeof value == sizeof bits);
  std::memcpy(&value, &bits, sizeof value);
  return static_cast<double>(value);
}

}  // namespace

WeightMatrix read_weights(const std::string& path, std::size_t rows, std::size_t columns) {
  std::string_view ending = path;
  if (ends_with(ending, ".gz")) ending.remove_suffix(3);
  const bool csv = ends_with(ending, ".csv");
  if (!csv && !ends_with(ending, ".npy")) fail_ending(path, ".csv, .npy, .csv.gz or .npy.gz");
  const auto content = read_plain_or_gzip(path, "a file of weights");
  return csv ? parse_weights_csv(content, path, rows, columns)
             : parse_weights_npy(content, path, rows, columns);
}

WeightMatrix parse_weights_csv(std::string_view text, const std::string& name, std::size_t rows,
                               std::size_t columns) {
  CsvLines lines{text, name};
  WeightMatrix weights{rows, columns, {}};
  std::size_t row = 0;
  for (; lines.next(); ++row) {
    if (row == rows) lines.fail("a further row", fmt::format("{} rows", rows));
    std::size_t column = 0;
    for (std::string_view field; lines.next_field(field); ++column) {
      double value = 0;
      if (!parse_number(field, value) || !is_weight(value)) {
        lines.fail(fmt::format("{} at row {}, column {}", shown_text(field), row, column),
                   kWeightExpected);
      }
      if (column < columns) weights.values.push_back(value);
    }
    if (column != columns) {
      lines.fail(fmt::format("{} columns in row {}", column, row),
                 fmt::format("{} columns", columns));
    }
  }
  if (row != rows) {
    throw InputError{fmt::format("{}: found {} rows, expected {}", name, row, rows)};
  }
  return weights;
}

WeightMatrix parse_weights_npy(std::string_view bytes, const std::string& name, std::size_t rows,
                               std::size_t columns) {
  const NpyHeader header = parse_npy_header(bytes, name);
  if (header.rows != rows || header.columns != columns) {
    throw InputError{fmt::format("{}: found a matrix of {} x {}, expected {} x {} (rows x columns)",
                                 name, header.rows, header.columns, rows, columns)};
  }
  const std::size_t expected_bytes = rows * columns * header.value_bytes;
  if (const std::size_t found = bytes.size() - header.values_offset; found != expected_bytes) {
    throw InputError{fmt::format("{}: found {} bytes of values, expected {} ({})", name, found,
                                 expected_bytes,
                                 found < expected_bytes ? "truncated" : "trailing bytes")};
  }
  WeightMatrix weights{rows, columns, std::vector<double>(rows * columns)};
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t position =
          header.fortran_order ? column * rows + row : row * columns + column;
      const char* at = bytes.data() + header.values_offset + position * header.value_bytes;
      const double value = header.value_bytes == 8 ? little_endian_real<std::uint64_t, double>(at)
                                                   : little_endian_real<std::uint32_t, float>(at);
      if (!is_weight(value)) {
        throw InputError{fmt::format("{}: found {} at row {}, column {}, expected {}", name, value,
                                     row, column, kWeightExpected)};
      }
      weights.values[row * columns + column] = value;
    }
  }
  return weights;
}

void write_weights(const std::string& path, const WeightMatrix& weights) {
  if (ends_with(path, ".csv")) {
    write_file(path, weights_csv(weights));
  } else if (ends_with(path, ".npy")) {
    write_file(path, weights_npy(weights));
  } else {
    fail_ending(path, ".csv or .npy");
  }
}

std::string weights_csv(const WeightMatrix& weights) {
  std::string text;
  for (std::size_t row = 0; row < weights.rows; ++row) {
    for (std::size_t column = 0; column < weights.columns; ++column) {
      fmt::format_to(std::back_inserter(text), "{}{}", column == 0 ? "" : ",",
                     weights.at(row, column));
    }
    text += '\n';
  }
  return text;
}

std::string weights_npy(const WeightMatrix& weights) {
  std::string bytes = npy_header(weights.rows, weights.columns);
  for (const double value : weights.values) {
    std::uint64_t bits;
    static_assert(sizeof bits == sizeof value);
    std::memcpy(&bits, &value, sizeof bits);
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(bits >> shift & 0xff);
  }
  return bytes;
}

}  // namespace softbound
