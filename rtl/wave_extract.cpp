// SPDX-License-Identifier: Apache-2.0
#include "wave_extract.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "core/parameter.h"
#include "fst_reader.h"
#include "gtkwave/fstapi.h"

namespace softbound {
namespace {

/// Whether a name fits a pattern in which `*` stands for any characters.
bool fits(std::string_view name, std::string_view pattern) {
  // On a mismatch the latest `*` takes one character more; earlier ones need not be tried again.
  std::size_t n = 0, p = 0, star = std::string_view::npos, taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::vector<FstVariable> select(const std::vector<FstVariable>& all, const std::string& path,
                                const std::vector<std::string>& patterns) {
  if (patterns.empty()) return all;
  std::vector<bool> chosen(all.size());
  for (const auto& pattern : patterns) {
    bool found = false;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (!fits(all[k].name, pattern) && !fits(all[k].name + all[k].range, pattern)) continue;
      chosen[k] = true;
      found = true;
    }
    if (!found) {
      std::vector<std::string> names;
      names.reserve(all.size());
      for (const auto& variable : all) names.push_back(variable.name);
      throw InputError{
          fmt::format("{}: no signal '{}', expected one of its {} signals such as "
                      "'{}'",
                      path, pattern, names.size(), nearest_word(pattern, names))};
    }
  }
  std::vector<FstVariable> result;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (chosen[k]) result.push_back(all[k]);
  }
  return result;
}

/// Scopes of a full name, and its last part.
std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', begin)) {
    parts.push_back(name.substr(begin, dot - begin));
    begin = dot + 1;
  }
  parts.push_back(name.substr(begin));
  return parts;
}

class VcdWriter {
 public:
  VcdWriter(std::FILE* vcd, const std::vector<FstVariable>& variables, const WaveSelection& part)
      : vcd_{vcd}, from_ps_{part.from_ps}, to_ps_{part.to_ps} {
    std::uint32_t greatest = 0;
    for (const auto& variable : variables) greatest = std::max(greatest, variable.handle);
    signals_.resize(std::size_t{greatest} + 1);
    write_header(variables);
  }

  static void take_change(void* self, std::uint64_t time, std::uint32_t handle,
                          const unsigned char* value) {
    static_cast<VcdWriter*>(self)->take(static_cast<TimePs>(time), handle, value);
  }

  void finish(TimePs end_ps) {
    if (!started_) start();
    stamp(std::max(from_ps_, std::min(to_ps_, end_ps)));
  }

 private:
  struct Signal {
    char kind = 0;  ///< 'r' real, 'b' bus, '0' bit
    std::string at_start;
  };

  void write_header(const std::vector<FstVariable>& variables) {
    fmt::print(vcd_, "$timescale 1 ps $end\n");
    std::vector<std::string> open;
    const auto leave = [&](std::size_t depth) {
      for (; open.size() > depth; open.pop_back()) fmt::print(vcd_, "$upscope $end\n");
    };
    for (const auto& variable : variables) {
      auto scopes = parts_of(variable.name);
      const std::string name = std::move(scopes.back());
      scopes.pop_back();
      const auto common = std::min(open.size(), scopes.size());
      const auto differs =
          std::mismatch(open.begin(), open.begin() + static_cast<long>(common), scopes.begin());
      leave(static_cast<std::size_t>(differs.first - open.begin()));
      while (open.size() < scopes.size()) {
        open.push_back(scopes[open.size()]);
        fmt::print(vcd_, "$scope module {} $end\n", open.back());
      }
      Signal& signal = signals_[variable.handle];
      signal.kind = variable.is_real ? 'r' : variable.bits > 1 ? 'b' : '0';
      fmt::print(vcd_, "$var {} {} s{} {}{}{} $end\n", variable.is_real ? "real" : "wire",
                 variable.is_real ? 64 : variable.bits, variable.handle, name,
                 variable.range.empty() ? "" : " ", variable.range);
    }
    leave(0);
    fmt::print(vcd_, "$enddefinitions $end\n");
  }

  void take(TimePs time_ps, std::uint32_t handle, const unsigned char* value) {
    if (time_ps > to_ps_) return;
    Signal& signal = signals_[handle];
    std::string text;
    if (signal.kind == 'r') {
      double real = 0;
      std::memcpy(&real, value, sizeof real);
      text = fmt::format("r{} s{}\n", real, handle);
    } else if (signal.kind == 'b') {
      text = fmt::format("b{} s{}\n", reinterpret_cast<const char*>(value), handle);
    } else {
      text = fmt::format("{}s{}\n", reinterpret_cast<const char*>(value), handle);
    }
    if (time_ps <= from_ps_) {
      signal.at_start = std::move(text);
      return;
    }
    if (!started_) start();
    stamp(time_ps);
    std::fputs(text.c_str(), vcd_);
  }

  void start() {
    started_ = true;
    stamp(from_ps_);
    std::fputs("$dumpvars\n", vcd_);
    for (const auto& signal : signals_) std::fputs(signal.at_start.c_str(), vcd_);
    std::fputs("$end\n", vcd_);
  }

  void stamp(TimePs time_ps) {
    if (time_ps == stamped_ps_) return;
    fmt::print(vcd_, "#{}\n", time_ps);
    stamped_ps_ = time_ps;
  }

  std::FILE* vcd_;
  TimePs from_ps_, to_ps_;
  std::optional<TimePs> stamped_ps_;
  bool started_ = false;
  std::vector<Signal> signals_;
};

}  // namespace

std::vector<std::string> wave_names(const std::string& fst_path) {
  const FstReader reader = open_fst(fst_path);
  std::vector<std::string> names;
  for (const auto& variable : fst_variables(reader.get())) {
    names.push_back(variable.name + variable.range);
  }
  return names;
}

void extract_waves(const std::string& fst_path, const WaveSelection& selection, std::FILE* vcd) {
  if (selection.from_ps > selection.to_ps) {
    throw InputError{fmt::format("{}: found a part from {} ps to {} ps, expected from <= to",
                                 fst_path, selection.from_ps, selection.to_ps)};
  }
  const FstReader reader = open_fst(fst_path);
  const auto variables = select(fst_variables(reader.get()), fst_path, selection.signals);
  fstReaderClrFacProcessMaskAll(reader.get());
  for (const auto& variable : variables) {
    fstReaderSetFacProcessMask(reader.get(), variable.handle);
  }
  // Blocks before this time are skipped; the last one has the values that hold after the end.
  const auto end_ps = static_cast<TimePs>(fstReaderGetEndTime(reader.get()));
  fstReaderSetLimitTimeRange(reader.get(),
                             static_cast<std::uint64_t>(std::min(selection.from_ps, end_ps)),
                             static_cast<std::uint64_t>(selection.to_ps));
  fstReaderIterBlocksSetNativeDoublesOnCallback(reader.get(), 1);
  errno = 0;
  int complete = 0;
  VcdWriter writer{vcd, variables, selection};
  try {
    complete = fstReaderIterBlocks(reader.get(), &VcdWriter::take_change, &writer, nullptr);
  } catch (const std::runtime_error&) {
    // The library gave up: the file is not complete.
  }
  if (complete == 0) throw damaged_fst(fst_path);
  writer.finish(end_ps);
  if (std::fflush(vcd) != 0 || std::ferror(vcd) != 0) {
    throw InputError{fmt::format("{}: its extract cannot be written ({}), expected a place for it",
                                 fst_path, std::strerror(errno))};
  }
}

}  // namespace softbound
