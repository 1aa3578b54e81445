// SPDX-License-Identifier: Apache-2.0
#include "gtkw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "core/error.h"

namespace softbound {
namespace {

// Flags of a line (TR_* in GTKWave's analyzer.h). A line "@<flags>" holds for the lines below it.
constexpr unsigned kHexadecimal = 1u << 1;
constexpr unsigned kBinary = 1u << 3;
constexpr unsigned kRightJustified = 1u << 5;
constexpr unsigned kBlank = 1u << 9;
constexpr unsigned kSigned = 1u << 10;
constexpr unsigned kCollapsed = 1u << 12;
constexpr unsigned kAnalogStep = 1u << 15;
constexpr unsigned kAnalogInterpolated = 1u << 16;
constexpr unsigned kAnalogBlankStretch = 1u << 17;
constexpr unsigned kAnalogFullScale = 1u << 19;
constexpr unsigned kClosed = 1u << 22;
constexpr unsigned kGroupBegin = 1u << 23;
constexpr unsigned kGroupEnd = 1u << 24;

constexpr int kWindowWidth = 1400, kWindowHeight = 900;  // pixels
constexpr int kWavesWidth = 800;        // of them for the waves, beside the tree and the names
constexpr double kFramePixels = 200.0;  // 2^-zoom is the time in so many pixels

}  // namespace

void GtkwFile::show(unsigned flags, const std::string& line) {
  lines_ += fmt::format("@{:x}\n{}\n", flags, line);
}

void GtkwFile::begin_group(const std::string& title, bool open) {
  groups_.push_back({title, open});
  show(kGroupBegin | kBlank | (open ? 0 : kClosed), '-' + title);
}

void GtkwFile::end_group() {
  if (groups_.empty()) throw std::logic_error{"GTKWave file: no group to end"};
  const Group group = groups_.back();
  groups_.pop_back();
  show(kGroupEnd | kBlank | (group.open ? 0 : kClosed | kCollapsed), '-' + group.title);
}

void GtkwFile::bit(const std::string& name) { show(kBinary | kRightJustified, name); }

void GtkwFile::bus(const std::string& name, std::size_t width) {
  show(kHexadecimal | kRightJustified, fmt::format("{}[{}:0]", name, width - 1));
}

void GtkwFile::real(const std::string& name, Curve curve, int height) {
  const unsigned shape = curve == Curve::step ? kAnalogStep : kAnalogInterpolated;
  show(shape | kAnalogFullScale | kSigned | kRightJustified, name);
  // The curve extends over the empty lines below its name.
  for (int line = 1; line < height; ++line) show(kAnalogBlankStretch, "-");
}

void GtkwFile::window(TimePs start_ps, TimePs end_ps) {
  if (start_ps < 0 || start_ps >= end_ps) {
    throw std::logic_error{"GTKWave file: a window that ends before it starts"};
  }
  start_ps_ = start_ps;
  end_ps_ = end_ps;
}

std::string GtkwFile::text(const std::string& waves_path, const std::string& own_path) const {
  if (!groups_.empty()) {
    throw std::logic_error{fmt::format("GTKWave file: group '{}' not ended", groups_.back().title)};
  }
  const double ps_per_pixel = static_cast<double>(end_ps_ - start_ps_) / kWavesWidth;
  const double zoom = -std::log2(ps_per_pixel * kFramePixels);
  return fmt::format(
      "[*] Signals of a softbound run; open with: gtkwave <this file>\n"
      "[dumpfile] \"{}\"\n"
      "[savefile] \"{}\"\n"
      "[timestart] {}\n"
      "[size] {} {}\n"
      "[pos] -1 -1\n"
      "*{:.6f} -1{}\n"
      "[sst_width] 200\n"
      "[signals_width] 300\n"
      "[sst_expanded] 1\n"
      "{}"
      "[pattern_trace] 1\n"
      "[pattern_trace] 0\n",
      waves_path, own_path, start_ps_, kWindowWidth, kWindowHeight, zoom,
      [] {
        std::string unset;
        for (int marker = 0; marker < 26; ++marker) unset += " -1";
        return unset;
      }(),
      lines_);
}

void GtkwFile::write(const std::string& path, const std::string& waves_path) const {
  namespace fs = std::filesystem;
  const auto directory = fs::absolute(path).parent_path();
  const auto relative = fs::absolute(waves_path).lexically_relative(directory).generic_string();
  const auto content = text(relative, fs::path{path}.filename().string());
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file != nullptr;
  if (file) {
    written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
    written = std::fclose(file) == 0 && written;
  }
  if (!written) {
    throw InputError{fmt::format("{}: cannot be written ({}), expected a place for a GTKWave file",
                                 path, std::strerror(errno))};
  }
}

}  // namespace softbound
