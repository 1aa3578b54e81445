// SPDX-License-Identifier: Apache-2.0
//
// Leaf cell: mutual exclusion. Whoever asks first is granted, after the delay that the decision
// takes, and keeps the grant until it lets its request fall; a_i is first if both ask at the same
// instant.
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

  localparam int TokenWidth = 16;

  logic                  a_owns, b_owns;
  logic [TokenWidth-1:0] decisions_q, arrived;

  initial begin
    a_owns      = 1'b0;
    b_owns      = 1'b0;
    decisions_q = '0;
  end

  always @(posedge a_req_i or negedge a_req_i or posedge b_req_i or negedge b_req_i) begin
    a_owns <= a_req_i & (a_owns | ~(b_owns & b_req_i));
    b_owns <= b_req_i & ~(a_req_i & (a_owns | ~b_owns));
    // Somebody owns it from now on who has not so far.
    if ((a_req_i & ~a_owns & ~(b_owns & b_req_i)) | (b_req_i & ~b_owns & ~a_req_i)) begin
      decisions_q <= decisions_q + TokenWidth'(1);
    end
  end

  delay_line #(.Width(TokenWidth)) u_line (
    .d_i       (decisions_q),
    .delay_ps_i(delay_ps_i),
    .d_o       (arrived)
  );

  assign a_gnt_o = a_owns & (arrived == decisions_q);
  assign b_gnt_o = b_owns & (arrived == decisions_q);

endmodule
