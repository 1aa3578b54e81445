// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "control/control_rtl.h"
#include "core/control_registers.h"

namespace softbound {

/// The rules of the clocked control, written from the specification and from nothing else: an
/// oracle for the RTL. An event is its acceptance edge and the registers of that moment; every pin
/// follows from the number of edges since then.
class ControlCycleModel {
 public:
  struct Parameters {
    ControlSize size;
    unsigned counter_width = 16;
    unsigned event_counter_width = 32;
  };

  explicit ControlCycleModel(const Parameters& parameters);

  /// One rising edge with the inputs as they were just before it.
  void rising_edge(const ControlInputs& in);
  /// The pins now; some follow the inputs without an edge.
  ControlOutputs outputs(const ControlInputs& in) const;

 private:
  struct Event {
    bool running = false;
    long age = 0;  // edges since acceptance
    long read = 0, gap = 0, write = 0, recover = 0;
    std::uint32_t row = 0;
    Bits columns, up_at_arrival, dn_at_arrival;
    Bits ltp, ltd;

    long latch() const { return read + gap; }
    bool reading() const { return running && age < read; }
    bool writing() const { return running && age >= latch() && age < latch() + write; }
  };
  struct Access {
    bool error = false;
    std::uint32_t data = 0;
  };

  Access access(const ControlInputs& in) const;
  void write_register(std::uint32_t address, std::uint32_t data);
  Bits* mask(std::uint32_t address);
  bool idle() const;
  void count(ControlCounter counter, std::uint64_t n);
  void decide(Event& event, bool counted);
  Event* free_slot();
  Event* slot_of(std::uint32_t row);
  bool blocked(std::uint32_t row);
  /// Acknowledges the request at the bus head.
  void serve(std::uint32_t row);
  void begin(Event& event, std::uint32_t row);
  int granted() const;

  Parameters parameters_;
  // synchronisers: element 0 is the first flip-flop
  bool req_[2] = {}, out_ack_[2] = {};
  Bits up_[2], dn_[2], fire_[3];
  bool ack_ = false, held_ = false;
  std::vector<Event> slots_;
  Bits pending_;
  bool out_req_ = false;
  std::uint32_t out_addr_ = 0, last_granted_;
  // registers
  bool enable_ = false, write_enable_ = true;
  std::uint32_t timing_[4];
  std::uint32_t busy_policy_ = 0, latch_ = 0, slots_in_use_;
  bool fixed_priority_ = false;
  std::uint32_t irq_status_ = 0, irq_mask_ = 0;
  ControlCounters counters_{};
  Bits column_mask_, pos_mask_, neg_mask_;
};

}  // namespace softbound
