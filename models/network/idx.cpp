// SPDX-License-Identifier: Apache-2.0
#include "network/idx.h"

#include <fmt/format.h>

#include <filesystem>

#include "core/error.h"
#include "network/gzip.h"

namespace softbound {

namespace {

constexpr std::uint32_t kImagesMagic = 0x00000803;
constexpr std::uint32_t kLabelsMagic = 0x00000801;
// MNIST has 28; the bound keeps count x rows x columns within 64 bits.
constexpr std::uint32_t kLargestSide = 4096;

std::uint32_t big_endian_word(std::string_view bytes, std::size_t index) {
  std::uint32_t word = 0;
  for (std::size_t k = 4 * index; k < 4 * index + 4; ++k) {
    word = word << 8 | static_cast<std::uint8_t>(bytes[k]);
  }
  return word;
}

void check_header(std::string_view bytes, const std::string& name, std::size_t header_bytes,
                  std::uint32_t magic, const char* content) {
  if (bytes.size() < header_bytes) {
    throw InputError{fmt::format("{}: found {} bytes, expected at least {}, an IDX header of {}",
                                 name, bytes.size(), header_bytes, content)};
  }
  if (const auto found = big_endian_word(bytes, 0); found != magic) {
    throw InputError{fmt::format("{}: found magic number 0x{:08x}, expected 0x{:08x}, IDX {}", name,
                                 found, magic, content)};
  }
  if (big_endian_word(bytes, 1) == 0) {
    throw InputError{fmt::format("{}: found 0 {}, expected at least 1", name, content)};
  }
}

void check_length(std::string_view bytes, const std::string& name, std::uint64_t expected,
                  const std::string& content) {
  if (bytes.size() != expected) {
    throw InputError{fmt::format("{}: found {} bytes, expected {} for {} ({})", name, bytes.size(),
                                 expected, content,
                                 bytes.size() < expected ? "truncated" : "trailing bytes")};
  }
}

std::vector<std::uint8_t> bytes_from(std::string_view bytes, std::size_t offset) {
  return {bytes.begin() + static_cast<std::ptrdiff_t>(offset), bytes.end()};
}

std::string plain_or_gzip_path(const std::string& directory, const std::string& name) {
  const std::filesystem::path plain = std::filesystem::path{directory} / name;
  std::error_code ignored;
  if (std::filesystem::exists(plain, ignored)) return plain.string();
  std::string packed = plain.string() + ".gz";
  if (std::filesystem::exists(packed, ignored)) return packed;
  throw InputError{
      fmt::format("{}: found neither {} nor {}.gz there, expected a data set in MNIST "
                  "format",
                  directory, name, name)};
}

}  // namespace

DigitImages parse_idx_images(std::string_view bytes, const std::string& name) {
  constexpr std::size_t kHeaderBytes = 16;
  check_header(bytes, name, kHeaderBytes, kImagesMagic, "images");
  const std::uint32_t count = big_endian_word(bytes, 1);
  const std::uint32_t rows = big_endian_word(bytes, 2);
  const std::uint32_t columns = big_endian_word(bytes, 3);
  if (rows == 0 || columns == 0 || rows > kLargestSide || columns > kLargestSide) {
    throw InputError{fmt::format("{}: found images of {} x {} pixels, expected 1 to {} each way",
                                 name, rows, columns, kLargestSide)};
  }
  check_length(bytes, name, kHeaderBytes + std::uint64_t{count} * rows * columns,
               fmt::format("{} images of {} x {}", count, rows, columns));
  return {count, rows, columns, bytes_from(bytes, kHeaderBytes)};
}

std::vector<std::uint8_t> parse_idx_labels(std::string_view bytes, const std::string& name) {
  constexpr std::size_t kHeaderBytes = 8;
  check_header(bytes, name, kHeaderBytes, kLabelsMagic, "labels");
  const std::uint32_t count = big_endian_word(bytes, 1);
  check_length(bytes, name, kHeaderBytes + std::uint64_t{count}, fmt::format("{} labels", count));
  auto labels = bytes_from(bytes, kHeaderBytes);
  for (std::size_t k = 0; k < labels.size(); ++k) {
    if (labels[k] >= kDigitClasses) {
      throw InputError{
          fmt::format("{}: found label {} at index {}, expected 0 to 9", name, labels[k], k)};
    }
  }
  return labels;
}

DigitSet load_digits(const std::string& directory, DigitSplit split) {
  const std::string prefix = split == DigitSplit::train ? "train" : "t10k";
  const auto image_path = plain_or_gzip_path(directory, prefix + "-images-idx3-ubyte");
  const auto label_path = plain_or_gzip_path(directory, prefix + "-labels-idx1-ubyte");
  DigitSet digits;
  digits.images = parse_idx_images(read_plain_or_gzip(image_path, "IDX images"), image_path);
  digits.labels = parse_idx_labels(read_plain_or_gzip(label_path, "IDX labels"), label_path);
  if (digits.labels.size() != digits.images.count) {
    throw InputError{fmt::format("{}: found {} labels, expected {}, one for each image of {}",
                                 label_path, digits.labels.size(), digits.images.count,
                                 image_path)};
  }
  return digits;
}

}  // namespace softbound
