// SPDX-License-Identifier: Apache-2.0
#include "chip/tlm_trace.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "aer_initiator.h"
#include "aer_source.h"
#include "chip/aer_to_pins.h"
#include "chip/chip.h"
#include "chip/chip_tlm.h"
#include "chip/pin_control.h"
#include "chip/pins_to_aer.h"
#include "chip/registers_to_apb.h"
#include "chip/sim_time.h"
#include "register_initiator.h"
#include "register_program.h"
#include "rtl_control.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

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

/// Levels that last no time are none.
void record(sc_core::sc_signal<bool>& wire, std::vector<TimePs>& edges) {
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&wire);
  const auto note = [&edges] {
    if (!edges.empty() && edges.back() == now_ps()) {
      edges.pop_back();
    } else {
      edges.push_back(now_ps());
    }
  };
  sc_core::sc_spawn(note, sc_core::sc_gen_unique_name("recorder"), &options);
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
    chip->crossbar.record_writes();
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

std::vector<WriteEvent> sorted(std::vector<WriteEvent> writes) {
  std::stable_sort(writes.begin(), writes.end(), [](const WriteEvent& a, const WriteEvent& b) {
    return std::tie(a.latch_ps, a.row, a.column) < std::tie(b.latch_ps, b.row, b.column);
  });
  return writes;
}

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
    chip.array().record_writes(true);
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
    trace.writes = sorted(chip.array().writes());
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
  trace.writes = sorted(wired.chip->crossbar.writes());
  trace.weights = wired.chip->devices.weights();
}

template <class Value>
void put(std::FILE* file, const std::vector<Value>& values) {
  const std::size_t size = values.size();
  std::fwrite(&size, sizeof size, 1, file);
  if (size != 0) std::fwrite(values.data(), sizeof(Value), size, file);
}

template <class Value>
void get(std::FILE* file, std::vector<Value>& values) {
  std::size_t size = 0;
  if (std::fread(&size, sizeof size, 1, file) != 1) return;
  values.resize(size);
  if (size == 0) return;
  ASSERT_EQ(std::fread(values.data(), sizeof(Value), size, file), size);
}

void expect_same_edges(const std::vector<TimePs>& found, const std::vector<TimePs>& expected,
                       const char* wire) {
  for (std::size_t k = 0; k < std::min(found.size(), expected.size()); ++k) {
    ASSERT_EQ(found[k], expected[k]) << wire << ", edge " << k;
  }
  ASSERT_EQ(found.size(), expected.size()) << wire;
}

void expect_same_writes(const std::vector<WriteEvent>& found,
                        const std::vector<WriteEvent>& expected) {
  for (std::size_t k = 0; k < std::min(found.size(), expected.size()); ++k) {
    const WriteEvent &f = found[k], &e = expected[k];
    ASSERT_EQ(std::tie(f.latch_ps, f.row, f.column, f.kind),
              std::tie(e.latch_ps, e.row, e.column, e.kind))
        << "write " << k;
    ASSERT_NEAR(f.weight_before, e.weight_before, 1e-12) << "write " << k;
    ASSERT_NEAR(f.weight_after, e.weight_after, 1e-12) << "write " << k;
  }
  ASSERT_EQ(found.size(), expected.size());
}

}  // namespace

// The trace comes back over a file.
Trace trace_of(Way way, const RunSetup& setup, const std::vector<Intervention>& interventions) {
  std::FILE* const file = std::tmpfile();
  if (file == nullptr) throw std::runtime_error{"no temporary file"};
  run_in_fresh_kernel([&] {
    Trace t;
    play(way, setup, interventions, t);
    put(file, t.input);
    put(file, t.output);
    put(file, t.irq);
    put(file, t.writes);
    put(file, t.weights);
    put(file, t.counters);
    std::fflush(file);
  });
  std::rewind(file);
  Trace t;
  get(file, t.input);
  get(file, t.output);
  get(file, t.irq);
  get(file, t.writes);
  get(file, t.weights);
  get(file, t.counters);
  std::fclose(file);
  return t;
}

void expect_same(const Trace& found, const Trace& expected) {
  expect_same_edges(found.input, expected.input, "ack");
  expect_same_writes(found.writes, expected.writes);
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

}  // namespace softbound::test
