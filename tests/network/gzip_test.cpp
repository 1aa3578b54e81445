// SPDX-License-Identifier: Apache-2.0
#include "network/gzip.h"

#include <gtest/gtest.h>

#include "error_text.h"
#include "network/output_file.h"
#include "packed.h"
#include "scratch_directory.h"

namespace softbound {
namespace {

std::string long_text() {
  std::string text;
  for (int k = 0; k < 50'000; ++k) text += std::to_string(k * 7919 % 10'007) + ',';
  return text;
}

TEST(Unpack, PlainBytesStayAsTheyAre) {
  EXPECT_EQ(unpack("time_s,row\n", "f"), "time_s,row\n");
  EXPECT_EQ(unpack("", "f"), "");
  EXPECT_EQ(unpack("\x1f", "f"), "\x1f");
}

TEST(Unpack, GivesBackWhatWasPacked) {
  EXPECT_EQ(unpack(packed(long_text()), "f"), long_text());
  EXPECT_EQ(unpack(packed(""), "f"), "");
}

TEST(Unpack, SeveralMembersAreOneContent) {
  EXPECT_EQ(unpack(packed("one ") + packed("") + packed("two"), "f"), "one two");
}

TEST(Unpack, EveryTruncationIsRefused) {
  const auto bytes = packed("some text that is packed, some text that is packed");
  for (std::size_t length = 2; length < bytes.size(); ++length) {
    const auto error = error_text([&] { unpack(bytes.substr(0, length), "f.gz"); });
    EXPECT_NE(error.find("f.gz: found gzip data that ends early"), std::string::npos)
        << length << ": " << error;
  }
}

TEST(Unpack, ChangedContentIsRefused) {
  auto bytes = packed(long_text());
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // the checksum
  EXPECT_EQ(error_text([&] { unpack(bytes, "f.gz"); }),
            "f.gz: found corrupt gzip data (incorrect data check), expected an intact file");
}

TEST(Unpack, OtherBytesAfterTheMemberAreRefused) {
  EXPECT_EQ(error_text([&] { unpack(packed("text") + "tail", "f.gz"); }),
            "f.gz: found 4 bytes after the gzip data, expected its end");
}

TEST(Unpack, MoreThanTheLimitIsRefusedPackedOrNot) {
  const std::string zeros(1'000'000, '\0');
  ASSERT_LT(packed(zeros).size(), 10'000u);
  EXPECT_EQ(unpack(packed(zeros), "bomb", 1'000'000), zeros);
  const std::string expected = "bomb: found more than 999999 bytes, expected at most that many";
  EXPECT_EQ(error_text([&] { unpack(packed(zeros), "bomb", 999'999); }), expected);
  EXPECT_EQ(error_text([&] { unpack(zeros, "bomb", 999'999); }), expected);
}

TEST(ReadPlainOrGzip, TellsGzipByContentNotByName) {
  const ScratchDirectory scratch;
  write_file(scratch.file("packed.csv"), packed(long_text()));
  write_file(scratch.file("plain.csv.gz"), long_text());
  EXPECT_EQ(read_plain_or_gzip(scratch.file("packed.csv"), "text"), long_text());
  EXPECT_EQ(read_plain_or_gzip(scratch.file("plain.csv.gz"), "text"), long_text());
}

TEST(ReadPlainOrGzip, MissingFileAndDirectoryNameThePathAndTheReason) {
  const ScratchDirectory scratch;
  EXPECT_EQ(error_text([&] { read_plain_or_gzip(scratch.file("none"), "a list"); }),
            scratch.file("none") + ": cannot be read (No such file or directory), expected a list");
  EXPECT_EQ(error_text([&] { read_plain_or_gzip(scratch.path(), "a list"); }),
            scratch.path() + ": cannot be read (Is a directory), expected a list");
}

TEST(ReadPlainOrGzip, AnEndlessFileStopsAtTheLimit) {
  EXPECT_EQ(error_text([] { read_plain_or_gzip("/dev/zero", "a list", 100'000); }),
            "/dev/zero: found more than 100000 bytes, expected at most that many");
}

}  // namespace
}  // namespace softbound
