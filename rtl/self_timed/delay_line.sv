// SPDX-License-Identifier: Apache-2.0
//
// Leaf cell: every change of d_i comes out of the line delay_ps_i later, whatever follows it.
//
//   d_i   __/~~~\______________________
//   d_o   ____________/~~~\____________
//           |<- delay ->|
//
// The delay is an edge-triggered assignment on purpose: Verilator re-arms a delayed continuous
// assignment at every evaluation. It is a port, so that a Monte Carlo study needs no new build.
module delay_line #(
  parameter int Width = 1
) (
  input  logic [Width-1:0] d_i,
  input  logic [63:0]      delay_ps_i,  // of changes from now on
  output logic [Width-1:0] d_o
);

  logic [Width-1:0] d_q;

  initial d_q = '0;
  always @(d_i) d_q <= #(delay_ps_i) d_i;

  assign d_o = d_q;

endmodule
