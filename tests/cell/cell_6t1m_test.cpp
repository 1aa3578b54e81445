// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_6t1m.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "device/soft_bound.h"

namespace softbound {
namespace {

constexpr auto kPhases = {CellPhase::read, CellPhase::write_ltp, CellPhase::write_ltd};

// The ledger's cell of 3.7: two switches of 500 ohm, nothing else.
CellParameters two_switches() {
  CellParameters cell{CellPreset::ideal};
  cell.r_switch_read_ohm = cell.r_switch_ltp_ohm = cell.r_switch_ltd_ohm = 1000;
  cell.gate_energy_read_j = cell.gate_energy_ltp_j = cell.gate_energy_ltd_j = 0;
  return cell;
}

Cell6T1M cell_of(const CellParameters& parameters, WireModel wire_model = WireModel::lumped,
                 std::size_t distance = 1) {
  return {parameters, DeviceParameters{}, CellPulseWidths{}, wire_model, distance};
}

TEST(Cell6T1M, ExampleRatiosAtAHundredMicrosiemens) {
  const Cell6T1M cell = cell_of(CellParameters{});
  const auto ratio = [&](CellPhase phase) {
    return cell.v_mem_v(phase, 100e-6) / cell.drive_v(phase);
  };
  EXPECT_NEAR(ratio(CellPhase::read), 0.86170, 1e-4);
  EXPECT_NEAR(ratio(CellPhase::write_ltp), 0.88425, 1e-4);
  EXPECT_NEAR(ratio(CellPhase::write_ltd), 0.86483, 1e-4);
}

TEST(Cell6T1M, FormulasHoldForRandomParameters) {
  constexpr unsigned kSeed = 23;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random{kSeed};
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random);
  };
  const auto near = [](double value, double expected) {
    return std::abs(value - expected) <= 1e-9 * std::abs(expected);
  };
  for (int round = 0; round < 200; ++round) {
    CellParameters p;
    p.r_switch_read_ohm = uniform(0, 5000);
    p.r_switch_ltp_ohm = uniform(0, 5000);
    p.r_switch_ltd_ohm = uniform(0, 5000);
    p.r_line_ohm = uniform(0, 5000);
    p.r_in_ohm = uniform(0, 500);
    p.v_read_v = uniform(0.01, 0.19);
    p.v_ltp_v = uniform(-1, -0.3);
    p.v_ltd_v = uniform(0.3, 1);
    p.q_injection_c = uniform(-50e-15, 50e-15);
    p.read_edge_fraction = uniform(0, 1);
    const CellPulseWidths widths{uniform(1e-6, 5e-6), uniform(1e-6, 20e-6), uniform(0, 100e-9)};
    const Cell6T1M cell{p, DeviceParameters{}, widths};
    const double g = uniform(1e-6, 300e-6);

    const double i_read =
        g * p.v_read_v / (1 + g * (p.r_switch_read_ohm + p.r_line_ohm + p.r_in_ohm));
    const double i_ltp = g * p.v_ltp_v / (1 + g * (p.r_switch_ltp_ohm + p.r_line_ohm + p.r_in_ohm));
    const double i_ltd = g * p.v_ltd_v / (1 + g * (p.r_switch_ltd_ohm + p.r_line_ohm + p.r_in_ohm));
    const double q_read =
        i_read * (widths.read_s - p.read_edge_fraction * widths.edge_s) + p.q_injection_c;

    EXPECT_TRUE(near(cell.current_a(CellPhase::read, g), i_read));
    EXPECT_TRUE(near(cell.current_a(CellPhase::write_ltp, g), i_ltp));
    EXPECT_TRUE(near(cell.current_a(CellPhase::write_ltd, g), i_ltd));
    EXPECT_TRUE(near(cell.v_mem_v(CellPhase::write_ltd, g), i_ltd / g));
    EXPECT_TRUE(near(cell.read_charge_c(g), q_read));
    EXPECT_TRUE(near(cell.read_energy(g).total_j(), std::abs(p.v_read_v * q_read) + 50e-15));
    EXPECT_TRUE(near(cell.write_charge_c(WriteKind::ltp, g), i_ltp * widths.write_s));
    EXPECT_TRUE(near(cell.write_energy(WriteKind::ltp, g).total_j(),
                     p.v_ltp_v * i_ltp * widths.write_s + 50e-15));
    EXPECT_TRUE(near(cell.write_energy(WriteKind::ltd, g).total_j(),
                     p.v_ltd_v * i_ltd * widths.write_s + 60e-15));
    EXPECT_TRUE(near(cell.off_decay_s(g), 2.2 * 163e-15 / g));
    EXPECT_TRUE(near(cell.shoot_through_a(CellPhase::write_ltd, CellPhase::read),
                     (p.v_ltd_v - p.v_read_v) / (p.r_switch_ltd_ohm + p.r_switch_read_ohm)));
  }
}

