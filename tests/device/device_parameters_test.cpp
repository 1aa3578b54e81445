// SPDX-License-Identifier: Apache-2.0
#include "device/device_parameters.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/linear.h"
#include "device/soft_bound.h"

namespace softbound {
namespace {

DeviceParameters device_from(const std::string& text) {
  TomlSource source;
  source.add_text(text, "chip.toml");
  DeviceParameters parameters;
  source.read(parameters, "device");
  source.finish();
  parameters.check();
  return parameters;
}

std::string error_of(const std::string& text) {
  try {
    device_from(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

const SoftBoundParameters& soft(const DeviceParameters& parameters) {
  return dynamic_cast<const SoftBound&>(*parameters.kind).parameters();
}

TEST(DeviceParameters, DefaultIsTheNoiselessSoftBoundDevice) {
  const DeviceParameters parameters;
  EXPECT_STREQ(parameters.kind->name(), "hfo2");
  EXPECT_EQ(parameters.g_min_s, 20e-6);
  EXPECT_EQ(parameters.g_max_s, 200e-6);
  EXPECT_EQ(parameters.sigma, 0);
  EXPECT_EQ(parameters.conductance_s(0.5), 110e-6);
}

TEST(DeviceParameters, ModelDecidesWhichKeysThereAre) {
  const auto parameters = device_from("[device]\nstep = 0.1\nmodel = \"linear\"\nsigma = 0.01\n");
  EXPECT_EQ(dynamic_cast<const Linear&>(*parameters.kind).parameters().step, 0.1);
  EXPECT_EQ(parameters.sigma, 0.01);
  EXPECT_NE(error_of("[device]\nstep = 0.1\n").find("chip.toml:2: unknown key device.step"),
            std::string::npos);
}

TEST(DeviceParameters, KeysOfTheLawChangeItsSteps) {
  const auto parameters = device_from("[device]\na_p = 0.02\ngamma_p = 1.0\n");
  EXPECT_EQ(soft(parameters).ltp.a, 0.02);
  EXPECT_NEAR(parameters.law()->weight_after({WriteKind::ltp, 10e-6, 0.45}, 0.5, 0), 0.51, 1e-15);
}

TEST(DeviceParameters, ACopyIsIndependentOfTheOriginal) {
  DeviceParameters original;
  DeviceParameters copy = original;
  TomlSource source;
  source.add_override("device.a_p=0.5");
  source.read(copy, "device");
  EXPECT_EQ(soft(copy).ltp.a, 0.5);
  EXPECT_EQ(soft(original).ltp.a, 0.0064);
  original = copy;
  EXPECT_EQ(soft(original).ltp.a, 0.5);
}

TEST(DeviceParameters, WhatIsPrintedReadsBack) {
  const auto parameters =
      device_from("[device]\nmodel = \"hfo2\"\namplitude_law = true\nv_c_d_v = 0.05\n");
  TomlWriter writer;
  writer.write(parameters, "device", "");
  const auto again = device_from(writer.text());
  EXPECT_TRUE(soft(again).amplitude_law);
  EXPECT_EQ(soft(again).ltd.v_c_v, 0.05);
  TomlWriter second;
  second.write(again, "device", "");
  EXPECT_EQ(second.text(), writer.text());
}

TEST(DeviceParameters, BadInputNamesLineKeyAndWhatWasExpected) {
  const auto unknown = error_of("[device]\nmodel = \"hfo3\"\n");
  EXPECT_EQ(unknown.find("chip.toml:2: device.model = \"hfo3\": expected one of \"hfo2\", "), 0u)
      << unknown;
  EXPECT_NE(error_of("[device]\nsigma = -1\n").find("chip.toml:2: device.sigma"),
            std::string::npos);
  EXPECT_EQ(error_of("[device]\ng_min_s = 3e-4\n"),
            "device.g_min_s = 0.0003: expected less than device.g_max_s = 0.0002");
  EXPECT_NE(error_of("[device]\npolarity = 0\n").find("device.polarity"), std::string::npos);
  EXPECT_NE(error_of("[device]\na_p = nan\n").find("chip.toml:2: device.a_p"), std::string::npos);
}

TEST(DeviceParameters, UnknownModelInCodeIsAnErrorToo) {
  EXPECT_THROW(DeviceParameters{"hfo3"}, InputError);
}

}  // namespace
}  // namespace softbound
