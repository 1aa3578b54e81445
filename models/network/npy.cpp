// SPDX-License-Identifier: Apache-2.0
#include "network/npy.h"

#include <fmt/format.h>

#include <vector>

#include "core/error.h"
#include "network/csv.h"

namespace softbound {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

// The header is a Python dictionary with three known keys; this reads just that much of Python.
class HeaderDictionary {
 public:
  HeaderDictionary(std::string_view text, const std::string& name) : rest_{text}, name_{name} {
    expect('{');
    while (!take('}')) {
      const std::string_view key = text_literal();
      expect(':');
      if (key == "descr" && descr_.empty()) {
        descr_ = text_literal();
      } else if (key == "fortran_order" && !order_seen_) {
        fortran_order_ = flag();
        order_seen_ = true;
      } else if (key == "shape" && !shape_seen_) {
        shape();
        shape_seen_ = true;
      } else {
        fail(shown_text(key) + " as a key", "descr, fortran_order and shape, each once");
      }
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip_blanks();
    if (!rest_.empty()) fail(shown_text(rest_), "the end of the header");
    if (descr_.empty() || !order_seen_ || !shape_seen_) {
      fail("a key missing", "descr, fortran_order and shape");
    }
  }

  NpyHeader header() const {
    NpyHeader header;
    if (descr_ != "<f8" && descr_ != "<f4") {
      fail("numbers of type " + shown_text(descr_), "'<f8' or '<f4'");
    }
    if (shape_.size() != 2) {
      fail(fmt::format("an array of {} dimensions", shape_.size()), "a matrix of 2");
    }
    header.value_bytes = descr_ == "<f8" ? 8 : 4;
    header.fortran_order = fortran_order_;
    header.rows = shape_[0];
    header.columns = shape_[1];
    return header;
  }

 private:
  [[noreturn]] void fail(const std::string& found, const std::string& expected) const {
    throw InputError{
        fmt::format("{}: found {} in the .npy header, expected {}", name_, found, expected)};
  }
  void skip_blanks() {
    const auto content = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(content == std::string_view::npos ? rest_.size() : content);
  }
  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail(shown_text(rest_), fmt::format("'{}'", c));
  }
  std::string_view text_literal() {
    const char quote = take('\'') ? '\'' : '"';
    if (quote == '"') expect('"');
    const auto end = rest_.find(quote);
    if (end == std::string_view::npos) fail(shown_text(rest_), "text that ends with a quote");
    const auto text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (rest_.substr(0, word.size()) != word) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool flag() {
    if (take_word("True")) return true;
    if (!take_word("False")) fail(shown_text(rest_), "True or False");
    return false;
  }
  void shape() {
    expect('(');
    while (!take(')')) {
      skip_blanks();
      const auto digits = rest_.substr(0, rest_.find_first_not_of("0123456789"));
      std::size_t extent = 0;
      if (!parse_number(digits, extent)) fail(shown_text(rest_), "whole numbers as a shape");
      rest_.remove_prefix(digits.size());
      shape_.push_back(extent);
      if (!take(',')) {
        expect(')');
        break;
      }
    }
  }

  std::string_view rest_;
  const std::string& name_;
  std::string_view descr_;
  bool fortran_order_ = false, order_seen_ = false, shape_seen_ = false;
  std::vector<std::size_t> shape_;
};

}  // namespace

NpyHeader parse_npy_header(std::string_view bytes, const std::string& name) {
  const std::size_t version_offset = kMagic.size();
  if (bytes.size() < version_offset + 4 || bytes.substr(0, kMagic.size()) != kMagic) {
    throw InputError{fmt::format("{}: found {}, expected the start of a .npy file, \\x93NUMPY",
                                 name, shown_text(bytes.substr(0, kMagic.size())))};
  }
  const auto major = static_cast<unsigned char>(bytes[version_offset]);
  if (major < 1 || major > 3) {
    throw InputError{fmt::format("{}: found .npy version {}, expected 1, 2 or 3", name,
                                 static_cast<int>(major))};
  }
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  const std::size_t start = version_offset + 2 + length_bytes;
  std::size_t length = 0;
  for (std::size_t k = start; k > version_offset + 2; --k) {
    if (k > bytes.size()) continue;
    length = length << 8 | static_cast<unsigned char>(bytes[k - 1]);
  }
  if (start > bytes.size() || length > bytes.size() - start) {
    throw InputError{fmt::format("{}: found {} bytes, expected at least {}, a whole .npy header",
                                 name, bytes.size(), start + length)};
  }
  NpyHeader header = HeaderDictionary{bytes.substr(start, length), name}.header();
  header.values_offset = start + length;
  return header;
}

std::string npy_header(std::size_t rows, std::size_t columns) {
  constexpr std::size_t kAlignment = 64;
  const std::size_t start = kMagic.size() + 4;
  std::string dictionary =
      fmt::format("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
  const std::size_t used = start + dictionary.size() + 1;
  dictionary.append((kAlignment - used % kAlignment) % kAlignment, ' ');
  dictionary += '\n';
  std::string header{kMagic};
  header += {'\x01', '\x00', static_cast<char>(dictionary.size() & 0xff),
             static_cast<char>(dictionary.size() >> 8)};
  return header + dictionary;
}

}  // namespace softbound
