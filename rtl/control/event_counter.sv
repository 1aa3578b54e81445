// SPDX-License-Identifier: Apache-2.0
//
// A counter that stays at its largest value once it gets there. What happens at the edge of a clear
// counts from 0.
module event_counter #(
  parameter int unsigned Width     = 32,
  parameter int unsigned StepWidth = 1
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 clear_i,
  input  logic [StepWidth-1:0] step_i,
  output logic [Width-1:0]     count_o
);

  // Wide enough for the sum of the largest count and the largest step.
  localparam int unsigned SumWidth = ((Width > StepWidth) ? Width : StepWidth) + 1;

  logic [SumWidth-1:0] sum;

  always_comb begin
    sum = '0;
    if (step_i != '0) sum = SumWidth'(step_i) + (clear_i ? '0 : SumWidth'(count_o));
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_o <= '0;
    end else if (clear_i | (step_i != '0)) begin
      count_o <= (sum[SumWidth-1:Width] != '0) ? '1 : sum[Width-1:0];
    end
  end

endmodule
