// SPDX-License-Identifier: Apache-2.0
//
// Stages flip-flops in a row for signals from outside the clock's domain. settled_o tells that all
// stages hold the same value, so that clocking them on would change nothing.
module synchronizer #(
  parameter int unsigned Width  = 1,
  parameter int unsigned Stages = 2
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic [Width-1:0] d_i,
  output logic [Width-1:0] q_o,
  output logic             settled_o
);

  logic [Stages-1:0] same;  // stage k holds what the stage before it holds
  assign same[0]   = 1'b1;
  assign settled_o = &same;

  for (genvar k = 0; k < Stages; k++) begin : gen_stage
    logic [Width-1:0] d, q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        q <= '0;
      end else begin
        q <= d;
      end
    end
    if (k == 0) begin : gen_first
      assign d = d_i;
    end else begin : gen_next
      assign d       = gen_stage[k-1].q;
      assign same[k] = d == q;
    end
  end

  assign q_o = gen_stage[Stages-1].q;

endmodule
