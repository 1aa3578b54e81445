// SPDX-License-Identifier: Apache-2.0
//
// Leaf cell: Muller's C-element. The output rises once both inputs are high and falls once both are
// low; in between it holds. The asymmetric one minds plus_i for the rise alone.
//
//   a_i     __/~~~~~~~~~\________________
//   plus_i  ______/~~~~~~~~~~~\__________
//   z_o     ______/~~~~~~~~~~~\__________   Asymmetric = 0
//   z_o     ______/~~~~~\________________   Asymmetric = 1
module c_element #(
  parameter bit Asymmetric = 1'b0
) (
  input  logic        rst_ni,
  input  logic        a_i,
  input  logic        plus_i,
  input  logic [63:0] delay_ps_i,
  output logic        z_o
);

  logic z_d, z_q;

  always_latch begin
    if (!rst_ni) begin
      z_d = 1'b0;
    end else if (a_i && plus_i) begin
      z_d = 1'b1;
    end else if (!a_i && (Asymmetric || !plus_i)) begin
      z_d = 1'b0;
    end
  end

  initial z_q = 1'b0;
  always @(z_d) z_q <= #(delay_ps_i) z_d;

  assign z_o = z_q;

endmodule
