// SPDX-License-Identifier: Apache-2.0
//
// Output spikes waiting for the bus, one per neuron, and which of them goes next. A fire pulse is
// seen by its rising edge; both its levels must last long enough for an edge of the clock each.
// A spike that arrives while its neuron's previous one waits is lost, unless that one leaves at the
// same edge.
module spike_arbiter #(
  parameter int unsigned Columns      = 4,
  parameter int unsigned SyncStages   = 2,
  localparam int unsigned ColumnBits  = (Columns > 1) ? $clog2(Columns) : 1,
  localparam int unsigned SpikeBits   = $clog2(Columns+1)
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  input  logic [Columns-1:0]    fire_i,
  input  logic                  fixed_priority_i,  // lowest index first; else round robin
  input  logic                  clear_i,           // forget what waits

  input  logic                  ready_i,           // the sender can take a spike at this edge
  output logic                  grant_o,           // ... and does
  output logic [ColumnBits-1:0] column_o,          // this one

  output logic [SpikeBits-1:0]  spikes_o,          // spikes that begin to wait at this edge
  output logic [SpikeBits-1:0]  dropped_o,         // spikes lost at this edge
  output logic                  quiet_o            // nothing waits or is on its way
);

  logic [Columns-1:0] fire_sync, fire_q, rise, waiting_q;
  logic               fire_settled;

  synchronizer #(.Width(Columns), .Stages(SyncStages)) u_fire_sync (
    .clk_i,
    .rst_ni,
    .d_i      (fire_i),
    .q_o      (fire_sync),
    .settled_o(fire_settled)
  );

  assign rise    = fire_sync & ~fire_q;
  assign quiet_o = fire_settled & (fire_sync == fire_q) & (waiting_q == '0);
  assign grant_o = ready_i & (waiting_q != '0) & ~clear_i;

  // Round robin: the lowest index above the last one granted, else the lowest of all.
  logic [ColumnBits-1:0] last_q, lowest, lowest_above;
  logic                  some_above;
  logic [Columns-1:0]    granted;  // one-hot, or none

  always_comb begin
    lowest       = '0;
    lowest_above = '0;
    some_above   = 1'b0;
    granted      = '0;
    column_o     = '0;
    if (grant_o) begin
      for (int unsigned k = 0; k < Columns; k++) begin
        if (waiting_q[Columns-1-k]) begin
          lowest = ColumnBits'(Columns-1-k);
          if (ColumnBits'(Columns-1-k) > last_q) begin
            lowest_above = ColumnBits'(Columns-1-k);
            some_above   = 1'b1;
          end
        end
      end
      column_o          = (some_above & ~fixed_priority_i) ? lowest_above : lowest;
      granted[column_o] = 1'b1;
    end
  end

  always_comb begin
    spikes_o  = '0;
    dropped_o = '0;
    if (rise != '0) begin
      spikes_o  = SpikeBits'($countones(rise & (~waiting_q | granted)));
      dropped_o = SpikeBits'($countones(rise & waiting_q & ~granted));
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fire_q    <= '0;
      waiting_q <= '0;
      last_q    <= ColumnBits'(Columns-1);
    end else begin
      fire_q <= fire_sync;
      if (clear_i) begin
        waiting_q <= '0;
      end else if (grant_o | (rise != '0)) begin
        waiting_q <= (waiting_q & ~granted) | rise;
      end
      if (grant_o) last_q <= column_o;
    end
  end

endmodule
