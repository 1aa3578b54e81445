// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

namespace softbound {

/// A copy of this process that answers requests, for what can be done once a process only: SystemC
/// has one kernel. It ends with this object.
class ChildProcess {
 public:
  /// Of bytes, bytes. What it throws is thrown by ask().
  using Serve = std::function<std::string(const std::string& request)>;

  /// @throws std::runtime_error if there can be no further process
  explicit ChildProcess(const Serve& serve);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Waits for the answer.
  /// @param given_up asked now and then; true ends the process
  /// @return nothing if it was given up
  /// @throws InputError or std::runtime_error with the message of what was thrown there;
  ///   std::runtime_error if the process has ended without an answer
  std::optional<std::string> ask(
      const std::string& request, const std::function<bool()>& given_up = [] { return false; });

 private:
  pid_t child_ = -1;
  int socket_ = -1;
};

}  // namespace softbound
