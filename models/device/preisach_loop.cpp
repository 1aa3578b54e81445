// SPDX-License-Identifier: Apache-2.0
#include "device/preisach_loop.h"

#include <fmt/format.h>

#include <cmath>

#include "core/error.h"

namespace softbound {

namespace {

// How far the branches may be apart where the loop counts as saturated, in units of P_s.
constexpr double kSaturatedShare = 0.1;
constexpr double kFar = 1e300;  // in place of infinity, which no saved state may hold

}  // namespace

void LoopParameters::describe(ParameterVisitor& v) {
  v.real({"ps_c_per_m2", "C/m^2", "saturation polarisation", "[A]"}, ps_c_per_m2, above(0));
  v.real({"pr_c_per_m2", "C/m^2", "remanent polarisation", "[A]"}, pr_c_per_m2, above(0));
  v.real({"v_c_v", "V", "coercive voltage", "[A]"}, v_c_v, above(0));
  v.real({"v_saturation_v", "V", "larger voltages wipe out all memory", "[A]"}, v_saturation_v,
         above(0));
}

void LoopParameters::check() const {
  check_bounds(*this, "device");
  if (pr_c_per_m2 >= ps_c_per_m2) {
    throw InputError{
        fmt::format("device.pr_c_per_m2 = {}: expected less than device.ps_c_per_m2 = {}",
                    pr_c_per_m2, ps_c_per_m2)};
  }
  const double apart = falling_c_per_m2(v_saturation_v) - rising_c_per_m2(v_saturation_v);
  if (apart > kSaturatedShare * ps_c_per_m2) {
    throw InputError{fmt::format(
        "device.v_saturation_v = {}: expected a larger voltage: the branches of the loop "
        "are still {} C/m^2 apart",
        v_saturation_v, apart)};
  }
}

double LoopParameters::width_v() const {
  return v_c_v / std::log((ps_c_per_m2 + pr_c_per_m2) / (ps_c_per_m2 - pr_c_per_m2));
}

double LoopParameters::rising_c_per_m2(double voltage_v) const {
  return ps_c_per_m2 * std::tanh((voltage_v - v_c_v) / (2 * width_v()));
}

double LoopParameters::falling_c_per_m2(double voltage_v) const {
  return ps_c_per_m2 * std::tanh((voltage_v + v_c_v) / (2 * width_v()));
}

PreisachLoop::PreisachLoop(const LoopParameters& parameters) : parameters_{parameters} {
  turns_.reserve(2 * kDeepest);
  saturate(true);
}

void PreisachLoop::saturate(bool up) {
  saturate_beyond(up ? parameters_.v_saturation_v : -parameters_.v_saturation_v);
  voltage_v_ = 0;
  polarisation_ = outer(0);
}

bool PreisachLoop::saturate_beyond(double voltage_v) {
  if (std::abs(voltage_v) < parameters_.v_saturation_v) return false;
  const double sign = voltage_v > 0 ? 1 : -1;
  rising_ = voltage_v < 0;
  turns_.assign({sign * kFar, sign * parameters_.ps_c_per_m2});
  voltage_v_ = voltage_v;
  polarisation_ = outer(voltage_v);
  return true;
}

void PreisachLoop::turn() {
  if (turns_.size() == 2 * kDeepest) turns_.resize(turns_.size() - 4);
  turns_.insert(turns_.end(), {voltage_v_, polarisation_});
  rising_ = !rising_;
}

// Passing the far end of an inner loop removes both its ends.
void PreisachLoop::wipe_out(double voltage_v) {
  while (turns_.size() >= 4) {
    const double far_v = turns_[turns_.size() - 4];
    if (rising_ ? voltage_v < far_v : voltage_v > far_v) break;
    turns_.resize(turns_.size() - 4);
  }
}

double PreisachLoop::on_branch(double voltage_v) const {
  const double from_v = turns_[turns_.size() - 2], from_p = turns_[turns_.size() - 1];
  const double sign = rising_ ? 1 : -1;
  const bool inner = turns_.size() >= 4;
  const double to_v = inner ? turns_[turns_.size() - 4] : sign * kFar;
  const double to_p = inner ? turns_[turns_.size() - 3] : sign * parameters_.ps_c_per_m2;
  const double whole = outer(to_v) - outer(from_v);
  if (whole == 0) return from_p;
  return from_p + (to_p - from_p) * ((outer(voltage_v) - outer(from_v)) / whole);
}

void PreisachLoop::visit(double voltage_v) {
  if (voltage_v == voltage_v_ || saturate_beyond(voltage_v)) return;
  if ((voltage_v > voltage_v_) != rising_) turn();
  wipe_out(voltage_v);
  voltage_v_ = voltage_v;
  polarisation_ = on_branch(voltage_v);
}

void PreisachLoop::visit_state(StateVisitor& visitor) {
  visitor.flag(rising_);
  visitor.real(voltage_v_);
  visitor.real(polarisation_);
  visitor.list(turns_);
  if (turns_.empty() || turns_.size() % 2 != 0 || turns_.size() > 2 * kDeepest) {
    throw InputError{fmt::format(
        "state of a polarisation loop: {} numbers, expected 2 a turning point and at most {}",
        turns_.size(), 2 * kDeepest)};
  }
}

}  // namespace softbound
