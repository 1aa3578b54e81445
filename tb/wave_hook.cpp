// SPDX-License-Identifier: Apache-2.0
#include "wave_hook.h"

#include <algorithm>
#include <utility>

namespace softbound {
namespace {

TimePs now_ps() { return static_cast<TimePs>(sc_core::sc_time_stamp().value()); }

/// Runs `push` now and after every change of the signal.
template <class Signal, class Push>
void at_changes(const Signal& signal, Push push) {
  push();
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.set_sensitivity(&signal.value_changed_event());
  options.dont_initialize();
  sc_core::sc_spawn(std::move(push), sc_core::sc_gen_unique_name("follow"), &options);
}

}  // namespace

WaveHook::WaveHook(WaveFile& wave, TimePs from_ps, TimePs to_ps)
    : wave_{wave}, from_ps_{from_ps}, to_ps_{to_ps} {
  sc_core::sc_get_curr_simcontext()->add_trace_file(this);
}

WaveHook::~WaveHook() { sc_core::sc_get_curr_simcontext()->remove_trace_file(this); }

void WaveHook::cycle(bool delta_cycle) {
  if (delta_cycle || over_ || (!wave_.is_open() && now_ps() < from_ps_)) return;
  if (!wave_.is_open()) wave_.open();
  record();
  if (now_ps() >= to_ps_) close();
}

void WaveHook::record() {
  if (!wave_.has_changes()) return;
  // RTL that is alone in the simulation records its cycles, from this time step on, ahead of the
  // kernel's time.
  if (wave_.last_dump_ps() >= now_ps() && !wave_.has_set_changes()) return;
  wave_.dump(std::max(now_ps(), wave_.last_dump_ps() + 1));
}

void WaveHook::close() {
  if (over_ || !wave_.is_open()) return;
  over_ = true;
  wave_.close(now_ps());
}

WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<bool>& signal,
                    const std::string& name) {
  const auto id = wave.add_bit(name);
  at_changes(signal, [&wave, &signal, id] { wave.set(id, signal.read()); });
  return id;
}

WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<double>& signal,
                    const std::string& name) {
  const auto id = wave.add_real(name);
  at_changes(signal, [&wave, &signal, id] { wave.set(id, signal.read()); });
  return id;
}

WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<Bits>& signal,
                    const std::string& name) {
  const auto id = wave.add_bus(name, signal.read().width());
  at_changes(signal, [&wave, &signal, id] { wave.set(id, signal.read()); });
  return id;
}

WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<std::uint32_t>& signal,
                    const std::string& name, std::size_t width) {
  const auto id = wave.add_bus(name, width);
  at_changes(signal, [&wave, &signal, id, value = Bits(width)]() mutable {
    value.set_word(0, signal.read());
    wave.set(id, value);
  });
  return id;
}

}  // namespace softbound
