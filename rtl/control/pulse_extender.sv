// SPDX-License-Identifier: Apache-2.0
//
// Pulse extenders (E1): programmable monostables, each followed by a rest in which nothing may
// happen. A bank of Lanes independent ones, lane s with bit s and bits s*CounterWidth +:
// CounterWidth. Extender 1 of a slot makes Read and the gap, extender 2 Wr and the recovery; the
// rest is what keeps the phases apart.
//
//   start_i   _/~\____________________________      taken at the edge at which out_o rises
//   out_o     ___/~~~~ width_i ~~~~\__________      a width of 0 acts as 1
//   busy_o    ___/~~~~~~~~~~~~~~~~~~~ rest_i ~\_    a rest of 0: busy_o falls with out_o
//   ending_o  ____________________/~\_________      last cycle of out_o
//   done_o    ______________________________/~\_    last cycle of busy_o
//
// A start while busy begins anew. clear_i ends everything at once and has priority.
module pulse_extender #(
  parameter int unsigned Lanes        = 1,
  parameter int unsigned CounterWidth = 16
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,

  input  logic [Lanes-1:0]              clear_i,
  input  logic [Lanes-1:0]              start_i,
  input  logic [Lanes*CounterWidth-1:0] width_i,
  input  logic [Lanes*CounterWidth-1:0] rest_i,

  output logic [Lanes-1:0]              out_o,
  output logic [Lanes-1:0]              busy_o,
  output logic [Lanes-1:0]              ending_o,
  output logic [Lanes-1:0]              done_o
);

  localparam logic [CounterWidth-1:0] One = 1;

  // Flags beside the counters keep the outputs a matter of single bits for all lanes at once.
  logic [Lanes-1:0]              last_q;    // last cycle of the present phase
  logic [Lanes-1:0]              restful_q; // a rest follows the pulse
  logic [Lanes*CounterWidth-1:0] count_q;   // cycles left in this phase after the present one
  logic [Lanes*CounterWidth-1:0] rest_q;    // sampled at the start

  assign ending_o = out_o & last_q;
  assign done_o   = busy_o & last_q & ~(out_o & restful_q);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      out_o     <= '0;
      busy_o    <= '0;
      last_q    <= '0;
      restful_q <= '0;
      count_q   <= '0;
      rest_q    <= '0;
    end else if ((start_i | busy_o) != '0) begin
      for (int unsigned s = 0; s < Lanes; s++) begin
        if (clear_i[s]) begin
          out_o[s]  <= 1'b0;
          busy_o[s] <= 1'b0;
        end else if (start_i[s]) begin
          out_o[s]     <= 1'b1;
          busy_o[s]    <= 1'b1;
          last_q[s]    <= width_i[s*CounterWidth +: CounterWidth] <= One;
          restful_q[s] <= rest_i[s*CounterWidth +: CounterWidth] != '0;
          count_q[s*CounterWidth +: CounterWidth] <=
              width_i[s*CounterWidth +: CounterWidth] - One;
          rest_q[s*CounterWidth +: CounterWidth] <= rest_i[s*CounterWidth +: CounterWidth];
        end else if (busy_o[s]) begin
          if (!last_q[s]) begin
            last_q[s] <= count_q[s*CounterWidth +: CounterWidth] == One;
            count_q[s*CounterWidth +: CounterWidth] <=
                count_q[s*CounterWidth +: CounterWidth] - One;
          end else begin
            out_o[s]  <= 1'b0;
            busy_o[s] <= out_o[s] & restful_q[s];
            last_q[s] <= rest_q[s*CounterWidth +: CounterWidth] <= One;
            count_q[s*CounterWidth +: CounterWidth] <=
                rest_q[s*CounterWidth +: CounterWidth] - One;
          end
        end
      end
    end
  end

endmodule
