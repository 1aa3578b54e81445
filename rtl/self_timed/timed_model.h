// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Verilated model with delays; included by the facades of self-timed blocks only.

#include <string>

#include "core/time.h"
#include "rtl_context.h"
#include "verilated.h"
#include "wave_file_impl.h"

namespace softbound {

/// Evaluates one model at the instants at which its inputs change or something in it is due.
/// Whoever owns it must not let time pass next_ps().
template <class Model>
class TimedModel {
 public:
  TimedModel(RtlContext& context, const std::string& name)
      : context_{context.raw()}, model_{&context_, trace_scope(name).c_str()} {}
  ~TimedModel() { model_.final(); }
  TimedModel(const TimedModel&) = delete;
  TimedModel& operator=(const TimedModel&) = delete;

  Model& pins() { return model_; }
  const Model& pins() const { return model_; }

  void eval(TimePs now_ps) {
    context_.time(static_cast<std::uint64_t>(now_ps));
    model_.eval();
    next_ps_ = model_.eventsPending() ? static_cast<TimePs>(model_.nextTimeSlot()) : kNever;
  }
  TimePs next_ps() const { return next_ps_; }

  void trace(WaveFile& wave) { wave.impl().attach(model_); }
  void keep_coverage() { RtlContext::keep_coverage(context_); }

 private:
  VerilatedContext& context_;
  Model model_;
  TimePs next_ps_ = kNever;
};

}  // namespace softbound
