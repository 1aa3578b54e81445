// SPDX-License-Identifier: Apache-2.0
//
// One of each leaf cell, and the two made of a line alone, with the ports that icarus_bench.sv and
// icarus_test.cpp drive.
module leaf_cells (
  input  logic [319:0] delays_i,  // five of 64 bits
  input  logic [31:0]  in_i,
  output logic [63:0]  out_o
);

  logic [15:0] unused_ended;
  logic        pulse_over;

  delay_line #(.Width(2)) u_line (
    .d_i       (in_i[2:1]),
    .delay_ps_i(delays_i[63:0]),
    .d_o       (out_o[1:0])
  );

  c_element u_symmetric (
    .rst_ni    (in_i[0]),
    .a_i       (in_i[3]),
    .plus_i    (in_i[4]),
    .delay_ps_i(delays_i[127:64]),
    .z_o       (out_o[2])
  );

  c_element #(.Asymmetric(1'b1)) u_asymmetric (
    .rst_ni    (in_i[0]),
    .a_i       (in_i[5]),
    .plus_i    (in_i[6]),
    .delay_ps_i(delays_i[127:64]),
    .z_o       (out_o[3])
  );

  mutex u_mutex (
    .a_req_i   (in_i[7]),
    .b_req_i   (in_i[8]),
    .delay_ps_i(delays_i[191:128]),
    .a_gnt_o   (out_o[4]),
    .b_gnt_o   (out_o[5])
  );

  matched_delay u_matched (
    .d_i      (in_i[9]),
    .rise_ps_i(delays_i[255:192]),
    .d_o      (out_o[6])
  );

  pulse_extender u_extender (
    .clear_i   (in_i[10]),
    .give_up_i (in_i[11]),
    .start_i   ({15'b0, in_i[12]}),
    .width_ps_i(delays_i[319:256]),
    .end_req_o (pulse_over),
    .end_gnt_i (pulse_over & ~in_i[13]),
    .out_o     (out_o[7]),
    .ended_o   (unused_ended)
  );

  assign out_o[63:8] = '0;

  logic unused_inputs;
  assign unused_inputs = &{1'b0, in_i[31:14], unused_ended};

endmodule
