// SPDX-License-Identifier: Apache-2.0
#include "network/npy.h"

#include <gtest/gtest.h>

#include "error_text.h"

namespace softbound {
namespace {

// A version 1.0 header around any dictionary.
std::string with_dictionary(const std::string& dictionary) {
  std::string bytes{"\x93NUMPY\x01\x00", 8};
  bytes += static_cast<char>(dictionary.size() & 0xff);
  bytes += static_cast<char>(dictionary.size() >> 8);
  return bytes + dictionary;
}

std::string dictionary_error(const std::string& dictionary) {
  return error_text([&] { parse_npy_header(with_dictionary(dictionary), "w.npy"); });
}

TEST(ParseNpyHeader, ReadsShapeTypeAndOrder) {
  const auto header = parse_npy_header(
      with_dictionary("{'descr': '<f4', 'fortran_order': True, 'shape': (784, 10), }   \n"), "w");
  EXPECT_EQ(header.rows, 784u);
  EXPECT_EQ(header.columns, 10u);
  EXPECT_EQ(header.value_bytes, 4u);
  EXPECT_TRUE(header.fortran_order);
}

TEST(ParseNpyHeader, TakesKeysInAnyOrderEitherQuoteAndAnyBlanks) {
  const auto header = parse_npy_header(
      with_dictionary("{\"shape\":(2,3),\"fortran_order\" : False ,\n\"descr\":\"<f8\"}"), "w");
  EXPECT_EQ(header.rows, 2u);
  EXPECT_EQ(header.columns, 3u);
  EXPECT_EQ(header.value_bytes, 8u);
}

TEST(ParseNpyHeader, TakesVersions2And3WithFourBytesOfLength) {
  const std::string dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}";
  for (const char version : {'\2', '\3'}) {
    const std::string bytes = std::string{"\x93NUMPY"} + version + '\0' +
                              static_cast<char>(dictionary.size()) + std::string(3, '\0') +
                              dictionary;
    EXPECT_EQ(parse_npy_header(bytes, "w").values_offset, bytes.size());
  }
}

TEST(ParseNpyHeader, OtherTypesAndDimensionsAreRefused) {
  EXPECT_EQ(dictionary_error("{'descr': '>f8', 'fortran_order': False, 'shape': (1, 2)}"),
            "w.npy: found numbers of type \">f8\" in the .npy header, expected '<f8' or '<f4'");
  EXPECT_EQ(dictionary_error("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}"),
            "w.npy: found an array of 1 dimensions in the .npy header, expected a matrix of 2");
  EXPECT_NE(dictionary_error("{'descr': '<f8', 'fortran_order': False, 'shape': ()}"), "accepted");
}

TEST(ParseNpyHeader, BrokenDictionariesAreRefused) {
  const std::string whole = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}";
  ASSERT_EQ(dictionary_error(whole), "accepted");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(dictionary_error(whole.substr(0, length)), "accepted") << length;
  }
  for (const char* text :
       {"{'descr': '<f8', 'fortran_order': False}",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, -2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1 2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 99999999999999999999999)}",
        "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), 'more': 1}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)} x",
        "{'descr': ['<f8'], 'fortran_order': False, 'shape': (1, 2)}"}) {
    EXPECT_NE(dictionary_error(text), "accepted") << text;
  }
}

TEST(ParseNpyHeader, OtherFilesVersionsAndTruncationsAreRefused) {
  const auto header = npy_header(3, 4);
  for (std::size_t length = 0; length < header.size(); ++length) {
    EXPECT_THROW(parse_npy_header(header.substr(0, length), "w"), InputError) << length;
  }
  EXPECT_EQ(error_text([] { parse_npy_header("0.1,0.2\n0.3,0.4\n", "w.npy"); }),
            "w.npy: found \"0.1,0.\", expected the start of a .npy file, \\x93NUMPY");
  auto future = header;
  future[6] = 4;
  EXPECT_EQ(error_text([&] { parse_npy_header(future, "w.npy"); }),
            "w.npy: found .npy version 4, expected 1, 2 or 3");
}

TEST(NpyHeader, ReadsBackAndEndsOnAMultipleOf64) {
  for (const std::size_t rows : {1u, 16u, 784u, 100'000'000u}) {
    const auto bytes = npy_header(rows, 10);
    EXPECT_EQ(bytes.size() % 64, 0u);
    EXPECT_EQ(bytes.back(), '\n');
    const auto header = parse_npy_header(bytes, "w");
    EXPECT_EQ(header.rows, rows);
    EXPECT_EQ(header.columns, 10u);
    EXPECT_EQ(header.values_offset, bytes.size());
    EXPECT_FALSE(header.fortran_order);
  }
}

}  // namespace
}  // namespace softbound
