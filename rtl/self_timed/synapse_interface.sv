// SPDX-License-Identifier: Apache-2.0
//
// The latches of a row's cells: UP and DN as of the instant at which Wr rises, at which the spike
// arrived, or as they are (transparent). LTP and LTD are high during Wr.
//
//   follow_i  _____/~~~~~~\___________________   gap: the latches are open
//   wr_i      ____________/~~~~~~~~~~~~~~~\___
//   ltp_o     ____________/~~~~~~~~~~~~~~~\___   or ltd_o, or neither
//
//   UP DN   writes
//   1  0    LTP, if UP counts in this column
//   0  1    LTD, if DN counts
//   1  1    nothing: illegal
module synapse_interface #(
  parameter int Columns = 32
) (
  input  logic               arrival_i,       // rises once the instant of arrival has settled
  input  logic               follow_i,        // the latches are open
  input  logic               take_arrival_i,  // to what was on arrival
  input  logic               wr_i,

  input  logic [Columns-1:0] columns_i,       // enabled columns of this event
  input  logic [Columns-1:0] up_counts_i,     // columns in which UP counts
  input  logic [Columns-1:0] dn_counts_i,
  input  logic [Columns-1:0] up_i,
  input  logic [Columns-1:0] dn_i,

  output logic [Columns-1:0] ltp_o,
  output logic [Columns-1:0] ltd_o,
  output logic [Columns-1:0] illegal_o        // what the latches hold
);

  logic [Columns-1:0] up_arrival, dn_arrival;
  logic [Columns-1:0] up_latch, dn_latch;

  initial begin
    up_arrival = '0;
    dn_arrival = '0;
  end

  always @(posedge arrival_i) begin
    up_arrival <= up_i;
    dn_arrival <= dn_i;
  end

  always_latch begin
    if (follow_i) begin
      up_latch = columns_i & up_counts_i & (take_arrival_i ? up_arrival : up_i);
      dn_latch = columns_i & dn_counts_i & (take_arrival_i ? dn_arrival : dn_i);
    end
  end

  assign ltp_o     = wr_i ? up_latch & ~dn_latch : '0;
  assign ltd_o     = wr_i ? dn_latch & ~up_latch : '0;
  assign illegal_o = up_latch & dn_latch;

endmodule
