// SPDX-License-Identifier: Apache-2.0
#include "rules_oracle.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "cell/cell_6t1m.h"
#include "device/device_array.h"
#include "neuron/output_neuron.h"

namespace softbound::test {

namespace {

std::uint64_t& count(OracleResult& result, ControlCounter counter) {
  return result.counters[static_cast<std::size_t>(counter)];
}

/// Rules 1, 2, 3 and the busy policies: when each spike is accepted and what becomes of it.
class Bus {
 public:
  explicit Bus(const OracleInput& input)
      : timing_{input.chip.timing},
        phases_{timing_.phases()},
        slot_free_ps_(input.chip.array.slot_count(timing_), kLongAgo),
        rows_(static_cast<std::size_t>(input.chip.array.rows)) {}

  void offer(const std::vector<Spike>& spikes, TimePs duration_ps, OracleResult& result) {
    for (const Spike& spike : spikes) {
      const TimePs request_ps = std::max(spike.time_ps, next_request_ps_);
      if (request_ps >= duration_ps) return;
      ++result.offered;
      const TimePs ready_ps = first_instant_by_bus_timing(request_ps);
      if (ready_ps >= duration_ps) return;
      TimePs time_ps = std::max(ready_ps, usable_from(earliest_free_slot()));
      if (timing_.busy_policy == BusyPolicy::hold) {
        time_ps = std::max(time_ps, usable_from(rows_.at(spike.row).free_ps));
      }
      if (time_ps > ready_ps) ++count(result, ControlCounter::held);
      if (time_ps >= duration_ps) return;
      take(spike.row, time_ps, result);
      result.acceptances.back().request_ps = request_ps;
      result.acceptances.back().could_have_ps = ready_ps;
      previous_ps_ = time_ps;
      next_request_ps_ = request_after(time_ps);
    }
  }

 private:
  static constexpr TimePs kLongAgo = -kPsPerS;

  struct Row {
    TimePs free_ps = kLongAgo;  ///< when its busy flag falls
    std::size_t slot = 0;
    std::size_t acceptance = 0;  ///< its latest, in the result
  };

  TimePs cycles(int n) const { return n * timing_.clock_period_ps; }

  TimePs first_instant_by_bus_timing(TimePs request_ps) const {
    if (!timing_.clocked()) {
      return std::max(request_ps + timing_.t_request_ps, previous_ps_ + timing_.t_cycle_ps);
    }
    const TimePs first_edge_ps = (request_ps / cycles(1) + 1) * cycles(1);
    return std::max(first_edge_ps + cycles(2), previous_ps_ + cycles(6));
  }

  /// Acknowledge rises at acceptance; request falls, acknowledge falls, the next request rises.
  TimePs request_after(TimePs acceptance_ps) const {
    if (!timing_.clocked()) return acceptance_ps + 3 * kPsPerNs;
    return acceptance_ps + cycles(3) + 1 * kPsPerNs;
  }

  /// From when on a slot or row is seen to be free whose busy flag falls at `free_ps`.
  TimePs usable_from(TimePs free_ps) const {
    return timing_.clocked() ? free_ps + cycles(1) : free_ps;
  }

  std::size_t first_free_slot() const {
    return static_cast<std::size_t>(std::min_element(slot_free_ps_.begin(), slot_free_ps_.end()) -
                                    slot_free_ps_.begin());
  }
  TimePs earliest_free_slot() const { return slot_free_ps_[first_free_slot()]; }

  /// Is Read up? An edge sees what was so just before it.
  bool reads_at(TimePs time_ps, TimePs accepted_ps) const {
    const TimePs read_end_ps = accepted_ps + phases_.read_ps;
    return timing_.clocked() ? time_ps <= read_end_ps : time_ps < read_end_ps;
  }

  void take(std::uint32_t row_index, TimePs time_ps, OracleResult& result) {
    Row& row = rows_.at(row_index);
    const bool busy = usable_from(row.free_ps) > time_ps;
    bool dropped = false;
    if (!busy) {
      row.slot = first_free_slot();
    } else {
      OracleAcceptance& running = result.acceptances[row.acceptance];
      dropped =
          timing_.busy_policy == BusyPolicy::drop ||
          (timing_.busy_policy == BusyPolicy::retrigger && !reads_at(time_ps, running.time_ps));
      if (!dropped) running.superseded_ps = time_ps;
    }
    if (!dropped) {
      row.free_ps = time_ps + phases_.total_ps();
      slot_free_ps_[row.slot] = row.free_ps;
      row.acceptance = result.acceptances.size();
    }
    ++count(result, dropped ? ControlCounter::dropped : ControlCounter::accepted);
    result.acceptances.push_back({time_ps, row_index, dropped, kNever, 0, 0});
  }

