// SPDX-License-Identifier: Apache-2.0
// Something Verilated for the waveform tests: a counter with a scope below it.
module wave_counter (
  input  logic       clk_i,
  output logic [3:0] count_o
);
  wave_counter_parity u_parity (.value_i(count_o));
  always_ff @(posedge clk_i) count_o <= count_o + 4'd1;
endmodule

module wave_counter_parity (
  input logic [3:0] value_i
);
  logic odd;
  assign odd = ^value_i;
  logic unused;
  assign unused = odd;
endmodule
