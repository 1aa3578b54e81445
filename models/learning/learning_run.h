// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "learning/learning_data.h"
#include "learning/network_parameters.h"
#include "learning/scores.h"
#include "network/event_engine.h"
#include "network/inhibitory_population.h"

namespace softbound {

/// One test on the way.
struct CurvePoint {
  std::uint64_t presentations = 0;  ///< trained before it
  std::uint64_t taught = 0;         ///< of these; all under TeachingRule::always
  Scores scores;
};

/// All that changes in a learning run: what a checkpoint keeps.
struct LearningState {
  std::uint64_t presentations = 0;
  std::uint64_t taught = 0;
  std::vector<double> weights;
  std::vector<std::uint32_t> write_counts;
  std::vector<double> hidden_state;  ///< of devices with more state than a weight
  std::vector<CurvePoint> curve;
};

/// One training of one network. What it gives is a function of parameters, pictures and seed:
/// neither threads nor a stop in between change a bit.
///
///     LearningRun run{network, data, seed};
///     run.finish([](const CurvePoint& point) { ... });
///
/// A test shows the pictures of data.test with teacher and writes off, each from neurons at rest
/// and with the same trains in every test.
class LearningRun {
 public:
  /// @param threads that share the output neurons in training, the pictures in a test
  /// @throws InputError if the parameters are impossible, the array has not a row for each pixel
  ///         or its columns are no multiple of the classes
  LearningRun(const NetworkParameters& network, std::shared_ptr<const LearningData> data,
              std::uint64_t seed, std::size_t threads = 1);

  bool finished() const;
  /// The next presentation of the training; a test before the first one and wherever one is due.
  /// @return the test, if there was one that came to its end
  const CurvePoint* step();
  /// Steps to the end, or until a test is ended. @param tested is called after each test
  void finish(const std::function<void(const CurvePoint&)>& tested = {});

  /// Asked after each picture of a test; false ends the test, which then is no part of the curve
  /// and is due again.
  void ask_to_go_on(std::function<bool()> go_on) { go_on_ = std::move(go_on); }

  /// A test here and now that is no part of the curve.
  Scores test();
  /// The answers of such a test, by picture; none if it was ended.
  std::vector<ClassVotes> answers();

  std::uint64_t presentations() const { return presentations_; }
  std::uint64_t taught() const { return taught_; }
  const std::vector<CurvePoint>& curve() const { return curve_; }
  const std::vector<double>& weights() const { return engine_.devices().weights(); }
  const NetworkParameters& network() const { return network_; }
  const LearningData& data() const { return *data_; }
  std::uint64_t seed() const { return seed_; }

  /// @throws InputError if it is not one weight a cell
  void set_weights(const std::vector<double>& weights) { engine_.set_weights(weights); }

  LearningState state() const;
  /// Goes on from a state of a run with the same parameters, pictures and seed.
  /// @throws InputError if it does not fit this run
  void restore(const LearningState& state);

 private:
  struct Trains {
    std::vector<Spike> spikes;
    std::vector<Stimulus> stimuli;
  };

  bool test_due() const;
  std::size_t training_picture(std::uint64_t presentation);
  void train();
  void teach_always(const std::uint8_t* pixels, std::size_t label);
  void teach_if_needed(const std::uint8_t* pixels, std::size_t label);
  void teach(const std::uint8_t* pixels);
  Trains input_trains(const std::uint8_t* pixels, double duration_s,
                      std::uint32_t presentation) const;
  ClassVotes answer(EventEngine& engine, std::size_t test_picture) const;
  std::unique_ptr<EventEngine> make_engine() const;

  const NetworkParameters network_;
  const std::shared_ptr<const LearningData> data_;
  const std::uint64_t seed_;
  const std::size_t threads_;
  std::shared_ptr<const InhibitoryPopulation> inhibition_;
  EventEngine engine_;
  std::vector<std::unique_ptr<EventEngine>> more_engines_;  ///< for tests on several threads

  std::function<bool()> go_on_;

  std::uint64_t presentations_ = 0;
  std::uint64_t taught_ = 0;
  std::vector<CurvePoint> curve_;
  std::vector<std::uint32_t> order_;  ///< of the pass under way
  std::uint64_t ordered_pass_;
};

/// Steps every run to its end, several at a time. @param tested is called after each test, from one
/// thread at a time
void finish_all(std::vector<std::unique_ptr<LearningRun>>& runs, std::size_t threads,
                const std::function<void(std::size_t run, const CurvePoint&)>& tested = {});

}  // namespace softbound
