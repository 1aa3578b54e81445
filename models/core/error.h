// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace softbound {

/// What the user gave cannot be used: a file, a key, a parameter. The message is one line that
/// names the file and line or the key, what was found and what was expected; the command prints
/// it on stderr and ends with status 2.
class InputError : public std::invalid_argument {
 public:
  explicit InputError(const std::string& message) : std::invalid_argument{one_line(message)} {}

 private:
  // What was found in a file may hold line breaks and other control characters.
  static std::string one_line(std::string message) {
    for (char& c : message) {
      if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    }
    return message;
  }
};

}  // namespace softbound
