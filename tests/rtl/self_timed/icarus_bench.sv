// SPDX-License-Identifier: Apache-2.0
//
// Plays a file of stimuli to the module CELLS under Icarus Verilog and prints its outputs whenever
// they change. First line of the file: five delays; further lines: time in ps, inputs in hex.
`timescale 1ps / 1ps
module icarus_bench;

  reg  [319:0]  delays = 0;
  reg  [31:0]   in = 0;
  reg  [31:0]   next;
  wire [63:0]   out;
  reg  [63:0]   at;
  reg  [8*1024-1:0] path;
  integer       file, fields;

  `CELLS u_cells (
    .delays_i(delays),
    .in_i    (in),
    .out_o   (out)
  );

  initial begin
    if (!$value$plusargs("stimuli=%s", path)) $finish;
    file   = $fopen(path, "r");
    fields = $fscanf(file, "%d %d %d %d %d", delays[63:0], delays[127:64], delays[191:128],
                     delays[255:192], delays[319:256]);
    while (fields > 0) begin
      fields = $fscanf(file, "%d %h", at, next);
      if (fields == 2) begin
        #(at - $time) in = next;
      end
    end
    #(1000000000) $finish;
  end

  always @(out) $display("edge %0d %h", $time, out);

endmodule
