// SPDX-License-Identifier: Apache-2.0
//
// Receiver of the four-phase AER bus. Whether a spike is served is decided by the row controller;
// this module synchronises the request and keeps the handshake.
//
//   req_i   __/~~~~~~~~~~~~~~\____________     addr is bundled: stable while req_i waits for ack_o
//   ack_o   ______________/~~~~~~~~~~~~\__     rises at the edge of acceptance, falls when the fall
//                         A                    of req_i has come through the synchroniser
module aer_receiver #(
  parameter int unsigned SyncStages = 2
) (
  input  logic clk_i,
  input  logic rst_ni,

  input  logic req_i,
  output logic ack_o,

  input  logic enable_i,   // without it the acknowledge is withheld
  output logic waiting_o,  // a request is up and not yet acknowledged
  output logic request_o,  // ... and may be served
  input  logic accept_i,   // acknowledge it at this edge
  input  logic blocked_i,  // a busy slot or row forbids it
  output logic held_o,     // strobe: this request is being held, once per request
  output logic quiet_o     // the handshake is at rest
);

  logic req_sync, req_settled;
  logic held_q;

  synchronizer #(.Width(1), .Stages(SyncStages)) u_req_sync (
    .clk_i,
    .rst_ni,
    .d_i      (req_i),
    .q_o      (req_sync),
    .settled_o(req_settled)
  );

  assign waiting_o = req_sync & ~ack_o;
  assign request_o = waiting_o & enable_i;
  assign held_o    = request_o & blocked_i & ~held_q;
  assign quiet_o   = ~ack_o & ~req_sync & req_settled;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ack_o  <= 1'b0;
      held_q <= 1'b0;
    end else begin
      if (accept_i) begin
        ack_o <= 1'b1;
      end else if (!req_sync) begin
        ack_o <= 1'b0;
      end
      if (held_o) begin
        held_q <= 1'b1;
      end else if (!waiting_o) begin
        held_q <= 1'b0;
      end
    end
  end

endmodule
