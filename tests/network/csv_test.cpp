// SPDX-License-Identifier: Apache-2.0
#include "network/csv.h"

#include <gtest/gtest.h>

#include "error_text.h"

namespace softbound {
namespace {

TEST(CsvLines, PassesOverBlankLinesAndComments) {
  CsvLines lines{"# head\n\n \t\na,b\n  # more\nc,d", "f"};
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.fields<2>("x,y"), (std::array<std::string_view, 2>{"a", "b"}));
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.fields<2>("x,y"), (std::array<std::string_view, 2>{"c", "d"}));
  EXPECT_FALSE(lines.next());
}

TEST(CsvLines, DropsBlanksCarriageReturnsAndTheByteOrderMark) {
  CsvLines lines{"\xef\xbb\xbfx, y\r\n a ,\tb \r\n", "f"};
  lines.expect_header("x,y");
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.fields<2>("x,y"), (std::array<std::string_view, 2>{"a", "b"}));
}

TEST(CsvLines, AnEmptyFieldIsAField) {
  CsvLines lines{"a,,\n", "f"};
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.fields<3>("x,y,z"), (std::array<std::string_view, 3>{"a", "", ""}));
}

TEST(CsvLines, CountsEveryLineForMessages) {
  CsvLines lines{"x\n\n# c\ny\n", "f.csv"};
  lines.expect_header("x");
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(error_text([&] { lines.fail("this", "that"); }), "f.csv:4: found this, expected that");
}

TEST(CsvLines, TheWrongNumberOfFieldsIsRefused) {
  for (const auto& [text, found] : {std::pair{"a", "1 column"}, {"a,b,c", "3 columns"}}) {
    CsvLines lines{text, "f"};
    ASSERT_TRUE(lines.next());
    EXPECT_EQ(error_text([&] { lines.fields<2>("x,y"); }),
              std::string{"f:1: found "} + found + ", expected x,y");
  }
}

TEST(CsvLines, OnlyTheExactHeaderIsTaken) {
  for (const char* text : {"x", "x,z", "x,y,", "x,y,z", "X,y", "xy", "0.1,2", ",x,y", "y,x"}) {
    CsvLines lines{text, "f"};
    EXPECT_EQ(error_text([&] { lines.expect_header("x,y"); }),
              std::string{"f:1: found \""} + text + "\", expected the header x,y");
  }
  CsvLines empty{"\n#\n", "f"};
  EXPECT_EQ(error_text([&] { empty.expect_header("x,y"); }),
            "f: found no line with content, expected the header x,y");
}

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  double number = 0;
  EXPECT_TRUE(parse_number("-1.5e3", number));
  EXPECT_EQ(number, -1500.0);
  for (const char* text : {"", "1x", " 1", "+1", "0x10", "1,5", "1e999"}) {
    EXPECT_FALSE(parse_number(text, number)) << text;
  }
}

TEST(ShownText, KeepsAMessageOnOneShortLine) {
  EXPECT_EQ(shown_text("a b"), "\"a b\"");
  EXPECT_EQ(shown_text(std::string_view{"\0\n\xff", 3}), "\"\\x00\\x0a\\xff\"");
  EXPECT_EQ(shown_text(std::string(41, 'a')), '"' + std::string(40, 'a') + "...\"");
}

}  // namespace
}  // namespace softbound
