// SPDX-License-Identifier: Apache-2.0
#include "wave_recorder.h"

#include <cstring>
#include <utility>

namespace softbound {

namespace {

std::string play(RunSetup setup, const std::string& request) {
  WaveWindow window;
  std::memcpy(&window, request.data(), sizeof window);
  setup.waves_path = request.substr(sizeof window);
  setup.waves_window = window;
  setup.ends_with_waves = true;
  setup.interrupted = nullptr;
  setup.progress = nullptr;
  setup.observe = nullptr;
  setup.on_violation = nullptr;
  ChildProcess kernel{[&](const std::string&) {
    run_chip(setup);
    return std::string{};
  }};
  return kernel.ask("").value_or("");
}

}  // namespace

WaveRecorder::WaveRecorder(const RunSetup& setup)
    : child_{[&](const std::string& request) { return play(setup, request); }} {}

void WaveRecorder::record(const WaveWindow& window, const std::string& path) {
  child_.ask(std::string{reinterpret_cast<const char*>(&window), sizeof window} + path);
}

}  // namespace softbound
