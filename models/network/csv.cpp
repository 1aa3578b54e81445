// SPDX-License-Identifier: Apache-2.0
#include "network/csv.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

CsvLines::CsvLines(std::string_view text, std::string name) : rest_{text}, name_{std::move(name)} {
  // Spreadsheets put this mark before UTF-8.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (rest_.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    rest_.remove_prefix(kByteOrderMark.size());
  }
}

bool CsvLines::next() {
  while (!rest_.empty()) {
    const auto end = rest_.find('\n');
    line_ = trimmed(rest_.substr(0, end));
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_number_;
    fields_left_ = !line_.empty() && line_.front() != '#';
    if (fields_left_) return true;
  }
  return false;
}

void CsvLines::expect_header(const char* header) {
  const auto expected = fmt::format("the header {}", header);
  if (!next()) {
    throw InputError{fmt::format("{}: found no line with content, expected {}", name_, expected)};
  }
  const std::string_view line = line_;
  std::string found;  // without blanks around its fields
  for (std::string_view field; next_field(field);) {
    found += field;
    if (fields_left_) found += ',';
  }
  if (found != header) fail(shown_text(line), expected);
}

bool CsvLines::next_field(std::string_view& field) {
  if (!fields_left_) return false;
  const auto comma = line_.find(',');
  field = trimmed(line_.substr(0, comma));
  fields_left_ = comma != std::string_view::npos;
  if (fields_left_) line_.remove_prefix(comma + 1);
  return true;
}

void CsvLines::fail(const std::string& found, const std::string& expected) const {
  throw InputError{
      fmt::format("{}:{}: found {}, expected {}", name_, line_number_, found, expected)};
}

void CsvLines::fail_columns(std::size_t count, const char* header) const {
  fail(fmt::format("{} column{}", count, count == 1 ? "" : "s"), header);
}

std::string shown_text(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string result = "\"";
  for (const char c : text.substr(0, kLongest)) {
    if (c < ' ' || c > '~') {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + (text.size() > kLongest ? "...\"" : "\"");
}

}  // namespace softbound
