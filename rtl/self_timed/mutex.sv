// SPDX-License-Identifier: Apache-2.0
//
// Leaf cell: mutual exclusion. Whoever asks first is granted and keeps the grant until it lets its
// request fall; a_i is first if both ask at the same instant.
//
//   a_req_i  ____/~~~~~~~~~\_______
//   b_req_i  __/~~~~~~\____________
//   b_gnt_o  __/~~~~~~\____________
//   a_gnt_o  _________/~~~~\_______
module mutex (
  input  logic        a_req_i,
  input  logic        b_req_i,
  input  logic [63:0] delay_ps_i,
  output logic        a_gnt_o,
  output logic        b_gnt_o
);

  logic a_owns, b_owns;  // decided, on its way out
  logic a_q, b_q;

  initial begin
    a_owns = 1'b0;
    b_owns = 1'b0;
    a_q    = 1'b0;
    b_q    = 1'b0;
  end

  always @(posedge a_req_i or negedge a_req_i or posedge b_req_i or negedge b_req_i) begin
    a_owns <= a_req_i & (a_owns | ~(b_owns & b_req_i));
    b_owns <= b_req_i & ~(a_req_i & (a_owns | ~b_owns));
  end

  always @(a_owns) a_q <= #(delay_ps_i) a_owns;
  always @(b_owns) b_q <= #(delay_ps_i) b_owns;

  assign a_gnt_o = a_q;
  assign b_gnt_o = b_q;

endmodule
