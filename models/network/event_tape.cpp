// SPDX-License-Identifier: Apache-2.0
#include "network/event_tape.h"

#include <algorithm>

namespace softbound {

namespace {

// How many spikes make a part.
constexpr std::size_t kPartSpikes = 4096;

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
                          const SourceOf& source_of, const GoOn& go_on) {
  entries_.clear();
  steps_.dt_s.clear();
  samples_ = 0;
  if (ended_) return false;
  forget_done_events();
  schedule_spikes(spikes, go_on);
  ended_ = spikes_ended_;
  // A spike still to come may cut short what began less than an event ago, and nothing else; what
  // clocked control samples before that begins is left for the next part as well.
  const TimePs before_ps =
      ended_ ? end_ps()
             : last_accepted_ps_ - phases_.total_ps() + 1 + std::min<TimePs>(read_to_sample_ps_, 0);
  while (true) {
    const TimePs stimulus_ps =
        next_stimulus_ < stimuli.size() ? stimuli[next_stimulus_].time_ps : kNever;
    const TimePs read_ps = next_read_ps();
    const TimePs charge_ps = std::min(stimulus_ps, read_ps);
    add_samples_and_latches_before(std::min(charge_ps, before_ps));
    if (charge_ps >= before_ps) break;
    // The order within a picosecond: stimulus, read, sample, latch.
    if (stimulus_ps == charge_ps) {
      const std::uint32_t at = source_of(stimuli[next_stimulus_++]);
      entries_.push_back({charge_ps, charge_ps, TapeEntry::What::stimulus, rows_, at, 0});
      steps_.dt_s.push_back(s_from_ps(charge_ps - anchor_ps_));
      anchor_ps_ = charge_ps;
    } else {
      add_read(stimulus_ps);
    }
  }
  work_out_steps();
  return true;
}

void EventTape::forget_done_events() {
  const std::size_t done = std::min({read_, sampled_, latched_});
  events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(done));
  read_ -= done;
  sampled_ -= done;
  latched_ -= done;
  for (std::uint32_t& event : event_of_slot_) {
    event = event == kNone || event < done ? kNone : event - static_cast<std::uint32_t>(done);
  }
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

void EventTape::add_event(const BusEvent& bus) {
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
  events_.push_back({bus.time_ps, bus.time_ps + read_to_sample_ps_, bus.latch_ps, phases_.read_ps,
                     phases_.write_ps, bus.row, false, false});
}

TimePs EventTape::next_read_ps() const {
  return read_ < events_.size() ? events_[read_].accepted_ps : kNever;
}

void EventTape::add_samples_and_latches_before(TimePs time_ps) {
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
      add(What::sample, sample_ps, sampled_++);
      ++samples_;
    } else {
      add(events_[latched_].cut ? What::cut_latch : What::latch, latch_ps, latched_);
      ++latched_;
    }
  }
}

void EventTape::add_read(TimePs next_stimulus_ps) {
  const std::size_t number = read_++;
  const ArrayEvent& event = events_[number];
  const TimePs next_charge_ps = std::min(next_stimulus_ps, next_read_ps());
  // Clocked control may sample the next event before it is read.
  const TimePs next_sample_ps = read_ < events_.size() ? events_[read_].sample_ps : kNever;
  const bool undisturbed = sampled_ == number && latched_ == number && read_to_sample_ps_ >= 0 &&
                           event.latch_ps < std::min(next_charge_ps, next_sample_ps);
  if (undisturbed && !event.superseded && !event.cut) {
    add(TapeEntry::What::event, event.accepted_ps, number);
    entries_.back().last_ps = event.sample_ps;
    ++sampled_;
    ++latched_;
  } else {
    add(TapeEntry::What::read, event.accepted_ps, number);
  }
  anchor_ps_ = event.accepted_ps;
}

void EventTape::add(TapeEntry::What what, TimePs time_ps, std::size_t event) {
  const std::uint32_t row = events_[event].row;
  entries_.push_back(
      {time_ps, time_ps, what, row, row * columns_, static_cast<std::uint32_t>(event)});
  steps_.dt_s.push_back(s_from_ps(time_ps - anchor_ps_));
}

void EventTape::work_out_steps() {
  const std::size_t n = entries_.size();
  for (auto* values : {&steps_.dpi_left, &steps_.membrane_left, &steps_.membrane_loss,
                       &steps_.membrane_gain, &steps_.fire_level}) {
    values->resize(n);
  }
  model_.steps(n, steps_.dt_s.data(), steps_.dpi_left.data(), steps_.membrane_left.data(),
               steps_.membrane_loss.data(), steps_.membrane_gain.data());
  const double theta = almost_firing(model_);
  const bool constant = model_.parameters().leak == Leak::constant;
  for (std::size_t k = 0; k < n; ++k) {
    steps_.fire_level[k] = constant ? theta - steps_.membrane_loss[k] : theta;
  }
}

}  // namespace softbound
