// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <stdexcept>

/// Checked replacements for the calls with which the FST library writes its files. The library
/// itself drops their results ("in the future there needs to be results checking"), so a full
/// disk would go unnoticed; verilated_fst.cpp compiles it against these instead.
namespace softbound::fst_io {

/// errno of the first write that failed in this thread since somebody set it to 0.
inline thread_local int first_error = 0;

inline void note_error() {
  if (first_error == 0) first_error = errno != 0 ? errno : EIO;
}

inline std::size_t write_items(const void* data, std::size_t size, std::size_t n, std::FILE* file) {
  const auto written = std::fwrite(data, size, n, file);
  if (written != n) note_error();
  return written;
}

inline int write_char(int c, std::FILE* file) {
  const int result = std::fputc(c, file);
  if (result == EOF) note_error();
  return result;
}

/// Also notices what a failed seek has left in the file's error flag.
inline int flush(std::FILE* file) {
  const int result = std::fflush(file);
  if (result != 0 || std::ferror(file)) note_error();
  return result;
}

inline int close_file(std::FILE* file) {
  const int result = std::fclose(file);
  if (result != 0) note_error();
  return result;
}

/// All of it or an error; the library counts on the first.
inline ssize_t write_bytes(int descriptor, const void* data, std::size_t size) {
  const char* at = static_cast<const char*>(data);
  for (std::size_t left = size; left > 0;) {
    const auto n = ::write(descriptor, at, left);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      note_error();
      return -1;
    }
    at += n;
    left -= static_cast<std::size_t>(n);
  }
  return static_cast<ssize_t>(size);
}

/// A mapping that reaches past the end of a file, whose writing must have failed, would end the
/// process with SIGBUS as soon as it is touched: such a file is replaced by empty memory.
inline void* map_file(void* address, std::size_t size, int protection, int flags, int descriptor,
                      off_t offset) {
  struct stat file {};
  if (size > 0 && fstat(descriptor, &file) == 0 &&
      file.st_size < offset + static_cast<off_t>(size)) {
    errno = ENOSPC;
    note_error();
    return ::mmap(address, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }
  return ::mmap(address, size, protection, flags, descriptor, offset);
}

/// What the library does where it would end the process (a damaged file, no memory).
[[noreturn]] inline void give_up() { throw std::runtime_error{"damaged FST data"}; }

}  // namespace softbound::fst_io
