// SPDX-License-Identifier: Apache-2.0
#include "control/control_rtl.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/error.h"
#include "rtl/control/control_driver.h"
#include "rtl_context.h"
#include "wave_file.h"
#include "wave_reader.h"

namespace softbound {
namespace {

TEST(ControlRtl, SizesAreTheBuiltOnesSmallestFirst) {
  const auto& sizes = ControlRtl::built_sizes();
  ASSERT_FALSE(sizes.empty());
  for (std::size_t k = 1; k < sizes.size(); ++k) {
    EXPECT_LE(sizes[k - 1].rows * sizes[k - 1].columns, sizes[k].rows * sizes[k].columns);
  }
}

TEST(ControlRtl, SmallestSizeThatHoldsTheArrayIsTaken) {
  RtlContext context;
  const auto rows_built = [&](std::size_t rows, std::size_t columns) {
    return ControlRtl::create(context, "dut", rows, columns)->size().rows;
  };
  EXPECT_EQ(rows_built(1, 1), 16u);
  EXPECT_EQ(rows_built(16, 4), 16u);
  EXPECT_EQ(rows_built(16, 5), 64u);
  EXPECT_EQ(rows_built(17, 4), 64u);
  EXPECT_EQ(rows_built(65, 10), 784u);
  EXPECT_EQ(ControlRtl::create(context, "dut", 784, 11)->size().columns, 100u);
}

// Verilator starts a worker for each further core unless told not to; no model would use it.
// context.
TEST(ControlRtl, StartsNoThreads) {
  RtlContext context;
  const auto control = ControlRtl::create(context, "dut", 16, 4);
  const std::filesystem::directory_iterator threads{"/proc/self/task"};
  EXPECT_EQ(std::distance(begin(threads), end(threads)), 1);
}

TEST(ControlRtl, LargerArrayIsAnErrorThatNamesTheSizesAndTheRemedy) {
  RtlContext context;
  try {
    ControlRtl::create(context, "dut", 785, 10);
    FAIL();
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("785 rows x 10 columns"), std::string::npos) << message;
    EXPECT_NE(message.find("784 x 100"), std::string::npos) << message;
    EXPECT_NE(message.find("SOFTBOUND_CONTROL_SIZES"), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(ControlRtl, OutputsTellWhetherAnythingChanged) {
  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 16, 4)};
  ControlOutputs mine;
  EXPECT_TRUE(driver.control().outputs(mine));
  EXPECT_FALSE(driver.control().outputs(mine));
  driver.cycle(10);
  EXPECT_FALSE(driver.control().outputs(mine));
  driver.enable();
  driver.send(3);
  EXPECT_TRUE(driver.control().outputs(mine));
  EXPECT_TRUE(mine.row_sel.test(3));
  ControlOutputs copy = mine;
  EXPECT_FALSE(driver.control().outputs(copy));
}

TEST(ControlRtl, OutputsOfTwoControlsDoNotMixUp) {
  RtlContext context;
  ControlDriver quiet{ControlRtl::create(context, "quiet", 16, 4)};
  ControlDriver busy{ControlRtl::create(context, "busy", 16, 4)};
  busy.enable();
  busy.send(1);
  auto mirror = busy.out;
  EXPECT_TRUE(quiet.control().outputs(mirror));
  EXPECT_FALSE(mirror.read.any());
}

TEST(ControlRtl, BusesWiderThanThePinsAreRefused) {
  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 16, 4)};
  driver.in.up = Bits(5);
  EXPECT_THROW(driver.cycle(), std::logic_error);
  driver.in.up = Bits(4);
  driver.in.req = true;
  driver.in.addr = 16;
  EXPECT_THROW(driver.cycle(), std::logic_error);
}

TEST(ControlRtl, WaveformHasTheHierarchyUnderTheNameGiven) {
  const auto path = (std::filesystem::path{testing::TempDir()} / "control_rtl_test.fst").string();
  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "tb.chip.control", 16, 4)};
  WaveFile wave{path};
  driver.control().trace(wave);
  wave.open();
  wave.dump(1);
  driver.enable();
  driver.send(3);
  wave.dump(1'000'000);
  wave.close();
  const WaveReader waves{path};
  const std::string top = "tb.chip.control.control_top.";
  EXPECT_EQ(waves.value_at(top + "ack_o", 1), "0");
  EXPECT_EQ(waves.value_at(top + "ack_o", 1'000'000), "1");
  EXPECT_EQ(waves.value_at(top + "u_row_controller.read_o", 1'000'000), "00000001");
  std::filesystem::remove(path);
}

TEST(ControlRtl, RisingEdgesAloneAreEnough) {
  RtlContext context;
  const auto control = ControlRtl::create(context, "dut", 16, 4);
  ControlInputs in;
  ControlOutputs out;
  in.rst_n = true;
  in.psel = in.pwrite = true;
  in.paddr = control_register::kControl;
  in.pwdata = control_register::kControlEnable;
  control->rising_edge(10'000, in);
  in.penable = true;
  control->rising_edge(20'000, in);
  in.psel = in.penable = false;
  in.req = true;
  for (TimePs edge = 3; edge <= 5; ++edge) control->rising_edge(edge * 10'000, in);
  control->outputs(out);
  EXPECT_TRUE(out.ack);
}

}  // namespace
}  // namespace softbound
