// SPDX-License-Identifier: Apache-2.0
//
// One bit per column, written in words of 32.
module mask_register #(
  parameter int unsigned Columns = 4
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               write_i,
  input  logic [4:0]         word_i,
  input  logic [31:0]        data_i,
  output logic [Columns-1:0] mask_o
);

  localparam int unsigned Words = (Columns + 31) / 32;

  for (genvar k = 0; k < Words; k++) begin : gen_word
    localparam int unsigned Bits = (Columns - k*32 < 32) ? Columns - k*32 : 32;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        mask_o[k*32 +: Bits] <= '1;
      end else if (write_i & (word_i == 5'(k))) begin
        mask_o[k*32 +: Bits] <= data_i[Bits-1:0];
      end
    end
  end

endmodule
