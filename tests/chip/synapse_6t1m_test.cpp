// SPDX-License-Identifier: Apache-2.0
#include "chip/synapse_6t1m.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "chip/sim_time.h"
#include "sim_test.h"

namespace softbound {
namespace {

constexpr TimePs kReadPs = 3 * kPsPerUs;
constexpr TimePs kEdgePs = 40 * kPsPerNs;
constexpr TimePs kWritePs = 10 * kPsPerUs + kEdgePs;

/// One cell at w = 0.4 unless told otherwise, with its ports in the test's hands.
class CellBench {
 public:
  explicit CellBench(const CellParameters& parameters = CellParameters{CellPreset::cmos180})
      : core{parameters, device},
        cell{"cell",
             core,
             device,
             kEdgePs,
             kWritePs,
             [this] { return weight; },
             [this](const std::string& what) { violations.push_back(what); }} {
    cell.read_i(read);
    cell.ltp_i(ltp);
    cell.ltd_i(ltd);
    sc_core::sc_spawn_options watch;
    watch.spawn_method();
    watch.dont_initialize();
    watch.set_sensitivity(&cell.v_te_v.value_changed_event());
    sc_core::sc_spawn([this] { te_changes_ps.push_back(now_ps()); }, "watch", &watch);
    run(kPsPerUs);
  }

  void run(TimePs duration_ps) { sc_core::sc_start(sim_time(duration_ps)); }
  double g_s() const { return device.conductance_s(weight); }
  void pulse(sc_core::sc_signal<bool>& wire, TimePs width_ps) {
    wire = true;
    run(width_ps);
    wire = false;
  }

