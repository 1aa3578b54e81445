// SPDX-License-Identifier: Apache-2.0
#pragma once
// The facade over one Verilated output_arbiter; included by the files that instantiate it only.

#include <string>

#include "self_timed/output_arbiter_rtl.h"
#include "self_timed/timed_model.h"
#include "verilated_port.h"

namespace softbound {

template <class Model>
class OutputArbiterRtlModel final : public OutputArbiterRtl {
 public:
  OutputArbiterRtlModel(RtlContext& context, const std::string& name, std::size_t columns)
      : columns_{columns}, model_{context, name} {
    model_.pins().columns_i = static_cast<IData>(columns);
    // Reset is an edge, and the model starts with it low.
    model_.pins().rst_ni = 1;
    model_.eval(0);
  }

  void set_response_ps(TimePs response_ps) override {
    model_.pins().response_ps_i = static_cast<QData>(response_ps);
  }

  const Outputs& eval(TimePs now_ps, const Inputs& in) override {
    auto& pins = model_.pins();
    pins.rst_ni = in.rst_n;
    pins.fixed_priority_i = in.arbitration == Arbitration::fixed_priority;
    write_port(pins.waiting_i, in.waiting, columns_);
    pins.ack_i = in.ack;
    model_.eval(now_ps);
    outputs_ = {pins.req_o != 0, pins.addr_o, pins.taken_o};
    return outputs_;
  }
  TimePs next_ps() const override { return model_.next_ps(); }
  void trace(WaveFile& wave) override { model_.trace(wave); }

 private:
  const std::size_t columns_;
  TimedModel<Model> model_;
  Outputs outputs_;
};

}  // namespace softbound
