// SPDX-License-Identifier: Apache-2.0
#include "network/lanes_by_processor.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

#include <immintrin.h>

// From here on alone: what the headers above define may be used on any machine.
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
// GCC's own header leaves a value open where nobody looks at it.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

#include "network/lane_kernel.h"

namespace softbound {

namespace {

/// Eight doubles, comparisons straight to bits, lists of lanes by compression.
struct Avx512 {
  static constexpr std::size_t kLanes = 8;
  using Vector = __m512d;
  using Mask = __mmask8;

  static Vector load(const double* p) { return _mm512_loadu_pd(p); }
  static void store(double* p, Vector a) { _mm512_storeu_pd(p, a); }
  static Vector all(double a) { return _mm512_set1_pd(a); }
  static Mask mask(std::uint32_t bits) { return static_cast<Mask>(bits); }
  static Vector select(Mask mask, Vector a, Vector b) { return _mm512_mask_mov_pd(b, mask, a); }
  static Vector positive(Vector a) { return _mm512_max_pd(a, _mm512_setzero_pd()); }
  static std::uint32_t at_least(Vector a, Vector b) { return _mm512_cmp_pd_mask(a, b, _CMP_GE_OQ); }
  static std::uint32_t above(Vector a, Vector b) { return _mm512_cmp_pd_mask(a, b, _CMP_GT_OQ); }

  static std::size_t list(std::uint32_t first_cell, std::uint32_t lanes, std::uint32_t* cells) {
    static_assert(kBlockLanes == 32);
    const std::size_t half = list_16(first_cell, lanes & 0xffffu, cells);
    return half + list_16(first_cell + 16, lanes >> 16, cells + half);
  }
  static std::size_t list_16(std::uint32_t first_cell, std::uint32_t lanes, std::uint32_t* cells) {
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m512i all =
        _mm512_add_epi32(lane, _mm512_set1_epi32(static_cast<std::int32_t>(first_cell)));
    _mm512_storeu_si512(cells, _mm512_maskz_compress_epi32(static_cast<__mmask16>(lanes), all));
    return static_cast<std::size_t>(__builtin_popcount(lanes));
  }
};

std::size_t play_constant(LaneRun& run, LaneState& lanes, std::size_t begin) {
  return play_lanes<Avx512, false>(run, lanes, begin);
}
std::size_t play_exponential(LaneRun& run, LaneState& lanes, std::size_t begin) {
  return play_lanes<Avx512, true>(run, lanes, begin);
}
void list_all(const WriteQueue& queue, WriteLists& lists) { list_cells<Avx512>(queue, lists); }

}  // namespace

}  // namespace softbound

#pragma GCC pop_options

namespace softbound {

std::optional<LaneKernel> avx512_kernel() {
  if (!__builtin_cpu_supports("x86-64-v4")) return std::nullopt;
  return LaneKernel{"avx512", 32, list_all, play_constant, play_exponential};
}

}  // namespace softbound

#else

namespace softbound {

std::optional<LaneKernel> avx512_kernel() { return std::nullopt; }

}  // namespace softbound

#endif
