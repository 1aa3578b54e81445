// SPDX-License-Identifier: Apache-2.0
//
// One sender, three ways to a chip: transactions all the way, through AerToPins onto the wires of
// levels pin and rtl, and from wires through PinsToAer to level tlm; registers as memory, directly or
// through RegistersToApb. Everything that can be seen from outside is the same to the picosecond.
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include "aer_initiator.h"
#include "aer_source.h"
#include "chip/aer_to_pins.h"
#include "chip/chip.h"
#include "chip/chip_tlm.h"
#include "chip/pin_control.h"
#include "chip/pins_to_aer.h"
#include "chip/random_chip.h"
#include "chip/registers_to_apb.h"
#include "chip/sim_time.h"
#include "register_initiator.h"
#include "register_program.h"
#include "rtl_control.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

enum class Way { tlm, pins_to_tlm, tlm_to_pin, tlm_to_rtl };

/// What can be seen from outside: edges of the input's acknowledge, of the output's request and of
/// the interrupt, and what is left at the end.
struct Trace {
  std::vector<TimePs> input, output, irq;
  std::vector<double> weights;
  std::vector<std::uint64_t> counters;
};

/// A register write in the middle of everything.
struct Intervention {
  TimePs time_ps;  ///< from t = 0
  std::uint32_t address, data;
};

/// Passes phases on and writes down the edges of the acknowledge.
class AckRecorder : public sc_core::sc_module, public AerForward, public AerBackward {
 public:
  AerTargetSocket aer_i{"aer_i"};
  AerInitiatorSocket aer_o{"aer_o"};
  AckRecorder(const sc_core::sc_module_name& name, std::vector<TimePs>& edges,
              AerPhase first = AerPhase::ack_rise)
      : sc_module{name}, edges_{edges}, first_{first} {
    aer_i.bind(*this);
    aer_o.bind(*this);
  }
  tlm::tlm_sync_enum nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override {
    const AerPhase asked = phase;
    note(phase, delay);
    const auto status = aer_o->nb_transport_fw(payload, phase, delay);
    if (status != tlm::TLM_ACCEPTED && phase != asked) note(phase, delay);
    return status;
  }
  tlm::tlm_sync_enum nb_transport_bw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override {
    const AerPhase asked = phase;
    note(phase, delay);
    const auto status = aer_i->nb_transport_bw(payload, phase, delay);
    if (status != tlm::TLM_ACCEPTED && phase != asked) note(phase, delay);
    return status;
  }
  void b_transport(AerPayload& payload, sc_core::sc_time& delay) override {
    aer_o->b_transport(payload, delay);
  }

 private:
  void note(AerPhase phase, const sc_core::sc_time& delay) {
    const bool noted = first_ == AerPhase::ack_rise
                           ? phase == AerPhase::ack_rise || phase == AerPhase::ack_fall
                           : phase == AerPhase::req_rise || phase == AerPhase::req_fall;
    if (noted) edges_.push_back(now_ps() + static_cast<TimePs>(delay.value()));
  }
  std::vector<TimePs>& edges_;
  const AerPhase first_;
};

void record(sc_core::sc_signal<bool>& wire, std::vector<TimePs>& edges) {
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&wire);
  sc_core::sc_spawn([&edges] { edges.push_back(now_ps()); },
                    sc_core::sc_gen_unique_name("recorder"), &options);
}

/// A thread that programs a control through memory accesses, whatever is behind the socket, and
/// reads its counters when all is over.
class Software : public sc_core::sc_module {
 public:
  RegisterInitiator registers{"registers"};
  Software(const sc_core::sc_module_name& name, const RunSetup& setup, std::size_t built_columns,
           const std::vector<Intervention>& interventions, std::vector<std::uint64_t>& counters)
      : sc_module{name},
        setup_{setup},
        built_columns_{built_columns},
        interventions_{interventions},
        counters_{counters} {
    SC_HAS_PROCESS(Software);
    SC_THREAD(run);
  }

 private:
  // Past the reset of those that have one, in mid-cycle.
  void run() {
    const TimePs period_ps = setup_.chip.timing.clock_period_ps;
    wait(sim_time(20 * period_ps + period_ps / 2));
    for (const auto& [address, data] : register_program(setup_, built_columns_)) {
      registers.write(address, data);
    }
    const TimePs origin_ps = kPreRollCycles * period_ps;
    for (const Intervention& i : interventions_) {
      wait(sim_time(std::max<TimePs>(origin_ps + i.time_ps - now_ps(), 0)));
      registers.write(i.address, i.data);
    }
    wait(sim_time(origin_ps + setup_.duration_ps - now_ps()));
    for (std::size_t k = 0; k < kControlCounters; ++k) {
      counters_.push_back(
          registers.read(control_register::kCounters + static_cast<std::uint32_t>(4 * k)));
    }
  }
  const RunSetup& setup_;
  const std::size_t built_columns_;
  const std::vector<Intervention>& interventions_;
  std::vector<std::uint64_t>& counters_;
};