TEST(S9Analogue, SeriesDropOfTwoSwitches) {
  const Cell6T1M cell = cell_of(two_switches());
  for (const auto phase : kPhases) {
    const auto drop = [&](double g_s) {
      return 1 - cell.v_mem_v(phase, g_s) / cell.drive_v(phase);
    };
    EXPECT_NEAR(drop(40e-6), 0.038, 1e-3);
    EXPECT_NEAR(drop(100e-6), 0.091, 1e-3);
    EXPECT_NEAR(drop(200e-6), 0.167, 1e-3);
  }
}

TEST(S9Analogue, EnergiesPerEvent) {
  const Cell6T1M cell = cell_of(two_switches());
  struct Row {
    double g_s, read_j, ltp_j, ltd_j;
  };
  for (const Row& row :
       {Row{40e-6, 1.15e-12, 78e-12, 96e-12}, Row{100e-6, 2.73e-12, 184e-12, 227e-12},
        Row{200e-6, 5.0e-12, 338e-12, 417e-12}}) {
    EXPECT_NEAR(cell.read_energy(row.g_s).total_j(), row.read_j, 0.01 * row.read_j);
    EXPECT_NEAR(cell.write_energy(WriteKind::ltp, row.g_s).total_j(), row.ltp_j, 0.01 * row.ltp_j);
    EXPECT_NEAR(cell.write_energy(WriteKind::ltd, row.g_s).total_j(), row.ltd_j, 0.01 * row.ltd_j);
  }
}

TEST(S9Analogue, AmplitudeLawMakesTheDropAStateDependence) {
  SoftBoundParameters parameters;
  parameters.amplitude_law = true;
  const SoftBound law{parameters};
  const Cell6T1M cell = cell_of(two_switches());
  struct Row {
    double g_s, ltp, ltd;
  };
  for (const Row& row :
       {Row{40e-6, 0.65, 0.62}, Row{100e-6, 0.36, 0.32}, Row{200e-6, 0.15, 0.12}}) {
    EXPECT_NEAR(law.strength(cell.write_pulse(WriteKind::ltp, row.g_s)), row.ltp, 0.006);
    EXPECT_NEAR(law.strength(cell.write_pulse(WriteKind::ltd, row.g_s)), row.ltd, 0.006);
  }
}

TEST(S9Analogue, MidpointCompensationGivesTheNominalVoltageAtMidConductance) {
  CellParameters parameters;
  parameters.series_compensation = SeriesCompensation::midpoint;
  const Cell6T1M cell = cell_of(parameters);
  EXPECT_NEAR(cell.v_mem_v(CellPhase::write_ltp, 110e-6), -0.45, 1e-12);
  EXPECT_NEAR(cell.v_mem_v(CellPhase::write_ltd, 110e-6), 0.5, 1e-12);
  EXPECT_EQ(cell.drive_v(CellPhase::read), 0.1);
}

TEST(S9Analogue, EnergyGrowsWithConductanceAndTime) {
  const Cell6T1M cell = cell_of(CellParameters{});
  double before = 0;
  for (int us = 1; us <= 300; ++us) {
    const double now = cell.write_energy(WriteKind::ltd, us * 1e-6).total_j();
    ASSERT_GT(now, before);
    before = now;
  }
  EXPECT_GT(cell.read_energy(1e-4, 4e-6).total_j(), cell.read_energy(1e-4, 3e-6).total_j());
  EXPECT_GT(cell.write_energy(WriteKind::ltp, 1e-4, 4e-6).total_j(),
            cell.write_energy(WriteKind::ltp, 1e-4, 3e-6).total_j());
}

TEST(S9Analogue, IdealCellGivesOhmsLaw) {
  const Cell6T1M cell = cell_of(CellParameters{CellPreset::ideal});
  EXPECT_EQ(cell.current_a(CellPhase::read, 100e-6), 100e-6 * 0.1);
  EXPECT_EQ(cell.read_charge_c(100e-6), 100e-6 * 0.1 * 3e-6);
}

TEST(Cell6T1M, NothingFlowsWhereNothingConducts) {
  const Cell6T1M cell = cell_of(CellParameters{});
  for (const auto phase :
       {CellPhase::idle, CellPhase::gap, CellPhase::write_none, CellPhase::write_illegal}) {
    EXPECT_EQ(cell.v_mem_v(phase, 1e-4), 0);
    EXPECT_EQ(cell.current_a(phase, 1e-4), 0);
    EXPECT_EQ(cell.shoot_through_a(phase, CellPhase::read), 0);
  }
}

