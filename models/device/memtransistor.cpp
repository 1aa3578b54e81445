// SPDX-License-Identifier: Apache-2.0
#include "device/memtransistor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/elementary.h"

namespace softbound {

namespace {

constexpr double kThermalVoltageV = 0.02585;  // kT/q at 300 K

SoftBoundParameters defaults() {
  SoftBoundParameters parameters;
  parameters.ltp = {0.02, 1, 30, 5, 1};
  parameters.ltd = {0.02, 1, 30, 5, 1};
  parameters.pulse_width_s = 1e-3;
  parameters.window = {1, 3, 80, "[A]"};
  parameters.step_source = "[A]";
  return parameters;
}

}  // namespace

void MemtransistorChannel::describe(ParameterVisitor& v) {
  v.real({"g_1_s", "S", "on-state conductance at v_0_v", "[A]"}, g_1_s, above(0));
  v.real({"v_0_v", "V", "gate voltage of g_1_s", "[A]"}, v_0_v, any_number());
  v.real({"n", "", "gate voltage per thermal voltage for one e-fold", "[A]"}, n, above(0));
  v.real({"g_saturated_s", "S", "largest on-state conductance", "[A]"}, g_saturated_s, above(0));
  v.real({"on_off", "", "conductance at w = 1 over that at w = 0", "[A]"}, on_off, above(1));
  v.real({"v_gate_v", "V", "gate voltage while the device is a synapse", "[A]"}, v_gate_v,
         any_number());
}

double MemtransistorChannel::g_on_s(double v_gate) const {
  return std::min(g_saturated_s, g_1_s * portable_exp((v_gate - v_0_v) / (n * kThermalVoltageV)));
}

MemtransistorKind::MemtransistorKind() : SoftBound{defaults()} {}

DeviceWindow MemtransistorKind::nominal() const {
  const double g_on_s = channel_.g_on_s(channel_.v_gate_v);
  return {g_on_s / channel_.on_off, g_on_s, 0};
}

void MemtransistorKind::describe(ParameterVisitor& visitor) {
  SoftBound::describe(visitor);
  channel_.describe(visitor);
}

void MemtransistorKind::check() const {
  SoftBound::check();
  check_bounds(channel_, "device");
}

std::unique_ptr<Device> MemtransistorKind::make(const DeviceWindow& window) const {
  return std::make_unique<Memtransistor>(*this, window);
}

Memtransistor::Memtransistor(const MemtransistorKind& kind, const DeviceWindow& window)
    : Memristor{std::make_shared<const MemtransistorKind>(kind), window},
      channel_{kind.channel()},
      v_gate_v_{kind.channel().v_gate_v} {}

void Memtransistor::set_gate_v(double v_gate_v) {
  if (!std::isfinite(v_gate_v)) {
    throw std::domain_error{fmt::format("gate at {} V: expected a finite voltage", v_gate_v)};
  }
  v_gate_v_ = v_gate_v;
}

ConductanceBounds Memtransistor::bounds() const {
  const double g_on_s = channel_.g_on_s(v_gate_v_);
  return {g_on_s / channel_.on_off, g_on_s};
}

double Memtransistor::conductance() const {
  return channel_.g_on_s(v_gate_v_) * (weight_ + (1 - weight_) / channel_.on_off);
}

void Memtransistor::visit_state(StateVisitor& visitor) {
  Memristor::visit_state(visitor);
  visitor.real(v_gate_v_);
}

}  // namespace softbound
