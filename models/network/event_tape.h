// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "network/bus_schedule.h"
#include "network/spike_file.h"
#include "neuron/neuron_model.h"

namespace softbound {

/// What becomes of one spike that the bus let in. No neuron has a say in any of it.
struct ArrayEvent {
  TimePs accepted_ps;
  TimePs sample_ps;
  TimePs latch_ps;
  TimePs read_width_ps;
  TimePs write_width_ps;  ///< of the control's pulse
  std::uint32_t row;
  bool superseded;  ///< the row started anew before the latch: nothing is written
  bool cut;         ///< the row started anew during the write
};

/// One instant at which something happens to cells or neurons.
struct TapeEntry {
  enum class What : std::uint32_t {
    stimulus,  ///< a charge on every neuron
    event,     ///< a read, its sample and its latch, nothing in between
    read,
    sample,
    latch,
    cut_latch,  ///< of a write that does not last as long as others
  };
  TimePs time_ps;
  TimePs last_ps;  ///< of an `event` the sample, else time_ps
  What what;
  std::uint32_t row;    ///< that is read or written; one past the last for a stimulus
  std::uint32_t at;     ///< where the stimulus' charges or the row's cells begin
  std::uint32_t event;  ///< its number
};

/// For each entry, what the time since the last charge does to every neuron; an array a factor.
struct TapeSteps {
  std::vector<double> dt_s, dpi_left, membrane_left, membrane_loss, membrane_gain;

  NeuronModel::Step of(std::size_t k) const {
    return {dpi_left[k], membrane_left[k], membrane_loss[k], membrane_gain[k]};
  }
};

/// A stretch of tape, in whose order all instants are.
struct TapePart {
  std::vector<TapeEntry> entries;  ///< the first `size` count; so steps
  std::size_t size = 0;
  std::size_t samples = 0;  ///< how many entries are samples of their own
  TapeSteps steps;
  std::vector<ArrayEvent> events;  ///< by the number that entries give
  TimePs anchor_ps = 0;            ///< of the last charge before
};

/// Where the charges of each source of stimuli begin, by its kind and index.
class ChargeTable {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// Of a source that has its place.
  std::uint32_t operator()(const Stimulus& stimulus) const {
    return first_[static_cast<std::size_t>(stimulus.kind)][stimulus.index];
  }
  /// To look up or set; kNone at first.
  std::uint32_t& place(StimulusKind kind, std::uint32_t index) {
    auto& first = first_[static_cast<std::size_t>(kind)];
    if (index >= first.size()) first.resize(index + std::size_t{1}, kNone);
    return first[index];
  }

 private:
  std::array<std::vector<std::uint32_t>, 2> first_{{{kNone}, {kNone}}};
};

/// All instants of a presentation in their order, worked out once for however many neurons are
/// played from it, part by part.
///
///     spikes --BusSchedule--> events --+
///                                      +--> entries, steps between charges
///     stimuli -------------------------+
class EventTape {
 public:
  EventTape(const ControlTiming& timing, std::size_t slots, std::size_t rows, std::size_t columns,
            const NeuronModel& model);

  const BusSchedule& bus() const { return bus_; }

  /// Asked before each part with the time reached; false ends the presentation there.
  using GoOn = std::function<bool(TimePs)>;

  /// A new presentation; the last charge before it was at anchor_ps.
  void start(TimePs duration_ps, TimePs anchor_ps);
  /// The next part of it; spikes and stimuli are those of the whole presentation.
  /// @param part what it held before is lost
  /// @return false if there is no part left
  bool next_part(const std::vector<Spike>& spikes, const std::vector<Stimulus>& stimuli,
                 const ChargeTable& charges, const GoOn& go_on, TapePart& part);

  /// Last charge so far.
  TimePs anchor_ps() const { return anchor_ps_; }

  /// A bound on the membrane: what rounding may hide is taken off the firing threshold.
  static double almost_firing(const NeuronModel& model) {
    return model.parameters().theta_fire * (1.0 - 1e-9);
  }
  /// From a read to its sample; not after it if the control samples first.
  TimePs read_to_sample_ps() const { return read_to_sample_ps_; }
  /// By when all that was accepted is done, whatever came.
  TimePs end_ps() const { return bus_.duration_ps() + phases_.total_ps(); }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  void schedule_spikes(const std::vector<Spike>& spikes, const GoOn& go_on);
  void add_event(const BusEvent& bus);
  TimePs next_read_ps() const;
  bool add_undisturbed_before(TimePs time_ps, const std::vector<Stimulus>& stimuli,
                              const ChargeTable& charges, TapePart& part);
  void add_samples_and_latches_before(TimePs time_ps, TapePart& part);
  void add(TapeEntry::What what, TimePs time_ps, std::size_t event, TapePart& part) const;
  void add(const TapeEntry& entry, TapePart& part) const;
  void hand_over_events(TapePart& part);

  const ControlTiming timing_;
  const ControlTiming::Phases phases_;
  const TimePs read_to_sample_ps_;
  const NeuronModel model_;
  const std::uint32_t rows_, columns_;
  BusSchedule bus_;

  std::vector<ArrayEvent> events_;  ///< from the first that is not done
  std::vector<std::uint32_t> event_of_slot_;
  std::size_t read_ = 0, sampled_ = 0, latched_ = 0;  ///< in events_
  std::size_t next_spike_ = 0, next_stimulus_ = 0;
  bool spikes_ended_ = false;
  bool ended_ = false;
  TimePs last_accepted_ps_ = 0;
  TimePs anchor_ps_ = 0;
};

}  // namespace softbound