TEST(Cell6T1M, BridgeKeepsWriteCurrentOutOfTheColumn) {
  CellParameters parameters;
  const Cell6T1M gates = cell_of(parameters);
  parameters.topology = CellTopology::bridge;
  const Cell6T1M bridge = cell_of(parameters);
  EXPECT_EQ(gates.column_current_a(CellPhase::write_ltp, 1e-4),
            gates.current_a(CellPhase::write_ltp, 1e-4));
  EXPECT_LT(gates.column_current_a(CellPhase::write_ltp, 1e-4), 0);
  EXPECT_EQ(bridge.column_current_a(CellPhase::write_ltp, 1e-4), 0);
  EXPECT_EQ(bridge.column_current_a(CellPhase::read, 1e-4),
            gates.column_current_a(CellPhase::read, 1e-4));
}

TEST(Cell6T1M, WireModelDecidesWhatStandsInTheLine) {
  const CellParameters p;
  EXPECT_DOUBLE_EQ(cell_of(p).series_ohm(CellPhase::read), 505 + 1000 + 100);
  EXPECT_DOUBLE_EQ(cell_of(p, WireModel::ladder, 784).series_ohm(CellPhase::read),
                   505 + 784 * 1.6 + 100);
  EXPECT_DOUBLE_EQ(cell_of(p, WireModel::ideal, 784).series_ohm(CellPhase::read), 505 + 100);
}

TEST(Cell6T1M, ReadoutIsTheWeightOrTheChargeOrTheReferencedCharge) {
  CellParameters parameters;
  EXPECT_EQ(cell_of(parameters).readout(0.3), 0.3);

  parameters.readout = CellReadout::charge;
  const Cell6T1M charge = cell_of(parameters);
  EXPECT_EQ(charge.readout(1), 1.0);
  EXPECT_DOUBLE_EQ(charge.readout(0.3), charge.read_charge_c(74e-6) / charge.read_charge_c(200e-6));

  parameters.readout = CellReadout::charge_referenced;
  const Cell6T1M referenced = cell_of(parameters);
  EXPECT_EQ(referenced.readout(0), 0.0);
  EXPECT_NEAR(referenced.readout(0.3), charge.readout(0.3) - charge.readout(0), 1e-15);
}

TEST(Cell6T1M, AReferenceColumnTakesItsWeightOff) {
  CellParameters parameters;
  parameters.readout = CellReadout::weight_referenced;
  const Cell6T1M cell = cell_of(parameters);
  EXPECT_EQ(cell.readout(0.75), 0.75 - 0.49);
  EXPECT_EQ(cell.readout(0.49), 0.0);
  EXPECT_EQ(cell.readout(0.0), -0.49);
  parameters.reference_weight = 0.25;
  EXPECT_EQ(cell_of(parameters).readout(0.75), 0.5);
  parameters.reference_weight = 1.5;
  EXPECT_THROW(cell_of(parameters), InputError);
}

TEST(Cell6T1M, WritePulseCarriesWhatReachesTheDevice) {
  const Cell6T1M cell = cell_of(CellParameters{});
  const auto pulse = cell.write_pulse(WriteKind::ltp, 100e-6);
  EXPECT_EQ(pulse.kind, WriteKind::ltp);
  EXPECT_EQ(pulse.width_s, 10e-6);
  EXPECT_NEAR(pulse.amplitude_v, 0.45 * 0.88425, 1e-5);
}

bool alike(double found, double expected) {
  return std::abs(found - expected) <= 1e-12 * std::abs(expected);
}

TEST(Cell6T1M, ADevicesOwnDriverHoldsTheNominalVoltageAndCostsTheSeriesDrop) {
  const DeviceParameters device{"ag_asi"};  // +3.2 V, 300 us from a strobe of 10 us
  const Cell6T1M cell{CellParameters{}, device};
  const double g = 30e-9, ltp_ohm = 209 + 1000 + 100;
  EXPECT_EQ(cell.v_mem_v(CellPhase::write_ltp, g), 3.2);
  EXPECT_EQ(cell.v_mem_v(CellPhase::write_ltd, g), -2.8);
  EXPECT_TRUE(alike(cell.write_charge_c(WriteKind::ltp, g), 3.2 * g * 300e-6));
  EXPECT_TRUE(alike(cell.write_energy(WriteKind::ltp, g).ltp_j,
                    3.2 * (1 + g * ltp_ohm) * 3.2 * g * 300e-6));
  EXPECT_TRUE(alike(cell.write_charge_c(WriteKind::ltp, g, 5e-6), 3.2 * g * 150e-6)) << "cut";
  EXPECT_LT(cell.v_mem_v(CellPhase::read, g), 0.1) << "reads are the cell's";
}

