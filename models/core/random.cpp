// SPDX-License-Identifier: Apache-2.0
#include "core/random.h"

#include <Random123/philox.h>

#include <cmath>

#include "core/elementary.h"
#include "core/vector_clones.h"

namespace softbound {

namespace {

// 52 bits, moved by half a step so that neither 0 nor 1 occurs: the mantissa of a number from 1 to
// 2, which vectorises where a conversion does not.
inline double open_unit(std::uint64_t bits) {
  return __builtin_bit_cast(double, (bits >> 12) | 0x3ff0'0000'0000'0000u) - (1.0 - 0x1p-53);
}

inline double box_muller(std::uint64_t low, std::uint64_t high) {
  return std::sqrt(-2.0 * portable_log(open_unit(low))) * cosine_of_turns(open_unit(high));
}

// Philox4x32-10 once more, each word of 32 bits in one of 64, where a multiplication keeps both
// halves: this form the compiler turns into vectors.
constexpr std::uint64_t kWord = 0xffff'ffffu;

struct Words {
  std::uint64_t c0, c1, c2, c3;
};

template <int kRounds>
inline void philox(Words& c, std::uint32_t key_0, std::uint32_t key_1) {
  if constexpr (kRounds > 0) {
    const std::uint64_t product_0 = c.c0 * 0xD251'1F53u;
    const std::uint64_t product_1 = c.c2 * 0xCD9E'8D57u;
    c = {(product_1 >> 32) ^ c.c1 ^ key_0, product_1 & kWord, (product_0 >> 32) ^ c.c3 ^ key_1,
         product_0 & kWord};
    philox<kRounds - 1>(c, key_0 + 0x9E37'79B9u, key_1 + 0xBB67'AE85u);
  }
}

struct Halves {
  std::uint64_t low, high;
};

inline Halves halves(std::uint64_t seed, std::uint64_t stream, std::uint64_t entity,
                     std::uint64_t draw) {
  Words c{entity & kWord, ((entity >> 32 << 24) & kWord) | stream, draw & kWord, draw >> 32};
  philox<10>(c, static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32));
  return {c.c1 << 32 | c.c0, c.c3 << 32 | c.c2};
}

SOFTBOUND_VECTOR_CLONES
void many_uniform_pairs(std::uint64_t seed, std::uint64_t stream, std::size_t n,
                        const std::uint64_t* __restrict entity,
                        const std::uint64_t* __restrict draw, double* __restrict first,
                        double* __restrict second) {
  for (std::size_t k = 0; k < n; ++k) {
    const Halves h = halves(seed, stream, entity[k], draw[k]);
    first[k] = open_unit(h.low);
    second[k] = open_unit(h.high);
  }
}

SOFTBOUND_VECTOR_CLONES
void many_normals(std::uint64_t seed, std::uint64_t stream, std::size_t n,
                  const std::uint64_t* __restrict entity, const std::uint64_t* __restrict draw,
                  double* __restrict normal) {
  for (std::size_t k = 0; k < n; ++k) {
    const Halves h = halves(seed, stream, entity[k], draw[k]);
    normal[k] = box_muller(h.low, h.high);
  }
}

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
  return box_muller(b.low, b.high);
}

void CounterRandom::uniform_pairs(std::size_t n, const std::uint64_t* entity,
                                  const std::uint64_t* draw, double* first, double* second) const {
  many_uniform_pairs(seed_, static_cast<std::uint64_t>(stream_), n, entity, draw, first, second);
}

void CounterRandom::normals(std::size_t n, const std::uint64_t* entity, const std::uint64_t* draw,
                            double* normal) const {
  many_normals(seed_, static_cast<std::uint64_t>(stream_), n, entity, draw, normal);
}

std::uint64_t CounterRandom::bits(std::uint64_t entity, std::uint64_t draw) const {
  return block(entity, draw).low;
}

}  // namespace softbound
