// SPDX-License-Identifier: Apache-2.0
#pragma once

// The inner loop of the event engine, once for each kind of vector: included by the files that say
// what a vector is, each of which the compiler may let use other instructions. Hence nothing here
// may be shared between them.

#include "network/lanes.h"

namespace softbound {
namespace {

/// Entries ahead whose read-outs or charges are on their way from memory.
constexpr std::size_t kAhead = 8;

/// S: a vector of S::kLanes doubles. Groups: how many lanes there are. Held: some lane is held at
/// reset. Open: the calcium of some lane lets UP or DN count; of others it need only be known that
/// they do not fire before they are sampled.
template <class S, std::size_t Groups, bool ExponentialLeak, bool Held, bool Open>
std::size_t play_groups(LaneRun& run, LaneState& lanes, std::size_t begin) {
  constexpr std::size_t kLanes = Groups * kGroupLanes;
  constexpr std::size_t kVectors = kLanes / S::kLanes;
  using V = typename S::Vector;
  using What = TapeEntry::What;

  const TapeEntry* const entries = run.tape->entries.data();
  const TapeSteps& steps = run.tape->steps;
  const double* const dpi_left = steps.dpi_left.data();
  const double* const membrane_left = steps.membrane_left.data();
  const double* const membrane_loss = steps.membrane_loss.data();
  const double* const membrane_gain = steps.membrane_gain.data();
  const double* const dt_s = steps.dt_s.data();
  const std::size_t end = run.end;

  V v[kVectors], x[kVectors];
  typename S::Mask held[kVectors];
  for (std::size_t n = 0; n < kVectors; ++n) {
    v[n] = S::load(lanes.v_mem + n * S::kLanes);
    x[n] = S::load(lanes.i_dpi + n * S::kLanes);
    held[n] = S::mask(run.held >> (n * S::kLanes));
  }
  const V reset = S::all(run.reset), theta_mem = S::all(run.theta_mem);
  const V sample_left = S::all(run.to_sample.membrane_left);
  const V sample_loss = S::all(run.to_sample.membrane_loss);
  const V sample_gain = S::all(run.to_sample.membrane_gain);
  const V sample_level = S::all(run.sample_fire_level);
  const V s_to_sample = S::all(run.s_to_sample);
  const V almost_firing = S::all(run.almost_firing);
  const V reference = S::all(run.reference);
  const double* const jumps = run.jumps;
  const std::uint32_t up_open = run.up_open, dn_open = run.dn_open, moving = ~run.held;
  const bool may_write = run.may_write;
  const TimePs attention_ps = run.attention_ps;
  TimePs anchor_ps = run.anchor_ps;
  LaneWrites* const writes = run.queue->writes.data();
  std::size_t waiting_writes = run.queue->size;

  // Nobody fires on the way to an entry whose V without floor ends below this (constant leak), or
  // whose V + x dt stays below it (exponential leak): V rises by no more than it would without
  // leak.
  const auto fire_level = [&](std::size_t k) {
    return ExponentialLeak ? almost_firing : almost_firing - S::all(membrane_loss[k]);
  };

  // Bits of the lanes that may fire, and are above or below theta_mem, some time after a charge.
  // The floor does not matter: it lies below theta_mem.
  const auto look = [&](const V& v_n, const V& x_n, const V& left, const V& loss, const V& gain,
                        const V& level, const V& after_s, std::size_t n, std::uint32_t& fires,
                        std::uint32_t& up, std::uint32_t& dn) {
    const V left_v = ExponentialLeak ? v_n * left : v_n;
    V sampled = left_v - loss + x_n * gain;
    fires |= S::at_least(ExponentialLeak ? v_n + x_n * after_s : sampled, level) << (n * S::kLanes);
    if (Held) sampled = S::select(held[n], reset, sampled);
    up |= S::above(sampled, theta_mem) << (n * S::kLanes);
    dn |= S::above(theta_mem, sampled) << (n * S::kLanes);
  };

  const auto wait = [&](const TapeEntry& entry, const LaneDecision& decision) {
    const bool any = (decision.up | decision.dn) != 0;
    writes[waiting_writes] = {entry.at + run.first_column, entry.event, decision};
    waiting_writes += any;
    std::uint32_t& waiting = run.waiting[entry.row];
    waiting = any ? run.round : waiting;
  };

  // The state after a charge, unless a lane may fire before.
  V v_next[kVectors], x_next[kVectors];
  const auto charged = [&](std::size_t k, const auto& current) {
    const V level = fire_level(k);
    std::uint32_t fires = 0;
    for (std::size_t n = 0; n < kVectors; ++n) {
      const V left_v = ExponentialLeak ? v[n] * S::all(membrane_left[k]) : v[n];
      const V free = left_v - S::all(membrane_loss[k]) + x[n] * S::all(membrane_gain[k]);
      const V bound = ExponentialLeak ? v[n] + x[n] * S::all(dt_s[k]) : free;
      fires |= S::at_least(bound, level) << (n * S::kLanes);
      v_next[n] = S::positive(free);
      if (Held) v_next[n] = S::select(held[n], reset, v_next[n]);
      x_next[n] = x[n] * S::all(dpi_left[k]) + current(n);
    }
    return (fires & moving) == 0;
  };
  const auto commit = [&](const TapeEntry& entry) {
    for (std::size_t n = 0; n < kVectors; ++n) {
      v[n] = v_next[n];
      x[n] = x_next[n];
    }
    anchor_ps = entry.time_ps;
  };

  std::size_t k = begin;
  for (; k < end; ++k) {
    const TapeEntry& entry = entries[k];
    const What what = entry.what;
    if (entry.last_ps >= attention_ps) break;
    if (what > What::read) {
      if (what == What::sample) {
        std::uint32_t fires = 0, up = 0, dn = 0;
        for (std::size_t n = 0; n < kVectors; ++n) {
          look(v[n], x[n], S::all(membrane_left[k]), S::all(membrane_loss[k]),
               S::all(membrane_gain[k]), fire_level(k), S::all(dt_s[k]), n, fires, up, dn);
        }
        if ((fires & moving) != 0) break;
        *run.next_sampled++ = {up & up_open, dn & dn_open};
      } else {
        if (what != What::latch || waiting_writes == WriteQueue::kCapacity) break;
        wait(entry, *run.next_latched++);
      }
      continue;
    }

    if (k + kAhead < end && entries[k + kAhead].what <= What::read) {
      const TapeEntry& ahead = entries[k + kAhead];
      const double* const first =
          (ahead.what == What::stimulus ? run.charges : run.readouts) + ahead.at;
      for (std::size_t lane = 0; lane < kLanes; lane += 8) __builtin_prefetch(first + lane);
      __builtin_prefetch(first + kLanes - 1);
    }
    if (what == What::stimulus) {
      const double* const charge = run.charges + entry.at;
      if (!charged(k, [&](std::size_t n) { return S::load(charge + n * S::kLanes); })) break;
      commit(entry);
      continue;
    }
    if (run.waiting[entry.row] == run.round || waiting_writes == WriteQueue::kCapacity) break;
    const double* readout = run.readouts + entry.at;
    double padded[kLanes];
    if (entry.at >= run.first_short) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        padded[lane] = lane < run.lanes ? readout[lane] : 0.0;
      }
      readout = padded;
    }
    const auto current = [&](std::size_t n) {
      return (S::load(readout + n * S::kLanes) - reference) * S::load(jumps + n * S::kLanes);
    };
    if (!charged(k, current)) break;
    if (may_write && what == What::event) {
      std::uint32_t fires = 0;
      LaneDecision decision{0, 0};
      for (std::size_t n = 0; n < kVectors; ++n) {
        if (Open) {
          look(v_next[n], x_next[n], sample_left, sample_loss, sample_gain, sample_level,
               s_to_sample, n, fires, decision.up, decision.dn);
        } else {
          fires |= S::at_least(v_next[n] + x_next[n] * s_to_sample, almost_firing)
                   << (n * S::kLanes);
        }
      }
      if ((fires & moving) != 0) break;
      if (Open) wait(entry, {decision.up & up_open, decision.dn & dn_open});
    }
    commit(entry);
  }

