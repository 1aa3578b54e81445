// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "rtl/control/control_cycle_model.h"
#include "rtl/control/control_mutant.h"
#include "rtl/control/control_small.h"
#include "rtl_context.h"

namespace softbound {
namespace {

namespace reg = control_register;
constexpr TimePs kPeriodPs = 10 * kPsPerNs;

/// An environment that keeps every protocol and otherwise does what it likes: spikes, UP and DN,
/// fire pulses, acknowledges of output spikes, register accesses of all kinds.
class RandomEnvironment {
 public:
  RandomEnvironment(ControlSize size, unsigned seed) : size_{size}, random_{seed} {
    in.rst_n = true;
    in.up = in.dn = in.fire = Bits(size.columns);
    row_bits_ = 1;
    while ((1u << row_bits_) < size.rows) ++row_bits_;
  }

  ControlInputs in;

  /// The inputs for the next edge, given the pins now.
  void next(const ControlOutputs& out) {
    if (in.req) {
      if (out.ack) in.req = false;
    } else if (!out.ack && chance(request_)) {
      in.req = true;
      const auto all = (1u << row_bits_) - 1;
      in.addr = below(4) == 0 ? below(all + 1) : below(static_cast<unsigned>(size_.rows)) & 7;
    }
    if (in.out_ack != out.out_req && chance(30)) in.out_ack = out.out_req;
    if (chance(10)) toggle(in.up);
    if (chance(10)) toggle(in.dn);
    for (std::size_t k = 0; k < size_.columns; ++k) {
      if (chance(fire_)) in.fire.set(k, !in.fire.test(k));
    }
    bus();
    if (below(2000) == 0) mood();
  }

  /// Registers that make events short, so that many interact.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> setup() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> writes;
    for (auto address = reg::kTRead; address <= reg::kTRecover; address += 4) {
      writes.emplace_back(address, below(12));
    }
    writes.emplace_back(reg::kIrqMask, below(16));
    writes.emplace_back(reg::kControl, reg::kControlEnable | reg::kControlWriteEnable);
    return writes;
  }

 private:
  unsigned below(unsigned n) { return std::uniform_int_distribution<unsigned>{0, n - 1}(random_); }
  bool chance(unsigned percent) { return below(100) < percent; }
  void toggle(Bits& bits) {
    const auto k = below(static_cast<unsigned>(size_.columns));
    bits.set(k, !bits.test(k));
  }
  /// Busy and quiet times.
  void mood() {
    request_ = below(3) == 0 ? 0 : below(60);
    fire_ = below(3) == 0 ? 0 : 1 + below(15);
  }
  void bus() {
    if (in.psel && !in.penable) {
      in.penable = true;
      return;
    }
    in.psel = in.penable = in.pwrite = false;
    if (!chance(6)) return;
    in.psel = true;
    in.pwrite = chance(50);
    static constexpr std::uint32_t kOften[] = {
        reg::kControl,  reg::kStatus,  reg::kTRead,          reg::kTGap,        reg::kTWrite,
        reg::kTRecover, reg::kPolicy,  reg::kIrqStatus,      reg::kIrqMask,     reg::kColumnMask,
        reg::kPosMask,  reg::kNegMask, reg::kColumnMask + 4, reg::kNegMask + 12};
    const auto kind = below(10);
    in.paddr = kind == 0  ? below(0x1000)
               : kind < 4 ? reg::kCounters + 4 * below(12)
                          : kOften[below(std::size(kOften))];
    in.pwdata = static_cast<std::uint32_t>(random_());
    if (in.paddr == reg::kControl) {
      in.pwdata = (chance(80) ? 1u : 0u) | (chance(20) ? 2u : 0u) | (chance(80) ? 4u : 0u);
    } else if (in.paddr >= reg::kTRead && in.paddr <= reg::kTRecover && chance(90)) {
      in.pwdata = below(14);
    } else if (in.paddr == reg::kPolicy && chance(90)) {
      in.pwdata = (in.pwdata & 0x1F) | (1 + below(static_cast<unsigned>(size_.slots))) << 8;
    } else if (in.paddr >= reg::kCounters && in.paddr < reg::kColumnMask && !chance(20)) {
      in.pwrite = false;
    }
  }

