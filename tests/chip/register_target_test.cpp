// SPDX-License-Identifier: Apache-2.0
//
// The registers as memory, at level tlm and through the APB at level pin: the same answers.
#include "chip/register_target.h"

#include <tlm_utils/simple_initiator_socket.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "aer_initiator.h"
#include "chip/chip.h"
#include "chip/chip_tlm.h"
#include "chip/pin_control.h"
#include "chip/registers_to_apb.h"
#include "chip/sim_time.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

namespace reg = control_register;

ChipParameters small_chip(ControlKind control) {
  ChipParameters chip;
  chip.array.rows = 16;
  chip.array.columns = 40;
  chip.timing.control = control;
  return chip;
}

/// One access, whatever is behind the socket.
class Host : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Host> socket{"socket"};
  explicit Host(const sc_core::sc_module_name& name) : sc_module{name} {}

  struct Ask {
    tlm::tlm_command command = tlm::TLM_READ_COMMAND;
    std::uint64_t address = 0;
    std::uint32_t data = 0;
    unsigned length = 4;
    unsigned streaming = 4;
    std::vector<unsigned char> enables = {};
  };
  struct Answer {
    tlm::tlm_response_status status;
    std::uint32_t data;
  };
  Answer access(const Ask& ask, TimePs delay_ps = 0) {
    std::uint32_t words[2] = {ask.data, 0};
    tlm::tlm_generic_payload payload;
    fill(payload, ask, words);
    sc_core::sc_time delay = sim_time(delay_ps);
    socket->b_transport(payload, delay);
    EXPECT_EQ(delay, sc_core::SC_ZERO_TIME);
    EXPECT_FALSE(payload.is_dmi_allowed());
    return {payload.get_response_status(), words[0]};
  }
  unsigned debug(const Ask& ask, unsigned char* bytes) {
    tlm::tlm_generic_payload payload;
    fill(payload, ask, bytes);
    return socket->transport_dbg(payload);
  }
  Answer read(std::uint32_t address) { return access({tlm::TLM_READ_COMMAND, address}); }
  Answer write(std::uint32_t address, std::uint32_t data) {
    return access({tlm::TLM_WRITE_COMMAND, address, data});
  }
  Answer write_bytes(std::uint32_t address, std::uint32_t data,
                     const std::vector<unsigned char>& enables) {
    return access({tlm::TLM_WRITE_COMMAND, address, data, 4, 4, enables});
  }

 private:
  static void fill(tlm::tlm_generic_payload& payload, const Ask& ask, void* bytes) {
    payload.set_command(ask.command);
    payload.set_address(ask.address);
    payload.set_data_ptr(static_cast<unsigned char*>(bytes));
    payload.set_data_length(ask.length);
    payload.set_streaming_width(ask.streaming);
    if (ask.enables.empty()) return;
    payload.set_byte_enable_ptr(const_cast<unsigned char*>(ask.enables.data()));
    payload.set_byte_enable_length(static_cast<unsigned>(ask.enables.size()));
  }
};

enum class Behind { tlm_self_timed, tlm_clocked, pin_self_timed, pin_clocked };

