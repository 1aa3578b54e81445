// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <systemc>
#include <vector>

#include "chip/column_charges.h"
#include "network/spike_file.h"

namespace softbound {

/// Teacher and inhibitory neurons: they charge the output neurons directly, each at its own
/// picosecond; they are no rows of the array.
class StimulusSource : public sc_core::sc_module {
 public:
  /// Signed charge that a stimulus gives the neuron of a column, 0 for none.
  using Area = std::function<double(const Stimulus&, std::size_t column)>;

  sc_core::sc_port<ColumnCharges> charges_o{"charges_o"};

  /// @param stimuli in order; times count from `origin_ps`
  StimulusSource(const sc_core::sc_module_name& name, const std::vector<Stimulus>& stimuli,
                 TimePs origin_ps, Area area, std::size_t columns);

 private:
  void deliver();

  const std::vector<Stimulus>& stimuli_;
  const TimePs origin_ps_;
  const Area area_;
  std::vector<double> areas_;  // by column
  std::size_t next_ = 0;
};

}  // namespace softbound
