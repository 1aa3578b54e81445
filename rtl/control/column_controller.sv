// SPDX-License-Identifier: Apache-2.0
//
// Column select (sy): a level, high for every enabled column while some slot reads. Also tells how
// many cells a spike that is accepted now will read.
module column_controller #(
  parameter int unsigned Columns      = 4,
  parameter int unsigned Slots        = 8,
  localparam int unsigned CellBits    = $clog2(Slots*Columns+1)
) (
  input  logic [Columns-1:0]  column_mask_i,
  input  logic [Slots-1:0]    read_i,
  input  logic [Slots-1:0]    start_i,

  output logic [Columns-1:0]  col_sel_o,
  output logic [CellBits-1:0] reads_o
);

  assign col_sel_o = (read_i != '0) ? column_mask_i : '0;

  always_comb begin
    reads_o = '0;
    if (start_i != '0) reads_o = CellBits'($countones(column_mask_i));
  end

endmodule
