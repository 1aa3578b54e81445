// SPDX-License-Identifier: Apache-2.0
#include "network/output_file.h"

#include <gtest/gtest.h>

#include "core/file.h"
#include "error_text.h"
#include "scratch_directory.h"

namespace softbound {
namespace {

TEST(WriteFile, ReplacesTheContentByteForByte) {
  const ScratchDirectory scratch;
  const std::string bytes{"a\0b\r\n\xff", 6};
  write_file(scratch.file("f"), "a longer text before");
  write_file(scratch.file("f"), bytes);
  EXPECT_EQ(read_file(scratch.file("f"), "bytes"), bytes);
}

TEST(WriteFile, APathThatCannotBeWrittenIsNamed) {
  EXPECT_EQ(error_text([] { write_file("/nowhere/f", "x"); }),
            "/nowhere/f: cannot be written (No such file or directory), expected a path to write "
            "to");
}

TEST(WriteFile, AFullDiskIsNoticed) {
  EXPECT_NE(error_text([] { write_file("/dev/full", "x"); }).find("No space left"),
            std::string::npos);
}

}  // namespace
}  // namespace softbound
