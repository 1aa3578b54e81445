// SPDX-License-Identifier: Apache-2.0
//
// The latches of a row's cells: what the columns ask for, as of the instant at which Wr rises, at
// which the spike arrived, or as it is (transparent). LTP and LTD are high during Wr.
//
//   follow_i  _____/~~~~~~\___________________   gap: the latches are open
//   wr_i      ____________/~~~~~~~~~~~~~~~\___
//   ltp_o     ____________/~~~~~~~~~~~~~~~\___   or ltd_o, or neither
module synapse_interface #(
  parameter int unsigned Columns = 32
) (
  input  logic               arrival_i,      // rises once the instant of arrival has settled
  input  logic               follow_i,       // the latches are open
  input  logic               take_arrival_i, // to what was on arrival
  input  logic               wr_i,

  input  logic [Columns-1:0] columns_i,      // enabled columns of this event
  input  logic [Columns-1:0] ltp_i,
  input  logic [Columns-1:0] ltd_i,
  input  logic [Columns-1:0] illegal_i,

  output logic [Columns-1:0] ltp_o,
  output logic [Columns-1:0] ltd_o,
  output logic [Columns-1:0] illegal_o       // what the latches hold
);

  logic [Columns-1:0] ltp_arrival, ltd_arrival, illegal_arrival;
  logic [Columns-1:0] ltp_latch, ltd_latch, illegal_latch;

  initial begin
    ltp_arrival     = '0;
    ltd_arrival     = '0;
    illegal_arrival = '0;
  end

  always @(posedge arrival_i) begin
    ltp_arrival     <= ltp_i;
    ltd_arrival     <= ltd_i;
    illegal_arrival <= illegal_i;
  end

  always_latch begin
    if (follow_i) begin
      ltp_latch     = columns_i & (take_arrival_i ? ltp_arrival : ltp_i);
      ltd_latch     = columns_i & (take_arrival_i ? ltd_arrival : ltd_i);
      illegal_latch = columns_i & (take_arrival_i ? illegal_arrival : illegal_i);
    end
  end

  assign ltp_o     = wr_i ? ltp_latch : '0;
  assign ltd_o     = wr_i ? ltd_latch : '0;
  assign illegal_o = illegal_latch;

endmodule
