// SPDX-License-Identifier: Apache-2.0
#include "characterization/measured_curves.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace softbound {
namespace {

TEST(MeasuredCurves, AreReadByTheNamesOfTheirColumns) {
  const auto curves = parse_measured_curves(
      "kind,pulse,conductance\nstart,0,1e-6\nltp,1,2e-6\nltp,11,5e-6\nltd,12,4e-6\n", "c.csv");
  ASSERT_EQ(curves.size(), 1U);
  ASSERT_EQ(curves[0].size(), 4U);
  EXPECT_EQ(curves[0][0].pulses, 0U);
  EXPECT_EQ(curves[0][2].pulses, 10U);
  EXPECT_EQ(curves[0][2].conductance_s, 5e-6);
  EXPECT_EQ(curves[0][3].kind, WriteKind::ltd);
}

TEST(MeasuredCurves, BeginWhereThePulseNumberDoesNotRise) {
  const auto curves = parse_measured_curves(
      "pulse,kind,conductance\n1,ltp,1\n2,ltp,2\n1,ltp,1\n2,ltp,2\n3,ltp,3\n3,ltp,1\n", "c.csv");
  ASSERT_EQ(curves.size(), 3U);
  EXPECT_EQ(curves[1].size(), 3U);
}

TEST(MeasuredCurves, BeginWhereTheirNameChanges) {
  const auto curves = parse_measured_curves(
      "curve,pulse,kind,conductance\na,1,ltp,1\na,2,ltp,2\nb,3,ltp,1\nb,4,ltp,2\n", "c.csv");
  ASSERT_EQ(curves.size(), 2U);
  EXPECT_EQ(curves[1][0].pulses, 0U);
}

struct Case {
  const char* name;
  const char* text;
  const char* place;
  const char* word;
};
class DamagedCurves : public testing::TestWithParam<Case> {};

TEST_P(DamagedCurves, AreRefused) {
  try {
    parse_measured_curves(GetParam().text, "c.csv");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find(GetParam().place), std::string::npos) << error.what();
    EXPECT_NE(std::string{error.what()}.find(GetParam().word), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    , DamagedCurves,
    testing::Values(
        Case{"Empty", "", "c.csv", "no line"},
        Case{"HeaderOnly", "pulse,kind,conductance\n", "c.csv", "no reading"},
        Case{"WithoutAColumn", "pulse,kind\n1,ltp\n", "c.csv:1", "conductance"},
        Case{"WithAnotherColumn", "pulse,kind,conductance,volts\n", "c.csv:1", "volts"},
        Case{"WithAColumnTwice", "pulse,kind,pulse,conductance\n", "c.csv:1", "pulse"},
        Case{"ShortLine", "pulse,kind,conductance\n1,ltp\n", "c.csv:2", "2 columns"},
        Case{"UnknownKind", "pulse,kind,conductance\n1,up,1\n", "c.csv:2", "up"},
        Case{"LateStart", "pulse,kind,conductance\n1,ltp,1\n2,start,1\n", "c.csv:3", "start"},
        Case{"NegativePulse", "pulse,kind,conductance\n-1,ltp,1\n", "c.csv:2", "-1"},
        Case{"FractionalPulse", "pulse,kind,conductance\n1.5,ltp,1\n", "c.csv:2", "1.5"},
        Case{"NegativeConductance", "pulse,kind,conductance\n1,ltp,-1\n", "c.csv:2", "-1"},
        Case{"Nan", "pulse,kind,conductance\n1,ltp,nan\n", "c.csv:2", "nan"},
        Case{"Infinity", "pulse,kind,conductance\n1,ltp,inf\n", "c.csv:2", "inf"},
        Case{"Text", "pulse,kind,conductance\n1,ltp,high\n", "c.csv:2", "high"}),
    [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace softbound
