// SPDX-License-Identifier: Apache-2.0
//
// Monostable: a change of start_i drives out_o high for the delay of its line. A change while out_o
// is high starts the width anew.
//
//   start_i    __X__________________X_____________
//   out_o      __/~~~~~~~~~~~~\_____/~~~~~~~~~~~~~
//                |<- width ->|
//   ended_o    _______________X___________________   a pulse had its full width
//
// The end is a handshake, since what comes at that very instant may be first: the extender asks
// with end_req_o. Tied to end_gnt_i, the pulse ends by itself.
module pulse_extender #(
  parameter int TokenWidth = 16
) (
  input  logic                  clear_i,    // ends the pulse at its rise
  input  logic                  give_up_i,  // does so at each of its changes
  input  logic [TokenWidth-1:0] start_i,    // number of the pulse
  input  logic [63:0]           width_ps_i,
  output logic                  end_req_o,
  input  logic                  end_gnt_i,
  output logic                  out_o,
  output logic [TokenWidth-1:0] ended_o
);

  logic [TokenWidth-1:0] arrived;            // number of the pulse whose width is over
  logic [TokenWidth-1:0] stopped_q, ended_q;
  logic                  ends;

  delay_line #(.Width(TokenWidth)) u_line (
    .d_i       (start_i),
    .delay_ps_i(width_ps_i),
    .d_o       (arrived)
  );

  assign out_o     = start_i != stopped_q;
  assign end_req_o = out_o & (arrived == start_i);
  assign ends      = end_req_o & end_gnt_i;

  initial begin
    stopped_q = '0;
    ended_q   = '0;
  end

  always @(posedge ends or posedge clear_i or posedge give_up_i or negedge give_up_i) begin
    stopped_q <= start_i;
  end

  always @(posedge ends) ended_q <= ended_q + TokenWidth'(1);

  assign ended_o = ended_q;

endmodule