TEST(Cell6T1M, AWriteOnTheGateDrawsNoChannelCurrent) {
  const DeviceParameters device{"ecram_li"};
  const Cell6T1M cell{CellParameters{}, device};
  EXPECT_EQ(cell.write_charge_c(WriteKind::ltp, 2e-6), 0.0);
  EXPECT_TRUE(alike(cell.write_energy(WriteKind::ltp, 2e-6).ltp_j, 1e-12 * 1.1 * 1.1));
  EXPECT_EQ(cell.write_energy(WriteKind::ltd, 1e-6).ltd_j,
            cell.write_energy(WriteKind::ltd, 3e-6).ltd_j);
}

TEST(Cell6T1M, WidthsAreWhatTheControlReallyTimes) {
  ControlTiming timing;
  const auto self_timed = CellPulseWidths::of(timing);
  EXPECT_NEAR(self_timed.read_s, 3e-6, 1e-15);
  EXPECT_NEAR(self_timed.write_s, 10e-6, 1e-15);
  timing.control = ControlKind::clocked;
  timing.clock_period_ps = 7'000;
  EXPECT_NEAR(CellPulseWidths::of(timing).read_s, 3.003e-6, 1e-15);
  EXPECT_NEAR(CellPulseWidths::of(timing).write_s, 10.005e-6, 1e-15);
}

TEST(Cell6T1M, EnergiesAddUpPhaseByPhase) {
  const Cell6T1M cell = cell_of(CellParameters{});
  CellEnergy sum;
  sum += cell.read_energy(1e-4);
  sum += cell.write_energy(WriteKind::ltp, 1e-4);
  sum += cell.write_energy(WriteKind::ltd, 1e-4);
  EXPECT_EQ(sum.read_j, cell.read_energy(1e-4).read_j);
  EXPECT_EQ(sum.ltp_j, cell.write_energy(WriteKind::ltp, 1e-4).ltp_j);
  EXPECT_EQ(sum.ltd_j, cell.write_energy(WriteKind::ltd, 1e-4).ltd_j);
  EXPECT_DOUBLE_EQ(sum.gate_j, 160e-15);
  EXPECT_DOUBLE_EQ(sum.total_j(), sum.read_j + sum.ltp_j + sum.ltd_j + sum.gate_j);
}

// Small steps of the circuit V - R_sw - node(C) - memristor and the rest - ground. When the switch
// opens, the node's charge still leaves through the memristor: most of the pedestal.
TEST(Cell6T1M, ReadChargeAgreesWithAStepByStepTransient) {
  CellParameters p;
  p.read_edge_fraction = 0;  // the source below has no edges
  const double g = 100e-6, t_read = 1e-6, dt = 2e-12;
  const double out_s = 1 / (1 / g + p.r_line_ohm + p.r_in_ohm);
  double node_v = 0, charge_c = 0;
  for (double t = 0; t < 1.1 * t_read; t += dt) {
    const double in_a = t < t_read ? (p.v_read_v - node_v) / p.r_switch_read_ohm : 0;
    node_v += dt * (in_a - out_s * node_v) / p.c_node_f;
    charge_c += dt * out_s * node_v;
  }
  const double expected = cell_of(p).read_charge_c(g, t_read);
  EXPECT_NEAR(charge_c, expected, 0.0013 * expected);
}

TEST(Cell6T1M, OffDecayAgreesWithAStepByStepTransient) {
  const CellParameters p;
  const double g = 100e-6, dt = 1e-12;
  double v = 1, t = 0, at_90 = 0;
  while (v > 0.1) {
    v -= dt * g * v / p.c_node_f;
    t += dt;
    if (v > 0.9) at_90 = t;
  }
  EXPECT_NEAR(t - at_90, cell_of(p).off_decay_s(g), 0.01 * cell_of(p).off_decay_s(g));
}

TEST(Cell6T1M, ARelativeReadoutNeedsACharge) {
  CellParameters parameters{CellPreset::cmos180};
  parameters.readout = CellReadout::charge;
  parameters.q_injection_c = 0;
  EXPECT_THROW((Cell6T1M{parameters, DeviceParameters{}, {20e-9, 10e-6, 40e-9}}), InputError);
  parameters.readout = CellReadout::weight;
  EXPECT_NO_THROW((Cell6T1M{parameters, DeviceParameters{}, {20e-9, 10e-6, 40e-9}}));
}

}  // namespace
}  // namespace softbound
