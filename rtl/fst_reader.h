// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"

namespace softbound {

struct CloseFstReader {
  void operator()(void* reader) const;
};
/// The FST library's handle of an open file.
using FstReader = std::unique_ptr<void, CloseFstReader>;

/// @throws InputError if it cannot be read or is no FST file
FstReader open_fst(const std::string& path);

InputError damaged_fst(const std::string& path);

/// A name in the file; several names may share a handle, that is, a signal.
struct FstVariable {
  std::string name;   ///< dots between scopes, without range
  std::string range;  ///< "[7:0]", empty for a bit or a real
  std::uint32_t handle = 0;
  std::uint32_t bits = 0;
  bool is_real = false;
};
/// In the file's order. Reads the hierarchy from the beginning.
std::vector<FstVariable> fst_variables(void* reader);

}  // namespace softbound
