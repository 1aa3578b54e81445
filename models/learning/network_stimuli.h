// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include "network/event_engine.h"
#include "network/inhibitory_population.h"
#include "network/populations.h"

namespace softbound {

/// Charges of teachers and inhibitory neurons: a teacher's onto the neurons of its class, an
/// inhibitory neuron's, negative, onto all.
/// @param jump area of a plastic synapse of weight 1 (neuron.jump)
EventEngine::StimulusArea network_stimulus_area(
    const TeacherParameters& teacher, std::shared_ptr<const InhibitoryPopulation> inhibition,
    double jump, std::size_t columns);

}  // namespace softbound
