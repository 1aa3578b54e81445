// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

namespace softbound {

/// The ends of all columns: where the charge of a read enters the neurons.
class ColumnCharges : virtual public sc_core::sc_interface {
 public:
  /// One impulse into each neuron at the present instant.
  /// @param areas by which each would raise its I_mem in the long run without a leak, in units of
  ///   I_mem, one for each column; 0 for those that get none
  /// @throws std::domain_error if an area is not finite
  virtual void inject(const std::vector<double>& areas) = 0;
};

}  // namespace softbound
