// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_parameters.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/toml_parameters.h"

namespace softbound {
namespace {

CellParameters cell_from(const std::string& text) {
  TomlSource source;
  source.add_text(text, "chip.toml");
  CellParameters parameters;
  source.read(parameters, "cell");
  source.finish();
  parameters.check();
  parameters.check_against(DeviceParameters{});
  return parameters;
}

std::string error_of(const std::string& text) {
  try {
    cell_from(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(CellParameters, IdealPresetHasNoResistancePedestalOrEdgeLoss) {
  const auto cell = cell_from("[cell]\npreset = \"ideal\"\n");
  for (const double value :
       {cell.r_switch_read_ohm, cell.r_switch_ltp_ohm, cell.r_switch_ltd_ohm, cell.r_line_ohm,
        cell.r_in_ohm, cell.wire_ohm_per_cell, cell.read_edge_fraction, cell.q_injection_c}) {
    EXPECT_EQ(value, 0);
  }
  EXPECT_EQ(cell.v_ltp_v, -0.45);
  EXPECT_EQ(cell.gate_energy_ltd_j, 60e-15);
}

TEST(CellParameters, KeysBesideAPresetWinWhateverTheirOrder) {
  const auto cell = cell_from("[cell]\nr_in_ohm = 50\npreset = \"ideal\"\ntopology = \"bridge\"\n");
  EXPECT_EQ(cell.r_in_ohm, 50);
  EXPECT_EQ(cell.r_line_ohm, 0);
  EXPECT_EQ(cell.topology, CellTopology::bridge);
}

TEST(CellParameters, WhatIsPrintedReadsBack) {
  TomlWriter writer;
  writer.write(cell_from("[cell]\npreset = \"ideal\"\nreadout = \"charge\"\nv_read_v = 0.05\n"),
               "cell", "");
  TomlWriter again;
  again.write(cell_from(writer.text()), "cell", "");
  EXPECT_EQ(again.text(), writer.text());
}

TEST(CellParameters, BadInputNamesTheKeyAndWhatWasExpected) {
  EXPECT_EQ(error_of("[cell]\npreset = \"cmos90\"\n"),
            "chip.toml:2: cell.preset = \"cmos90\": expected one of \"cmos180\", \"ideal\"");
  EXPECT_NE(error_of("[cell]\nr_in_ohm = -1\n").find("chip.toml:2: cell.r_in_ohm"),
            std::string::npos);
  EXPECT_NE(error_of("[cell]\nr_inn_ohm = 1\n").find("did you mean cell.r_in_ohm?"),
            std::string::npos);
  EXPECT_NE(error_of("[cell]\nv_read_v = inf\n").find("cell.v_read_v"), std::string::npos);
}

TEST(CellParameters, WriteVoltagesOfTheWrongSignAreRefused) {
  EXPECT_EQ(error_of("[cell]\nv_ltp_v = 0.45\n"),
            "cell.v_ltp_v = 0.45: expected the other sign: device hfo2 is depressed by this one");
  EXPECT_EQ(error_of("[cell]\nv_ltd_v = -0.5\n"),
            "cell.v_ltd_v = -0.5: expected the other sign: device hfo2 is potentiated by this one");
}

TEST(CellParameters, AReadVoltageThatWritesIsRefused) {
  EXPECT_NE(error_of("[cell]\nv_read_v = 0.3\n").find("cell.v_read_v = 0.3"), std::string::npos);
}

}  // namespace
}  // namespace softbound
