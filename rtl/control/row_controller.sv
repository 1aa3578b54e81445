// SPDX-License-Identifier: Apache-2.0
//
// Decides what becomes of a spike and runs the slots. A slot serves one row through one event:
//
//   read_o      __/~~ t_read ~~\_________________________________
//   row_sel_o   __/~~~~~~~~~~~~\_________________________________
//   wr_o        ________________ t_gap /~~~~ t_write ~~~~\_______
//   busy_o      __/~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ t_recover ~\__
//   latch_o     ____________________/~\______________________________     cycle before Wr rises
//
// The slots index the rows, never the other way round: its cost grows with Slots, not with Rows.
module row_controller #(
  parameter int unsigned Rows         = 16,
  parameter int unsigned Slots        = 8,
  parameter int unsigned CounterWidth = 16,
  localparam int unsigned RowBits     = (Rows > 1) ? $clog2(Rows) : 1
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,

  // the spike at the head of the bus
  input  logic                     request_i,
  input  logic [RowBits-1:0]       addr_i,
  output logic                     accept_o,       // acknowledge it, whatever becomes of it
  output logic                     blocked_o,      // no free slot, or its row is busy and must wait
  output logic                     bad_address_o,
  output logic                     dropped_o,

  // registers
  input  logic                     soft_reset_i,
  input  logic [1:0]               busy_policy_i,
  input  logic [7:0]               slots_in_use_i,
  input  logic [CounterWidth-1:0]  t_read_i,
  input  logic [CounterWidth-1:0]  t_gap_i,
  input  logic [CounterWidth-1:0]  t_write_i,
  input  logic [CounterWidth-1:0]  t_recover_i,

  // pins
  output logic [Rows-1:0]          row_sel_o,
  output logic [Slots*RowBits-1:0] slot_row_o,
  output logic [Slots-1:0]         read_o,
  output logic [Slots-1:0]         wr_o,

  // strobes, one bit per slot: what happens at this edge
  output logic [Slots-1:0]         start_o,       // an event begins
  output logic [Slots-1:0]         latch_o,       // Wr rises: decide
  output logic [Slots-1:0]         superseded_o,  // the event ends before its latch instant
  output logic [Slots-1:0]         write_end_o,   // Wr falls
  output logic [Slots-1:0]         busy_o
);

  localparam logic [1:0] PolicyHold      = 2'd0;
  localparam logic [1:0] PolicyDrop      = 2'd1;
  localparam logic [1:0] PolicyRetrigger = 2'd2;

  //////////////
  // Decision //
  //////////////

  logic [Slots-1:0] row_hit;     // the slot, if any, that serves this row
  logic [Slots-1:0] free;
  logic [Slots-1:0] first_free;  // one-hot
  logic [Slots-1:0] start;
  logic             bad_address, dropped;

  always_comb begin
    row_hit     = '0;
    free        = '0;
    first_free  = '0;
    start       = '0;
    blocked_o   = 1'b0;
    bad_address = 1'b0;
    dropped     = 1'b0;
    if (request_i) begin
      for (int unsigned s = 0; s < Slots; s++) begin
        row_hit[s] = busy_o[s] & (slot_row_o[s*RowBits +: RowBits] == addr_i);
        free[s]    = ~busy_o[s] & (8'(s) < slots_in_use_i);
      end
      first_free = free & (~free + Slots'(1));
      if ({1'b0, addr_i} >= (RowBits+1)'(Rows)) begin
        bad_address = 1'b1;
      end else if (free == '0) begin
        blocked_o = 1'b1;
      end else if (row_hit == '0) begin
        start = first_free;
      end else begin
        case (busy_policy_i)
          PolicyHold:      blocked_o = 1'b1;
          PolicyDrop:      dropped   = 1'b1;
          PolicyRetrigger: begin
            start   = row_hit & read_o;
            dropped = (row_hit & read_o) == '0;
          end
          default:         start = row_hit;  // abort
        endcase
      end
    end
  end

  // A soft reset has the slots to itself: the request at the bus waits one cycle more.
  assign start_o       = soft_reset_i ? '0 : start;
  assign bad_address_o = bad_address & ~soft_reset_i;
  assign dropped_o     = dropped & ~soft_reset_i;
  assign accept_o      = bad_address_o | dropped_o | (start_o != '0);

  ///////////
  // Slots //
  ///////////

  logic [Slots-1:0] read_busy, read_ending, read_done;
  logic [Slots-1:0] write_busy, write_ending;
  logic [Slots-1:0] off;  // Read or Wr fall before their time, or begin anew

  assign off          = start_o | {Slots{soft_reset_i}};
  assign busy_o       = read_busy | write_busy;
  assign latch_o      = read_done & ~off;
  assign superseded_o = read_busy & off;
  assign write_end_o  = write_ending | (wr_o & off);

  // The write phase of an event keeps the timing of its acceptance.
  logic [Slots*CounterWidth-1:0] t_write_q, t_recover_q;
  logic [Slots-1:0]              unused_write_done;

  pulse_extender #(.Lanes(Slots), .CounterWidth(CounterWidth)) u_read_extender (
    .clk_i,
    .rst_ni,
    .clear_i ({Slots{soft_reset_i}}),
    .start_i (start_o),
    .width_i ({Slots{t_read_i}}),
    .rest_i  ({Slots{t_gap_i}}),
    .out_o   (read_o),
    .busy_o  (read_busy),
    .ending_o(read_ending),
    .done_o  (read_done)
  );

  pulse_extender #(.Lanes(Slots), .CounterWidth(CounterWidth)) u_write_extender (
    .clk_i,
    .rst_ni,
    .clear_i (off),
    .start_i (read_done),
    .width_i (t_write_q),
    .rest_i  (t_recover_q),
    .out_o   (wr_o),
    .busy_o  (write_busy),
    .ending_o(write_ending),
    .done_o  (unused_write_done)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      slot_row_o  <= '0;
      row_sel_o   <= '0;
      t_write_q   <= '0;
      t_recover_q <= '0;
    end else if ((off | read_ending) != '0) begin
      for (int unsigned s = 0; s < Slots; s++) begin
        if (read_o[s] & (read_ending[s] | off[s])) begin
          row_sel_o[slot_row_o[s*RowBits +: RowBits]] <= 1'b0;
        end
        if (start_o[s]) begin
          slot_row_o[s*RowBits +: RowBits]            <= addr_i;
          t_write_q[s*CounterWidth +: CounterWidth]   <= t_write_i;
          t_recover_q[s*CounterWidth +: CounterWidth] <= t_recover_i;
        end
      end
      if (start_o != '0) row_sel_o[addr_i] <= 1'b1;
    end
  end

endmodule
