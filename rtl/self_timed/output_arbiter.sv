// SPDX-License-Identifier: Apache-2.0
//
// Lets one waiting output spike after the other leave over an AER bus, four phases.
//
//   waiting_i  __/~\__________________   column c has a spike
//   req_o      __/~~~~~~~\____________   addr_o = c is stable while req_o is high
//   ack_i      _____/~~~~~~~~\________
//   taken_o    __X____________________   changes: the spike of column addr_o no longer waits
//                    |<->| t_response: req_o after ack_i, and the next req_o after ack_i fell
module output_arbiter #(
  parameter int Columns    = 32,
  parameter int TokenWidth = 16
) (
  input  logic                  rst_ni,
  input  logic [31:0]           columns_i,         // how many there are
  input  logic                  fixed_priority_i,  // lowest column first, else round robin

  input  logic [Columns-1:0]    waiting_i,
  output logic [TokenWidth-1:0] taken_o,

  output logic                  req_o,
  output logic [31:0]           addr_o,
  input  logic                  ack_i,

  // delays
  input  logic [63:0]           response_ps_i,
  input  logic [63:0]           c_element_ps_i
);

  // The lowest waiting column from `first` on, else the lowest.
  function automatic logic [31:0] choice(logic [Columns-1:0] waiting, logic [31:0] first);
    logic [31:0] lowest;
    logic        past;
    lowest = '0;
    past   = 1'b0;
    for (int unsigned k = Columns; k > 0; k--) begin
      if (waiting[k-1] && (k - 1 >= first || !past)) begin
        lowest = k - 1;
        past   = k - 1 >= first;
      end
    end
    return lowest;
  endfunction

  // The acknowledge as it was t_response ago, once it has kept still for that long.
  logic                  ack, ack_q, late_ack, still;
  logic [TokenWidth-1:0] edges_q, arrived, before_q;

  assign ack = ack_i & rst_ni;

  initial begin
    ack_q    = 1'b0;
    edges_q  = '0;
    before_q = '0;
  end

  always @(posedge ack or negedge ack) begin
    ack_q   <= ack;
    edges_q <= edges_q + TokenWidth'(1);
  end

  delay_line #(.Width(TokenWidth)) u_line (
    .d_i       (edges_q),
    .delay_ps_i(response_ps_i),
    .d_o       (arrived)
  );

  // What was on its way before a reset does not count.
  always @(posedge rst_ni) before_q <= edges_q;

  assign still = (arrived == edges_q) | (before_q == edges_q);

  always_latch begin
    if (still) late_ack = ack_q;
  end

  logic                  chooses, chosen_q;
  logic [31:0]           addr_q, last_q, first;
  logic [TokenWidth-1:0] taken_q;

  assign chooses = rst_ni & still & ~late_ack & ~ack & ~req_o & ~chosen_q &
                   (waiting_i != '0);
  assign first   = (fixed_priority_i || last_q + 1 >= columns_i) ? '0 : last_q + 1;

  initial begin
    chosen_q = 1'b0;
    addr_q   = '0;
    last_q   = '0;
    taken_q  = '0;
  end

  always @(posedge chooses or posedge req_o or negedge rst_ni) begin
    if (!rst_ni) begin
      chosen_q <= 1'b0;
      addr_q   <= '0;
      last_q   <= columns_i - 1;
    end else if (req_o) begin
      chosen_q <= 1'b0;
    end else begin
      chosen_q <= 1'b1;
      addr_q   <= choice(waiting_i, first);
      last_q   <= choice(waiting_i, first);
      taken_q  <= taken_q + TokenWidth'(1);
    end
  end

  c_element u_req (
    .rst_ni,
    .a_i       (chosen_q),
    .plus_i    (~late_ack),
    .delay_ps_i(c_element_ps_i),
    .z_o       (req_o)
  );

  assign addr_o  = addr_q;
  assign taken_o = taken_q;

endmodule
