// SPDX-License-Identifier: Apache-2.0
#include "learning/network_stimuli.h"

#include <utility>

#include "learning/scores.h"

namespace softbound {

EventEngine::StimulusArea network_stimulus_area(
    const TeacherParameters& teacher, std::shared_ptr<const InhibitoryPopulation> inhibition,
    double jump, std::size_t columns) {
  return [inhibition = std::move(inhibition), jump, columns, teacher_area = teacher.area](
             const Stimulus& stimulus, std::size_t column) {
    if (stimulus.kind == StimulusKind::inhibitory) {
      return -inhibition->area(stimulus.index, column, jump);
    }
    return class_of_column(column, columns) == stimulus.index ? teacher_area : 0.0;
  };
}

}  // namespace softbound
