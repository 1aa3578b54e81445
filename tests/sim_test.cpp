// SPDX-License-Identifier: Apache-2.0
#include "sim_test.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <systemc>

#ifdef SOFTBOUND_COVERAGE
extern "C" void __gcov_dump();
#endif

namespace softbound::test {
namespace {

void simulate(const std::function<void()>& body) {
  using namespace sc_core;
  sc_set_time_resolution(1, SC_PS);
  sc_report_handler::set_actions(SC_INFO, SC_DO_NOTHING);
  sc_report_handler::set_actions(SC_FATAL, SC_DISPLAY | SC_THROW);
  try {
    body();
  } catch (const sc_report& report) {
    ADD_FAILURE() << report.what();
  } catch (const std::exception& error) {
    ADD_FAILURE() << "unexpected exception: " << error.what();
  }
  // Counted as well as thrown: a process may have swallowed the exception.
  EXPECT_EQ(sc_report_handler::get_count(SC_ERROR), 0) << "SystemC reported errors";
  EXPECT_EQ(sc_report_handler::get_count(SC_FATAL), 0) << "SystemC reported fatal errors";
}

}  // namespace

void run_in_fresh_kernel(const std::function<void()>& body) {
  if (std::getenv("SOFTBOUND_NO_FORK")) return simulate(body);
  std::fflush(nullptr);
  const pid_t child = fork();
  ASSERT_GE(child, 0) << "fork failed";
  if (child == 0) {
    simulate(body);
    std::fflush(nullptr);
#ifdef SOFTBOUND_COVERAGE
    __gcov_dump();  // _exit would lose the child's counts
#endif
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << "simulation failed, see above (status " << status << ")";
}

}  // namespace softbound::test

// libsystemc brings main(), which calls this.
int sc_main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