RunSetup setup_of(const OracleInput& input) {
  RunSetup setup;
  setup.chip = input.chip;
  setup.seed = input.seed;
  setup.spikes = input.spikes;
  setup.weights = input.weights;
  setup.duration_ps = input.duration_ps;
  return setup;
}

/// What an environment with wires is.
struct WiredChip {
  RtlContext context;
  std::optional<ControlSize> size;
  std::unique_ptr<Chip> chip;

  WiredChip(const RunSetup& setup, bool rtl) {
    std::size_t slots = setup.chip.array.slot_count(setup.chip.timing);
    const auto rows = static_cast<std::size_t>(setup.chip.array.rows);
    const auto columns = static_cast<std::size_t>(setup.chip.array.columns);
    std::unique_ptr<ControlRtl> verilated;
    if (rtl) {
      verilated = ControlRtl::create(context, "rtl", rows, columns);
      size = verilated->size();
      slots = size->slots;
    }
    chip = std::make_unique<Chip>(
        "chip", setup.chip, setup.seed, slots,
        [&](ControlSignals& pins) -> std::unique_ptr<sc_core::sc_module> {
          if (rtl) {
            return std::make_unique<RtlControl>("control", setup.chip.timing, pins,
                                                std::move(verilated), RtlControl::Options{});
          }
          return std::make_unique<PinControl>("control", setup.chip.timing, pins);
        });
    chip->devices.set_weights(setup.weights);
    sc_core::sc_spawn(
        [this, period = sim_time(setup.chip.timing.clock_period_ps)] {
          auto& rst_n = chip->pins.rst_n;
          rst_n = true;
          sc_core::wait(period + period / 2);
          rst_n = false;
          sc_core::wait(4 * period);
          rst_n = true;
        },
        "reset");
  }
  std::size_t built_columns() const { return size ? size->columns : chip->pins.columns; }
};

void play(Way way, const RunSetup& setup, const std::vector<Intervention>& interventions,
          Trace& trace) {
  const ControlTiming& timing = setup.chip.timing;
  const TimePs origin_ps = kPreRollCycles * timing.clock_period_ps;
  const TimePs start_ps = origin_ps - 2 * timing.clock_period_ps;
  const sc_core::sc_time duration = sim_time(setup.duration_ps + 100 * timing.clock_period_ps);
  TimingTable table{{}};
  AerSink sink{"sink"};
  if (way == Way::tlm || way == Way::pins_to_tlm) {
    ChipTlm chip{"chip", setup.chip, setup.seed};
    chip.array().set_weights(setup.weights);
    Software software{"software", setup, static_cast<std::size_t>(setup.chip.array.columns),
                      interventions, trace.counters};
    software.registers.socket.bind(chip.registers_i.socket);
    AckRecorder out{"out", trace.output, AerPhase::req_rise};
    chip.aer_o.bind(out.aer_i);
    out.aer_o.bind(sink.aer_i);
    record(chip.irq, trace.irq);
    if (way == Way::tlm) {
      AerInitiator spikes{"spikes", setup.spikes, origin_ps, timing, table};
      AckRecorder in{"in", trace.input};
      spikes.aer_o.bind(in.aer_i);
      in.aer_o.bind(chip.aer_i);
      sc_core::sc_start(sim_time(start_ps));
      spikes.start();
      sc_core::sc_start(duration);
    } else {
      AerSource spikes{"spikes", setup.spikes, origin_ps, timing, table};
      PinsToAer adapter{"adapter"};
      sc_core::sc_signal<bool> req{"req"}, ack{"ack"};
      sc_core::sc_signal<std::uint32_t> addr{"addr"};
      spikes.req_o(req);
      spikes.addr_o(addr);
      spikes.ack_i(ack);
      adapter.req_i(req);
      adapter.addr_i(addr);
      adapter.ack_o(ack);
      adapter.aer_o.bind(chip.aer_i);
      record(ack, trace.input);
      sc_core::sc_start(sim_time(start_ps));
      sc_core::sc_start(duration);
    }
    trace.weights = chip.array().devices().weights();
    return;
  }
  WiredChip wired{setup, way == Way::tlm_to_rtl};
  ControlSignals& pins = wired.chip->pins;
  Software software{"software", setup, wired.built_columns(), interventions, trace.counters};
  RegistersToApb apb{"apb", pins, timing.clock_period_ps};
  software.registers.socket.bind(apb.socket);
  AerInitiator spikes{"spikes", setup.spikes, origin_ps, timing, table};
  AerToPins adapter{"adapter"};
  spikes.aer_o.bind(adapter.aer_i);
  adapter.req_o(pins.req);
  adapter.addr_o(pins.addr);
  adapter.ack_i(pins.ack);
  PinsToAer out{"out"};
  out.req_i(pins.out_req);
  out.addr_i(pins.out_addr);
  out.ack_o(pins.out_ack);
  out.aer_o.bind(sink.aer_i);
  record(pins.ack, trace.input);
  record(pins.out_req, trace.output);
  record(pins.irq, trace.irq);
  sc_core::sc_start(sim_time(start_ps));
  spikes.start();
  sc_core::sc_start(duration);
  trace.weights = wired.chip->devices.weights();
}

