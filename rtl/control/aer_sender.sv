// SPDX-License-Identifier: Apache-2.0
//
// Sender of the four-phase AER bus of output spikes.
//
//   grant_i  __/~\__________________________
//   req_o    ____/~~~~~~~~~~~~~~~~~~~\______     addr_o is stable while req_o is high
//   ack_i    ______________/~~~~~~~~~~~~~\__     seen through the synchroniser
//   ready_o  ~~~~\________________________/~     of both levels
module aer_sender #(
  parameter int unsigned AddrBits   = 2,
  parameter int unsigned SyncStages = 2
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  output logic                ready_o,
  input  logic                grant_i,  // only while ready_o
  input  logic [AddrBits-1:0] column_i,

  output logic                req_o,
  output logic [AddrBits-1:0] addr_o,
  input  logic                ack_i,

  output logic                quiet_o   // the handshake is at rest
);

  logic ack_sync, ack_settled;

  synchronizer #(.Width(1), .Stages(SyncStages)) u_ack_sync (
    .clk_i,
    .rst_ni,
    .d_i      (ack_i),
    .q_o      (ack_sync),
    .settled_o(ack_settled)
  );

  assign ready_o = ~req_o & ~ack_sync;
  assign quiet_o = ready_o & ack_settled;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      req_o  <= 1'b0;
      addr_o <= '0;
    end else if (grant_i) begin
      req_o  <= 1'b1;
      addr_o <= column_i;
    end else if (ack_sync) begin
      req_o <= 1'b0;
    end
  end

endmodule
