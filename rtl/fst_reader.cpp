// SPDX-License-Identifier: Apache-2.0
#include "fst_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "gtkwave/fstapi.h"

namespace softbound {

void CloseFstReader::operator()(void* reader) const { fstReaderClose(reader); }

InputError damaged_fst(const std::string& path) {
  return InputError{fmt::format("{}: damaged or no FST file, expected a complete FST file", path)};
}

FstReader open_fst(const std::string& path) {
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    std::fclose(file);
  } else {
    throw InputError{
        fmt::format("{}: cannot be read ({}), expected an FST file", path, std::strerror(errno))};
  }
  try {
    if (void* reader = fstReaderOpen(path.c_str())) return FstReader{reader};
  } catch (const std::runtime_error&) {
    // The library gave up: the same as no reader.
  }
  throw damaged_fst(path);
}

std::vector<FstVariable> fst_variables(void* reader) {
  std::vector<FstVariable> variables;
  std::vector<std::string> scopes{""};
  const auto greatest_handle = fstReaderGetMaxHandle(reader);
  fstReaderIterateHierRewind(reader);
  while (const fstHier* item = fstReaderIterateHier(reader)) {
    if (item->htyp == FST_HT_SCOPE) {
      scopes.push_back(scopes.back() + item->u.scope.name + '.');
    } else if (item->htyp == FST_HT_UPSCOPE && scopes.size() > 1) {
      scopes.pop_back();
    } else if (item->htyp == FST_HT_VAR && item->u.var.handle <= greatest_handle) {
      const auto& var = item->u.var;
      const std::string text = var.name;
      const auto blank = text.find(' ');
      FstVariable variable;
      variable.name = scopes.back() + text.substr(0, blank);
      if (blank != std::string::npos) variable.range = text.substr(blank + 1);
      variable.handle = var.handle;
      variable.bits = var.length;
      variable.is_real = var.typ == FST_VT_VCD_REAL;
      variables.push_back(std::move(variable));
    }
  }
  return variables;
}

}  // namespace softbound
