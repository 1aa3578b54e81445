// SPDX-License-Identifier: Apache-2.0
#include "network/lane_kernel.h"
#include "network/lanes_by_processor.h"

namespace softbound {

namespace {

/// Plain loops over two doubles, on any processor.
struct Portable {
  static constexpr std::size_t kLanes = 2;
  struct Vector {
    double lane[kLanes];
  };
  struct Mask {
    bool lane[kLanes];
  };

  template <class F>
  static Vector each(F&& f) {
    return {{f(0), f(1)}};
  }
  template <class F>
  static std::uint32_t bits(F&& f) {
    return static_cast<std::uint32_t>(f(0)) | static_cast<std::uint32_t>(f(1)) << 1;
  }

  static Vector load(const double* p) {
    return each([&](int k) { return p[k]; });
  }
  static void store(double* p, const Vector& a) {
    for (std::size_t k = 0; k < kLanes; ++k) p[k] = a.lane[k];
  }
  static Vector all(double a) { return {{a, a}}; }
  static Mask mask(std::uint32_t bits) { return {{(bits & 1u) != 0, (bits & 2u) != 0}}; }
  static Vector select(const Mask& mask, const Vector& a, const Vector& b) {
    return each([&](int k) { return mask.lane[k] ? a.lane[k] : b.lane[k]; });
  }
  static Vector positive(const Vector& a) {
    return each([&](int k) { return a.lane[k] > 0.0 ? a.lane[k] : 0.0; });
  }
  static std::uint32_t at_least(const Vector& a, const Vector& b) {
    return bits([&](int k) { return a.lane[k] >= b.lane[k]; });
  }
  static std::uint32_t above(const Vector& a, const Vector& b) {
    return bits([&](int k) { return a.lane[k] > b.lane[k]; });
  }
  static std::size_t list(std::uint32_t first_cell, std::uint32_t lanes, std::uint32_t* cells) {
    std::size_t size = 0;
    for (; lanes != 0; lanes &= lanes - 1) {
      cells[size++] = first_cell + static_cast<std::uint32_t>(__builtin_ctz(lanes));
    }
    return size;
  }
};

Portable::Vector operator+(const Portable::Vector& a, const Portable::Vector& b) {
  return Portable::each([&](int k) { return a.lane[k] + b.lane[k]; });
}
Portable::Vector operator-(const Portable::Vector& a, const Portable::Vector& b) {
  return Portable::each([&](int k) { return a.lane[k] - b.lane[k]; });
}
Portable::Vector operator*(const Portable::Vector& a, const Portable::Vector& b) {
  return Portable::each([&](int k) { return a.lane[k] * b.lane[k]; });
}

}  // namespace

LaneKernel portable_kernel() {
  return {"portable", 16, list_cells<Portable>, play_lanes<Portable, false>,
          play_lanes<Portable, true>};
}

}  // namespace softbound
