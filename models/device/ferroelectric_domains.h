// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/parameter.h"
#include "device/switching_element.h"

namespace softbound {

/// Nucleation-limited switching (ledger 4.4): domain k has the hazard time
///
///     tau_k = tau0 exp((Ea_k / |V|)^alpha),   Ea_k normal, one draw a domain
///
/// and switches when 1 - exp(-h^beta) passes its own uniform draw.
struct NucleationParameters {
  std::int64_t domains = 20;
  double tau0_s = 1.9e-8;
  double alpha = 3;
  double beta = 2;
  double activation_v = 1.84;
  double activation_spread_v = 0.32;

  void describe(ParameterVisitor& visitor);
};

/// The domains of one ferroelectric layer: elements of kernel K3.
class FerroelectricDomains {
 public:
  explicit FerroelectricDomains(const NucleationParameters& parameters);

  /// @param voltage_v across the layer; positive drives domains up
  void expose(double voltage_v, double time_s, DrawSequence& random);

  std::size_t size() const { return elements_.size(); }
  double share_up() const;
  /// Mean of the domains' signs, P / P_full in [-1, 1].
  double polarisation() const { return 2 * share_up() - 1; }
  /// The nearest number of domains up, the first ones.
  /// @param share_up in [0, 1]
  void settle(double share_up);

  void visit_state(StateVisitor& visitor);

 private:
  void draw_barriers(DrawSequence& random);

  NucleationParameters parameters_;
  std::vector<SwitchingElement> elements_;
  /// Ea_k^alpha. They belong to the device's own random numbers, so the first field draws them.
  std::vector<double> barriers_;
  bool drawn_ = false;
};

}  // namespace softbound
