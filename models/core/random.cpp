// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"

#include <Random123/philox.h>

#include <cmath>

namespace softbound {

namespace {

constexpr double kTwoPi = 6.283185307179586476925;

// 53 bits, moved by half a step so that neither 0 nor 1 occurs.
double open_unit(std::uint64_t bits) { return (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53; }

}  // namespace

CounterRandom::Block CounterRandom::block(std::uint64_t entity, std::uint64_t draw) const {
  // 128 bits of counter: 40 of the entity, 64 of the draw, 24 of the stream.
  r123::Philox4x32 philox;
  const r123::Philox4x32::ctr_type counter{
      {static_cast<std::uint32_t>(entity),
       static_cast<std::uint32_t>((entity >> 32) << 24) | static_cast<std::uint32_t>(stream_),
       static_cast<std::uint32_t>(draw), static_cast<std::uint32_t>(draw >> 32)}};
  const r123::Philox4x32::key_type key{
      {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}};
  const auto out = philox(counter, key);
  return {(std::uint64_t{out[1]} << 32) | out[0], (std::uint64_t{out[3]} << 32) | out[2]};
}

double CounterRandom::uniform(std::uint64_t entity, std::uint64_t draw) const {
  return open_unit(block(entity, draw).low);
}

double CounterRandom::normal(std::uint64_t entity, std::uint64_t draw) const {
  const Block b = block(entity, draw);
  return std::sqrt(-2.0 * std::log(open_unit(b.low))) * std::cos(kTwoPi * open_unit(b.high));
}

std::uint64_t CounterRandom::bits(std::uint64_t entity, std::uint64_t draw) const {
  return block(entity, draw).low;
}

}  // namespace softbound
