// SPDX-License-Identifier: Apache-2.0
//
// What a write phase does to the cells of a slot's row, from UP and DN of their columns' neurons.
// The pulse extenders keep Read and Wr apart; here LTP and LTD exclude each other by construction.
//
//   UP DN | LTP LTD | counted as          UP counts where pos_mask_i is set, DN where neg_mask_i is.
//    1  0 |  1   0  | ltp                 Without write enable every cell counts as no_write.
//    0  1 |  0   1  | ltd                 Only the columns enabled when the event was accepted take
//    1  1 |  0   0  | illegal_updn        part and count.
//    0  0 |  0   0  | no_write
module synapse_interface #(
  parameter int unsigned Columns      = 4,
  parameter int unsigned Slots        = 8,
  parameter int unsigned SyncStages   = 2,
  localparam int unsigned CellBits    = $clog2(Slots*Columns+1)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,

  input  logic [Columns-1:0]       up_i,
  input  logic [Columns-1:0]       dn_i,

  // registers
  input  logic [1:0]               latch_instant_i,
  input  logic                     write_enable_i,
  input  logic [Columns-1:0]       column_mask_i,
  input  logic [Columns-1:0]       pos_mask_i,
  input  logic [Columns-1:0]       neg_mask_i,

  // from the row controller, one bit per slot
  input  logic [Slots-1:0]         start_i,
  input  logic [Slots-1:0]         latch_i,
  input  logic [Slots-1:0]         superseded_i,
  input  logic [Slots-1:0]         write_end_i,
  input  logic [Slots-1:0]         wr_i,

  output logic [Slots*Columns-1:0] ltp_o,
  output logic [Slots*Columns-1:0] ltd_o,

  // cells decided at this edge
  output logic [CellBits-1:0]      ltp_count_o,
  output logic [CellBits-1:0]      ltd_count_o,
  output logic [CellBits-1:0]      no_write_count_o,
  output logic [CellBits-1:0]      illegal_count_o
);

  localparam logic [1:0] LatchArrival     = 2'd1;
  localparam logic [1:0] LatchTransparent = 2'd2;

  logic [Columns-1:0] up_sync, dn_sync;
  logic               unused_settled;

  synchronizer #(.Width(2*Columns), .Stages(SyncStages)) u_sync (
    .clk_i,
    .rst_ni,
    .d_i      ({up_i, dn_i}),
    .q_o      ({up_sync, dn_sync}),
    .settled_o(unused_settled)
  );

  logic             arrival;
  logic [Slots-1:0] decide;  // slots whose LTP and LTD are set at this edge
  assign arrival = latch_instant_i == LatchArrival;
  assign decide  = latch_i | ((latch_instant_i == LatchTransparent) ? (wr_i & ~write_end_i) : '0);

  // Sampled when the slot's event was accepted.
  logic [Slots*Columns-1:0] enabled_q, up_arrival_q, dn_arrival_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enabled_q    <= '0;
      up_arrival_q <= '0;
      dn_arrival_q <= '0;
    end else if (start_i != '0) begin
      for (int unsigned s = 0; s < Slots; s++) begin
        if (start_i[s]) begin
          enabled_q[s*Columns +: Columns]    <= column_mask_i;
          up_arrival_q[s*Columns +: Columns] <= up_sync;
          dn_arrival_q[s*Columns +: Columns] <= dn_sync;
        end
      end
    end
  end

  // Without write enable nobody is heard.
  logic [Columns-1:0] pos_mask, neg_mask;
  assign pos_mask = write_enable_i ? pos_mask_i : '0;
  assign neg_mask = write_enable_i ? neg_mask_i : '0;

  // What the columns of a slot ask for is worked out twice, in the flip-flops' branch and in the
  // counters', each taken a few times an event: as signals of their own those wide values would be
  // simulated in every cycle. Synthesis shares them.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ltp_o <= '0;
      ltd_o <= '0;
    end else if ((decide | write_end_i) != '0) begin
      for (int unsigned s = 0; s < Slots; s++) begin : set_slot
        logic [Columns-1:0] up, dn;
        up = (arrival ? up_arrival_q[s*Columns +: Columns] : up_sync) & pos_mask;
        dn = (arrival ? dn_arrival_q[s*Columns +: Columns] : dn_sync) & neg_mask;
        if (write_end_i[s]) begin
          ltp_o[s*Columns +: Columns] <= '0;
          ltd_o[s*Columns +: Columns] <= '0;
        end else if (decide[s]) begin
          ltp_o[s*Columns +: Columns] <= enabled_q[s*Columns +: Columns] & up & ~dn;
          ltd_o[s*Columns +: Columns] <= enabled_q[s*Columns +: Columns] & dn & ~up;
        end
      end
    end
  end

  logic [Columns-1:0] enabled, up, dn;  // of the slot being counted

  always_comb begin
    ltp_count_o      = '0;
    ltd_count_o      = '0;
    no_write_count_o = '0;
    illegal_count_o  = '0;
    enabled          = '0;
    up               = '0;
    dn               = '0;
    if ((latch_i | superseded_i) != '0) begin
      for (int unsigned s = 0; s < Slots; s++) begin
        if (latch_i[s] | superseded_i[s]) begin
          enabled = enabled_q[s*Columns +: Columns];
          up      = arrival ? up_arrival_q[s*Columns +: Columns] : up_sync;
          dn      = arrival ? dn_arrival_q[s*Columns +: Columns] : dn_sync;
          up      = latch_i[s] ? up & pos_mask : '0;
          dn      = latch_i[s] ? dn & neg_mask : '0;
          ltp_count_o      += CellBits'($countones(enabled & up & ~dn));
          ltd_count_o      += CellBits'($countones(enabled & dn & ~up));
          illegal_count_o  += CellBits'($countones(enabled & up & dn));
          no_write_count_o += CellBits'($countones(enabled & ~up & ~dn));
        end
      end
    end
  end

endmodule
