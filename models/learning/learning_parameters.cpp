// SPDX-License-Identifier: Apache-2.0
#include "learning/learning_parameters.h"

#include <fmt/format.h>

#include "core/error.h"
#include "network/populations.h"

namespace softbound {

namespace {

constexpr double kMostImages = 1e9;
constexpr double kLargestShift = 14;

}  // namespace

LearningParameters LearningParameters::competitive() {
  LearningParameters p;
  p.images = 60'000;
  p.test_every = 6'000;
  p.shuffle = true;
  return p;
}

LearningParameters LearningParameters::answer_driven() {
  LearningParameters p;
  p.rule = TeachingRule::answer_driven;
  p.images = 60'000;
  p.test_every = 6'000;
  p.shuffle = true;
  p.initial_weight_low = 0.45;
  p.initial_weight_high = 0.55;
  return p;
}

void LearningParameters::describe(ParameterVisitor& v) {
  v.choice({"rule", "", "when a picture is taught", "[B] always"}, rule,
           {"always", "answer_driven"});
  v.whole({"images", "", "presentations in training", "[B] 2000 or 20000"}, images,
          from_to(1, kMostImages));
  v.whole({"test_every", "", "presentations between tests, 0: at the end alone", "[B] 500"},
          test_every, from_to(0, kMostImages));
  v.whole({"test_images", "", "pictures in a test, 0: all there are", "[C]"}, test_images,
          from_to(0, kMostImages));
  v.whole({"validation", "",
           "last training pictures, kept out of training and tested in place of "
           "the test pictures",
           "[A]"},
          validation, from_to(0, kMostImages));
  v.flag({"shuffle", "", "another order of the pictures in each pass", "[A]"}, shuffle);
  v.real({"initial_weight_low", "", "weights at the start, uniform from here", "[B]"},
         initial_weight_low, from_to(0.0, 1.0));
  v.real({"initial_weight_high", "", "to here", "[B]"}, initial_weight_high, from_to(0.0, 1.0));
  v.whole({"shift_pixels", "", "training pictures are moved by up to so many pixels", "[A]"},
          shift_pixels, from_to(0, kLargestShift));
  v.real(
      {"margin", "", "lead of the right class, in spikes, from which on nothing is taught", "[C]"},
      margin, at_least(0.0));
  v.real(
      {"best_share", "", "part of the class's neurons that learn, those nearest to firing", "[C]"},
      best_share, from_to(0.0, 1.0));
  v.real({"calcium_s", "s", "taught without writes, to build up calcium", "[C]"}, calcium_s,
         from_to(0.0, kLongestPresentationS));
  v.real({"teach_first_s", "s", "taught with writes, at the first presentation", "[C]"},
         teach_first_s, Bounds{0.0, kLongestPresentationS, false, false});
  v.real({"teach_last_s", "s", "the same at the last, geometric in between", "[C]"}, teach_last_s,
         Bounds{0.0, kLongestPresentationS, false, false});
  v.real(
      {"negative_area", "", "charge of a teacher spike onto a neuron that answered wrongly", "[C]"},
      negative_area, any_number());
  v.real({"membrane_share", "", "what the membrane counts, in spikes, in the choice of the best",
          "[C]"},
         membrane_share, at_least(0.0));
  v.real({"jitter", "", "and chance, in spikes", "[C]"}, jitter, at_least(0.0));
}

void LearningParameters::check() const {
  check_bounds(*this, "learning");
  if (initial_weight_low > initial_weight_high) {
    throw InputError{fmt::format(
        "learning.initial_weight_low = {}: expected at most learning.initial_weight_high = {}",
        initial_weight_low, initial_weight_high)};
  }
}

}  // namespace softbound
