// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstdio>

namespace softbound {

/// While this lives, what is printed to stdout goes to stderr: a Verilated model prints its failed
/// assertions by itself, and stdout belongs to the report.
class StdoutAside {
 public:
  StdoutAside() {
    std::fflush(stdout);
    kept_ = dup(STDOUT_FILENO);
    if (kept_ >= 0) dup2(STDERR_FILENO, STDOUT_FILENO);
  }
  ~StdoutAside() {
    std::fflush(stdout);
    if (kept_ < 0) return;
    dup2(kept_, STDOUT_FILENO);
    close(kept_);
  }
  StdoutAside(const StdoutAside&) = delete;
  StdoutAside& operator=(const StdoutAside&) = delete;

 private:
  int kept_ = -1;
};

}  // namespace softbound
