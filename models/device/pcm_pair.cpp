// SPDX-License-Identifier: Apache-2.0
#include "device/pcm_pair.h"

#include <algorithm>
#include <cmath>

namespace softbound {

void PcmPairParameters::describe(ParameterVisitor& v) {
  pcm.describe(v);
  v.real({"saturation", "", "refresh when a device passes this share of g_crystal_s", "[C]"},
         saturation, Bounds{0, 1, false, false});
  v.real({"refresh_limit", "", "... and the difference is below this share", "[A]"}, refresh_limit,
         from_to(0, 1));
}

void PcmPairParameters::check() const {
  check_bounds(*this, "device");
  pcm.check();
}

PcmPairDevice::PcmPairDevice(std::shared_ptr<const PcmPairParameters> parameters)
    : parameters_{std::move(parameters)},
      cells_{PhaseChangeCell{parameters_->pcm}, PhaseChangeCell{parameters_->pcm}} {}

double PcmPairDevice::conductance() const {
  return parameters_->pcm.step.g_high_s + difference_s();
}

double PcmPairDevice::read_conductance(DrawSequence& random) const {
  const double plus_read_s = cells_[0].read_conductance_s(parameters_->pcm, random);
  const double minus_read_s = cells_[1].read_conductance_s(parameters_->pcm, random);
  return parameters_->pcm.step.g_high_s + plus_read_s - minus_read_s;
}

void PcmPairDevice::stimulate(const Pulse& pulse, Port, DrawSequence& random) {
  cells_[pulse.amplitude_v > 0 ? 0 : 1].apply(parameters_->pcm, pulse, random);
  if (due_for_refresh()) refresh(random);
}

bool PcmPairDevice::due_for_refresh() const {
  const double g_high_s = parameters_->pcm.step.g_high_s;
  return std::max(plus_s(), minus_s()) > parameters_->saturation * g_high_s &&
         std::abs(difference_s()) < parameters_->refresh_limit * g_high_s;
}

void PcmPairDevice::refresh(DrawSequence& random) {
  const PcmParameters& pcm = parameters_->pcm;
  const double difference = difference_s();
  for (auto& cell : cells_) cell.apply(pcm, {pcm.v_reset_v, pcm.set_width_s}, random);
  const std::size_t larger = difference > 0 ? 0 : 1;
  const double other_s = cells_[1 - larger].conductance_s(pcm);
  cells_[larger].set_towards(pcm, other_s + std::abs(difference), random);
  ++refreshes_;
}

void PcmPairDevice::rest(double time_s, DrawSequence& random) {
  for (auto& cell : cells_) cell.relax(parameters_->pcm, time_s, random);
}

void PcmPairDevice::settle(double weight) {
  const PcmParameters& pcm = parameters_->pcm;
  const double difference = (2 * weight - 1) * pcm.step.g_high_s;
  cells_[0].settle(pcm, pcm.step.g_low_s + std::max(difference, 0.0));
  cells_[1].settle(pcm, pcm.step.g_low_s + std::max(-difference, 0.0));
}

void PcmPairDevice::visit_state(StateVisitor& visitor) {
  for (auto& cell : cells_) cell.visit_state(visitor);
  visitor.whole(refreshes_);
}

}  // namespace softbound
