// SPDX-License-Identifier: Apache-2.0
#include "child_process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "core/error.h"

namespace softbound {
namespace {

TEST(ChildProcess, AnswersEveryRequestInAProcessOfItsOwn) {
  int calls = 0;
  ChildProcess child{[&](const std::string& request) { return std::to_string(++calls) + request; }};
  const std::string large(100'000, 'x');
  EXPECT_EQ(child.ask("a"), "1a");
  EXPECT_EQ(child.ask(large), "2" + large);
  EXPECT_EQ(child.ask(""), "3");
  EXPECT_EQ(calls, 0);
}

TEST(ChildProcess, WhatIsThrownThereIsThrownHere) {
  ChildProcess child{[](const std::string& request) -> std::string {
    if (request == "bad") throw InputError{"spikes.csv:3: bad"};
    throw std::runtime_error{"disk full"};
  }};
  EXPECT_THROW(child.ask("bad"), InputError);
  try {
    child.ask("other");
    FAIL();
  } catch (const InputError&) {
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "disk full");
  }
}

TEST(ChildProcess, ItsEndIsAnErrorAndNotTheEndOfThisProcess) {
  ChildProcess child{[](const std::string&) -> std::string { _exit(3); }};
  EXPECT_THROW(child.ask("a"), std::runtime_error);
  EXPECT_THROW(child.ask("b"), std::runtime_error);
}

TEST(ChildProcess, GivenUpItEnds) {
  ChildProcess child{[](const std::string&) -> std::string {
    while (true) pause();
  }};
  EXPECT_FALSE(child.ask("a", [] { return true; }));
}

}  // namespace
}  // namespace softbound