  const ControlTiming timing_;
  const ControlTiming::Phases phases_;
  std::vector<TimePs> slot_free_ps_;
  std::vector<Row> rows_;
  TimePs previous_ps_ = kLongAgo;
  TimePs next_request_ps_ = 0;
};

/// Rules 4 to 8: what the accepted spikes do to cells and neurons.
class Array {
 public:
  explicit Array(const OracleInput& input)
      : input_{input},
        timing_{input.chip.timing},
        phases_{timing_.phases()},
        columns_{static_cast<std::size_t>(input.chip.array.columns)},
        enabled_{parse_columns(input.chip.control.enabled_columns, columns_, "enabled")},
        pos_{parse_columns(input.chip.control.pos_columns, columns_, "pos")},
        neg_{parse_columns(input.chip.control.neg_columns, columns_, "neg")},
        cell_{input.chip.cell, input.chip.device, CellPulseWidths::of(timing_)},
        devices_{input.chip.device, static_cast<std::size_t>(input.chip.array.rows) * columns_,
                 input.seed},
        neurons_(columns_, OutputNeuron{input.chip.neuron}) {
    devices_.set_weights(input.weights);
  }

  void play(OracleResult& result) {
    schedule(result);
    for (const Item& item : items_) {
      advance_neurons(item.time_ps, result);
      switch (item.what) {
        case What::stimulus:
          for (std::size_t j = 0; j < columns_; ++j) {
            const Stimulus& stimulus = input_.stimuli[item.index];
            neurons_[j].inject(item.time_ps, input_.stimulus_area(stimulus, j));
          }
          break;
        case What::cut:
          cut(events_[item.index], item.time_ps, result);
          break;
        case What::read:
          read(events_[item.index], result);
          break;
        case What::sample:
          sample(events_[item.index], item.time_ps);
          break;
        case What::latch:
          latch(events_[item.index], result);
          break;
        case What::end:
          break;
      }
    }
    result.weights = devices_.weights();
  }

 private:
  /// In the order in which things of one picosecond happen; output spikes are before all.
  enum class What { stimulus, cut, read, sample, latch, end };
  struct Item {
    TimePs time_ps;
    What what;
    std::size_t index;
    bool operator<(const Item& other) const {
      return std::tie(time_ps, what, index) < std::tie(other.time_ps, other.what, other.index);
    }
  };
  struct Pulse {
    WriteRecord record;
    std::size_t write;  ///< in the result
  };
  struct Event {
    TimePs accepted_ps;
    std::uint32_t row;
    TimePs latch_ps;
    bool latched = false;
    std::vector<WriteDecision> decisions;
    std::vector<Pulse> pulses;
  };

  void schedule(const OracleResult& result) {
    for (std::size_t k = 0; k < input_.stimuli.size(); ++k) {
      items_.push_back({input_.stimuli[k].time_ps, What::stimulus, k});
    }
    for (const OracleAcceptance& acceptance : result.acceptances) {
      if (acceptance.dropped) continue;
      const TimePs latch_ps = acceptance.time_ps + phases_.latch_ps();
      const std::size_t index = events_.size();
      events_.push_back({acceptance.time_ps, acceptance.row, latch_ps, false, {}, {}});
      items_.push_back({acceptance.time_ps, What::read, index});
      items_.push_back({sample_ps(acceptance.time_ps, latch_ps), What::sample, index});
      // A spike that comes at the latch instant itself comes before it, as its charge does.
      if (acceptance.superseded_ps > latch_ps) items_.push_back({latch_ps, What::latch, index});
      if (acceptance.superseded_ps != kNever) {
        items_.push_back({acceptance.superseded_ps, What::cut, index});
      }
    }
    const TimePs last_ps = input_.duration_ps + phases_.total_ps() - 1;
    items_.push_back({last_ps, What::end, 0});
    std::sort(items_.begin(), items_.end());
    while (items_.back().time_ps > last_ps) items_.pop_back();
  }