template <class Value>
void put(std::FILE* file, const std::vector<Value>& values) {
  const std::size_t size = values.size();
  std::fwrite(&size, sizeof size, 1, file);
  std::fwrite(values.data(), sizeof(Value), size, file);
}

template <class Value>
void get(std::FILE* file, std::vector<Value>& values) {
  std::size_t size = 0;
  if (std::fread(&size, sizeof size, 1, file) != 1) return;
  values.resize(size);
  ASSERT_EQ(std::fread(values.data(), sizeof(Value), size, file), size);
}

/// In a process of its own; the trace comes back over a file.
Trace trace_of(Way way, const RunSetup& setup,
               const std::vector<Intervention>& interventions = {}) {
  std::FILE* const file = std::tmpfile();
  if (file == nullptr) throw std::runtime_error{"no temporary file"};
  run_in_fresh_kernel([&] {
    Trace t;
    play(way, setup, interventions, t);
    put(file, t.input);
    put(file, t.output);
    put(file, t.irq);
    put(file, t.weights);
    put(file, t.counters);
    std::fflush(file);
  });
  std::rewind(file);
  Trace t;
  get(file, t.input);
  get(file, t.output);
  get(file, t.irq);
  get(file, t.weights);
  get(file, t.counters);
  std::fclose(file);
  return t;
}

void expect_same_edges(const std::vector<TimePs>& found, const std::vector<TimePs>& expected,
                       const char* wire) {
  for (std::size_t k = 0; k < std::min(found.size(), expected.size()); ++k) {
    ASSERT_EQ(found[k], expected[k]) << wire << ", edge " << k;
  }
  ASSERT_EQ(found.size(), expected.size()) << wire;
}

void expect_same(const Trace& found, const Trace& expected) {
  expect_same_edges(found.input, expected.input, "ack");
  expect_same_edges(found.output, expected.output, "out_req");
  expect_same_edges(found.irq, expected.irq, "irq");
  ASSERT_EQ(found.counters.size(), expected.counters.size());
  for (std::size_t k = 0; k < expected.counters.size(); ++k) {
    EXPECT_EQ(found.counters[k], expected.counters[k]) << kControlCounterNames[k];
  }
  ASSERT_EQ(found.weights.size(), expected.weights.size());
  for (std::size_t cell = 0; cell < expected.weights.size(); ++cell) {
    ASSERT_NEAR(found.weights[cell], expected.weights[cell], 1e-12) << "cell " << cell;
  }
}

class EveryPolicy : public testing::TestWithParam<std::tuple<ControlKind, BusyPolicy>> {};

TEST_P(EveryPolicy, EverythingSeenFromOutsideIsTheSameWhateverTheWay) {
  for (std::uint64_t seed = 7000; seed < 7003; ++seed) {
    ChipKind kind;
    std::tie(kind.control, kind.policy) = GetParam();
    kind.load = seed % 2 == 0 ? 0.4 : 3.0;
    kind.few_slots = kind.control == ControlKind::self_timed;
    kind.spikes = 300;
    const OracleInput input = random_input(kind, seed);
    SCOPED_TRACE(describe(input));
    const RunSetup setup = setup_of(input);
    const Trace tlm = trace_of(Way::tlm, setup);
    EXPECT_EQ(tlm.input.size(), 2 * setup.spikes.size());
    EXPECT_FALSE(tlm.output.empty());
    std::vector<Way> ways{Way::pins_to_tlm, Way::tlm_to_pin};
    if (kind.control == ControlKind::clocked) ways.push_back(Way::tlm_to_rtl);
    for (const Way way : ways) {
      SCOPED_TRACE(static_cast<int>(way));
      expect_same(trace_of(way, setup), tlm);
    }
    if (testing::Test::HasFailure()) break;
  }
}

