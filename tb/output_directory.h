// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace softbound {

/// A directory that a command fills with files of known names. One that was made and in which
/// nothing is kept goes away with this object.
class OutputDirectory {
 public:
  /// Creates the directory, so that work that cannot be kept does not start.
  /// @param force take a directory that exists; files of these names in it are removed
  /// @throws InputError if it exists or cannot be created
  static OutputDirectory create(const std::string& path, bool force,
                                std::vector<std::string> names);
  /// One that exists.
  explicit OutputDirectory(std::string path) : path_{std::move(path)} {}

  ~OutputDirectory();
  OutputDirectory(OutputDirectory&& other) noexcept
      : path_{std::move(other.path_)},
        names_{std::move(other.names_)},
        unused_{std::exchange(other.unused_, false)} {}
  OutputDirectory& operator=(OutputDirectory&&) = delete;

  std::string file(const std::string& name) const { return path_ + '/' + name; }
  const std::string& path() const { return path_; }
  /// From now on it stays.
  void keep() { unused_ = false; }

 private:
  std::string path_;
  std::vector<std::string> names_;
  bool unused_ = false;
};

}  // namespace softbound
