// SPDX-License-Identifier: Apache-2.0
#include "wave_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "core/error.h"
#include "core/parameter.h"
#include "fst_io.h"
#include "fst_reader.h"
#include "gtkwave/fstapi.h"

namespace softbound {
namespace {

/// Appends unless it repeats the last value; of several values at one time the last counts.
template <class Value>
void append(WaveReader::Changes<Value>& changes, TimePs time_ps, Value value) {
  if (!changes.empty() && changes.back().first == time_ps) changes.pop_back();
  if (changes.empty() || changes.back().second != value) changes.emplace_back(time_ps, value);
}

template <class Value>
const Value* last_at(const WaveReader::Changes<Value>& changes, TimePs time_ps) {
  const Value* value = nullptr;
  for (const auto& change : changes) {
    if (change.first > time_ps) break;
    value = &change.second;
  }
  return value;
}

}  // namespace

WaveReader::WaveReader(const std::string& fst_path) : path_{fst_path} {
  const FstReader reader = open_fst(fst_path);
  start_ps_ = static_cast<TimePs>(fstReaderGetStartTime(reader.get()));
  end_ps_ = static_cast<TimePs>(fstReaderGetEndTime(reader.get()));
  signals_.resize(std::size_t{fstReaderGetMaxHandle(reader.get())} + 1);

  for (const auto& variable : fst_variables(reader.get())) {
    names_.push_back(variable.name + variable.range);
    signal_of_[variable.name] = variable.handle;
    signal_of_[names_.back()] = variable.handle;
    signals_[variable.handle].is_real = variable.is_real;
  }

  fstReaderSetFacProcessMaskAll(reader.get());
  fstReaderIterBlocksSetNativeDoublesOnCallback(reader.get(), 1);
  int complete = 0;
  try {
    complete = fstReaderIterBlocks(reader.get(), &WaveReader::take_change, this, nullptr);
  } catch (const std::runtime_error&) {
    // The library gave up: the file is not complete.
  }
  if (complete == 0) throw damaged_fst(path_);
}

void WaveReader::take_change(void* self, std::uint64_t time, std::uint32_t handle,
                             const unsigned char* value) {
  auto& signal = static_cast<WaveReader*>(self)->signals_[handle];
  const auto time_ps = static_cast<TimePs>(time);
  if (signal.is_real) {
    double real = 0.0;
    std::memcpy(&real, value, sizeof real);
    append(signal.reals, time_ps, real);
  } else {
    append(signal.texts, time_ps, std::string{reinterpret_cast<const char*>(value)});
  }
}

const WaveReader::Signal& WaveReader::signal(const std::string& name) const {
  const auto found = signal_of_.find(name);
  if (found == signal_of_.end()) {
    throw InputError{fmt::format("{}: no signal '{}', expected one of its {} signals such as '{}'",
                                 path_, name, names_.size(), nearest_word(name, names_))};
  }
  return signals_[found->second];
}

WaveReader::Changes<std::string> WaveReader::changes(const std::string& name) const {
  const Signal& found = signal(name);
  if (!found.is_real) return found.texts;
  Changes<std::string> texts;
  for (const auto& [time_ps, value] : found.reals) {
    texts.emplace_back(time_ps, fmt::format("{}", value));
  }
  return texts;
}

const WaveReader::Changes<double>& WaveReader::reals(const std::string& name) const {
  const Signal& found = signal(name);
  if (!found.is_real) {
    throw InputError{fmt::format("{}: '{}' is a bit or a bus, expected a real", path_, name)};
  }
  return found.reals;
}

std::string WaveReader::value_at(const std::string& name, TimePs time_ps) const {
  const Signal& found = signal(name);
  if (found.is_real) return fmt::format("{}", real_at(name, time_ps));
  if (const auto* text = last_at(found.texts, time_ps)) return *text;
  throw InputError{
      fmt::format("{}: '{}' has no value at {} ps, expected a later time", path_, name, time_ps)};
}

double WaveReader::real_at(const std::string& name, TimePs time_ps) const {
  if (const auto* real = last_at(reals(name), time_ps)) return *real;
  throw InputError{
      fmt::format("{}: '{}' has no value at {} ps, expected a later time", path_, name, time_ps)};
}

void fst_to_vcd(const std::string& fst_path, const std::string& vcd_path) {
  const FstReader reader = open_fst(fst_path);
  const auto cannot_write = [&](int error) {
    return InputError{fmt::format("{}: cannot be written ({}), expected a place for a VCD file",
                                  vcd_path, std::strerror(error))};
  };
  std::FILE* vcd = std::fopen(vcd_path.c_str(), "wb");
  if (!vcd) throw cannot_write(errno);
  fst_io::first_error = 0;
  bool complete = false;
  try {
    fstReaderProcessHier(reader.get(), vcd);
    fstReaderSetFacProcessMaskAll(reader.get());
    complete = fstReaderIterBlocks(reader.get(), nullptr, nullptr, vcd) != 0;
  } catch (const std::runtime_error&) {
    // The library gave up: the file is not complete.
  }
  if (std::ferror(vcd)) fst_io::note_error();
  fst_io::close_file(vcd);
  if (fst_io::first_error != 0) throw cannot_write(fst_io::first_error);
  if (!complete) throw damaged_fst(fst_path);
}

}  // namespace softbound
