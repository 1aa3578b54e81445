// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace softbound {
namespace {

CellReport default_report(double weight) {
  return report_cell(CellParameters{}, DeviceParameters{}, ControlTiming{}, weight);
}

TEST(CellReport, HoldsTheCellsClosedFormsAtItsConductance) {
  const auto report = default_report(0.5);
  EXPECT_NEAR(report.conductance_s, 110e-6, 1e-18);
  const double i_read = 0.1 * 110e-6 / (1 + 110e-6 * 1605);
  const double i_ltp = -0.45 * 110e-6 / (1 + 110e-6 * 1309);
  const double i_ltd = 0.5 * 110e-6 / (1 + 110e-6 * 1563);
  EXPECT_NEAR(report.read.i_a, i_read, 1e-9 * i_read);
  EXPECT_NEAR(report.read.charge_c, i_read * (3e-6 - 0.71 * 40e-9) + 20e-15, 1e-20);
  EXPECT_NEAR(report.read.energy_j, 0.1 * report.read.charge_c + 50e-15, 1e-20);
  EXPECT_NEAR(report.ltp.charge_c, i_ltp * 10e-6, 1e-18);
  EXPECT_NEAR(report.ltp.energy_j, -0.45 * i_ltp * 10e-6 + 50e-15, 1e-19);
  EXPECT_NEAR(report.ltd.energy_j, 0.5 * i_ltd * 10e-6 + 60e-15, 1e-19);
  EXPECT_NEAR(report.read.off_decay_s, 2.2 * 163e-15 / 110e-6, 1e-18);
}

TEST(CellReport, StepsAreSignedAndReadsMakeNone) {
  const auto report = default_report(0.5);
  EXPECT_EQ(report.read.dw, 0);
  EXPECT_NEAR(report.ltp.dw, 0.0064 * std::pow(0.5, 3.2), 1e-15);
  EXPECT_NEAR(report.ltd.dw, -0.0053 * std::pow(0.5, 3.4), 1e-15);
}

TEST(CellReport, ShowsTheWeightTheDeviceReallyHolds) {
  const auto report =
      report_cell(CellParameters{}, DeviceParameters{"linear"}, ControlTiming{}, 0.5034);
  EXPECT_EQ(report.weight, 0.5);
  EXPECT_NEAR(report.ltp.dw, 0.01, 1e-15);
}

TEST(CellReport, JsonHasThePhasesAndTheirQuantities) {
  const auto report = default_report(0.25);
  const auto json = to_json(report);
  for (const char* phase : {"read", "ltp", "ltd"}) {
    for (const char* key : {"v_mem_v", "i_a", "charge_c", "energy_j", "dw"}) {
      EXPECT_TRUE(json.at(phase).at(key).is_number()) << phase << '.' << key;
    }
  }
  EXPECT_EQ(json.at("weight"), 0.25);
  EXPECT_EQ(json.at("ltp").at("i_a"), report.ltp.i_a);
}

TEST(CellReport, TextShowsEveryQuantityOfEveryPhase) {
  const auto text = to_text(default_report(0.5));
  for (const char* word :
       {"read", "LTP", "LTD", "v_mem_v", "charge_c", "energy_j", "off_decay_s"}) {
    EXPECT_NE(text.find(word), std::string::npos) << word;
  }
}

TEST(CellReport, BadInputIsRefused) {
  EXPECT_THROW(default_report(1.5), InputError);
  EXPECT_THROW(default_report(std::nan("")), InputError);
  DeviceParameters device;
  device.g_min_s = 1;
  EXPECT_THROW(report_cell(CellParameters{}, device, ControlTiming{}, 0.5), InputError);
}

}  // namespace
}  // namespace softbound
