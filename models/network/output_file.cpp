// SPDX-License-Identifier: Apache-2.0
#include "network/output_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/error.h"

namespace softbound {

void write_file(const std::string& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  // A full disk may show only when the buffer is flushed.
  if (file && std::fclose(file) != 0) written = false;
  if (!written) {
    throw InputError{fmt::format("{}: cannot be written ({}), expected a path to write to", path,
                                 std::strerror(errno))};
  }
}

}  // namespace softbound
