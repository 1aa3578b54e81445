// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace softbound {

/// Largest file, after unpacking, that a reader of this room takes into memory.
constexpr std::size_t kLargestFileBytes = std::size_t{1} << 30;

/// A whole file, unpacked if it is gzip (told by its first two bytes, not by its name).
/// @param expected what the file should be, for the message
/// @throws InputError naming the path if it cannot be read, is damaged or exceeds `limit` bytes
std::string read_plain_or_gzip(const std::string& path, const std::string& expected,
                               std::size_t limit = kLargestFileBytes);

/// The same for bytes in memory. Several gzip members one after the other are one content.
/// @param name stands for the file in messages
/// @throws InputError if the gzip data is truncated, corrupt, followed by other bytes or unpacks
///         to more than `limit` bytes
std::string unpack(std::string_view bytes, const std::string& name,
                   std::size_t limit = kLargestFileBytes);

}  // namespace softbound
