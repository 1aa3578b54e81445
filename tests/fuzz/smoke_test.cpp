// SPDX-License-Identifier: Apache-2.0
// Every parser on thousands of damaged inputs: a value or an InputError, nothing else. The same
// entries run under libFuzzer (SOFTBOUND_FUZZ); this keeps them honest in every build.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "core/random.h"
#include "entries.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr std::uint64_t kRounds = 20'000;

// Draws one after the other, all from one entity.
class Dice {
 public:
  explicit Dice(std::uint64_t entity) : random_{kSeed, RandomStream::stimulus}, entity_{entity} {}
  std::uint64_t below(std::uint64_t limit) { return random_.bits(entity_, draw_++) % limit; }

 private:
  CounterRandom random_;
  std::uint64_t entity_;
  std::uint64_t draw_ = 0;
};

std::string mutated(std::string bytes, Dice& dice, const std::vector<std::string>& seeds) {
  static const std::vector<std::string> kPieces{",",
                                                "\n",
                                                "\r",
                                                "#",
                                                "-",
                                                "e",
                                                "E+999",
                                                ".",
                                                "nan",
                                                "inf",
                                                "1e308",
                                                "\"",
                                                "'",
                                                "=",
                                                "[",
                                                "]",
                                                "{",
                                                "}",
                                                "(",
                                                ")",
                                                "0x",
                                                "\xef\xbb\xbf",
                                                " ",
                                                "\t",
                                                "_",
                                                "true",
                                                "[[a]]",
                                                "\\",
                                                "\x1f\x8b",
                                                "00000",
                                                "4294967296",
                                                "18446744073709551616",
                                                std::string(1, '\0'),
                                                std::string(100, '9')};
  for (std::uint64_t steps = 1 + dice.below(4); steps > 0; --steps) {
    const std::size_t at = dice.below(bytes.size() + 1);
    const std::size_t length = dice.below(1 + std::min<std::size_t>(8, bytes.size() - at));
    switch (dice.below(7)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, kPieces[dice.below(kPieces.size())]);
        break;
      case 3:
        bytes.insert(at, 1, static_cast<char>(dice.below(256)));
        break;
      case 4:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 5:
        bytes += seeds[dice.below(seeds.size())];
        break;
      default:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
    }
  }
  return bytes;
}

class FuzzSmoke : public ::testing::TestWithParam<std::size_t> {
 protected:
  const FuzzEntry& entry() const { return fuzz_entries()[GetParam()]; }
  // In memory of its own size, so that a sanitizer sees a read past the end.
  bool run(const std::string& bytes) const {
    const auto copy = std::make_unique<char[]>(bytes.size());
    bytes.copy(copy.get(), bytes.size());
    return entry().run({copy.get(), bytes.size()});
  }
};

TEST_P(FuzzSmoke, SeedsAreAccepted) {
  for (const auto& seed : entry().seeds) EXPECT_TRUE(run(seed)) << testing::PrintToString(seed);
}

TEST_P(FuzzSmoke, NothingAtAllIsHandled) { EXPECT_NO_THROW(run("")); }

TEST_P(FuzzSmoke, DamagedInputGivesAValueOrAnInputError) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const auto& seeds = entry().seeds;
  std::uint64_t refused = 0;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    Dice dice{round};
    const auto bytes = mutated(seeds[dice.below(seeds.size())], dice, seeds);
    ASSERT_NO_THROW(refused += run(bytes) ? 0 : 1)
        << "round " << round << ", input: " << testing::PrintToString(bytes);
  }
  EXPECT_GT(refused, kRounds / 10) << "the inputs are hardly damaged";
}

INSTANTIATE_TEST_SUITE_P(Parsers, FuzzSmoke,
                         ::testing::Range<std::size_t>(0, fuzz_entries().size()),
                         [](const auto& test) {
                           return std::string{fuzz_entries()[test.param].name};
                         });

}  // namespace
}  // namespace softbound
