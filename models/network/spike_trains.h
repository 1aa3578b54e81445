// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "network/populations.h"
#include "network/spike_file.h"

namespace softbound {

/// Input spikes of one picture, in the sender's order, from t = 0 to before presentation_s. Each
/// spike depends on (seed, row, presentation, its number in the train) alone, so more rows or
/// presentations move none.
/// @param pixels `rows` grey values
/// @param presentation number of the presentation in the run: other numbers, other trains
/// @throws InputError if rate times presentation_s exceeds kMostSpikesPerTrain
std::vector<Spike> encode_digit(const std::uint8_t* pixels, std::size_t rows,
                                const InputParameters& input, std::uint64_t seed,
                                std::uint32_t presentation);

/// The same for rates of one's own, one a row, e.g. of pictures scaled to a constant sum.
/// @param presentation_s length of the presentation, up to kLongestPresentationS
/// @throws InputError if the highest rate times presentation_s exceeds kMostSpikesPerTrain
std::vector<Spike> encode_rates(const std::vector<double>& rate_hz, InputTrain train,
                                double presentation_s, std::uint64_t seed,
                                std::uint32_t presentation);

/// Spikes of the teacher of class `label` during one presentation, in ascending order.
/// @param duration_s length of the presentation, up to kLongestPresentationS
/// @throws InputError if rate times duration exceeds kMostSpikesPerTrain
std::vector<TimePs> teacher_spikes(std::uint32_t label, const TeacherParameters& teacher,
                                   double duration_s, std::uint64_t seed,
                                   std::uint32_t presentation);

/// What enters the neurons beside the array during one presentation, in order of Stimulus.
/// @param teacher spikes of the teacher of class `label`, ascending
/// @param inhibitory in order, as InhibitoryPopulation::spikes gives them
std::vector<Stimulus> merge_stimuli(std::uint32_t label, const std::vector<TimePs>& teacher,
                                    std::vector<Stimulus> inhibitory);

}  // namespace softbound