class EveryWay : public testing::TestWithParam<Behind> {
 protected:
  using Body = std::function<void(Host&)>;
  /// In a fresh kernel, in a thread, once the control is out of reset.
  void with_host(const Body& body) {
    run_in_fresh_kernel([&] {
      const bool tlm = GetParam() <= Behind::tlm_clocked;
      const bool clocked = GetParam() == Behind::tlm_clocked || GetParam() == Behind::pin_clocked;
      const auto parameters = small_chip(clocked ? ControlKind::clocked : ControlKind::self_timed);
      const std::size_t slots = parameters.array.slot_count(parameters.timing);
      const TimePs period_ps = parameters.timing.clock_period_ps;
      Host host{"host"};
      std::unique_ptr<AerSink> sink;
      std::unique_ptr<ChipTlm> chip;
      std::unique_ptr<ControlSignals> pins;
      std::unique_ptr<PinControl> control;
      std::unique_ptr<RegistersToApb> apb;
      std::unique_ptr<AerInitiator> spikes;
      TimingTable table{{}};
      const std::vector<Spike> none;
      if (tlm) {
        chip = std::make_unique<ChipTlm>("chip", parameters, 1);
        spikes = std::make_unique<AerInitiator>("spikes", none, 0, parameters.timing, table);
        spikes->aer_o.bind(chip->aer_i);
        sink = std::make_unique<AerSink>("sink");
        chip->aer_o.bind(sink->aer_i);
        host.socket.bind(chip->registers_i.socket);
      } else {
        pins = std::make_unique<ControlSignals>("pins", 16, 40, slots);
        control = std::make_unique<PinControl>("control", parameters.timing, *pins);
        apb = std::make_unique<RegistersToApb>("apb", *pins, period_ps);
        host.socket.bind(apb->socket);
        pins->rst_n = true;
      }
      bool done = false;
      sc_core::sc_spawn([&] {
        sc_core::wait(sim_time(20 * period_ps + period_ps / 2));
        body(host);
        done = true;
      });
      sc_core::sc_start(sim_time(1000 * period_ps));
      EXPECT_TRUE(done);
    });
  }
};