  TimePs sample_ps(TimePs accepted_ps, TimePs latch_ps) const {
    const TimePs latched_from_ps = timing_.latch == LatchInstant::arrival ? accepted_ps : latch_ps;
    if (!timing_.clocked()) return latched_from_ps;
    return latched_from_ps - 2 * timing_.clock_period_ps - 1;
  }

  void advance_neurons(TimePs time_ps, OracleResult& result) {
    for (std::size_t j = 0; j < columns_; ++j) {
      neurons_[j].advance_to(time_ps, [&](TimePs spike_ps) {
        result.output_spikes.push_back({spike_ps, static_cast<std::uint32_t>(j)});
        ++count(result, ControlCounter::out_spikes);
      });
    }
  }

  std::size_t cell_index(const Event& event, std::size_t column) const {
    return event.row * columns_ + column;
  }

  void read(const Event& event, OracleResult& result) {
    for (std::size_t j = 0; j < columns_; ++j) {
      if (!enabled_.test(j)) continue;
      ++count(result, ControlCounter::reads);
      const double weight = devices_.weight(cell_index(event, j));
      neurons_[j].inject(event.accepted_ps, input_.chip.neuron.jump * cell_.readout(weight));
    }
  }

  void sample(Event& event, TimePs time_ps) {
    for (std::size_t j = 0; j < columns_; ++j) {
      const Plasticity plasticity = neurons_[j].plasticity(time_ps);
      event.decisions.push_back(write_decision(plasticity.up && pos_.test(j),
                                               plasticity.dn && neg_.test(j),
                                               input_.chip.control.write_enable));
    }
  }

  void latch(Event& event, OracleResult& result) {
    event.latched = true;
    for (std::size_t j = 0; j < columns_; ++j) {
      if (!enabled_.test(j)) continue;
      const WriteDecision decision = event.decisions[j];
      if (decision == WriteDecision::none) ++count(result, ControlCounter::no_write);
      if (decision == WriteDecision::illegal) ++count(result, ControlCounter::illegal_updn);
      if (decision != WriteDecision::ltp && decision != WriteDecision::ltd) continue;
      const bool up = decision == WriteDecision::ltp;
      ++count(result, up ? ControlCounter::ltp : ControlCounter::ltd);
      const std::size_t cell = cell_index(event, j);
      const WriteRecord record = devices_.write(
          cell,
          cell_.write_pulse(up ? WriteKind::ltp : WriteKind::ltd, devices_.conductance_s(cell)));
      event.pulses.push_back({record, result.writes.size()});
      result.writes.push_back({event.latch_ps, event.row, static_cast<std::uint32_t>(j), decision,
                               record.weight_before, record.weight_after});
    }
  }

  /// The row starts anew: what the event still does ends now.
  void cut(Event& event, TimePs time_ps, OracleResult& result) {
    if (!event.latched) {
      count(result, ControlCounter::no_write) += enabled_.count();
      return;
    }
    const TimePs high_ps = time_ps - event.latch_ps;
    if (high_ps >= phases_.write_ps) return;
    const double width_s = s_from_ps(std::max<TimePs>(0, high_ps - timing_.t_edge_ps));
    for (const Pulse& pulse : event.pulses) {
      result.writes[pulse.write].weight_after = devices_.amend(pulse.record, width_s).weight_after;
    }
  }

  const OracleInput& input_;
  const ControlTiming timing_;
  const ControlTiming::Phases phases_;
  const std::size_t columns_;
  const Bits enabled_, pos_, neg_;
  const Cell6T1M cell_;
  DeviceArray devices_;
  std::vector<OutputNeuron> neurons_;
  std::vector<Item> items_;
  std::vector<Event> events_;
};

}  // namespace

OracleResult play_by_the_rules(const OracleInput& input) {
  if (input.chip.timing.latch == LatchInstant::transparent) {
    throw std::logic_error{"the oracle knows no transparent latching"};
  }
  OracleResult result;
  Bus{input}.offer(input.spikes, input.duration_ps, result);
  Array{input}.play(result);
  std::sort(result.output_spikes.begin(), result.output_spikes.end());
  return result;
}

}  // namespace softbound::test
