// SPDX-License-Identifier: Apache-2.0
#include "network/gzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/error.h"

namespace softbound {

namespace {

constexpr std::size_t kChunkBytes = 65536;

bool is_gzip(std::string_view bytes) {
  return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

[[noreturn]] void fail_too_large(const std::string& name, std::size_t limit) {
  throw InputError{
      fmt::format("{}: found more than {} bytes, expected at most that many", name, limit)};
}

// One gzip member: inflates it to the end of `content` and takes it off the front of `bytes`.
void inflate_member(std::string_view& bytes, std::string& content, const std::string& name,
                    std::size_t limit) {
  constexpr int kLargestWindow = 15;
  constexpr int kGzipWrapper = 16;
  z_stream stream{};
  if (inflateInit2(&stream, kLargestWindow + kGzipWrapper) != Z_OK) throw std::bad_alloc{};
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end{&stream, inflateEnd};

  char buffer[kChunkBytes];
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    const std::size_t given = std::min(bytes.size(), kChunkBytes);
    // zlib only reads its input; its interface is older than const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    status = inflate(&stream, Z_NO_FLUSH);
    bytes.remove_prefix(given - stream.avail_in);
    const std::size_t produced = sizeof buffer - stream.avail_out;
    if (produced > limit - content.size()) fail_too_large(name, limit);
    content.append(buffer, produced);
    if (status == Z_BUF_ERROR || (status == Z_OK && given == 0 && produced == 0)) {
      throw InputError{fmt::format(
          "{}: found gzip data that ends early (after {} unpacked bytes), expected a whole file",
          name, content.size())};
    }
    if (status == Z_MEM_ERROR) throw std::bad_alloc{};
    if (status != Z_OK && status != Z_STREAM_END) {
      throw InputError{fmt::format("{}: found corrupt gzip data ({}), expected an intact file",
                                   name, stream.msg ? stream.msg : "it needs a dictionary")};
    }
  }
}

}  // namespace

std::string unpack(std::string_view bytes, const std::string& name, std::size_t limit) {
  if (!is_gzip(bytes)) {
    if (bytes.size() > limit) fail_too_large(name, limit);
    return std::string{bytes};
  }
  std::string content;
  while (!bytes.empty()) {
    if (!is_gzip(bytes)) {
      throw InputError{fmt::format("{}: found {} bytes after the gzip data, expected its end", name,
                                   bytes.size())};
    }
    inflate_member(bytes, content, name, limit);
  }
  return content;
}

std::string read_plain_or_gzip(const std::string& path, const std::string& expected,
                               std::size_t limit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"),
                                                             std::fclose};
  std::string bytes;
  if (file) {
    char buffer[kChunkBytes];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, file.get())) {
      if (n > limit - bytes.size()) fail_too_large(path, limit);
      bytes.append(buffer, n);
    }
  }
  if (!file || std::ferror(file.get())) {
    throw InputError{
        fmt::format("{}: cannot be read ({}), expected {}", path, std::strerror(errno), expected)};
  }
  return is_gzip(bytes) ? unpack(bytes, path, limit) : bytes;
}

}  // namespace softbound