TEST_P(EveryWay, WordsAreReadAndWritten) {
  with_host([](Host& host) {
    EXPECT_EQ(host.read(reg::kId).data, reg::kIdValue);
    EXPECT_EQ(host.read(reg::kColumnMask + 4).data, 0xffu);
    EXPECT_EQ(host.write(reg::kColumnMask, 0x12345678).status, tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(host.read(reg::kColumnMask).data, 0x12345678u);
  });
}

TEST_P(EveryWay, AnAccessTakesTwoClockPeriodsAndTheInitiatorsDelay) {
  with_host([](Host& host) {
    const TimePs start_ps = now_ps();
    host.read(reg::kId);
    EXPECT_EQ(now_ps() - start_ps, 20'000);
    host.access({tlm::TLM_WRITE_COMMAND, reg::kIrqMask, 1}, 7'000);
    EXPECT_EQ(now_ps() - start_ps, 47'000);
  });
}

TEST_P(EveryWay, BytesThatAreNotEnabledStay) {
  with_host([](Host& host) {
    host.write(reg::kPosMask, 0x11223344);
    const unsigned char on = TLM_BYTE_ENABLED, off = TLM_BYTE_DISABLED;
    EXPECT_EQ(host.write_bytes(reg::kPosMask, 0xaabbccdd, {on, off, off, on}).status,
              tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(host.read(reg::kPosMask).data, 0xaa2233ddu);
    // A pattern that is shorter than the word is repeated.
    host.write_bytes(reg::kPosMask, 0x55667788, {off, on});
    EXPECT_EQ(host.read(reg::kPosMask).data, 0x552277ddu);
    // Nothing enabled, nothing done, not even the clearing of a counter.
    EXPECT_EQ(host.write_bytes(reg::kCounters, 0, {off}).status, tlm::TLM_OK_RESPONSE);
    const auto part =
        host.access({tlm::TLM_READ_COMMAND, reg::kPosMask, 0xeeeeeeee, 4, 4, {off, on, on, off}});
    EXPECT_EQ(part.data, 0xee2277eeu);
  });
}

TEST_P(EveryWay, WhatIsNoAccessToARegisterGetsItsError) {
  with_host([](Host& host) {
    EXPECT_EQ(host.read(0x0fc).status, tlm::TLM_ADDRESS_ERROR_RESPONSE);  // no such register
    EXPECT_EQ(host.read(0x1000).status, tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(host.access({tlm::TLM_READ_COMMAND, 0x100000004}).status,
              tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(host.read(reg::kControl + 2).status, tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(host.access({tlm::TLM_READ_COMMAND, reg::kId, 0, 8, 8}).status,
              tlm::TLM_BURST_ERROR_RESPONSE);
    EXPECT_EQ(host.access({tlm::TLM_READ_COMMAND, reg::kId, 0, 2, 2}).status,
              tlm::TLM_BURST_ERROR_RESPONSE);
    EXPECT_EQ(host.access({tlm::TLM_READ_COMMAND, reg::kId, 0, 4, 1}).status,
              tlm::TLM_BURST_ERROR_RESPONSE);
    EXPECT_EQ(host.access({tlm::TLM_READ_COMMAND, reg::kId, 0, 4, 4, {0x0f}}).status,
              tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
    EXPECT_EQ(host.access({tlm::TLM_IGNORE_COMMAND, reg::kId}).status, tlm::TLM_OK_RESPONSE);
  });
}

TEST_P(EveryWay, WritesThatTheRegisterRefusesGetAnErrorAndDoNothing) {
  with_host([](Host& host) {
    const auto policy = host.read(reg::kPolicy).data;
    for (const auto& [address, data] : {std::pair{reg::kId, 1u}, {reg::kPolicy, policy | 0xcu}}) {
      const auto status = host.write(address, data).status;
      EXPECT_TRUE(status == tlm::TLM_COMMAND_ERROR_RESPONSE ||
                  status == tlm::TLM_GENERIC_ERROR_RESPONSE)
          << status;
    }
    EXPECT_EQ(host.read(reg::kPolicy).data, policy);
  });
}

std::string name_of_way(const testing::TestParamInfo<Behind>& test) {
  constexpr const char* kNames[] = {"TlmSelfTimed", "TlmClocked", "PinSelfTimed", "PinClocked"};
  return kNames[static_cast<int>(test.param)];
}

INSTANTIATE_TEST_SUITE_P(RegisterSocket, EveryWay,
                         testing::Values(Behind::tlm_self_timed, Behind::tlm_clocked,
                                         Behind::pin_self_timed, Behind::pin_clocked),
                         name_of_way);

class LevelTlm : public EveryWay {};

TEST_P(LevelTlm, DebugTransportReadsAndWritesManyWordsWithoutTime) {
  with_host([](Host& host) {
    const TimePs start_ps = now_ps();
    std::uint32_t words[3] = {1, 2, 3};
    auto* const bytes = reinterpret_cast<unsigned char*>(words);
    // Two words of a mask of 40 columns; after them there is nothing.
    EXPECT_EQ(host.debug({tlm::TLM_READ_COMMAND, reg::kNegMask, 0, 12}, bytes), 8u);
    EXPECT_EQ(words[0], 0xffffffffu);
    EXPECT_EQ(words[1], 0xffu);
    words[0] = 0xf0f0;
    EXPECT_EQ(host.debug({tlm::TLM_WRITE_COMMAND, reg::kNegMask, 0, 4}, bytes), 4u);
    words[0] = 0;
    EXPECT_EQ(host.debug({tlm::TLM_READ_COMMAND, reg::kNegMask, 0, 7}, bytes), 4u);
    EXPECT_EQ(words[0], 0xf0f0u);
    EXPECT_EQ(host.debug({tlm::TLM_WRITE_COMMAND, reg::kId, 0, 4}, bytes), 0u);
    EXPECT_EQ(host.debug({tlm::TLM_READ_COMMAND, 0x2, 0, 4}, bytes), 0u);
    EXPECT_EQ(now_ps(), start_ps);
  });
}

TEST_P(LevelTlm, DebugWriteEnablesTheControl) {
  with_host([](Host& host) {
    std::uint32_t word = reg::kControlEnable;
    host.debug({tlm::TLM_WRITE_COMMAND, reg::kControl, 0, 4},
               reinterpret_cast<unsigned char*>(&word));
    EXPECT_EQ(host.read(reg::kControl).data, reg::kControlEnable);
    EXPECT_EQ(host.read(reg::kStatus).data, reg::kStatusIdle);
  });
}

INSTANTIATE_TEST_SUITE_P(RegisterSocket, LevelTlm,
                         testing::Values(Behind::tlm_self_timed, Behind::tlm_clocked), name_of_way);

}  // namespace
}  // namespace softbound::test
