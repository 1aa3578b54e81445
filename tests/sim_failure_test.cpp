// SPDX-License-Identifier: Apache-2.0
// Every test here must fail: they are registered so (WILL_FAIL).
#include <cstdlib>
#include <stdexcept>
#include <systemc>

#include "sim_test.h"

namespace softbound {
namespace {

class Reporter : public sc_core::sc_module {
 public:
  explicit Reporter(const sc_core::sc_module_name& name) : sc_module{name} {
    SC_HAS_PROCESS(Reporter);
    SC_THREAD(run);
  }

 private:
  void run() {
    try {
      wait(1, sc_core::SC_NS);
      SC_REPORT_ERROR("softbound", "an error that its process swallows");
    } catch (const sc_core::sc_report&) {
    }
  }
};

SIM_TEST(SimTestNotices, AFailedExpectation) { EXPECT_TRUE(false); }
SIM_TEST(SimTestNotices, AReportedError) { SC_REPORT_ERROR("softbound", "an error"); }
SIM_TEST(SimTestNotices, AReportedFatalError) { SC_REPORT_FATAL("softbound", "fatal"); }
SIM_TEST(SimTestNotices, AReportThatAProcessSwallowed) {
  Reporter reporter{"reporter"};
  sc_core::sc_start();
}
SIM_TEST(SimTestNotices, AnException) { throw std::runtime_error{"unexpected"}; }
SIM_TEST(SimTestNotices, ACrash) { std::abort(); }

}  // namespace
}  // namespace softbound
