// SPDX-License-Identifier: Apache-2.0
#include "learning/checkpoint.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/file.h"
#include "learning/small_digits.h"
#include "network/error_text.h"
#include "network/output_file.h"
#include "network/scratch_directory.h"

namespace softbound {
namespace {

Checkpoint checkpoint(std::uint64_t presentations = 7) {
  Checkpoint c;
  c.identity = "seed = 1\nlearning.images = 40\n";
  c.state.presentations = presentations;
  c.state.taught = 5;
  c.state.weights = {0.0, 1.0 / 3, 1.0};
  c.state.write_counts = {0, 4'000'000'000u, 3};
  c.state.hidden_state = {-1.5};
  CurvePoint point;
  point.presentations = 6;
  point.taught = 4;
  point.scores.add(3, {0, 0, 0, 2, 0, 0, 0, 0, 0, 1});
  point.scores.add(9, {});
  c.state.curve = {point};
  return c;
}

void expect_equal(const Checkpoint& a, const Checkpoint& b) {
  EXPECT_EQ(checkpoint_bytes(a), checkpoint_bytes(b));
}

TEST(Checkpoint, ReadsBackAsItWas) {
  const Checkpoint written = checkpoint();
  const Checkpoint read = parse_checkpoint(checkpoint_bytes(written), "c");
  EXPECT_EQ(read.identity, written.identity);
  EXPECT_EQ(read.state.presentations, 7U);
  EXPECT_EQ(read.state.taught, 5U);
  EXPECT_EQ(read.state.weights, written.state.weights);
  EXPECT_EQ(read.state.write_counts, written.state.write_counts);
  EXPECT_EQ(read.state.hidden_state, written.state.hidden_state);
  ASSERT_EQ(read.state.curve.size(), 1U);
  EXPECT_EQ(read.state.curve[0].presentations, 6U);
  EXPECT_EQ(read.state.curve[0].taught, 4U);
  EXPECT_EQ(read.state.curve[0].scores.images, 2U);
  EXPECT_EQ(read.state.curve[0].scores.silent, 1U);
  EXPECT_EQ(read.state.curve[0].scores.split_sum, 1.1);
  EXPECT_EQ(read.state.curve[0].scores.confusion, written.state.curve[0].scores.confusion);
}

TEST(Checkpoint, CutShortAnywhereIsRefused) {
  const std::string bytes = checkpoint_bytes(checkpoint());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto message = error_text([&] { parse_checkpoint(bytes.substr(0, size), "c.bin"); });
    EXPECT_EQ(message.rfind("c.bin: ", 0), 0U) << size << ": " << message;
  }
}

TEST(Checkpoint, AnyBitThatFlipsIsNoticed) {
  const std::string bytes = checkpoint_bytes(checkpoint());
  for (std::size_t k = 0; k < bytes.size(); ++k) {
    std::string damaged = bytes;
    damaged[k] = static_cast<char>(damaged[k] ^ (1 << (k % 8)));
    EXPECT_NE(error_text([&] { parse_checkpoint(damaged, "c.bin"); }), "accepted") << k;
  }
}

TEST(Checkpoint, AnotherVersionIsNamed) {
  std::string bytes = checkpoint_bytes(checkpoint());
  bytes[8] = 9;
  const auto message = error_text([&] { parse_checkpoint(bytes, "c.bin"); });
  EXPECT_NE(message.find("version 9, expected version 1"), std::string::npos) << message;
}

class Store : public testing::Test {
 protected:
  std::string identity = checkpoint().identity;
  ScratchDirectory directory;
  CheckpointStore store{directory.path()};
};

TEST_F(Store, GivesTheLatest) {
  store.save(checkpoint(1));
  store.save(checkpoint(2));
  const auto loaded = store.load(identity);
  expect_equal(loaded.checkpoint, checkpoint(2));
  EXPECT_EQ(loaded.refused, "");
}

TEST_F(Store, KeepsTheOneBefore) {
  for (const std::uint64_t k : {1, 2, 3}) store.save(checkpoint(k));
  expect_equal(parse_checkpoint(read_file(store.before(), ""), ""), checkpoint(2));
}

TEST_F(Store, GivesTheOneBeforeIfTheLatestIsDamaged) {
  store.save(checkpoint(1));
  store.save(checkpoint(2));
  const std::string bytes = read_file(store.latest(), "");
  for (const std::string& damaged :
       {bytes.substr(0, bytes.size() / 2), std::string{}, "something else" + bytes}) {
    write_file(store.latest(), damaged);
    const auto loaded = store.load(identity);
    expect_equal(loaded.checkpoint, checkpoint(1));
    EXPECT_NE(loaded.refused.find("checkpoint.bin"), std::string::npos);
  }
}

TEST_F(Store, GivesTheOneBeforeIfItStoppedBetweenTheNames) {
  store.save(checkpoint(1));
  std::filesystem::rename(store.latest(), store.before());
  write_file(store.latest() + ".new", "half a check");
  expect_equal(store.load(identity).checkpoint, checkpoint(1));
}

TEST_F(Store, AnotherRunIsRefusedAndLeftAlone) {
  store.save(checkpoint(1));
  const std::string before = read_file(store.latest(), "");
  const auto message = error_text([&] { store.load("seed = 1\nlearning.images = 50\n"); });
  EXPECT_NE(message.find("learning.images = 40"), std::string::npos) << message;
  EXPECT_NE(message.find("learning.images = 50"), std::string::npos) << message;
  EXPECT_EQ(read_file(store.latest(), ""), before);
}

TEST_F(Store, NothingThereIsSaid) {
  const auto message = error_text([&] { store.load(identity); });
  EXPECT_NE(message.find("found no checkpoint"), std::string::npos) << message;
}

TEST_F(Store, ADirectoryThatCannotBeWrittenIsNamed) {
  const CheckpointStore nowhere{directory.file("nowhere")};
  const auto message = error_text([&] { nowhere.save(checkpoint()); });
  EXPECT_NE(message.find("nowhere/checkpoint.bin.new"), std::string::npos) << message;
}

TEST(RunIdentity, TellsSeedPicturesAndParametersApart) {
  NetworkParameters network;
  network.chip.array.rows = 64;
  network.learning.test_images = 5;
  const auto identity = [&](std::uint64_t seed, std::size_t per_class) {
    return run_identity(
        LearningRun{network,
                    LearningData::select(small_digits(DigitSplit::train, per_class),
                                         small_digits(DigitSplit::test, 2), network.learning),
                    seed});
  };
  const std::string one = identity(1, 2);
  EXPECT_EQ(identity(1, 2), one);
  EXPECT_NE(identity(2, 2), one);
  EXPECT_NE(identity(1, 3), one);
  network.chip.device.sigma = 0.003;
  EXPECT_NE(identity(1, 2), one);
  EXPECT_NE(identity(1, 2).find("\ndevice.sigma = 0.003\n"), std::string::npos);
}

}  // namespace
}  // namespace softbound
