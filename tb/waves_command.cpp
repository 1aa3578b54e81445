// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "command.h"
#include "core/error.h"
#include "wave_extract.h"

namespace softbound {

namespace {

TimePs waveform_time(const char* option, double time_s) {
  if (!(time_s >= 0) || time_s > kLongestTimeS) {
    throw InputError{
        fmt::format("{} {}: expected a time from 0 to {} s", option, time_s, kLongestTimeS)};
  }
  return ps_from_s(time_s);
}

}  // namespace

void add_waves_command(CLI::App& app, Action& action) {
  struct Arguments {
    std::string file;
    std::vector<std::string> signals;
    double from_s = 0, to_s = kLongestTimeS;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "waves",
      "Take some signals out of an FST waveform: VCD on stdout. Without --signals: the names of "
      "all signals, one a line.");
  command->add_option("file", arguments->file, "FST waveform")->required()->type_name("FILE");
  command
      ->add_option("--signals", arguments->signals,
                   "full names between commas, * for any characters; repeatable")
      ->delimiter(',')
      ->type_name("NAME,...");
  command
      ->add_option("--from", arguments->from_s,
                   "first second, in the waveform's time (that of a run directory's files + "
                   "pre_roll_s)")
      ->type_name("S");
  command->add_option("--to", arguments->to_s, "last second, in the waveform's time")
      ->type_name("S");
  command->callback([&action, arguments] {
    action = [arguments] {
      if (arguments->signals.empty()) {
        for (const auto& name : wave_names(arguments->file)) std::printf("%s\n", name.c_str());
        return kStatusOk;
      }
      WaveSelection part;
      part.signals = arguments->signals;
      part.from_ps = waveform_time("--from", arguments->from_s);
      part.to_ps = waveform_time("--to", arguments->to_s);
      extract_waves(arguments->file, part, stdout);
      return kStatusOk;
    };
  });
}

}  // namespace softbound
