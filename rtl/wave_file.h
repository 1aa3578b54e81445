// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/bits.h"
#include "core/time.h"

namespace softbound {

/// One waveform file for analogue values, SystemC signals and RTL internals: one tree of scopes,
/// one time axis in ps. Producers push a value when it changes, so a time step costs what changed
/// in it, not what exists.
///
///     add_*, attach models -> open -> { set ..., dump(now) } ... -> close
///
/// Names are hierarchical with dots between scopes. A file that ends with .vcd is recorded as FST
/// in a temporary file beside it and rewritten at close.
class WaveFile {
 public:
  enum class Id : std::uint32_t {};

  /// @param path ends with .fst or .vcd, which chooses the format
  /// @throws InputError for another ending
  explicit WaveFile(std::string path);
  /// Closes; a write error that nobody has been told of yet goes to stderr.
  ~WaveFile();
  WaveFile(const WaveFile&) = delete;
  WaveFile& operator=(const WaveFile&) = delete;

  /// Declares a signal; before open(). Values start as 0.
  /// @throws std::logic_error if the name is taken, empty in a part or has blanks, or after open()
  Id add_real(const std::string& name);
  Id add_bit(const std::string& name);
  /// Shown as name[width-1:0]; any width above 0.
  Id add_bus(const std::string& name, std::size_t width);

  /// Creates the file; after the last add_* and after all models are attached.
  /// @throws InputError if it cannot be created, std::logic_error without any signal
  void open();
  bool is_open() const;

  /// The signal's value from the next dump on; a later set before that dump replaces it.
  /// @throws std::logic_error if the signal is of another type or width
  void set(Id id, double value);
  void set(Id id, bool value);
  void set(Id id, const Bits& value);

  /// Whether dump() would record something: a value differs from the one last recorded, nothing
  /// has been recorded yet, or RTL models are attached (what changed in them is not known here).
  bool has_changes() const;
  /// Whether some set() value differs from the one last recorded; RTL models are left out.
  bool has_set_changes() const;
  /// Records what changed; costs nothing if has_changes() is false.
  /// @throws std::logic_error if there is something to record and the time is not later than that
  ///   of the last record; std::runtime_error naming path and cause if the file cannot be written
  void dump(TimePs now_ps);

  /// Time of the last record; below 0 if there is none.
  TimePs last_dump_ps() const;

  /// Completes the file. With a time, the time axis reaches it, and values set since the last dump
  /// are recorded at it (or 1 ps after that dump if that is later). Closing twice does nothing.
  /// @throws std::runtime_error naming path and cause if the file cannot be written
  void close();
  void close(TimePs end_ps);

  const std::string& path() const;

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace softbound