/// Software that meddles: switches control and writes off and on, resets, masks columns, changes
/// policies, phases and the number of slots, clears counters and interrupts.
std::vector<Intervention> random_interventions(const RunSetup& setup, Dice& dice) {
  namespace reg = control_register;
  const ControlTiming& timing = setup.chip.timing;
  const auto slots = static_cast<std::uint32_t>(setup.chip.array.slot_count(timing));
  std::vector<Intervention> interventions{{0, reg::kIrqMask, 0xf}};
  const TimePs last_ps = setup.spikes.back().time_ps;
  const auto any = [&](std::uint32_t low, std::uint32_t high) {
    return static_cast<std::uint32_t>(dice.whole(low, high));
  };
  for (TimePs time_ps = 0; time_ps < last_ps;) {
    time_ps += static_cast<TimePs>(dice.exponential(static_cast<double>(last_ps) / 60.0));
    switch (dice.whole(0, timing.clocked() ? 9 : 7)) {
      case 0:
      case 1: {
        // Off, or a soft reset; on again soon.
        const std::uint32_t word = dice.one_of({0u, reg::kControlSoftReset,
                                                reg::kControlEnable | reg::kControlSoftReset,
                                                reg::kControlEnable});
        interventions.push_back({time_ps, reg::kControl, word | (any(0, 1) * reg::kControlWriteEnable)});
        time_ps += dice.whole(0, 2 * timing.phases().total_ps());
        interventions.push_back(
            {time_ps, reg::kControl, reg::kControlEnable | reg::kControlWriteEnable});
        break;
      }
      case 2:
        interventions.push_back(
            {time_ps, reg::kPolicy,
             any(0, 3) | static_cast<std::uint32_t>(timing.latch) << 2 | any(0, 1) << 4 |
                 any(1, slots) << 8});
        break;
      case 3:
        interventions.push_back({time_ps, reg::kColumnMask, any(0, 0xfff)});
        break;
      case 4:
        interventions.push_back({time_ps, reg::kPosMask, any(0, 0xfff) | 0xf0f});
        break;
      case 5:
        interventions.push_back({time_ps, reg::kNegMask, any(0, 0xfff) | 0x0ff});
        break;
      case 6:
        interventions.push_back({time_ps, reg::kIrqStatus, any(0, 0xf)});
        break;
      case 7:
        interventions.push_back({time_ps, reg::kCounters + 4 * any(0, kControlCounters - 1), 0});
        break;
      case 8:
        interventions.push_back({time_ps, reg::kTRead, any(10, 200)});
        break;
      default:
        interventions.push_back({time_ps, reg::kTWrite, any(10, 300)});
        break;
    }
  }
  return interventions;
}

TEST_P(EveryPolicy, SoftwareThatMeddlesFindsTheSameChipAtTlmAndPin) {
  for (std::uint64_t seed = 7100; seed < 7108; ++seed) {
    ChipKind kind;
    std::tie(kind.control, kind.policy) = GetParam();
    kind.latch = seed % 2 == 0 ? LatchInstant::write_start : LatchInstant::arrival;
    kind.load = seed % 3 == 0 ? 3.0 : 0.7;
    kind.spikes = 400;
    OracleInput input = random_input(kind, seed);
    SCOPED_TRACE(describe(input));
    Dice dice{seed};
    for (Spike& spike : input.spikes) {
      if (dice.chance(0.01)) spike.row = 900;  // a bad address
    }
    const RunSetup setup = setup_of(input);
    const auto interventions = random_interventions(setup, dice);
    const Trace tlm = trace_of(Way::tlm, setup, interventions);
    EXPECT_FALSE(tlm.irq.empty());
    EXPECT_FALSE(tlm.output.empty());
    expect_same(trace_of(Way::tlm_to_pin, setup, interventions), tlm);
    if (testing::Test::HasFailure()) break;
  }
}

std::string name_of_kind(
    const testing::TestParamInfo<std::tuple<ControlKind, BusyPolicy>>& test) {
  constexpr const char* kPolicies[] = {"Hold", "Drop", "Retrigger", "Abort"};
  const bool clocked = std::get<0>(test.param) == ControlKind::clocked;
  return std::string{clocked ? "Clocked" : "SelfTimed"} +
         kPolicies[static_cast<int>(std::get<1>(test.param))];
}

INSTANTIATE_TEST_SUITE_P(
    TlmAdapters, EveryPolicy,
    testing::Combine(testing::Values(ControlKind::self_timed, ControlKind::clocked),
                     testing::Values(BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger,
                                     BusyPolicy::abort)),
    name_of_kind);

}  // namespace
}  // namespace softbound::test
