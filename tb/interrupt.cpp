// SPDX-License-Identifier: Apache-2.0
#include "interrupt.h"

namespace softbound {

namespace {

volatile std::sig_atomic_t caught = 0;

void remember(int number) {
  if (caught != 0) {
    std::signal(number, SIG_DFL);
    std::raise(number);
  }
  caught = number;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  caught = 0;
  struct sigaction action {};
  action.sa_handler = remember;
  sigaction(SIGINT, &action, &old_int_);
  sigaction(SIGTERM, &action, &old_term_);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &old_int_, nullptr);
  sigaction(SIGTERM, &old_term_, nullptr);
}

int InterruptGuard::signal_number() { return caught; }

std::string InterruptGuard::signal_name() {
  return caught == SIGINT ? "SIGINT" : caught == SIGTERM ? "SIGTERM" : "";
}

int InterruptGuard::exit_status() { return caught == 0 ? 0 : 128 + caught; }

}  // namespace softbound
