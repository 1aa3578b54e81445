// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

namespace softbound {

/// The lines of a CSV text one after the other; blank lines and those that start with '#' are
/// passed over, blanks around fields and carriage returns dropped. Quotes have no meaning.
class CsvLines {
 public:
  /// @param text must outlive the reader; `name` stands for the file in messages
  CsvLines(std::string_view text, std::string name);

  /// Moves to the next line with content; false at the end of the text.
  bool next();
  /// Moves to the next line with content. @throws InputError unless it is the header
  void expect_header(const char* header);
  /// Takes the next field off the current line; false when none is left.
  bool next_field(std::string_view& field);
  /// All fields of the current line. @throws InputError unless there are N
  template <std::size_t N>
  std::array<std::string_view, N> fields(const char* header) {
    std::array<std::string_view, N> result;
    std::size_t count = 0;
    for (std::string_view field; next_field(field); ++count) {
      if (count < N) result[count] = field;
    }
    if (count != N) fail_columns(count, header);
    return result;
  }

  /// @throws InputError `file:line: found ..., expected ...`
  [[noreturn]] void fail(const std::string& found, const std::string& expected) const;

 private:
  [[noreturn]] void fail_columns(std::size_t count, const char* header) const;

  std::string_view rest_;
  std::string name_;
  std::size_t line_number_ = 0;
  std::string_view line_;  // what next_field() has left of it
  bool fields_left_ = false;
};

/// A number that fills the whole text, in the same notation in every locale.
template <class Number>
bool parse_number(std::string_view text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end;
}

/// Text of a file as a message shows it: in quotes, on one line, cut if it is long.
std::string shown_text(std::string_view text);

}  // namespace softbound
