// SPDX-License-Identifier: Apache-2.0
#include "network/event_tape.h"

#include <algorithm>

namespace softbound {

namespace {

// How many spikes make a part: few enough for it to stay near the processor until all have played
// it.
constexpr std::size_t kPartSpikes = 256;

void make_room(TapePart& part, std::size_t entries) {
  if (entries <= part.entries.size()) return;
  part.entries.resize(entries);
  TapeSteps& steps = part.steps;
  for (auto* values : {&steps.dt_s, &steps.dpi_left, &steps.membrane_left, &steps.membrane_loss,
                       &steps.membrane_gain}) {
    values->resize(entries);
  }
}

TimePs read_to_sample(const ControlTiming& timing) {
  const TimePs at_ps = timing.latch == LatchInstant::arrival ? 0 : timing.phases().latch_ps();
  // Two flip-flops: what counts is the value just before the edge two cycles earlier.
  return timing.clocked() ? at_ps - 2 * timing.clock_period_ps - 1 : at_ps;
}

}  // namespace

EventTape::EventTape(const ControlTiming& timing, std::size_t slots, std::size_t rows,
                     std::size_t columns, const NeuronModel& model)
    : timing_{timing},
      phases_{timing.phases()},
      read_to_sample_ps_{read_to_sample(timing)},
      model_{model},
      rows_{static_cast<std::uint32_t>(rows)},
      columns_{static_cast<std::uint32_t>(columns)},
      bus_{timing, slots, rows},
      event_of_slot_(slots, kNone) {}

void EventTape::start(TimePs duration_ps, TimePs anchor_ps) {
  bus_.restart(duration_ps);
  events_.clear();
  std::fill(event_of_slot_.begin(), event_of_slot_.end(), kNone);
  read_ = sampled_ = latched_ = 0;
  next_spike_ = next_stimulus_ = 0;
  spikes_ended_ = ended_ = false;
  last_accepted_ps_ = 0;
  anchor_ps_ = anchor_ps;
}

bool EventTape::next_part(const std::vector<Spike>& spikes, const std::vector<Stimulus>& stimuli,
                          const ChargeTable& charges, const GoOn& go_on, TapePart& part) {
  part.size = part.samples = 0;
  part.anchor_ps = anchor_ps_;
  if (ended_) return false;
  schedule_spikes(spikes, go_on);
  ended_ = spikes_ended_;
  // A spike still to come may cut short what began less than an event ago, and nothing else; what
  // clocked control samples before that begins is left for the next part as well.
  const TimePs before_ps =
      ended_ ? end_ps()
             : last_accepted_ps_ - phases_.total_ps() + 1 + std::min<TimePs>(read_to_sample_ps_, 0);
  const auto first_left = stimuli.begin() + static_cast<std::ptrdiff_t>(next_stimulus_);
  const auto past_part =
      std::lower_bound(first_left, stimuli.end(), before_ps,
                       [](const Stimulus& s, TimePs t) { return s.time_ps < t; });
  make_room(part, 3 * events_.size() + static_cast<std::size_t>(past_part - first_left));
  while (true) {
    const TimePs stimulus_ps =
        next_stimulus_ < stimuli.size() ? stimuli[next_stimulus_].time_ps : kNever;
    const TimePs read_ps = next_read_ps();
    const TimePs charge_ps = std::min(stimulus_ps, read_ps);
    add_samples_and_latches_before(std::min(charge_ps, before_ps), part);
    if (charge_ps >= before_ps) break;
    if (add_undisturbed_before(before_ps, stimuli, charges, part)) continue;
    // The order within a picosecond: stimulus, read, sample, latch.
    if (stimulus_ps == charge_ps) {
      const std::uint32_t at = charges(stimuli[next_stimulus_++]);
      add({charge_ps, charge_ps, TapeEntry::What::stimulus, rows_, at, 0}, part);
      anchor_ps_ = charge_ps;
    } else {
      add(TapeEntry::What::read, read_ps, read_++, part);
      anchor_ps_ = read_ps;
    }
  }
  TapeSteps& steps = part.steps;
  model_.steps(part.size, steps.dt_s.data(), steps.dpi_left.data(), steps.membrane_left.data(),
               steps.membrane_loss.data(), steps.membrane_gain.data());
  hand_over_events(part);
  return true;
}

/// The part has all of them, and those that are not done are kept as well.
void EventTape::hand_over_events(TapePart& part) {
  const std::size_t done = std::min({read_, sampled_, latched_});
  part.events.swap(events_);
  events_.assign(part.events.begin() + static_cast<std::ptrdiff_t>(done), part.events.end());
  read_ -= done;
  sampled_ -= done;
  latched_ -= done;
  for (std::uint32_t& event : event_of_slot_) {
    event = event == kNone || event < done ? kNone : event - static_cast<std::uint32_t>(done);
  }
}

inline void EventTape::add_event(const BusEvent& bus) {
  std::uint32_t& number = event_of_slot_[bus.slot];
  if (bus.restarts) {
    // The row starts anew: what its event still does ends now. A spike at the very latch instant
    // comes before the latch.
    ArrayEvent& former = events_[number];
    former.superseded = bus.time_ps <= former.latch_ps;
    former.read_width_ps = std::min(former.read_width_ps, bus.time_ps - former.accepted_ps);
    former.cut = !former.superseded && bus.time_ps - former.latch_ps < former.write_width_ps;
    if (former.cut) former.write_width_ps = bus.time_ps - former.latch_ps;
  }
  number = static_cast<std::uint32_t>(events_.size());
  // Field by field: a copy would wait for stores that processors do not forward to it.
  ArrayEvent& event = events_.emplace_back();
  event.accepted_ps = bus.time_ps;
  event.sample_ps = bus.time_ps + read_to_sample_ps_;
  event.latch_ps = bus.latch_ps;
  event.read_width_ps = phases_.read_ps;
  event.write_width_ps = phases_.write_ps;
  event.row = bus.row;
}

void EventTape::schedule_spikes(const std::vector<Spike>& spikes, const GoOn& go_on) {
  BusEvent event;
  const std::size_t first = next_spike_;
  while (next_spike_ < spikes.size() && next_spike_ - first < kPartSpikes) {
    const Spike& spike = spikes[next_spike_];
    if (go_on && next_spike_ == first && !go_on(spike.time_ps)) {
      bus_.end_at(std::max(spike.time_ps, last_accepted_ps_ + 1));
    }
    if (!bus_.offer(spike, event)) {
      spikes_ended_ = true;
      return;
    }
    ++next_spike_;
    last_accepted_ps_ = event.time_ps;
    if (!event.dropped) add_event(event);
  }
  spikes_ended_ = next_spike_ == spikes.size();
}

TimePs EventTape::next_read_ps() const {
  return read_ < events_.size() ? events_[read_].accepted_ps : kNever;
}

/// Whole events and stimuli, as long as each event is latched before anything else happens: most of
/// a tape, in far fewer steps than reads, samples and latches each on their own.
/// @return whether there were any
bool EventTape::add_undisturbed_before(TimePs time_ps, const std::vector<Stimulus>& stimuli,
                                       const ChargeTable& charges, TapePart& part) {
  // Clocked control may sample an event before it is read.
  if (sampled_ != read_ || latched_ != read_ || read_to_sample_ps_ < 0) return false;
  const Stimulus* stimulus = stimuli.data() + next_stimulus_;
  const Stimulus* const stimuli_end = stimuli.data() + stimuli.size();
  const ArrayEvent* event = events_.data() + read_;
  const ArrayEvent* const events_end = events_.data() + events_.size();
  const std::uint32_t rows = rows_, columns = columns_;
  TimePs anchor_ps = anchor_ps_;
  TapeEntry* entry = part.entries.data() + part.size;
  double* dt_s = part.steps.dt_s.data() + part.size;
  auto number = static_cast<std::uint32_t>(read_);
  const auto add = [&](const TapeEntry& added) {
    *entry++ = added;
    *dt_s++ = s_from_ps(added.time_ps - anchor_ps);
    anchor_ps = added.time_ps;
  };
  for (; event + 1 < events_end && event->accepted_ps < time_ps; ++event, ++number) {
    const TimePs read_ps = event->accepted_ps;
    for (; stimulus != stimuli_end && stimulus->time_ps <= read_ps; ++stimulus) {
      add({stimulus->time_ps, stimulus->time_ps, TapeEntry::What::stimulus, rows,
           charges(*stimulus), 0});
    }
    const bool stimulated = stimulus != stimuli_end && stimulus->time_ps <= event->latch_ps;
    if (stimulated || event[1].accepted_ps <= event->latch_ps || event->superseded || event->cut) {
      break;
    }
    add({read_ps, event->sample_ps, TapeEntry::What::event, event->row, event->row * columns,
         number});
  }
  anchor_ps_ = anchor_ps;
  next_stimulus_ = static_cast<std::size_t>(stimulus - stimuli.data());
  read_ = sampled_ = latched_ = static_cast<std::size_t>(event - events_.data());
  const std::size_t former_size = part.size;
  part.size = static_cast<std::size_t>(entry - part.entries.data());
  return part.size > former_size;
}

void EventTape::add_samples_and_latches_before(TimePs time_ps, TapePart& part) {
  using What = TapeEntry::What;
  while (true) {
    // Most events are done with their read.
    if (sampled_ == read_ && latched_ == read_ && read_to_sample_ps_ >= 0) return;
    while (sampled_ < events_.size() && events_[sampled_].superseded) ++sampled_;
    while (latched_ < events_.size() && events_[latched_].superseded) ++latched_;
    const TimePs sample_ps = sampled_ < events_.size() ? events_[sampled_].sample_ps : kNever;
    const TimePs latch_ps = latched_ < events_.size() ? events_[latched_].latch_ps : kNever;
    if (std::min(sample_ps, latch_ps) >= time_ps) return;
    if (sample_ps <= latch_ps) {
      add(What::sample, sample_ps, sampled_++, part);
      ++part.samples;
    } else {
      add(events_[latched_].cut ? What::cut_latch : What::latch, latch_ps, latched_, part);
      ++latched_;
    }
  }
}

void EventTape::add(TapeEntry::What what, TimePs time_ps, std::size_t event, TapePart& part) const {
  const std::uint32_t row = events_[event].row;
  add({time_ps, time_ps, what, row, row * columns_, static_cast<std::uint32_t>(event)}, part);
}

void EventTape::add(const TapeEntry& entry, TapePart& part) const {
  part.entries[part.size] = entry;
  part.steps.dt_s[part.size++] = s_from_ps(entry.time_ps - anchor_ps_);
}

}  // namespace softbound
