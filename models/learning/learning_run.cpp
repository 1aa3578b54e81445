// SPDX-License-Identifier: Apache-2.0
#include "learning/learning_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>

#include "core/error.h"
#include "learning/answer_driven.h"
#include "learning/network_stimuli.h"
#include "learning/parallel.h"
#include "network/spike_trains.h"

namespace softbound {

namespace {

// Numbers of presentations, hence of trains: tests have their own, the same in every test.
constexpr std::uint32_t kTestTrains = 0x8000'0000u;
// Under answer_driven each training presentation has two.
constexpr std::uint32_t answer_trains(std::uint64_t presentation) {
  return static_cast<std::uint32_t>(2 * presentation);
}
constexpr std::uint32_t teaching_trains(std::uint64_t presentation) {
  return static_cast<std::uint32_t>(2 * presentation + 1);
}
// The two teachers of a wrong answer, as indices of teacher stimuli.
constexpr std::uint32_t kPositive = 0;
constexpr std::uint32_t kNegative = 1;
constexpr std::uint64_t kNoPass = ~std::uint64_t{0};

const NetworkParameters& checked(const NetworkParameters& network, const LearningData& data) {
  network.check();
  const std::size_t pixels = data.training.images.pixels_per_image();
  if (static_cast<std::size_t>(network.chip.array.rows) != pixels) {
    throw InputError{
        fmt::format("array.rows = {}: expected {}, one row for each pixel of a picture",
                    network.chip.array.rows, pixels)};
  }
  if (static_cast<std::size_t>(network.chip.array.columns) % kDigitClasses != 0) {
    throw InputError{
        fmt::format("array.columns = {}: expected a multiple of {}, as many neurons "
                    "for each class",
                    network.chip.array.columns, kDigitClasses)};
  }
  return network;
}

std::vector<double> initial_weights(const NetworkParameters& network, std::uint64_t seed) {
  const CounterRandom random{seed, RandomStream::initial_weights};
  const LearningParameters& l = network.learning;
  std::vector<double> weights(
      static_cast<std::size_t>(network.chip.array.rows * network.chip.array.columns));
  for (std::size_t cell = 0; cell < weights.size(); ++cell) {
    weights[cell] = l.initial_weight_low +
                    (l.initial_weight_high - l.initial_weight_low) * random.uniform(cell, 0);
  }
  return weights;
}

// Takes what is at `from_ps` or later out of a list in order of time, counted from there.
template <class Timed>
std::vector<Timed> split_off(std::vector<Timed>& list, TimePs from_ps) {
  const auto first = std::partition_point(
      list.begin(), list.end(), [&](const Timed& entry) { return entry.time_ps < from_ps; });
  std::vector<Timed> rest{first, list.end()};
  list.erase(first, list.end());
  for (Timed& entry : rest) entry.time_ps -= from_ps;
  return rest;
}

}  // namespace

LearningRun::LearningRun(const NetworkParameters& network, std::shared_ptr<const LearningData> data,
                         std::uint64_t seed, std::size_t threads)
    : network_{checked(network, *data)},
      data_{std::move(data)},
      seed_{seed},
      threads_{threads},
      inhibition_{std::make_shared<InhibitoryPopulation>(
          network_.inhibition, static_cast<std::size_t>(network_.chip.array.rows),
          static_cast<std::size_t>(network_.chip.array.columns), seed)},
      engine_{network_.chip, seed,
              network_stimulus_area(network_.teacher, inhibition_, network_.chip.neuron.jump,
                                    static_cast<std::size_t>(network_.chip.array.columns))},
      ordered_pass_{kNoPass} {
  engine_.set_weights(initial_weights(network_, seed));
  engine_.set_threads(std::max<std::size_t>(1, threads_));
}

bool LearningRun::finished() const {
  return presentations_ >= static_cast<std::uint64_t>(network_.learning.images) && !test_due();
}

bool LearningRun::test_due() const {
  if (!curve_.empty() && curve_.back().presentations == presentations_) return false;
  const auto every = static_cast<std::uint64_t>(network_.learning.test_every);
  return presentations_ == static_cast<std::uint64_t>(network_.learning.images) ||
         (every != 0 && presentations_ % every == 0);
}

const CurvePoint* LearningRun::step() {
  bool tested = false, stopped = false;
  const auto test_if_due = [&] {
    if (!test_due()) return;
    const Scores scores = test();
    stopped = scores.images < data_->test.size();
    if (stopped) return;
    curve_.push_back({presentations_, taught_, scores});
    tested = true;
  };
  test_if_due();
  if (presentations_ < static_cast<std::uint64_t>(network_.learning.images) && !tested &&
      !stopped) {
    train();
    ++presentations_;
    test_if_due();
  }
  return tested ? &curve_.back() : nullptr;
}

void LearningRun::finish(const std::function<void(const CurvePoint&)>& tested) {
  while (!finished()) {
    const CurvePoint* point = step();
    if (point && tested) tested(*point);
    if (!point && go_on_ && !go_on_()) return;
  }
}

/// In the order of the data set, or in one of its own for each pass.
std::size_t LearningRun::training_picture(std::uint64_t presentation) {
  const std::size_t size = data_->training.size();
  const std::uint64_t pass = presentation / size;
  const auto place = static_cast<std::size_t>(presentation % size);
  if (!network_.learning.shuffle) return place;
  if (pass != ordered_pass_) {
    const CounterRandom random{seed_, RandomStream::presentation_order};
    order_.resize(size);
    std::iota(order_.begin(), order_.end(), 0u);
    for (std::size_t k = size - 1; k > 0; --k) {
      std::swap(order_[k], order_[random.bits(pass, k) % (k + 1)]);
    }
    ordered_pass_ = pass;
  }
  return order_[place];
}

void LearningRun::train() {
  const DigitImages& images = data_->training.images;
  const std::size_t picture = training_picture(presentations_);
  const std::uint8_t* pixels = images.image(picture);
  std::vector<std::uint8_t> moved;
  if (const auto most = static_cast<int>(network_.learning.shift_pixels); most > 0) {
    const CounterRandom random{seed_, RandomStream::picture_shift};
    const auto draw = [&](std::uint64_t axis) {
      return static_cast<int>(random.bits(presentations_, axis) %
                              static_cast<std::uint64_t>(2 * most + 1)) -
             most;
    };
    moved = shifted(pixels, images.rows, images.columns, draw(0), draw(1));
    pixels = moved.data();
  }
  const std::size_t label = data_->training.labels[picture];
  if (network_.learning.rule == TeachingRule::always) {
    teach_always(pixels, label);
  } else {
    teach_if_needed(pixels, label);
  }
  // Devices that drift or leak age by a presentation.
  engine_.let_time_pass(network_.input.presentation_s);
}

LearningRun::Trains LearningRun::input_trains(const std::uint8_t* pixels, double duration_s,
                                              std::uint32_t presentation) const {
  InputParameters input = network_.input;
  input.presentation_s = duration_s;
  Trains trains;
  trains.spikes = encode_digit(pixels, static_cast<std::size_t>(network_.chip.array.rows), input,
                               seed_, presentation);
  trains.stimuli = inhibition_->spikes(trains.spikes);
  return trains;
}

void LearningRun::teach_always(const std::uint8_t* pixels, std::size_t label) {
  const auto presentation = static_cast<std::uint32_t>(presentations_);
  const auto teacher = static_cast<std::uint32_t>(label);
  const double duration_s = network_.input.presentation_s;
  Trains trains = input_trains(pixels, duration_s, presentation);
  const auto teacher_ps =
      teacher_spikes(teacher, network_.teacher, duration_s, seed_, presentation);
  engine_.set_write_enable(network_.chip.control.write_enable);
  engine_.present(trains.spikes, merge_stimuli(teacher, teacher_ps, std::move(trains.stimuli)),
                  ps_from_s(duration_s));
  ++taught_;
}

void LearningRun::teach_if_needed(const std::uint8_t* pixels, std::size_t label) {
  const double duration_s = network_.input.presentation_s;
  const Trains trains = input_trains(pixels, duration_s, answer_trains(presentations_));
  engine_.set_write_enable(false);
  engine_.present(trains.spikes, trains.stimuli, ps_from_s(duration_s));
  const TeachingPlan plan =
      plan_teaching(network_.learning, label, engine_.spike_counts(), engine_.membranes(),
                    CounterRandom{seed_, RandomStream::teaching_choice},
                    static_cast<std::uint32_t>(presentations_));
  if (!plan.needed) return;
  std::vector<double> positive(plan.positive.width(), 0.0), negative(positive);
  plan.positive.for_each([&](std::size_t column) { positive[column] = network_.teacher.area; });
  plan.negative.for_each(
      [&](std::size_t column) { negative[column] = network_.learning.negative_area; });
  engine_.set_stimulus_areas(StimulusKind::teacher, kPositive, positive);
  engine_.set_stimulus_areas(StimulusKind::teacher, kNegative, negative);
  engine_.set_pos_columns(plan.positive);
  engine_.set_neg_columns(plan.negative);
  teach(pixels);
  ++taught_;
}

/// The picture once more, from where the answer left the neurons: at first without writes.
void LearningRun::teach(const std::uint8_t* pixels) {
  const LearningParameters& l = network_.learning;
  const double writing_s = teaching_time_s(l, presentations_);
  const double duration_s = l.calcium_s + writing_s;
  const std::uint32_t presentation = teaching_trains(presentations_);
  Trains without = input_trains(pixels, duration_s, presentation);
  for (const std::uint32_t teacher : {kPositive, kNegative}) {
    without.stimuli = merge_stimuli(
        teacher, teacher_spikes(teacher, network_.teacher, duration_s, seed_, presentation),
        std::move(without.stimuli));
  }
  const TimePs calcium_ps = ps_from_s(l.calcium_s);
  const Trains with{split_off(without.spikes, calcium_ps), split_off(without.stimuli, calcium_ps)};
  engine_.present(without.spikes, without.stimuli, calcium_ps, EventEngine::Start::continued);
  engine_.set_write_enable(network_.chip.control.write_enable);
  engine_.present(with.spikes, with.stimuli, ps_from_s(writing_s), EventEngine::Start::continued);
}

ClassVotes LearningRun::answer(EventEngine& engine, std::size_t test_picture) const {
  const double duration_s = network_.input.presentation_s;
  const Trains trains = input_trains(data_->test.images.image(test_picture), duration_s,
                                     kTestTrains + static_cast<std::uint32_t>(test_picture));
  engine.present(trains.spikes, trains.stimuli, ps_from_s(duration_s));
  return class_votes(engine.spike_counts());
}

std::vector<ClassVotes> LearningRun::answers() {
  std::vector<ClassVotes> votes(data_->test.size());
  const std::size_t workers = std::min(threads_, votes.size());
  while (more_engines_.size() + 1 < workers) {
    more_engines_.push_back(std::make_unique<EventEngine>(
        network_.chip, seed_,
        network_stimulus_area(network_.teacher, inhibition_, network_.chip.neuron.jump,
                              static_cast<std::size_t>(network_.chip.array.columns))));
    more_engines_.back()->set_write_enable(false);
  }
  const DeviceArray& trained = engine_.devices();
  for (auto& engine : more_engines_) {
    engine->restore(trained.weights(), trained.write_counts(), trained.hidden_state());
  }
  engine_.set_write_enable(false);
  engine_.set_threads(1);
  std::atomic<bool> go_on{true};
  parallel_for(votes.size(), workers, [&](std::size_t picture, std::size_t worker) {
    if (go_on && go_on_ && !go_on_()) go_on = false;
    if (!go_on) return;
    votes[picture] = answer(worker == 0 ? engine_ : *more_engines_[worker - 1], picture);
  });
  engine_.set_threads(std::max<std::size_t>(1, threads_));
  if (!go_on) votes.clear();
  return votes;
}

Scores LearningRun::test() { return scores_of(answers(), data_->test.labels); }

LearningState LearningRun::state() const {
  return {presentations_,
          taught_,
          weights(),
          engine_.devices().write_counts(),
          engine_.devices().hidden_state(),
          curve_};
}

void LearningRun::restore(const LearningState& state) {
  if (state.presentations > static_cast<std::uint64_t>(network_.learning.images)) {
    throw InputError{
        fmt::format("state after {} presentations: expected at most the {} of this "
                    "run",
                    state.presentations, network_.learning.images)};
  }
  engine_.restore(state.weights, state.write_counts, state.hidden_state);
  presentations_ = state.presentations;
  taught_ = state.taught;
  curve_ = state.curve;
}

void finish_all(std::vector<std::unique_ptr<LearningRun>>& runs, std::size_t threads,
                const std::function<void(std::size_t, const CurvePoint&)>& tested) {
  std::mutex telling;
  parallel_for(runs.size(), threads, [&](std::size_t run, std::size_t) {
    runs[run]->finish([&](const CurvePoint& point) {
      if (!tested) return;
      const std::lock_guard<std::mutex> lock{telling};
      tested(run, point);
    });
  });
}

}  // namespace softbound
