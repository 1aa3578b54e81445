// SPDX-License-Identifier: Apache-2.0
#include "self_timed/column_controller_rtl.h"

#include "Vcolumn_controller.h"
#include "self_timed/timed_model.h"

namespace softbound {

struct ColumnControllerRtl::Impl {
  TimedModel<Vcolumn_controller> model;
  Outputs outputs;
};

ColumnControllerRtl::ColumnControllerRtl(RtlContext& context, const std::string& name)
    : impl_{new Impl{{context, name}, {}}} {
  // Reset is an edge, and the model starts with it low.
  impl_->model.pins().rst_ni = 1;
  impl_->model.eval(0);
}

ColumnControllerRtl::~ColumnControllerRtl() = default;

const ColumnControllerRtl::Outputs& ColumnControllerRtl::eval(TimePs now_ps, const Inputs& in) {
  auto& pins = impl_->model.pins();
  pins.rst_ni = in.rst_n;
  pins.forget_i = in.forget;
  pins.row_reading_i = in.row_reading;
  pins.enable_i = in.enable;
  pins.fire_i = in.fire;
  pins.taken_i = in.taken;
  impl_->model.eval(now_ps);
  impl_->outputs = {pins.col_sel_o != 0, pins.waiting_o != 0, pins.spikes_o, pins.lost_o};
  return impl_->outputs;
}

void ColumnControllerRtl::trace(WaveFile& wave) { impl_->model.trace(wave); }

}  // namespace softbound
