// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/bits.h"
#include "core/control_registers.h"
#include "core/control_timing.h"
#include "core/time.h"
#include "self_timed/aer_receiver_rtl.h"
#include "self_timed/column_controller_rtl.h"
#include "self_timed/event_heap.h"
#include "self_timed/output_arbiter_rtl.h"
#include "self_timed/row_controller_rtl.h"

namespace softbound {

/// The self-timed control in SystemVerilog: a Verilated model for each row and each column, one for
/// either end of the AER bus, and the wires between them. No clock: a model is evaluated when its
/// inputs change or something in it is due, so an event costs the row that has it, not the array.
///
///     req, addr -> AerReceiverRtl -> [address decoder] -> RowControllerRtl i -> read, wr, ltp, ltd
///                                                          |  ^ up, dn; ask, answer
///                       col_sel <- ColumnControllerRtl j <-+
///                                    |  ^ fire
///     out_req <- OutputArbiterRtl <--+ waiting
///
/// At an instant, what is due comes before what the inputs do at it, and what rows ask for is
/// answered last: the caller calls step() as often as inputs change, then answer().
class SelfTimedRtl {
 public:
  struct Setup {
    std::size_t rows = 0, columns = 0;
    ControlTiming timing;
    std::uint64_t seed = 1;  ///< of the mismatch
  };
  struct Registers {
    bool enable = false, write_enable = true;
    BusyPolicy busy_policy = BusyPolicy::hold;
    LatchInstant latch = LatchInstant::write_start;
    Arbitration arbitration = Arbitration::round_robin;
    Bits columns, pos, neg;  ///< enabled columns, those whose UP and whose DN counts
  };
  struct Inputs {
    bool rst_n = true;
    bool req = false;
    std::uint32_t addr = 0;
    Bits up, dn, fire;
    bool out_ack = false;
  };
  using Count = std::function<void(ControlCounter, std::uint64_t)>;

  /// @param name hierarchical name for the waveform, dots between levels
  /// @param count told what the control counts
  /// @throws InputError if there is no model for so many columns
  SelfTimedRtl(RtlContext& context, const std::string& name, const Setup& setup, Count count);
  ~SelfTimedRtl();

  /// What software has set, from now on.
  void set_registers(TimePs now_ps, const Registers& registers);
  /// Every event ends at once.
  void soft_reset(TimePs now_ps);
  /// No output spike waits any longer.
  void forget_output(TimePs now_ps);

  /// What is due at this instant, and then the inputs. @param now_ps not later than next_ps()
  void step(TimePs now_ps, const Inputs& in);
  /// Whether a row waits for the instant to come to rest.
  bool asks() const { return !asking_.empty() || follow_; }
  /// Nothing else will happen at this instant.
  void answer(TimePs now_ps);
  /// When something is due without a change of the inputs; kNever if nothing is.
  TimePs next_ps() const { return due_.first_ps(); }

  const RowControllerRtl::Outputs& row(std::size_t row) const { return rows_[row].rtl->outputs(); }
  void read_decision(std::size_t row, RowControllerRtl::Decision& decision) const {
    rows_[row].rtl->read_decision(decision);
  }
  /// Rows whose outputs may have changed since the last call, each once.
  std::vector<std::uint32_t> take_touched();
  bool ack() const { return receiver_out_.ack; }
  const Bits& col_sel() const { return col_sel_; }
  /// Columns whose output spike waits for the bus.
  const Bits& waiting() const { return arbiter_in_.waiting; }
  bool out_req() const { return arbiter_out_.req; }
  std::uint32_t out_addr() const { return arbiter_out_.addr; }

  /// The delays that this row was built with.
  const RowControllerRtl::Delays& delays(std::size_t row) const { return rows_[row].delays; }

  /// The longest event of any row, from acceptance to the row being free.
  TimePs longest_event_ps() const;

  /// Adds the two ends of the bus, these rows and the first columns to the waveform; before the
  /// wave file is opened.
  void trace(WaveFile& wave, const std::vector<std::uint32_t>& rows, std::size_t columns);

 private:
  struct Row {
    std::unique_ptr<RowControllerRtl> rtl;
    RowControllerRtl::Delays delays{};
    RowControllerRtl::Outputs seen;
    bool undecided = false;   // accepted, not latched yet
    std::uint64_t cells = 0;  // that the event reads
    bool touched = false, asking = false;
  };

  void build(RtlContext& context, const std::string& name, const Setup& setup);
  void reset(TimePs now_ps);
  void run_due(TimePs now_ps);
  void settle(TimePs now_ps);
  bool settle_receiver(TimePs now_ps);
  bool settle_columns(TimePs now_ps);
  bool settle_arbiter(TimePs now_ps);
  void eval_row(std::size_t row, TimePs now_ps, bool answer = false);
  void eval_receiver(TimePs now_ps);
  void eval_column(std::size_t column, TimePs now_ps);
  void eval_arbiter(TimePs now_ps);
  void clear_row(std::size_t row, TimePs now_ps);
  void count_row(Row& row, const RowControllerRtl::Outputs& now);

  Registers registers_;
  const Count count_;
  std::vector<Row> rows_;
  std::vector<std::unique_ptr<ColumnControllerRtl>> columns_;
  std::unique_ptr<AerReceiverRtl> receiver_;
  std::unique_ptr<OutputArbiterRtl> arbiter_;
  EventHeap due_;  // rows, then the receiver, then the arbiter

  AerReceiverRtl::Inputs receiver_in_;
  AerReceiverRtl::Outputs receiver_out_;
  bool receiver_stirred_ = false;
  std::int64_t head_ = -1;  // row that the decoder passes the request to
  std::vector<ColumnControllerRtl::Inputs> column_in_;
  std::vector<ColumnControllerRtl::Outputs> column_out_;
  Bits columns_stirred_;
  OutputArbiterRtl::Inputs arbiter_in_;
  OutputArbiterRtl::Outputs arbiter_out_;
  bool arbiter_stirred_ = false;

  std::size_t reading_ = 0;  // rows in Read
  bool row_reading_ = false;
  Bits col_sel_;
  RowControllerRtl::Decision latched_;
  bool follow_ = false;  // transparent latches have to look again
  Bits up_, dn_, fire_;
  std::vector<std::uint32_t> touched_, asking_;
};

}  // namespace softbound
