// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_law.h"
#include "device/device_parameters.h"

namespace softbound {

/// One device whose state is its weight: a law, a window, a weight.
class Memristor : public Device {
 public:
  /// @param law shared by the instance and its copies; never null
  Memristor(std::shared_ptr<const DeviceLaw> law, const DeviceWindow& window);
  /// @throws InputError if the parameters are impossible, their kind is no law or the weight is
  ///         outside [0, 1]
  explicit Memristor(const DeviceParameters& parameters, double weight = 0.5);

  double conductance() const override {
    return window_.g_min_s + weight_ * (window_.g_max_s - window_.g_min_s);
  }
  double weight() const override { return weight_; }
  ConductanceBounds bounds() const override { return {window_.g_min_s, window_.g_max_s}; }
  bool has_port(Port port) const override {
    return port == Port::main || port == law_->write_port();
  }
  std::unique_ptr<Device> clone() const override { return std::make_unique<Memristor>(*this); }
  void visit_state(StateVisitor& visitor) override { visitor.real(weight_); }
  /// What is left alone forgets: of the distance to `weight` this share is left. In between the
  /// levels of a law that has some, too.
  void decay_towards(double weight, double share_left) {
    weight_ = weight + (weight_ - weight) * share_left;
  }

 protected:
  /// Sign and dead zone of the voltage decide what the pulse does.
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override { weight_ = law_->settle_weight(weight); }

  const DeviceLaw& law() const { return *law_; }
  const DeviceWindow& window() const { return window_; }
  double weight_;

 private:
  std::shared_ptr<const DeviceLaw> law_;
  DeviceWindow window_;
};

}  // namespace softbound