  DeviceParameters device;
  double weight = 0.4;
  Cell6T1M core;
  sc_core::sc_signal<bool> read{"read"}, ltp{"ltp"}, ltd{"ltd"};
  std::vector<std::string> violations;
  std::vector<TimePs> te_changes_ps;
  Synapse6T1M cell;
};

void expect_phase(const CellBench& bench, CellPhase phase) {
  const CellPhaseRow& row = phase_row(phase);
  SCOPED_TRACE(row.name);
  const Synapse6T1M& cell = bench.cell;
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_EQ(cell.s[k].read(), row.switches[k]) << "S" << k + 1;
  }
  EXPECT_EQ(cell.n_read.read(), !row.read);
  EXPECT_EQ(cell.n_ltp.read(), !row.ltp);
  EXPECT_EQ(cell.n_ltd.read(), !row.ltd);
  EXPECT_DOUBLE_EQ(cell.v_te_v.read(), bench.core.drive_v(phase));
  EXPECT_DOUBLE_EQ(cell.v_mem_v.read(), bench.core.v_mem_v(phase, bench.g_s()));
  EXPECT_DOUBLE_EQ(cell.i_a.read(), bench.core.current_a(phase, bench.g_s()));
  EXPECT_EQ(cell.w.read(), bench.weight);
}

struct Electrics {
  const char* name;
  CellParameters parameters;
};
std::vector<Electrics> all_electrics() {
  std::vector<Electrics> all;
  for (const auto preset : {CellPreset::cmos180, CellPreset::ideal}) {
    for (const auto topology : {CellTopology::transmission_gate, CellTopology::bridge}) {
      CellParameters p{preset};
      p.topology = topology;
      all.push_back({preset == CellPreset::ideal ? "ideal" : "cmos180", p});
    }
  }
  CellParameters ledger{CellPreset::cmos180};
  ledger.r_switch_read_ohm = ledger.r_switch_ltp_ohm = ledger.r_switch_ltd_ohm = 1000;
  ledger.r_line_ohm = ledger.r_in_ohm = 0;
  ledger.series_compensation = SeriesCompensation::midpoint;
  all.push_back({"2 x 500 ohm, compensated", ledger});
  return all;
}

TEST(S9, EveryRowOfThePhaseTruthTableHolds) {
  for (const auto& [name, parameters] : all_electrics()) {
    SCOPED_TRACE(name);
    test::run_in_fresh_kernel([&parameters = parameters] {
      CellBench bench{parameters};
      expect_phase(bench, CellPhase::idle);
      bench.read = true;
      bench.run(kReadPs);
      expect_phase(bench, CellPhase::read);
      bench.read = false;
      bench.run(kPsPerUs);
      expect_phase(bench, CellPhase::gap);
      bench.ltp = true;
      bench.run(kWritePs / 2);
      expect_phase(bench, CellPhase::write_ltp);
      bench.run(kWritePs / 2);
      bench.ltp = false;
      bench.run(kPsPerUs);
      expect_phase(bench, CellPhase::idle);
      bench.ltd = true;
      bench.run(kWritePs / 2);
      expect_phase(bench, CellPhase::write_ltd);
      bench.run(kWritePs / 2);
      bench.ltd = false;
      bench.run(kPsPerUs);
      // Neither LTP nor LTD: a write of nothing, and an illegal one, look the same to the cell.
      expect_phase(bench, CellPhase::write_none);
      expect_phase(bench, CellPhase::write_illegal);
      EXPECT_TRUE(bench.violations.empty());
    });
  }
}

SIM_TEST(I2, BothMembersOfACoupleAlwaysAgree) {
  CellBench bench;
  for (auto* wire : {&bench.read, &bench.ltp, &bench.ltd}) {
    wire->write(true);
    for (int step = 0; step < 50; ++step) {
      bench.run(kEdgePs / 10);
      for (std::size_t k = 0; k < 6; k += 2) {
        EXPECT_EQ(bench.cell.s[k].read(), bench.cell.s[k + 1].read());
      }
    }
    wire->write(false);
    bench.run(kPsPerUs);
  }
}

SIM_TEST(S9, EveryVoltageEdgeIsARampOfAtLeastFourPoints) {
  CellBench bench;
  const auto points_since = [&](std::size_t first) { return bench.te_changes_ps.size() - first; };
  for (auto* wire : {&bench.read, &bench.ltp, &bench.ltd}) {
    auto before = bench.te_changes_ps.size();
    const TimePs start_ps = now_ps();
    wire->write(true);
    bench.run(kWritePs / 2);
    EXPECT_GE(points_since(before), 4u);
    EXPECT_EQ(bench.te_changes_ps.back(), start_ps + kEdgePs);
    before = bench.te_changes_ps.size();
    bench.run(kWritePs - kWritePs / 2);
    wire->write(false);
    bench.run(kPsPerUs);
    EXPECT_GE(points_since(before), 4u);
    if (wire != &bench.read) {
      // Inside the pulse: the device sees t_write at half amplitude.
      EXPECT_EQ(bench.te_changes_ps.back(), start_ps + kWritePs);
    }
  }
}

SIM_TEST(I11, DeviceSeesTheWriteWidthAtHalfAmplitude) {
  CellBench bench;
  const double half_v = bench.core.v_mem_v(CellPhase::write_ltp, bench.g_s()) / 2;
  const TimePs start_ps = now_ps();
  bench.ltp = true;
  bench.run(kEdgePs / 2 + 1);
  EXPECT_DOUBLE_EQ(bench.cell.v_mem_v.read(), half_v);
  bench.run(start_ps + kWritePs - kEdgePs / 2 + 1 - now_ps());
  EXPECT_NEAR(bench.cell.v_mem_v.read(), half_v, 1e-12);
}

SIM_TEST(I14, VoltageIsZeroOutsideReadAndWrite) {
  CellBench bench;
  for (auto* wire : {&bench.read, &bench.ltp, &bench.ltd}) {
    EXPECT_EQ(bench.cell.v_mem_v.read(), 0);
    EXPECT_EQ(bench.cell.i_a.read(), 0);
    bench.pulse(*wire, wire == &bench.read ? kReadPs : kWritePs);
    bench.run(kPsPerUs);
  }
  EXPECT_EQ(bench.cell.v_mem_v.read(), 0);
  EXPECT_EQ(bench.cell.i_a.read(), 0);
}

SIM_TEST(S9, CurrentFollowsTheWeightWithinAPhase) {
  CellBench bench;
  bench.read = true;
  bench.run(kReadPs);
  EXPECT_DOUBLE_EQ(bench.cell.i_a.read(),
                   bench.core.current_a(CellPhase::read, bench.device.conductance_s(0.4)));
  bench.read = false;
  bench.run(kPsPerUs);
  bench.weight = 0.9;
  bench.read = true;
  bench.run(kReadPs);
  EXPECT_DOUBLE_EQ(bench.cell.i_a.read(),
                   bench.core.current_a(CellPhase::read, bench.device.conductance_s(0.9)));
}

TEST(I1, TwoCouplesAtOnceAreReported) {
  const std::vector<std::vector<int>> overlaps{{0, 1}, {0, 2}, {1, 2}, {0, 1, 2}};
  const char* const names[] = {"read", "ltp", "ltd"};
  for (const auto& overlap : overlaps) {
    test::run_in_fresh_kernel([&] {
      CellBench bench;
      sc_core::sc_signal<bool>* const wires[] = {&bench.read, &bench.ltp, &bench.ltd};
      for (const int k : overlap) {
        EXPECT_TRUE(bench.violations.size() < overlap.size());
        wires[k]->write(true);
        bench.run(kPsPerUs);
      }
      ASSERT_EQ(bench.violations.size(), overlap.size() - 1);
      for (const int k : overlap) {
        EXPECT_NE(bench.violations.back().find(names[k]), std::string::npos)
            << bench.violations.back();
      }
    });
  }
}

SIM_TEST(I16, EnergyNeverFallsAndIsTheSumOverItsPhases) {
  constexpr unsigned kSeed = 5;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  CellBench bench;
  std::mt19937 random{kSeed};
  CellEnergy sum;
  double last_j = 0;
  for (int event = 0; event < 500; ++event) {
    bench.weight = std::uniform_real_distribution<>{0, 1}(random);
    const TimePs read_ps = std::uniform_int_distribution<TimePs>{1000, 2 * kReadPs}(random);
    sum += bench.core.read_energy(bench.g_s(), s_from_ps(read_ps));
    bench.pulse(bench.read, read_ps);
    bench.run(20 * kPsPerNs);
    const auto kind = random() % 2 ? WriteKind::ltp : WriteKind::ltd;
    const bool truncated = random() % 8 == 0;
    const TimePs high_ps = truncated ? kWritePs / 3 : kWritePs;
    sum += bench.core.write_energy(kind, bench.g_s(), s_from_ps(high_ps - kEdgePs));
    bench.pulse(kind == WriteKind::ltp ? bench.ltp : bench.ltd, high_ps);
    bench.run(20 * kPsPerNs);
    const CellEnergy& energy = bench.cell.energy();
    ASSERT_GT(energy.total_j(), last_j);
    ASSERT_DOUBLE_EQ(energy.total_j(), energy.read_j + energy.ltp_j + energy.ltd_j + energy.gate_j);
    last_j = energy.total_j();
  }
  EXPECT_NEAR(bench.cell.energy().read_j, sum.read_j, 1e-12 * sum.read_j);
  EXPECT_NEAR(bench.cell.energy().ltp_j, sum.ltp_j, 1e-12 * sum.ltp_j);
  EXPECT_NEAR(bench.cell.energy().ltd_j, sum.ltd_j, 1e-12 * sum.ltd_j);
  EXPECT_NEAR(bench.cell.energy().gate_j, sum.gate_j, 1e-12 * sum.gate_j);
}

SIM_TEST(S9, TruncatedWriteFallsWithItsControlPulse) {
  CellBench bench;
  bench.pulse(bench.ltp, kWritePs / 3);
  bench.run(kPsPerUs);
  EXPECT_EQ(bench.cell.v_te_v.read(), 0);
  expect_phase(bench, CellPhase::idle);
}

}  // namespace
}  // namespace softbound
