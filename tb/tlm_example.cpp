// SPDX-License-Identifier: Apache-2.0
//
// A host that talks to the chip as software would: it programs registers through memory accesses,
// plays a handwritten digit as address events, counts the output spikes that come back, and reads
// what the chip has counted. docs/tlm.md walks through it.
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/tlm_quantumkeeper.h>

#include <cstdio>
#include <exception>
#include <systemc>
#include <tlm>
#include <vector>

#include "chip/aer_tlm.h"
#include "chip/chip_tlm.h"
#include "chip/sim_time.h"
#include "core/control_registers.h"
#include "network/glyphs.h"
#include "network/spike_trains.h"

namespace softbound {
namespace {

namespace reg = control_register;

/// Sends spikes, receives spikes, and has a bus to the registers.
class Host : public sc_core::sc_module, public AerBackward, public AerForward {
 public:
  AerInitiatorSocket spikes_o{"spikes_o"};
  AerTargetSocket spikes_i{"spikes_i"};
  tlm_utils::simple_initiator_socket<Host> bus{"bus"};

  Host(const sc_core::sc_module_name& name, std::vector<Spike> spikes, std::size_t neurons)
      : sc_module{name}, spikes_{std::move(spikes)}, counts_(neurons) {
    spikes_o.bind(*this);
    spikes_i.bind(*this);
    SC_HAS_PROCESS(Host);
    SC_THREAD(run);
  }

  bool failed() const { return failed_; }

  // Output spikes: acknowledged at once, on the return path.
  tlm::tlm_sync_enum nb_transport_fw(AerPayload& spike, AerPhase& phase,
                                     sc_core::sc_time&) override {
    if (phase == AerPhase::req_fall) {
      phase = AerPhase::ack_fall;
      return tlm::TLM_COMPLETED;
    }
    ++counts_[spike.address];
    phase = AerPhase::ack_rise;
    return tlm::TLM_UPDATED;
  }
  // What the socket has beside: the host sends by b_transport, and nobody sends to it by that.
  tlm::tlm_sync_enum nb_transport_bw(AerPayload&, AerPhase&, sc_core::sc_time&) override {
    return tlm::TLM_COMPLETED;
  }
  void b_transport(AerPayload& spike, sc_core::sc_time&) override {
    ++counts_[spike.address];
    spike.acknowledged = true;
  }

 private:
  std::uint32_t access(tlm::tlm_command command, std::uint32_t address, std::uint32_t data = 0) {
    tlm::tlm_generic_payload payload;
    payload.set_command(command);
    payload.set_address(address);
    payload.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
    payload.set_data_length(sizeof data);
    payload.set_streaming_width(sizeof data);
    sc_core::sc_time delay = keeper_.get_local_time();
    bus->b_transport(payload, delay);
    keeper_.set(delay);
    if (payload.is_response_error()) {
      std::fprintf(stderr, "register 0x%03x: %s\n", address, payload.get_response_string().c_str());
      failed_ = true;
    }
    return data;
  }
  std::uint32_t read(std::uint32_t address) { return access(tlm::TLM_READ_COMMAND, address); }
  void write(std::uint32_t address, std::uint32_t data) {
    access(tlm::TLM_WRITE_COMMAND, address, data);
  }

  void run() {
    keeper_.reset();
    failed_ = read(reg::kId) != reg::kIdValue;
    write(reg::kIrqMask, reg::kIrqBadAddress | reg::kIrqOutputDropped);
    write(reg::kControl, reg::kControlEnable | reg::kControlWriteEnable);
    play();
    wait(sim_time(20 * kPsPerUs));  // the last event completes
    report();
  }

  // The thread runs ahead of the kernel by up to a quantum.
  void play() {
    const TimePs start_ps = now_ps();
    AerPayload event;
    for (const Spike& spike : spikes_) {
      const sc_core::sc_time due = sim_time(start_ps + spike.time_ps);
      if (due > keeper_.get_current_time()) keeper_.set(due - sc_core::sc_time_stamp());
      if (keeper_.need_sync()) keeper_.sync();
      event.address = spike.row;
      sc_core::sc_time delay = keeper_.get_local_time();
      spikes_o->b_transport(event, delay);
      keeper_.set(delay);
    }
    keeper_.sync();
  }

  std::uint32_t counter(ControlCounter counter) {
    return read(reg::kCounters + 4 * static_cast<std::uint32_t>(counter));
  }

  void report() {
    std::printf("%zu spikes played in %.6f s\n", spikes_.size(), s_from_ps(now_ps()));
    for (const auto c : {ControlCounter::accepted, ControlCounter::held, ControlCounter::reads,
                         ControlCounter::ltp, ControlCounter::ltd, ControlCounter::out_spikes}) {
      std::printf("%s %u\n", kControlCounterNames[static_cast<std::size_t>(c)], counter(c));
    }
    std::printf("output spikes by neuron:");
    std::uint32_t received = 0;
    for (const std::uint32_t count : counts_) {
      std::printf(" %u", count);
      received += count;
    }
    std::printf("\n");
    failed_ = failed_ || counter(ControlCounter::accepted) != spikes_.size() ||
              counter(ControlCounter::out_spikes) != received;
  }

  const std::vector<Spike> spikes_;
  std::vector<std::uint32_t> counts_;
  tlm_utils::tlm_quantumkeeper keeper_;
  bool failed_ = false;
};

int run() {
  sc_core::sc_set_time_resolution(1, sc_core::SC_PS);
  tlm::tlm_global_quantum::instance().set(sc_core::sc_time(1, sc_core::SC_US));

  const ChipParameters parameters;  // 784 x 10, self-timed
  ChipTlm chip{"chip", parameters, 1};
  chip.array().randomize_weights();

  const DigitSet digits = glyph_digits(DigitSplit::train);
  const auto rows = static_cast<std::size_t>(parameters.array.rows);
  Host host{"host", encode_digit(digits.images.image(0), rows, InputParameters{}, 1, 0),
            static_cast<std::size_t>(parameters.array.columns)};
  host.spikes_o.bind(chip.aer_i);
  chip.aer_o.bind(host.spikes_i);
  host.bus.bind(chip.registers_i.socket);

  sc_core::sc_start();
  return host.failed() ? 1 : 0;
}

}  // namespace
}  // namespace softbound

int sc_main(int, char**) {
  try {
    return softbound::run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tlm_example: %s\n", error.what());
    return 2;
  }
}
