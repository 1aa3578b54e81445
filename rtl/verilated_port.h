// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ports of a Verilated model, whatever type their width gave them: an unsigned integer of 8 to 64
// bits or VlWide. Included by facades only.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "core/bits.h"
#include "verilated.h"

namespace softbound {

/// The 64 bits that begin at `bit` (a multiple of 32 is not required); bits past the end are 0.
template <class Port>
std::uint64_t port_word(const Port& port, std::size_t bit) {
  static_assert(std::is_unsigned_v<Port>);
  return bit < 8 * sizeof(Port) ? static_cast<std::uint64_t>(port) >> bit : 0;
}
template <std::size_t N>
std::uint64_t port_word(const VlWide<N>& port, std::size_t bit) {
  const std::size_t first = bit / 32, shift = bit % 32;
  const auto word = [&](std::size_t k) { return k < N ? std::uint64_t{port[k]} : 0; };
  const std::uint64_t low = word(first) | word(first + 1) << 32;
  return shift == 0 ? low : low >> shift | word(first + 2) << (64 - shift);
}

template <class Port>
void write_port(Port& port, std::uint32_t value) {
  port = static_cast<Port>(value);
}

/// @throws std::logic_error if the bus is wider than the port
template <class Port>
void write_port(Port& port, const Bits& value, std::size_t width) {
  if (value.width() > width) throw std::logic_error("bus wider than the pins");
  port = value.words().empty() ? Port{0} : static_cast<Port>(value.words()[0]);
}
template <std::size_t N>
void write_port(VlWide<N>& port, const Bits& value, std::size_t width) {
  if (value.width() > width) throw std::logic_error("bus wider than the pins");
  const auto& words = value.words();
  for (std::size_t k = 0; k < N; ++k) {
    port[k] = k / 2 < words.size() ? static_cast<EData>(words[k / 2] >> 32 * (k % 2)) : 0;
  }
}

/// Copies `width` bits from `first` on; tells whether `value` was different.
template <class Port>
bool read_port(const Port& port, std::size_t first, std::size_t width, Bits& value) {
  bool changed = value.width() != width;
  if (changed) value = Bits(width);
  for (std::size_t k = 0; k < value.words().size(); ++k) {
    const std::size_t bit = k * Bits::kWordBits;
    auto word = port_word(port, first + bit);
    if (width - bit < Bits::kWordBits) word &= (Bits::Word{1} << (width - bit)) - 1;
    if (word == value.words()[k]) continue;
    value.set_word(k, word);
    changed = true;
  }
  return changed;
}

/// A field of at most 32 bits.
template <class Port>
std::uint32_t read_field(const Port& port, std::size_t first, std::size_t width) {
  return static_cast<std::uint32_t>(port_word(port, first) & ((std::uint64_t{1} << width) - 1));
}

/// The values of many ports in a row, to see quickly whether any of them has changed.
class PinSnapshot {
 public:
  void clear() { size_ = 0; }
  template <class Port>
  void append(const Port& port) {
    const std::size_t words = (sizeof(Port) + 3) / 4;
    if (words_.size() < size_ + words) {
      words_.resize(size_ + words);
      changed_ = true;
    }
    std::uint32_t now[(sizeof(Port) + 3) / 4] = {};
    std::memcpy(now, &port, sizeof(Port));
    std::uint32_t* before = words_.data() + size_;
    if (std::memcmp(before, now, sizeof now) != 0) {
      std::memcpy(before, now, sizeof now);
      changed_ = true;
    }
    size_ += words;
  }
  /// Whether anything appended since clear() differs from the time before; resets the answer.
  bool changed() {
    const bool was = changed_;
    changed_ = false;
    return was;
  }

 private:
  std::vector<std::uint32_t> words_;
  std::size_t size_ = 0;
  bool changed_ = false;
};

}  // namespace softbound
