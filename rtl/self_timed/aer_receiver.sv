// SPDX-License-Identifier: Apache-2.0
//
// Receiving end of the AER bus, four phases. The address decoder behind it is wires: row_req_o goes
// to the row of the address, and row_ack_i is whatever row acknowledges.
//
//   req_i      __/~~~~~~~~~~~~~~~~~~~\___________
//   row_req_o  _______/~~~~~~~~~~~~~~\___________   t_request after req_i, t_cycle after the last ack
//   row_ack_i  ______________/~~~~~~~\___________
//   ack_o      ______________/~~~~~~~~~~~~~~\____   falls t_response after req_i
//
// A spike for a row that does not exist is acknowledged by the receiver itself.
module aer_receiver #(
  parameter int TokenWidth = 16
) (
  input  logic                  rst_ni,
  input  logic                  enable_i,

  input  logic                  req_i,
  input  logic [31:0]           addr_i,
  output logic                  ack_o,

  input  logic [31:0]           rows_i,
  output logic                  row_req_o,
  input  logic                  row_ack_i,
  output logic [TokenWidth-1:0] bad_address_o,  // counts

  // delays
  input  logic [63:0]           request_ps_i,
  input  logic [63:0]           cycle_ps_i,
  input  logic [63:0]           response_ps_i,
  input  logic [63:0]           c_element_ps_i
);

  logic req, ripe, recovering, request;

  assign req = req_i & rst_ni;

  matched_delay u_request (
    .d_i      (req),
    .rise_ps_i(request_ps_i),
    .d_o      (ripe)
  );

  c_element #(.Asymmetric(1'b1)) u_ripe (
    .rst_ni,
    .a_i       (ripe),
    .plus_i    (~recovering),
    .delay_ps_i(c_element_ps_i),
    .z_o       (request)
  );

  // No row has the address.
  logic                  bad, bad_look, bad_q;
  logic [TokenWidth-1:0] bad_address_q;

  assign bad       = addr_i >= rows_i;
  assign bad_look  = request & bad & enable_i;
  assign row_req_o = request & ~bad;

  initial begin
    bad_q         = 1'b0;
    bad_address_q = '0;
  end

  always @(posedge bad_look or negedge request) begin
    if (!request) begin
      bad_q <= 1'b0;
    end else begin
      bad_q         <= 1'b1;
      bad_address_q <= bad_address_q + TokenWidth'(1);
    end
  end

  assign bad_address_o = bad_address_q;

  logic taken, gone;

  assign taken = row_ack_i | bad_q;

  matched_delay u_response (
    .d_i      (~req),
    .rise_ps_i(response_ps_i),
    .d_o      (gone)
  );

  c_element u_ack (
    .rst_ni,
    .a_i       (taken),
    .plus_i    (~gone),
    .delay_ps_i(c_element_ps_i),
    .z_o       (ack_o)
  );

  // The bus recovers after each acceptance.
  logic [TokenWidth-1:0] taken_q, unused_recoveries;
  logic                  recovered;

  initial taken_q = '0;
  always @(posedge taken) taken_q <= taken_q + TokenWidth'(1);

  pulse_extender #(.TokenWidth(TokenWidth)) u_cycle (
    .clear_i   (~rst_ni),
    .give_up_i (1'b0),
    .start_i   (taken_q),
    .width_ps_i(cycle_ps_i),
    .end_req_o (recovered),
    .end_gnt_i (recovered),
    .out_o     (recovering),
    .ended_o   (unused_recoveries)
  );

endmodule
