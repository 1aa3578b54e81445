// SPDX-License-Identifier: Apache-2.0
#pragma once
// The facade over one Verilated control_top; included by the files that instantiate it only.

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "control/control_factory.h"
#include "control/control_rtl.h"
#include "rtl_context.h"
#include "verilated.h"
#include "verilated_port.h"
#include "wave_file_impl.h"

namespace softbound {

template <class Model>
class ControlRtlModel final : public ControlRtl {
 public:
  ControlRtlModel(RtlContext& context, const std::string& name, ControlSize size)
      : context_{context.raw()},
        size_{size},
        model_{&context_, trace_scope(name).c_str()},
        row_bits_{address_bits(size.rows)} {
    // An asynchronous reset needs an edge: the model starts with rst_ni low, so show it high once.
    model_.rst_ni = 1;
    model_.eval();
    model_.rst_ni = 0;
    model_.eval();
  }
  ~ControlRtlModel() override {
    model_.final();
    RtlContext::keep_coverage(context_);
  }
  ControlRtlModel(const ControlRtlModel&) = delete;
  ControlRtlModel& operator=(const ControlRtlModel&) = delete;

  static ControlFactory factory(ControlSize size) {
    return {size,
            [](RtlContext& context, const std::string& name,
               ControlSize of) -> std::unique_ptr<ControlRtl> {
              return std::make_unique<ControlRtlModel>(context, name, of);
            }};
  }

  ControlSize size() const override { return size_; }

  void settle(TimePs now_ps, const ControlInputs& in) override {
    set_time(now_ps);
    apply(in);
    model_.eval();
  }

  void rising_edge(TimePs now_ps, const ControlInputs& in) override {
    if (model_.clk_i) falling_edge(now_ps);
    set_time(now_ps);
    apply(in);
    model_.clk_i = 1;
    model_.eval();
  }

  void falling_edge(TimePs now_ps) override {
    if (!model_.clk_i) return;
    set_time(now_ps);
    model_.clk_i = 0;
    model_.eval();
  }

  bool outputs(ControlOutputs& out) override {
    if (collect()) state_ = next_state();
    if (out.state == state_) return false;
    out.state = state_;
    return unpack(out);
  }

  void trace(WaveFile& wave) override { wave.impl().attach(model_); }

 private:
  static unsigned address_bits(std::size_t rows) {
    unsigned bits = 1;
    while ((std::size_t{1} << bits) < rows) ++bits;
    return bits;
  }

  /// A number that no other state of any control has.
  static std::uint64_t next_state() {
    static std::atomic<std::uint64_t> states{0};
    return ++states;
  }

  void set_time(TimePs now_ps) { context_.time(static_cast<std::uint64_t>(now_ps)); }

  void apply(const ControlInputs& in) {
    if ((in.req && in.addr >> row_bits_ != 0) || in.paddr >> 12 != 0) {
      throw std::logic_error("ControlRtl: address wider than the pins");
    }
    model_.rst_ni = in.rst_n;
    model_.req_i = in.req;
    write_port(model_.addr_i, in.addr & ((std::uint32_t{1} << row_bits_) - 1));
    write_port(model_.up_i, in.up, size_.columns);
    write_port(model_.dn_i, in.dn, size_.columns);
    write_port(model_.fire_i, in.fire, size_.columns);
    model_.ack_i = in.out_ack;
    model_.psel_i = in.psel;
    model_.penable_i = in.penable;
    model_.pwrite_i = in.pwrite;
    write_port(model_.paddr_i, in.paddr);
    model_.pwdata_i = in.pwdata;
  }

  /// Reads the output pins into one array of words; tells whether they differ from before.
  bool collect() {
    pins_.clear();
    pins_.append(model_.ack_o);
    pins_.append(model_.req_o);
    pins_.append(model_.addr_o);
    pins_.append(model_.prdata_o);
    pins_.append(model_.pslverr_o);
    pins_.append(model_.irq_o);
    pins_.append(model_.idle_o);
    pins_.append(model_.read_o);
    pins_.append(model_.wr_o);
    pins_.append(model_.slot_row_o);
    pins_.append(model_.row_sel_o);
    pins_.append(model_.col_sel_o);
    pins_.append(model_.ltp_o);
    pins_.append(model_.ltd_o);
    return pins_.changed();
  }

  bool unpack(ControlOutputs& out) {
    bool changed = false;
    const auto take = [&changed](auto& to, auto value) {
      const auto converted = static_cast<std::remove_reference_t<decltype(to)>>(value);
      changed |= to != converted;
      to = converted;
    };
    take(out.ack, model_.ack_o);
    take(out.out_req, model_.req_o);
    take(out.out_addr, model_.addr_o);
    take(out.prdata, model_.prdata_o);
    take(out.pslverr, model_.pslverr_o);
    take(out.irq, model_.irq_o);
    take(out.idle, model_.idle_o);
    changed |= read_port(model_.read_o, 0, size_.slots, out.read);
    changed |= read_port(model_.wr_o, 0, size_.slots, out.wr);
    changed |= read_port(model_.row_sel_o, 0, size_.rows, out.row_sel);
    changed |= read_port(model_.col_sel_o, 0, size_.columns, out.col_sel);
    out.slot_row.resize(size_.slots);
    out.ltp.resize(size_.slots);
    out.ltd.resize(size_.slots);
    for (std::size_t s = 0; s < size_.slots; ++s) {
      take(out.slot_row[s], read_field(model_.slot_row_o, s * row_bits_, row_bits_));
      changed |= read_port(model_.ltp_o, s * size_.columns, size_.columns, out.ltp[s]);
      changed |= read_port(model_.ltd_o, s * size_.columns, size_.columns, out.ltd[s]);
    }
    return changed;
  }

  VerilatedContext& context_;
  ControlSize size_;
  Model model_;
  unsigned row_bits_;
  PinSnapshot pins_;
  std::uint64_t state_ = 0;
};

}  // namespace softbound
