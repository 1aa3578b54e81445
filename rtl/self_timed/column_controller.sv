// SPDX-License-Identifier: Apache-2.0
//
// One column: selects it while some row reads, and lets one output spike of its neuron wait for the
// bus.
//
//   fire_i     __/~\______/~\_______/~\__
//   waiting_o  __/~~~~~\__/~~~~~~~~~~~~~~   a spike that finds one waiting is lost and counted
//   taken_i    ________/~~~\_____________
module column_controller #(
  parameter int TokenWidth = 16
) (
  input  logic                  rst_ni,
  input  logic                  forget_i,        // its rise lets no spike wait

  input  logic                  row_reading_i,   // some row is
  output logic                  col_sel_o,

  input  logic                  enable_i,

  // neuron
  input  logic                  fire_i,

  // arbiter
  output logic                  waiting_o,
  input  logic                  taken_i,
  output logic [TokenWidth-1:0] spikes_o,        // counts spikes
  output logic [TokenWidth-1:0] lost_o           // and those that found one waiting
);

  assign col_sel_o = enable_i & row_reading_i;

  logic                  fire;
  logic [TokenWidth-1:0] spikes_q, taken_q, lost_q;

  assign fire      = fire_i & rst_ni;
  assign waiting_o = spikes_q != taken_q;
  assign spikes_o  = spikes_q;
  assign lost_o    = lost_q;

  initial begin
    spikes_q = '0;
    taken_q  = '0;
    lost_q   = '0;
  end

  always @(posedge fire) begin
    if (waiting_o) begin
      lost_q <= lost_q + TokenWidth'(1);
    end else begin
      spikes_q <= spikes_q + TokenWidth'(1);
    end
  end

  always @(posedge taken_i or posedge forget_i or negedge rst_ni) taken_q <= spikes_q;

endmodule
