// SPDX-License-Identifier: Apache-2.0
#include "self_timed/aer_receiver_rtl.h"

#include "Vaer_receiver.h"
#include "self_timed/timed_model.h"

namespace softbound {

struct AerReceiverRtl::Impl {
  TimedModel<Vaer_receiver> model;
  Outputs outputs;
};

AerReceiverRtl::AerReceiverRtl(RtlContext& context, const std::string& name, std::uint32_t rows)
    : impl_{new Impl{{context, name}, {}}} {
  auto& pins = impl_->model.pins();
  pins.rows_i = rows;
  // Reset is an edge, and the model starts with it low.
  pins.rst_ni = 1;
  impl_->model.eval(0);
}

AerReceiverRtl::~AerReceiverRtl() = default;

void AerReceiverRtl::set_delays(TimePs request_ps, TimePs cycle_ps, TimePs response_ps) {
  auto& pins = impl_->model.pins();
  pins.request_ps_i = static_cast<QData>(request_ps);
  pins.cycle_ps_i = static_cast<QData>(cycle_ps);
  pins.response_ps_i = static_cast<QData>(response_ps);
}

const AerReceiverRtl::Outputs& AerReceiverRtl::eval(TimePs now_ps, const Inputs& in) {
  auto& pins = impl_->model.pins();
  pins.rst_ni = in.rst_n;
  pins.enable_i = in.enable;
  pins.req_i = in.req;
  pins.addr_i = in.addr;
  pins.row_ack_i = in.row_ack;
  impl_->model.eval(now_ps);
  impl_->outputs = {pins.ack_o != 0, pins.row_req_o != 0, pins.bad_address_o};
  return impl_->outputs;
}

TimePs AerReceiverRtl::next_ps() const { return impl_->model.next_ps(); }
void AerReceiverRtl::trace(WaveFile& wave) { impl_->model.trace(wave); }

}  // namespace softbound
