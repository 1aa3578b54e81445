// SPDX-License-Identifier: Apache-2.0
//
// Puts the checkers on every control_top. Not part of a synthesis.
bind control_top control_checker #(
  .Rows             (Rows),
  .Columns          (Columns),
  .Slots            (Slots),
  .EventCounterWidth(EventCounterWidth),
  .RowBits          (RowBits),
  .ColumnBits       (ColumnBits)
) u_control_checker (
  .counter_cleared(u_register_file.write & u_register_file.counter_hit),
  .reads_count    (u_register_file.count[4]),
  .ltp_sum        (u_register_file.count[5]),
  .ltd_sum        (u_register_file.count[6]),
  .no_write_sum   (u_register_file.count[7]),
  .illegal_sum    (u_register_file.count[8]),
  .*
);

bind control_top slot_checker #(
  .Slots       (Slots),
  .CounterWidth(CounterWidth)
) u_slot_checker (
  .clk_i,
  .rst_ni,
  .start_i     (start),
  .soft_reset_i(soft_reset),
  .t_read_i    (t_read),
  .t_gap_i     (t_gap),
  .t_write_i   (t_write),
  .t_recover_i (t_recover),
  .read_i      (read_o),
  .wr_i        (wr_o),
  .busy_i      (busy)
);
