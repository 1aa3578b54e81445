// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <systemc>

#include "core/bits.h"
#include "wave_file.h"

namespace softbound {

/// Records a waveform at the end of every time step of the current SystemC simulation, when all
/// its delta cycles are done: one dump a time step. Debian's SystemC has no phase callbacks, so
/// it poses as a trace file, which the kernel calls at that point.
///
/// What changes after a dump that somebody else made at the same time cannot join it: it shows
/// 1 ps later.
///
/// Of a window alone the file is made at its first time step and completed at the last: it starts
/// with the values of all signals and is the same within as that of the whole run.
class WaveHook : public sc_core::sc_trace_file {
 public:
  /// @param wave outlives the hook
  /// @param from_ps,to_ps the first and the last time step recorded. A file that is open already is
  ///   recorded from the start. Time steps at both times are for the caller to make.
  explicit WaveHook(WaveFile& wave, TimePs from_ps = 0, TimePs to_ps = kNever);
  ~WaveHook() override;
  WaveHook(const WaveHook&) = delete;
  WaveHook& operator=(const WaveHook&) = delete;

  /// Records what was set since the last time step and completes the file; the time axis ends at
  /// the current time. Without effect if it is complete or was never begun.
  void close();
  /// The file is complete.
  bool over() const { return over_; }

 private:
  void cycle(bool delta_cycle) override;
  void record();

  // Signals are followed by events, not traced: nothing to do for any type.
  void trace(const sc_core::sc_event&, const std::string&) override {}
  void trace(const sc_core::sc_time&, const std::string&) override {}
  void trace(const bool&, const std::string&) override {}
  void trace(const sc_dt::sc_bit&, const std::string&) override {}
  void trace(const sc_dt::sc_logic&, const std::string&) override {}
  void trace(const unsigned char&, const std::string&, int) override {}
  void trace(const unsigned short&, const std::string&, int) override {}
  void trace(const unsigned int&, const std::string&, int) override {}
  void trace(const unsigned long&, const std::string&, int) override {}
  void trace(const char&, const std::string&, int) override {}
  void trace(const short&, const std::string&, int) override {}
  void trace(const int&, const std::string&, int) override {}
  void trace(const long&, const std::string&, int) override {}
  void trace(const sc_dt::int64&, const std::string&, int) override {}
  void trace(const sc_dt::uint64&, const std::string&, int) override {}
  void trace(const float&, const std::string&) override {}
  void trace(const double&, const std::string&) override {}
  void trace(const sc_dt::sc_int_base&, const std::string&) override {}
  void trace(const sc_dt::sc_uint_base&, const std::string&) override {}
  void trace(const sc_dt::sc_signed&, const std::string&) override {}
  void trace(const sc_dt::sc_unsigned&, const std::string&) override {}
  void trace(const sc_dt::sc_fxval&, const std::string&) override {}
  void trace(const sc_dt::sc_fxval_fast&, const std::string&) override {}
  void trace(const sc_dt::sc_fxnum&, const std::string&) override {}
  void trace(const sc_dt::sc_fxnum_fast&, const std::string&) override {}
  void trace(const sc_dt::sc_bv_base&, const std::string&) override {}
  void trace(const sc_dt::sc_lv_base&, const std::string&) override {}
  void trace(const unsigned int&, const std::string&, const char**) override {}
  void write_comment(const std::string&) override {}
  void set_time_unit(double, sc_core::sc_time_unit) override {}

  WaveFile& wave_;
  const TimePs from_ps_, to_ps_;
  bool over_ = false;
};

/// Declares `name` in the waveform and pushes every new value of the signal or of what the port is
/// bound to. Before the simulation starts and before wave.open(); both outlive it. A bus of words
/// takes its width from its first value.
WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<bool>& signal,
                    const std::string& name);
WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<double>& signal,
                    const std::string& name);
WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<Bits>& signal,
                    const std::string& name);
/// @param width bits shown, 1 to 32
WaveFile::Id follow(WaveFile& wave, const sc_core::sc_signal_in_if<std::uint32_t>& signal,
                    const std::string& name, std::size_t width = 32);

}  // namespace softbound
