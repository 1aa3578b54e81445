// SPDX-License-Identifier: Apache-2.0
#pragma once
// The facade over one Verilated row_controller; included by the files that instantiate it only.

#include <memory>
#include <string>

#include "self_timed/row_controller_rtl.h"
#include "self_timed/self_timed_factory.h"
#include "self_timed/timed_model.h"
#include "verilated_port.h"

namespace softbound {

template <class Model>
class RowControllerRtlModel final : public RowControllerRtl {
 public:
  RowControllerRtlModel(RtlContext& context, const std::string& name, std::size_t columns)
      : columns_{columns}, model_{context, name} {}

  void set_delays(const Delays& delays) override {
    auto& pins = model_.pins();
    pins.read_ps_i = static_cast<QData>(delays.read_ps);
    pins.gap_ps_i = static_cast<QData>(delays.gap_ps);
    pins.write_ps_i = static_cast<QData>(delays.write_ps);
    pins.recover_ps_i = static_cast<QData>(delays.recover_ps);
    pins.mutex_ps_i = static_cast<QData>(delays.mutex_ps);
  }
  void set_registers(const Registers& registers) override {
    auto& pins = model_.pins();
    pins.enable_i = registers.enable;
    pins.busy_policy_i = static_cast<CData>(registers.busy_policy);
    pins.latch_instant_i = static_cast<CData>(registers.latch);
  }
  void set_masks(const Masks& masks) override {
    auto& pins = model_.pins();
    write_port(pins.columns_i, masks.columns, columns_);
    write_port(pins.up_counts_i, masks.up, columns_);
    write_port(pins.dn_counts_i, masks.dn, columns_);
  }
  void set_neurons(const Bits& up, const Bits& dn) override {
    write_port(model_.pins().up_i, up, columns_);
    write_port(model_.pins().dn_i, dn, columns_);
  }
  void set_clear(bool clear) override { model_.pins().clear_i = clear; }
  void set_request(bool request) override { model_.pins().req_i = request; }

  const Outputs& eval(TimePs now_ps, bool answer) override {
    auto& pins = model_.pins();
    pins.answer_i = answer;
    model_.eval(now_ps);
    outputs_ = {pins.ack_o != 0, pins.ask_o != 0,  pins.read_o != 0,
                pins.wr_o != 0,  pins.busy_o != 0, pins.started_o,
                pins.decided_o,  pins.dropped_o,   pins.held_o};
    return outputs_;
  }
  const Outputs& outputs() const override { return outputs_; }
  TimePs next_ps() const override { return model_.next_ps(); }

  void read_decision(Decision& decision) const override {
    const auto& pins = model_.pins();
    read_port(pins.ltp_o, 0, columns_, decision.ltp);
    read_port(pins.ltd_o, 0, columns_, decision.ltd);
    read_port(pins.illegal_o, 0, columns_, decision.illegal);
  }

  void trace(WaveFile& wave) override { model_.trace(wave); }
  void keep_coverage() override { model_.keep_coverage(); }

 private:
  const std::size_t columns_;
  TimedModel<Model> model_;
  Outputs outputs_;
};

}  // namespace softbound
