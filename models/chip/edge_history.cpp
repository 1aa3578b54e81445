// SPDX-License-Identifier: Apache-2.0
#include "chip/edge_history.h"

#include <fmt/format.h>

#include <algorithm>

namespace softbound {

namespace {

// More bits than anybody reads.
constexpr std::size_t kShownBits = 8;

std::string bits_text(const Bits& bits) {
  std::string text;
  std::size_t shown = 0;
  bits.for_each([&](std::size_t bit) {
    if (++shown <= kShownBits) text += fmt::format("{}{}", text.empty() ? "" : ",", bit);
  });
  if (shown > kShownBits) text += fmt::format(",... {} in all", shown);
  return text;
}

}  // namespace

std::size_t EdgeHistory::add(std::string name) {
  names_.push_back(std::move(name));
  return names_.size() - 1;
}

EdgeHistory::Edge& EdgeHistory::next(TimePs time_ps, std::size_t wire, Kind kind) {
  Edge& edge = edges_[recorded_++ % kEdges];
  edge.time_ps = time_ps;
  edge.wire = wire;
  edge.kind = kind;
  return edge;
}

void EdgeHistory::bit(TimePs time_ps, std::size_t wire, bool level) {
  next(time_ps, wire, Kind::bit).value = level ? 1 : 0;
}

void EdgeHistory::number(TimePs time_ps, std::size_t wire, std::uint32_t value) {
  next(time_ps, wire, Kind::number).value = value;
}

void EdgeHistory::bus(TimePs time_ps, std::size_t wire, const Bits& before, const Bits& after) {
  Edge& edge = next(time_ps, wire, Kind::bus);
  edge.rise = after;
  edge.rise.subtract(before);
  edge.fall = before;
  edge.fall.subtract(after);
}

std::vector<std::string> EdgeHistory::lines(TimePs origin_ps) const {
  std::vector<std::string> lines;
  const std::size_t count = std::min(recorded_, kEdges);
  for (std::size_t k = recorded_ - count; k < recorded_; ++k) {
    const Edge& edge = edges_[k % kEdges];
    const std::string& name = names_[edge.wire];
    std::string what;
    if (edge.kind == Kind::bit) {
      what = fmt::format("{} {}", name, edge.value != 0 ? "rises" : "falls");
    } else if (edge.kind == Kind::number) {
      what = fmt::format("{} = {}", name, edge.value);
    } else {
      if (edge.rise.any()) what = fmt::format("{}[{}] rise", name, bits_text(edge.rise));
      if (edge.fall.any()) {
        what += fmt::format("{}{}[{}] fall", what.empty() ? "" : ", ", name, bits_text(edge.fall));
      }
    }
    lines.push_back(fmt::format("{:.12f} s  {}", s_from_ps(edge.time_ps - origin_ps), what));
  }
  return lines;
}

}  // namespace softbound
