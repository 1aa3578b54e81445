// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/error.h"

namespace softbound {

std::string read_file(const std::string& path, const std::string& expected) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
  std::string text;
  if (file) {
    char buffer[65536];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, n);
  }
  if (!file || std::ferror(file.get())) {
    throw InputError{
        fmt::format("{}: cannot be read ({}), expected {}", path, std::strerror(errno), expected)};
  }
  return text;
}

}  // namespace softbound