  for (std::size_t n = 0; n < kVectors; ++n) {
    S::store(lanes.v_mem + n * S::kLanes, v[n]);
    S::store(lanes.i_dpi + n * S::kLanes, x[n]);
  }
  run.anchor_ps = anchor_ps;
  run.queue->size = waiting_writes;
  return k;
}

template <class S, std::size_t Groups, bool ExponentialLeak, bool Held>
std::size_t play_groups(LaneRun& run, LaneState& lanes, std::size_t begin) {
  return (run.up_open | run.dn_open) != 0
             ? play_groups<S, Groups, ExponentialLeak, Held, true>(run, lanes, begin)
             : play_groups<S, Groups, ExponentialLeak, Held, false>(run, lanes, begin);
}

template <class S, std::size_t Groups, bool ExponentialLeak>
std::size_t play_groups(LaneRun& run, LaneState& lanes, std::size_t begin) {
  return run.held == 0 ? play_groups<S, Groups, ExponentialLeak, false>(run, lanes, begin)
                       : play_groups<S, Groups, ExponentialLeak, true>(run, lanes, begin);
}

template <class S, bool ExponentialLeak>
std::size_t play_lanes(LaneRun& run, LaneState& lanes, std::size_t begin) {
  static_assert(kBlockLanes == 4 * kGroupLanes);
  switch (run.groups) {
    case 1:
      return play_groups<S, 1, ExponentialLeak>(run, lanes, begin);
    case 2:
      return play_groups<S, 2, ExponentialLeak>(run, lanes, begin);
    case 3:
      return play_groups<S, 3, ExponentialLeak>(run, lanes, begin);
    default:
      return play_groups<S, 4, ExponentialLeak>(run, lanes, begin);
  }
}

template <class S>
void list_cells(const WriteQueue& queue, WriteLists& lists) {
  std::size_t ltp_size = 0, ltd_size = 0;
  for (std::size_t k = 0; k < queue.size; ++k) {
    const LaneWrites& writes = queue.writes[k];
    ltp_size += S::list(writes.first_cell, writes.lanes.up, lists.ltp.data() + ltp_size);
    ltd_size += S::list(writes.first_cell, writes.lanes.dn, lists.ltd.data() + ltd_size);
  }
  lists.ltp_size = ltp_size;
  lists.ltd_size = ltd_size;
}

}  // namespace
}  // namespace softbound
