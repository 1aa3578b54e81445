// SPDX-License-Identifier: Apache-2.0
//
// The clocked digital control of the chip.
//
//   AER in -> aer_receiver -> row_controller -> row_sel_o, read_o, wr_o
//                                  |  per slot: pulse extender 1 (Read), 2 (Wr)
//             column_controller -> col_sel_o
//   up_i, dn_i -> synapse_interface -> ltp_o, ltd_o
//   fire_i -> spike_arbiter -> aer_sender -> AER out
//   APB <-> register_file
//
// All state changes at rising edges of clk_i; rst_ni acts at once. While idle_o is high and every
// input except up_i and dn_i has been the same at the last edge, an edge changes nothing, so the
// clock may be stopped.
//
// A soft reset has its edge to itself: all slots end, output spikes that wait or arrive at that
// edge are forgotten, nothing is accepted and nothing granted.
module control_top #(
  parameter int unsigned Rows              = 16,
  parameter int unsigned Columns           = 4,
  parameter int unsigned Slots             = 8,   // 1 to 8
  parameter int unsigned CounterWidth      = 16,  // of T_READ, T_GAP, T_WRITE, T_RECOVER
  parameter int unsigned SyncStages        = 2,
  parameter int unsigned EventCounterWidth = 32,  // at most 32; narrow ones are for tests
  localparam int unsigned RowBits          = (Rows > 1) ? $clog2(Rows) : 1,
  localparam int unsigned ColumnBits       = (Columns > 1) ? $clog2(Columns) : 1
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,

  // spikes in
  input  logic                     req_i,
  input  logic [RowBits-1:0]       addr_i,
  output logic                     ack_o,

  // array; slot s has bit s, bits s*RowBits +: RowBits, bits s*Columns +: Columns
  output logic [Rows-1:0]          row_sel_o,
  output logic [Columns-1:0]       col_sel_o,
  output logic [Slots*RowBits-1:0] slot_row_o,
  output logic [Slots-1:0]         read_o,
  output logic [Slots-1:0]         wr_o,
  output logic [Slots*Columns-1:0] ltp_o,
  output logic [Slots*Columns-1:0] ltd_o,

  // neurons
  input  logic [Columns-1:0]       up_i,
  input  logic [Columns-1:0]       dn_i,
  input  logic [Columns-1:0]       fire_i,

  // spikes out
  output logic                     req_o,
  output logic [ColumnBits-1:0]    addr_o,
  input  logic                     ack_i,

  // APB
  input  logic                     psel_i,
  input  logic                     penable_i,
  input  logic                     pwrite_i,
  input  logic [11:0]              paddr_i,
  input  logic [31:0]              pwdata_i,
  output logic [31:0]              prdata_o,
  output logic                     pready_o,
  output logic                     pslverr_o,

  output logic                     irq_o,
  output logic                     idle_o
);

  localparam int unsigned CellBits  = $clog2(Slots*Columns+1);
  localparam int unsigned SpikeBits = $clog2(Columns+1);

  // settings
  logic                    enable, write_enable, soft_reset, fixed_priority;
  logic [CounterWidth-1:0] t_read, t_gap, t_write, t_recover;
  logic [1:0]              busy_policy, latch_instant;
  logic [7:0]              slots_in_use;
  logic [Columns-1:0]      column_mask, pos_mask, neg_mask;

  // the spike at the head of the bus
  logic waiting, request, accept, blocked, held, bad_address, dropped;

  // slots
  logic [Slots-1:0] start, latch, superseded, write_end, busy;

  // cells and output spikes of this edge
  logic [CellBits-1:0]  reads, ltp_count, ltd_count, no_write_count, illegal_count;
  logic [SpikeBits-1:0] out_spikes, out_dropped;

  logic                  sender_ready, grant;
  logic [ColumnBits-1:0] grant_column;
  logic                  receiver_quiet, arbiter_quiet, sender_quiet;

  assign idle_o = receiver_quiet & (busy == '0) & arbiter_quiet & sender_quiet;

  aer_receiver #(.SyncStages(SyncStages)) u_aer_receiver (
    .clk_i,
    .rst_ni,
    .req_i,
    .ack_o,
    .enable_i (enable),
    .waiting_o(waiting),
    .request_o(request),
    .accept_i (accept),
    .blocked_i(blocked),
    .held_o   (held),
    .quiet_o  (receiver_quiet)
  );

  row_controller #(.Rows(Rows), .Slots(Slots), .CounterWidth(CounterWidth)) u_row_controller (
    .clk_i,
    .rst_ni,
    .request_i     (request),
    .addr_i,
    .accept_o      (accept),
    .blocked_o     (blocked),
    .bad_address_o (bad_address),
    .dropped_o     (dropped),
    .soft_reset_i  (soft_reset),
    .busy_policy_i (busy_policy),
    .slots_in_use_i(slots_in_use),
    .t_read_i      (t_read),
    .t_gap_i       (t_gap),
    .t_write_i     (t_write),
    .t_recover_i   (t_recover),
    .row_sel_o,
    .slot_row_o,
    .read_o,
    .wr_o,
    .start_o       (start),
    .latch_o       (latch),
    .superseded_o  (superseded),
    .write_end_o   (write_end),
    .busy_o        (busy)
  );

  column_controller #(.Columns(Columns), .Slots(Slots)) u_column_controller (
    .column_mask_i(column_mask),
    .read_i       (read_o),
    .start_i      (start),
    .col_sel_o,
    .reads_o      (reads)
  );

  synapse_interface #(
    .Columns   (Columns),
    .Slots     (Slots),
    .SyncStages(SyncStages)
  ) u_synapse_interface (
    .clk_i,
    .rst_ni,
    .up_i,
    .dn_i,
    .latch_instant_i (latch_instant),
    .write_enable_i  (write_enable),
    .column_mask_i   (column_mask),
    .pos_mask_i      (pos_mask),
    .neg_mask_i      (neg_mask),
    .start_i         (start),
    .latch_i         (latch),
    .superseded_i    (superseded),
    .write_end_i     (write_end),
    .wr_i            (wr_o),
    .ltp_o,
    .ltd_o,
    .ltp_count_o     (ltp_count),
    .ltd_count_o     (ltd_count),
    .no_write_count_o(no_write_count),
    .illegal_count_o (illegal_count)
  );

  spike_arbiter #(.Columns(Columns), .SyncStages(SyncStages)) u_spike_arbiter (
    .clk_i,
    .rst_ni,
    .fire_i,
    .fixed_priority_i(fixed_priority),
    .clear_i         (soft_reset),
    .ready_i         (sender_ready),
    .grant_o         (grant),
    .column_o        (grant_column),
    .spikes_o        (out_spikes),
    .dropped_o       (out_dropped),
    .quiet_o         (arbiter_quiet)
  );

  aer_sender #(.AddrBits(ColumnBits), .SyncStages(SyncStages)) u_aer_sender (
    .clk_i,
    .rst_ni,
    .ready_o (sender_ready),
    .grant_i (grant),
    .column_i(grant_column),
    .req_o,
    .addr_o,
    .ack_i,
    .quiet_o (sender_quiet)
  );

  register_file #(
    .Columns          (Columns),
    .Slots            (Slots),
    .CounterWidth     (CounterWidth),
    .EventCounterWidth(EventCounterWidth)
  ) u_register_file (
    .clk_i,
    .rst_ni,
    .psel_i,
    .penable_i,
    .pwrite_i,
    .paddr_i,
    .pwdata_i,
    .prdata_o,
    .pready_o,
    .pslverr_o,
    .irq_o,
    .busy_i          (busy),
    .idle_i          (idle_o),
    .waiting_i       (waiting),
    .enable_o        (enable),
    .write_enable_o  (write_enable),
    .soft_reset_o    (soft_reset),
    .t_read_o        (t_read),
    .t_gap_o         (t_gap),
    .t_write_o       (t_write),
    .t_recover_o     (t_recover),
    .busy_policy_o   (busy_policy),
    .latch_instant_o (latch_instant),
    .fixed_priority_o(fixed_priority),
    .slots_in_use_o  (slots_in_use),
    .column_mask_o   (column_mask),
    .pos_mask_o      (pos_mask),
    .neg_mask_o      (neg_mask),
    .accepted_i      (start != '0),
    .held_i          (held),
    .dropped_i       (dropped),
    .bad_address_i   (bad_address),
    .reads_i         (reads),
    .ltp_i           (ltp_count),
    .ltd_i           (ltd_count),
    .no_write_i      (no_write_count),
    .illegal_i       (illegal_count),
    .out_spikes_i    (out_spikes),
    .out_dropped_i   (out_dropped)
  );

endmodule
