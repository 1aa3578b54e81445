// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>

namespace softbound::test {

/// Runs body in a forked child with a fresh SystemC kernel of 1 ps resolution, since a kernel
/// cannot be elaborated twice in a process. Failures of the child, exceptions and SystemC reports
/// of severity ERROR or FATAL included, fail the caller.
/// SOFTBOUND_NO_FORK=1 runs it in place, for a debugger (one test a process then).
void run_in_fresh_kernel(const std::function<void()>& body);

}  // namespace softbound::test

/// TEST for whatever needs a SystemC kernel.
#define SIM_TEST(suite, name)                                                        \
  static void suite##_##name##_body();                                               \
  TEST(suite, name) { softbound::test::run_in_fresh_kernel(suite##_##name##_body); } \
  static void suite##_##name##_body()