  ControlSize size_;
  std::mt19937 random_;
  unsigned row_bits_;
  unsigned request_ = 40, fire_ = 3;  // per cent and edge
};

void expect_equal(const ControlOutputs& expected, const ControlOutputs& found) {
  EXPECT_EQ(expected.ack, found.ack);
  EXPECT_EQ(expected.row_sel, found.row_sel);
  EXPECT_EQ(expected.col_sel, found.col_sel);
  EXPECT_EQ(expected.slot_row, found.slot_row);
  EXPECT_EQ(expected.read, found.read);
  EXPECT_EQ(expected.wr, found.wr);
  EXPECT_EQ(expected.ltp, found.ltp);
  EXPECT_EQ(expected.ltd, found.ltd);
  EXPECT_EQ(expected.out_req, found.out_req);
  EXPECT_EQ(expected.out_addr, found.out_addr);
  EXPECT_EQ(expected.prdata, found.prdata);
  EXPECT_EQ(expected.pslverr, found.pslverr);
  EXPECT_EQ(expected.irq, found.irq);
  EXPECT_EQ(expected.idle, found.idle);
}

/// A second control that gets the same edges, or fewer; compared after each.
struct Twin {
  std::function<void(TimePs, const ControlInputs&)> edge;
  std::function<ControlOutputs(const ControlInputs&)> outputs;
};

/// Returns how many edges agree, up to `edges`.
long compare(ControlRtl& rtl, const Twin& twin, unsigned seed, long edges) {
  RandomEnvironment environment{rtl.size(), seed};
  auto& in = environment.in;
  ControlOutputs out;
  long edge = 0;
  const auto cycle = [&] {
    ++edge;
    twin.edge(edge * kPeriodPs, in);
    rtl.rising_edge(edge * kPeriodPs, in);
    rtl.outputs(out);
    expect_equal(twin.outputs(in), out);
    rtl.falling_edge(edge * kPeriodPs + kPeriodPs / 2);
  };
  ControlInputs in_reset = in;
  in_reset.rst_n = false;
  rtl.settle(0, in_reset);
  rtl.settle(1, in);
  for (const auto& [address, data] : environment.setup()) {
    in.psel = in.pwrite = true;
    in.penable = false;
    in.paddr = address;
    in.pwdata = data;
    cycle();
    in.penable = true;
    cycle();
  }
  in.psel = in.penable = in.pwrite = false;
  while (edge < edges) {
    environment.next(out);
    cycle();
    if (testing::Test::HasFailure()) return edge - 1;
  }
  return edge;
}

Twin twin_of(ControlCycleModel& model) {
  return {[&model](TimePs, const ControlInputs& in) { model.rising_edge(in); },
          [&model](const ControlInputs& in) { return model.outputs(in); }};
}

class RandomStimulus : public testing::TestWithParam<unsigned> {};

TEST_P(RandomStimulus, SmallControlFollowsTheRulesInEveryCycle) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  RtlContext context;
  const auto rtl = make_control_small(context, "dut");
  ControlCycleModel model{{rtl->size(), 8, 4}};
  EXPECT_EQ(compare(*rtl, twin_of(model), GetParam(), 30000), 30000);
  EXPECT_EQ(context.assertion_failures(), 0);
}

TEST_P(RandomStimulus, EveryBuiltSizeFollowsTheRulesInEveryCycle) {
  for (const auto& size : ControlRtl::built_sizes()) {
    SCOPED_TRACE(testing::Message()
                 << size.rows << " x " << size.columns << ", seed " << GetParam());
    RtlContext context;
    const auto rtl = ControlRtl::create(context, "dut", size.rows, size.columns);
    ControlCycleModel model{{size}};
    EXPECT_EQ(compare(*rtl, twin_of(model), GetParam(), 10000), 10000);
    EXPECT_EQ(context.assertion_failures(), 0);
  }
}

TEST_P(RandomStimulus, ClockStoppedWhileIdleGivesWhatAFreeClockGives) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  RtlContext context;
  const auto free = ControlRtl::create(context, "free", 16, 4);
  const auto stopped = ControlRtl::create(context, "stopped", 16, 4);
  ControlInputs seen;
  ControlOutputs out;
  long edges = 0, skipped = 0;
  const auto same_but_for_up_and_dn = [](const ControlInputs& a, const ControlInputs& b) {
    return a.rst_n == b.rst_n && a.req == b.req && a.addr == b.addr && a.fire == b.fire &&
           a.out_ack == b.out_ack && a.psel == b.psel && a.penable == b.penable &&
           a.pwrite == b.pwrite && a.paddr == b.paddr && a.pwdata == b.pwdata;
  };
  const Twin twin{[&](TimePs now, const ControlInputs& in) {
                    if (edges == 0) {
                      ControlInputs in_reset = in;
                      in_reset.rst_n = false;
                      stopped->settle(0, in_reset);
                      stopped->settle(1, in);
                    }
                    ++edges;
                    stopped->outputs(out);
                    if (out.idle && same_but_for_up_and_dn(seen, in)) {
                      ++skipped;
                      return;
                    }
                    stopped->rising_edge(now, in);
                    seen = in;
                  },
                  [&](const ControlInputs&) {
                    stopped->outputs(out);
                    return out;
                  }};
  EXPECT_EQ(compare(*free, twin, GetParam(), 30000), 30000);
  EXPECT_GT(skipped, 100);
  EXPECT_EQ(context.assertion_failures(), 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomStimulus, testing::Values(1u, 2u, 3u, 4u));

TEST(ControlMutant, IsToldFromTheControlByTheFirstSpike) {
  RtlContext context;
  const auto control = ControlRtl::create(context, "control", 16, 4);
  const auto mutant = make_control_mutant(context, "mutant");
  ControlInputs in;
  in.up = in.dn = in.fire = Bits(4);
  long acknowledged[2] = {};
  ControlRtl* const both[2] = {control.get(), mutant.get()};
  for (int k = 0; k < 2; ++k) {
    auto pins = in;
    ControlOutputs out;
    pins.rst_n = true;
    both[k]->settle(0, pins);
    const auto cycle = [&](long edge) {
      both[k]->rising_edge(edge * kPeriodPs, pins);
      both[k]->outputs(out);
    };
    pins.psel = pins.pwrite = true;
    pins.paddr = reg::kControl;
    pins.pwdata = reg::kControlEnable;
    cycle(1);
    pins.penable = true;
    cycle(2);
    pins.psel = pins.penable = false;
    pins.req = true;
    for (long edge = 3; !out.ack && edge < 20; ++edge) {
      cycle(edge);
      acknowledged[k] = edge;
    }
  }
  EXPECT_EQ(acknowledged[1], acknowledged[0] + 1);
}

}  // namespace
}  // namespace softbound
