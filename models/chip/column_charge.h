// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

namespace softbound {

/// The end of a column: where the charge of a read enters a neuron.
class ColumnCharge : virtual public sc_core::sc_interface {
 public:
  /// One impulse at the present instant.
  /// @param area by which it would raise I_mem in the long run without a leak, in units of I_mem
  virtual void inject(double area) = 0;
};

}  // namespace softbound
