// SPDX-License-Identifier: Apache-2.0
#include "chip/aer_tlm.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "aer_initiator.h"
#include "chip/aer_tlm_checker.h"
#include "chip/aer_to_pins.h"
#include "chip/chip_tlm.h"
#include "chip/pins_to_aer.h"
#include "chip/sim_time.h"
#include "core/error.h"
#include "register_initiator.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

template <class Initiator, class Target, class = void>
struct Binds : std::false_type {};
template <class Initiator, class Target>
struct Binds<Initiator, Target,
             std::void_t<decltype(std::declval<Initiator&>().bind(std::declval<Target&>()))>>
    : std::true_type {};

TEST(AerTlm, SocketsBindToTheirOwnKindAlone) {
  using BaseInitiator = tlm::tlm_initiator_socket<32>;
  using BaseTarget = tlm::tlm_target_socket<32>;
  EXPECT_TRUE((Binds<AerInitiatorSocket, AerTargetSocket>::value));
  EXPECT_TRUE((Binds<BaseInitiator, BaseTarget>::value));
  EXPECT_FALSE((Binds<AerInitiatorSocket, BaseTarget>::value));
  EXPECT_FALSE((Binds<BaseInitiator, AerTargetSocket>::value));
}

/// Calls what a test asks for, at its time, and writes down what comes back.
class Caller : public sc_core::sc_module, public AerBackward {
 public:
  AerInitiatorSocket aer_o{"aer_o"};
  AerPayload payload;
  std::vector<std::pair<AerPhase, TimePs>> answers;

  explicit Caller(const sc_core::sc_module_name& name) : sc_module{name} { aer_o.bind(*this); }

  void call(AerPhase phase, TimePs delay_ps = 0) {
    const AerPhase asked = phase;
    sc_core::sc_time delay = sim_time(delay_ps);
    const auto status = aer_o->nb_transport_fw(payload, phase, delay);
    if (status != tlm::TLM_ACCEPTED && phase != asked) note(phase, delay);
  }
  void request(std::uint32_t address, TimePs delay_ps = 0) {
    payload.address = address;
    call(AerPhase::req_rise, delay_ps);
  }
  tlm::tlm_sync_enum nb_transport_bw(AerPayload&, AerPhase& phase,
                                     sc_core::sc_time& delay) override {
    note(phase, delay);
    return phase == AerPhase::ack_fall ? tlm::TLM_COMPLETED : tlm::TLM_ACCEPTED;
  }

 private:
  void note(AerPhase phase, const sc_core::sc_time& delay) {
    answers.emplace_back(phase, now_ps() + static_cast<TimePs>(delay.value()));
  }
};

using Answers = std::vector<std::pair<AerPhase, TimePs>>;

ChipParameters small_chip(ControlKind control = ControlKind::self_timed) {
  ChipParameters chip;
  chip.array.rows = 16;
  chip.array.columns = 4;
  chip.timing.control = control;
  return chip;
}

/// A chip with a checker on its input, enabled by a debugger: no time passes.
struct CheckedChip {
  ViolationLog log;
  ChipTlm chip;
  AerTlmChecker checker;
  Caller caller{"caller"};
  AerSink sink{"sink"};

  explicit CheckedChip(const ChipParameters& parameters, TimePs watchdog_ps = kNever)
      : chip{"chip", parameters, 1},
        checker{"checker", HandshakeChecker::input(parameters.timing, 16), log, watchdog_ps} {
    caller.aer_o.bind(checker.aer_i);
    checker.aer_o.bind(chip.aer_i);
    chip.aer_o.bind(sink.aer_i);
    software_.socket.bind(chip.registers_i.socket);
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
  }
  void enable() { chip.write_now(control_register::kControl, control_register::kControlEnable); }
  std::uint64_t count(ControlCounter counter) {
    return *chip.read_register(control_register::kCounters +
                               4 * static_cast<std::uint32_t>(counter));
  }
  static void run(TimePs duration_ps) { sc_core::sc_start(sim_time(duration_ps)); }

 private:
  RegisterInitiator software_{"software"};
};

