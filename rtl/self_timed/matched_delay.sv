// SPDX-License-Identifier: Apache-2.0
//
// The delay of a bundled request: slow on the rise, at once on the fall. A rise that is withdrawn
// before its time is forgotten.
//
//   d_i  __/~\____/~~~~~~~~~~~~\_____
//   d_o  _______________/~~~~~~\_____
//                 |<-->| rise
//
// The line carries numbered edges. One that comes out and is not the last that went in is stale:
// so a line full of withdrawn edges does no harm.
module matched_delay (
  input  logic        d_i,
  input  logic [63:0] rise_ps_i,
  output logic        d_o
);

  localparam int TokenWidth = 16;

  logic                  level_q;
  logic [TokenWidth-1:0] sent_q, arrived;

  initial begin
    level_q = 1'b0;
    sent_q  = '0;
  end

  always @(posedge d_i or negedge d_i) begin
    level_q <= d_i;
    sent_q  <= sent_q + TokenWidth'(1);
  end

  delay_line #(.Width(TokenWidth)) u_line (
    .d_i       (sent_q),
    .delay_ps_i(rise_ps_i),
    .d_o       (arrived)
  );

  assign d_o = level_q & (arrived == sent_q);

endmodule
