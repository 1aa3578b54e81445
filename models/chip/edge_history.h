// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/bits.h"
#include "core/time.h"

namespace softbound {

/// The latest edges of many wires, to be read by a human when something has gone wrong: recording
/// one costs little, words are made of them only when asked for.
class EdgeHistory {
 public:
  static constexpr std::size_t kEdges = 20;

  /// @return the number that stands for a wire of this name
  std::size_t add(std::string name);

  void bit(TimePs time_ps, std::size_t wire, bool level);
  void number(TimePs time_ps, std::size_t wire, std::uint32_t value);
  /// @param before what the bus was
  void bus(TimePs time_ps, std::size_t wire, const Bits& before, const Bits& after);

  /// Oldest first, a line an edge: "0.000012345000 s  slot2.ltp[1,3] rise".
  /// @param origin_ps times count from there
  std::vector<std::string> lines(TimePs origin_ps) const;

 private:
  enum class Kind { bit, number, bus };
  struct Edge {
    TimePs time_ps = 0;
    std::size_t wire = 0;
    Kind kind = Kind::bit;
    std::uint32_t value = 0;
    Bits rise, fall;
  };
  Edge& next(TimePs time_ps, std::size_t wire, Kind kind);

  std::vector<std::string> names_;
  std::array<Edge, kEdges> edges_;
  std::size_t recorded_ = 0;
};

}  // namespace softbound
