// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace softbound::test {

/// A fresh directory for the files of one test, removed at its end.
class WaveFiles : public testing::Test {
 protected:
  WaveFiles() {
    std::string pattern = (std::filesystem::temp_directory_path() / "waves.XXXXXX").string();
    if (mkdtemp(pattern.data())) directory_ = pattern;
  }
  ~WaveFiles() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  void SetUp() override { ASSERT_FALSE(directory_.empty()); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }
  std::size_t files() const {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{directory_}) ++n;
    return n;
  }

  std::filesystem::path directory_;
};

}  // namespace softbound::test
