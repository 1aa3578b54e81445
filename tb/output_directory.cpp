// SPDX-License-Identifier: Apache-2.0
#include "output_directory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "core/error.h"

namespace softbound {

namespace fs = std::filesystem;

OutputDirectory OutputDirectory::create(const std::string& path, bool force,
                                        std::vector<std::string> names) {
  std::error_code error;
  if (path.empty()) throw InputError{"--out: found nothing, expected a directory"};
  OutputDirectory directory{path};
  directory.names_ = std::move(names);
  if (fs::exists(path, error)) {
    if (!force) throw InputError{path + ": exists already; --force takes it all the same"};
    if (!fs::is_directory(path, error)) {
      throw InputError{path + ": is no directory; expected one, or a path where none is yet"};
    }
    if (access(path.c_str(), W_OK) != 0) throw InputError{path + ": cannot be written to"};
    for (const std::string& name : directory.names_) {
      fs::remove(fs::path{path} / name, error);
      if (error) throw InputError{fmt::format("{}/{}: {}", path, name, error.message())};
    }
    return directory;
  }
  if (!fs::create_directories(path, error) || error) {
    throw InputError{fmt::format("{}: cannot be created ({})", path, error.message())};
  }
  directory.unused_ = true;
  return directory;
}

OutputDirectory::~OutputDirectory() {
  if (!unused_) return;
  std::error_code ignored;
  for (const std::string& name : names_) fs::remove(file(name), ignored);
  fs::remove(path_, ignored);  // unless somebody else has put something into it
}

}  // namespace softbound
