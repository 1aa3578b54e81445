// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace softbound {

/// A bus of any width: one bit per row, column or slot, bit 0 in the lowest bit of word 0.
/// Bits past the width are always 0, so words compare as buses do.
class Bits {
 public:
  using Word = std::uint64_t;
  static constexpr std::size_t kWordBits = 64;

  Bits() = default;
  explicit Bits(std::size_t width, bool value = false)
      : width_{width}, words_((width + kWordBits - 1) / kWordBits, value ? ~Word{0} : 0) {
    trim();
  }

  std::size_t width() const { return width_; }
  bool test(std::size_t bit) const { return (words_[bit / kWordBits] >> (bit % kWordBits)) & 1u; }
  void set(std::size_t bit, bool value = true) {
    const Word mask = Word{1} << (bit % kWordBits);
    Word& word = words_[bit / kWordBits];
    word = value ? word | mask : word & ~mask;
  }
  void clear() {
    for (auto& word : words_) word = 0;
  }
  bool any() const {
    for (const auto word : words_) {
      if (word) return true;
    }
    return false;
  }
  bool intersects(const Bits& other) const {
    for (std::size_t k = 0; k < words_.size(); ++k) {
      if (words_[k] & other.words_[k]) return true;
    }
    return false;
  }
  std::size_t count() const {
    std::size_t n = 0;
    for (const auto word : words_) n += static_cast<std::size_t>(__builtin_popcountll(word));
    return n;
  }
  /// Calls f(bit) for every set bit, lowest first.
  template <class F>
  void for_each(F&& f) const {
    for (std::size_t k = 0; k < words_.size(); ++k) {
      for (Word word = words_[k]; word; word &= word - 1) {
        f(k * kWordBits + static_cast<std::size_t>(__builtin_ctzll(word)));
      }
    }
  }
  const std::vector<Word>& words() const { return words_; }
  /// Replaces word k (bits past the width are dropped).
  void set_word(std::size_t k, Word word) {
    words_[k] = word;
    if (k + 1 == words_.size()) trim();
  }

  /// The lowest bits of this bus on a bus of another width; bits that are new are 0.
  Bits resized(std::size_t width) const {
    Bits bits(width);
    for (std::size_t k = 0; k < bits.words_.size() && k < words_.size(); ++k) {
      bits.words_[k] = words_[k];
    }
    if (!bits.words_.empty()) bits.trim();
    return bits;
  }

  Bits& operator|=(const Bits& other) {
    for (std::size_t k = 0; k < words_.size(); ++k) words_[k] |= other.words_[k];
    return *this;
  }
  Bits& operator&=(const Bits& other) {
    for (std::size_t k = 0; k < words_.size(); ++k) words_[k] &= other.words_[k];
    return *this;
  }
  Bits& operator^=(const Bits& other) {
    for (std::size_t k = 0; k < words_.size(); ++k) words_[k] ^= other.words_[k];
    return *this;
  }
  /// Clears the bits that are set in other.
  Bits& subtract(const Bits& other) {
    for (std::size_t k = 0; k < words_.size(); ++k) words_[k] &= ~other.words_[k];
    return *this;
  }
  friend Bits operator|(Bits a, const Bits& b) { return a |= b; }
  friend Bits operator&(Bits a, const Bits& b) { return a &= b; }
  friend Bits operator^(Bits a, const Bits& b) { return a ^= b; }
  friend bool operator==(const Bits& a, const Bits& b) {
    return a.width_ == b.width_ && a.words_ == b.words_;
  }
  friend bool operator!=(const Bits& a, const Bits& b) { return !(a == b); }

  /// Highest bit first, as waveforms and logs print a bus.
  std::string to_string() const {
    std::string text(width_, '0');
    for_each([&](std::size_t bit) { text[width_ - 1 - bit] = '1'; });
    return text;
  }
  friend std::ostream& operator<<(std::ostream& out, const Bits& bits) {
    return out << bits.to_string();
  }

 private:
  void trim() {
    if (const auto used = width_ % kWordBits; used != 0) words_.back() &= (Word{1} << used) - 1;
  }

  std::size_t width_ = 0;
  std::vector<Word> words_;
};

}  // namespace softbound
