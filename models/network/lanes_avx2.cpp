// SPDX-License-Identifier: Apache-2.0
#include "network/lanes_by_processor.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

#include <immintrin.h>

// From here on alone: what the headers above define may be used on any machine.
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")

#include "network/lane_kernel.h"

namespace softbound {

namespace {

/// Four doubles.
struct Avx2 {
  static constexpr std::size_t kLanes = 4;
  using Vector = __m256d;
  using Mask = __m256d;

  static Vector load(const double* p) { return _mm256_loadu_pd(p); }
  static void store(double* p, Vector a) { _mm256_storeu_pd(p, a); }
  static Vector all(double a) { return _mm256_set1_pd(a); }
  static Mask mask(std::uint32_t bits) {
    const __m256i lane = _mm256_setr_epi64x(1, 2, 4, 8);
    const __m256i set = _mm256_and_si256(lane, _mm256_set1_epi64x(bits));
    return _mm256_castsi256_pd(_mm256_cmpeq_epi64(set, lane));
  }
  static Vector select(Mask mask, Vector a, Vector b) { return _mm256_blendv_pd(b, a, mask); }
  static Vector positive(Vector a) { return _mm256_max_pd(a, _mm256_setzero_pd()); }
  static std::uint32_t at_least(Vector a, Vector b) {
    return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_GE_OQ)));
  }
  static std::uint32_t above(Vector a, Vector b) {
    return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_GT_OQ)));
  }

  static std::size_t list(std::uint32_t first_cell, std::uint32_t lanes, std::uint32_t* cells) {
    std::size_t size = 0;
    for (; lanes != 0; lanes &= lanes - 1) {
      cells[size++] = first_cell + static_cast<std::uint32_t>(__builtin_ctz(lanes));
    }
    return size;
  }
};

std::size_t play_constant(LaneRun& run, LaneState& lanes, std::size_t begin) {
  return play_lanes<Avx2, false>(run, lanes, begin);
}
std::size_t play_exponential(LaneRun& run, LaneState& lanes, std::size_t begin) {
  return play_lanes<Avx2, true>(run, lanes, begin);
}
void list_all(const WriteQueue& queue, WriteLists& lists) { list_cells<Avx2>(queue, lists); }

}  // namespace

}  // namespace softbound

#pragma GCC pop_options

namespace softbound {

std::optional<LaneKernel> avx2_kernel() {
  if (!__builtin_cpu_supports("x86-64-v3")) return std::nullopt;
  return LaneKernel{"avx2", 16, list_all, play_constant, play_exponential};
}

}  // namespace softbound

#else

namespace softbound {

std::optional<LaneKernel> avx2_kernel() { return std::nullopt; }

}  // namespace softbound

#endif