SIM_TEST(AerTlm, SelfTimedHandshakeHasTheEdgesOfTheRules) {
  CheckedChip c{small_chip()};
  c.enable();
  c.caller.request(3, 5'000);
  c.run(10'000);
  c.caller.call(AerPhase::req_fall);
  c.run(10'000);
  EXPECT_EQ(c.caller.answers, (Answers{{AerPhase::ack_rise, 6'000}, {AerPhase::ack_fall, 11'000}}));
  EXPECT_TRUE(c.log.kept().empty());
}

SIM_TEST(AerTlm, ClockedHandshakeHasTheEdgesOfTheRules) {
  CheckedChip c{small_chip(ControlKind::clocked)};
  c.enable();
  c.caller.request(3, 5'000);  // the edges after it: 10, 20, 30 ns
  c.run(31'000);
  c.caller.call(AerPhase::req_fall);
  EXPECT_EQ(c.caller.answers,
            (Answers{{AerPhase::ack_rise, 30'000}, {AerPhase::ack_fall, 60'000}}));
  EXPECT_TRUE(c.log.kept().empty());
}

SIM_TEST(AerTlm, RequestWithdrawnBeforeItsAcknowledgeHasNoEffect) {
  CheckedChip c{small_chip()};
  c.enable();
  c.caller.request(3);
  c.run(500);
  c.caller.call(AerPhase::req_fall);
  c.run(100'000);
  EXPECT_TRUE(c.caller.answers.empty());
  EXPECT_EQ(c.count(ControlCounter::accepted), 0u);
  EXPECT_EQ(c.log.count(Hazard::runt), 1u);
  c.caller.request(4);
  c.run(1'000);
  EXPECT_EQ(c.count(ControlCounter::accepted), 1u);
}

SIM_TEST(AerTlm, WithdrawnRequestThatAClockedControlHasSeenIsAccepted) {
  CheckedChip c{small_chip(ControlKind::clocked)};
  c.enable();
  c.caller.request(3, 5'000);
  c.caller.call(AerPhase::req_fall, 16'000);  // high at the edge at 10 ns
  c.run(100'000);
  EXPECT_EQ(c.caller.answers,
            (Answers{{AerPhase::ack_rise, 30'000}, {AerPhase::ack_fall, 40'000}}));
  EXPECT_EQ(c.log.count(Hazard::four_phase), 2u);  // withdrawn, and acknowledged all the same
}

SIM_TEST(AerTlm, AddressOutOfRangeIsAcknowledgedCountedAndHasNoEffect) {
  CheckedChip c{small_chip()};
  c.enable();
  for (const std::uint32_t row : {16u, 0xffffffffu}) {
    c.caller.request(row);
    c.run(5'000);
    c.caller.call(AerPhase::req_fall);
    c.run(5'000);
  }
  EXPECT_EQ(c.caller.answers.size(), 4u);
  EXPECT_EQ(c.count(ControlCounter::bad_address), 2u);
  EXPECT_EQ(c.count(ControlCounter::reads), 0u);
  EXPECT_EQ(c.log.count(Hazard::bad_address), 2u);
}

SIM_TEST(AerTlm, RequestToADisabledChipWaitsAndTheWatchdogNamesIt) {
  CheckedChip c{small_chip(), 20 * kPsPerUs};
  c.caller.request(3);
  c.run(kPsPerS / 1000);
  EXPECT_TRUE(c.caller.answers.empty());
  ASSERT_EQ(c.log.count(Hazard::watchdog), 1u);
  EXPECT_EQ(c.log.kept().front().time_ps, 20 * kPsPerUs);
  EXPECT_EQ(c.log.kept().front().signal, "req");
  c.enable();
  c.run(1);
  EXPECT_EQ(c.caller.answers.size(), 1u);
}

SIM_TEST(AerTlm, RequestThatIsStuckKeepsTheBusAndNothingElse) {
  CheckedChip c{small_chip(), 50 * kPsPerUs};
  c.enable();
  c.caller.request(3);
  c.run(kPsPerS / 1000);
  EXPECT_EQ(c.caller.answers.size(), 1u);
  EXPECT_EQ(c.count(ControlCounter::accepted), 1u);
  EXPECT_EQ(c.count(ControlCounter::no_write), 4u);  // its event completes
  ASSERT_EQ(c.log.count(Hazard::watchdog), 1u);
  EXPECT_NE(c.log.kept().front().text.find("the request to fall"), std::string::npos);
}

SIM_TEST(AerTlm, AddressThatChangesWhileTheRequestIsUpIsAHazard) {
  CheckedChip c{small_chip()};
  c.enable();
  c.caller.request(3, 100);
  c.run(200);
  c.caller.payload.address = 5;
  c.run(5'000);
  EXPECT_EQ(c.log.count(Hazard::bundling), 1u);
}

SIM_TEST(AerTlm, EdgesOutOfOrderAreHazards) {
  CheckedChip c{small_chip()};
  c.caller.request(3, 2'000);
  c.caller.call(AerPhase::req_rise, 3'000);
  EXPECT_EQ(c.log.count(Hazard::four_phase), 1u);
  EXPECT_EQ(c.log.kept().back().text, "rises twice");
  c.caller.call(AerPhase::req_fall, 1'000);
  EXPECT_NE(c.log.kept()[1].text.find("2000 ps before the last edge"), std::string::npos);
  c.caller.call(AerPhase::ack_rise);
  const auto& kept = c.log.kept();
  EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [](const Violation& v) {
    return v.signal == "ack" && v.text == "moves by its initiator";
  }));
}

SIM_TEST(AerTlm, BlockingTransportTellsWhenTheNextRequestMayRise) {
  CheckedChip c{small_chip()};
  c.enable();
  AerPayload spike;
  sc_core::sc_time delay = sim_time(7'000);
  c.caller.aer_o->b_transport(spike, delay);
  EXPECT_TRUE(spike.acknowledged);
  EXPECT_EQ(spike.acknowledged_ps, 8'000);
  EXPECT_EQ(delay, sim_time(11'000));
  // The row is busy for 13.08 us.
  c.caller.aer_o->b_transport(spike, delay);
  EXPECT_EQ(spike.acknowledged_ps, 8'000 + 13'080'000);
  EXPECT_EQ(now_ps(), 0);
}

SIM_TEST(AerTlm, BlockingTransportGivesUpAtItsDeadline) {
  CheckedChip c{small_chip()};
  c.enable();
  AerPayload spike;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  c.caller.aer_o->b_transport(spike, delay);
  spike.deadline_ps = 5 * kPsPerUs;
  c.caller.aer_o->b_transport(spike, delay);
  EXPECT_FALSE(spike.acknowledged);
  EXPECT_EQ(delay, sim_time(5 * kPsPerUs));
  c.run(kPsPerS / 1000);
  EXPECT_EQ(c.count(ControlCounter::accepted), 1u);
  EXPECT_EQ(c.count(ControlCounter::held), 1u);
}

SIM_TEST(AerTlm, BlockingTransportWaitsForADisabledChip) {
  CheckedChip c{small_chip()};
  TimePs acknowledged_ps = 0;
  sc_core::sc_spawn([&] {
    AerPayload spike;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    c.caller.aer_o->b_transport(spike, delay);
    acknowledged_ps = spike.acknowledged_ps;
  });
  c.run(4'000'000);
  EXPECT_EQ(acknowledged_ps, 0);
  c.enable();
  c.run(1'000);
  EXPECT_EQ(acknowledged_ps, 4'000'000);
}

SIM_TEST(AerTlm, BlockingTransportOverWiresWaitsForThem) {
  const ChipParameters parameters = small_chip();
  ChipTlm chip{"chip", parameters, 1};
  Caller caller{"caller"};
  AerToPins to_pins{"to_pins"};
  PinsToAer to_tlm{"to_tlm"};
  AerSink sink{"sink"};
  RegisterInitiator software{"software"};
  sc_core::sc_signal<bool> req{"req"}, ack{"ack"};
  sc_core::sc_signal<std::uint32_t> addr{"addr"};
  caller.aer_o.bind(to_pins.aer_i);
  to_pins.req_o(req);
  to_pins.addr_o(addr);
  to_pins.ack_i(ack);
  to_tlm.req_i(req);
  to_tlm.addr_i(addr);
  to_tlm.ack_o(ack);
  to_tlm.aer_o.bind(chip.aer_i);
  chip.aer_o.bind(sink.aer_i);
  software.socket.bind(chip.registers_i.socket);
  bool done = false;
  sc_core::sc_spawn([&] {
    chip.write_now(control_register::kControl, control_register::kControlEnable);
    AerPayload spike;
    sc_core::sc_time delay = sim_time(7'000);
    caller.aer_o->b_transport(spike, delay);
    EXPECT_TRUE(spike.acknowledged);
    EXPECT_EQ(spike.acknowledged_ps, 8'000);
    EXPECT_EQ(now_ps(), 10'000);  // the acknowledge has fallen
    EXPECT_EQ(delay, sim_time(1'000));
    // The row is busy for longer than the sender waits.
    spike.deadline_ps = kPsPerUs;
    caller.aer_o->b_transport(spike, delay);
    EXPECT_FALSE(spike.acknowledged);
    EXPECT_EQ(now_ps(), kPsPerUs);
    done = true;
  });
  sc_core::sc_start(sim_time(100 * kPsPerUs));
  EXPECT_TRUE(done);
  EXPECT_FALSE(req.read());
  EXPECT_EQ(chip.read_register(control_register::kCounters), 1u);
}

TEST(ChipTlm, RefusesTransparentLatches) {
  run_in_fresh_kernel([] {
    ChipParameters chip = small_chip();
    chip.timing.latch = LatchInstant::transparent;
    EXPECT_THROW((ChipTlm{"chip", chip, 1}), InputError);
  });
}

}  // namespace
}  // namespace softbound::test
