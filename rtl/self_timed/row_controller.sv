// SPDX-License-Identifier: Apache-2.0
//
// Takes the spikes of one row and runs the row's two pulse extenders.
//
//   req_i   __/~~\_______________________________________________
//   ack_o   ___/~~\______________________________________________
//   read_o  __/~~~ t_read ~~~\___________________________________   row select sx as well
//   wr_o    __________________ t_gap /~~~ t_write ~~~\___________
//   busy_o  __/~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ t_recover \__
//
// The extenders form a chain: each starts the next as it ends. A mutex keeps a spike and the end of
// a phase apart, for what becomes of a spike depends on the phase that it meets.
//
// Three things wait until the world around has come to rest: UP and DN as sampled at arrival, the
// latch of UP and DN as Wr rises, and the end of a Read that an arriving spike may start anew. For
// these the row asks, and whoever knows answers:
//
//   ask_o     ____/~~~~~\___
//   answer_i  _______/~~~~\_
//
// Numbers (started_o ...) count what has happened.
module row_controller #(
  parameter int Columns    = 32,
  parameter int TokenWidth = 16
) (
  input  logic                  clear_i,  // everything ends at its rise

  // one spike after the other, four phases
  input  logic                  req_i,
  output logic                  ack_o,

  // registers
  input  logic                  enable_i,
  input  logic [1:0]            busy_policy_i,
  input  logic [1:0]            latch_instant_i,
  input  logic [Columns-1:0]    columns_i,    // enabled
  input  logic [Columns-1:0]    up_counts_i,  // columns in which UP counts
  input  logic [Columns-1:0]    dn_counts_i,

  // neurons
  input  logic [Columns-1:0]    up_i,
  input  logic [Columns-1:0]    dn_i,
  output logic                  ask_o,
  input  logic                  answer_i,

  // delays
  input  logic [63:0]           read_ps_i,
  input  logic [63:0]           gap_ps_i,
  input  logic [63:0]           write_ps_i,
  input  logic [63:0]           recover_ps_i,
  input  logic [63:0]           mutex_ps_i,

  // array
  output logic                  read_o,
  output logic                  wr_o,
  output logic [Columns-1:0]    ltp_o,
  output logic [Columns-1:0]    ltd_o,
  output logic [Columns-1:0]    illegal_o,
  output logic                  busy_o,

  output logic [TokenWidth-1:0] started_o,  // spikes that began an event
  output logic [TokenWidth-1:0] decided_o,  // events that came to their latch
  output logic [TokenWidth-1:0] dropped_o,
  output logic [TokenWidth-1:0] held_o      // spikes that had to wait
);

  localparam logic [1:0] PolicyHold       = 2'd0;
  localparam logic [1:0] PolicyRetrigger  = 2'd2;
  localparam logic [1:0] PolicyAbort      = 2'd3;
  localparam logic [1:0] LatchArrival     = 2'd1;
  localparam logic [1:0] LatchTransparent = 2'd2;

  logic [TokenWidth-1:0] started_q, freed_q, sampled_q;
  logic [TokenWidth-1:0] read_ended, gap_ended, write_ended, recover_ended;
  logic                  gap, recover;
  logic                  read_end_req, gap_end_req, write_end_req, recover_end_req;

  assign busy_o    = started_q != freed_q;
  assign started_o = started_q;
  assign decided_o = gap_ended;

  ///////////////////////////////
  // A spike, or a phase's end //
  ///////////////////////////////

  logic spike_req, spike_gnt;
  logic end_req, end_gnt;
  logic read_may_end, gap_may_end;

  assign read_may_end = answer_i | (busy_policy_i != PolicyAbort);
  assign gap_may_end  = answer_i;

  assign spike_req = req_i & enable_i & ~ack_o & (~busy_o | (busy_policy_i != PolicyHold));
  assign end_req   = (read_end_req & read_may_end) | (gap_end_req & gap_may_end) | write_end_req |
                     recover_end_req;

  mutex u_mutex (
    .a_req_i   (spike_req),
    .b_req_i   (end_req),
    .delay_ps_i(mutex_ps_i),
    .a_gnt_o   (spike_gnt),
    .b_gnt_o   (end_gnt)
  );

  logic               ack_q, starts;
  logic [Columns-1:0] columns_q;
  logic [TokenWidth-1:0] dropped_q;

  assign starts = ~busy_o | (busy_policy_i == PolicyAbort) |
                  ((busy_policy_i == PolicyRetrigger) & read_o & ~read_end_req);

  initial begin
    ack_q     = 1'b0;
    started_q = '0;
    columns_q = '0;
    dropped_q = '0;
  end

  always @(posedge spike_gnt or negedge req_i) begin
    if (!req_i) begin
      ack_q <= 1'b0;
    end else begin
      ack_q <= 1'b1;
      if (starts) begin
        started_q <= started_q + TokenWidth'(1);
        columns_q <= columns_i;
      end else begin
        dropped_q <= dropped_q + TokenWidth'(1);
      end
    end
  end

  assign ack_o     = ack_q;
  assign dropped_o = dropped_q;

  initial freed_q = '0;
  always @(posedge recover_ended[0] or negedge recover_ended[0] or posedge clear_i) begin
    freed_q <= started_q;
  end

  // A spike is counted once however often it finds the row busy.
  logic                  waits, counted_q;
  logic [TokenWidth-1:0] held_q;

  // Not while a grant makes the row busy and acknowledges, in whatever order.
  assign waits = req_i & enable_i & ~ack_q & ~spike_gnt & busy_o & (busy_policy_i == PolicyHold);

  initial begin
    counted_q = 1'b0;
    held_q    = '0;
  end

  always @(posedge waits or negedge req_i) begin
    if (!req_i) begin
      counted_q <= 1'b0;
    end else if (!counted_q) begin
      counted_q <= 1'b1;
      held_q    <= held_q + TokenWidth'(1);
    end
  end

  assign held_o = held_q;

  ////////////
  // Phases //
  ////////////

  pulse_extender #(.TokenWidth(TokenWidth)) u_read_extender (
    .clear_i,
    .give_up_i (1'b0),
    .start_i   (started_q),
    .width_ps_i(read_ps_i),
    .end_req_o (read_end_req),
    .end_gnt_i (end_gnt & read_may_end),
    .out_o     (read_o),
    .ended_o   (read_ended)
  );

  // A new Read gives up what the last event has not done yet.
  pulse_extender #(.TokenWidth(TokenWidth)) u_gap (
    .clear_i,
    .give_up_i (started_q[0]),
    .start_i   (read_ended),
    .width_ps_i(gap_ps_i),
    .end_req_o (gap_end_req),
    .end_gnt_i (end_gnt & gap_may_end),
    .out_o     (gap),
    .ended_o   (gap_ended)
  );

  pulse_extender #(.TokenWidth(TokenWidth)) u_write_extender (
    .clear_i,
    .give_up_i (started_q[0]),
    .start_i   (gap_ended),
    .width_ps_i(write_ps_i),
    .end_req_o (write_end_req),
    .end_gnt_i (end_gnt),
    .out_o     (wr_o),
    .ended_o   (write_ended)
  );

  pulse_extender #(.TokenWidth(TokenWidth)) u_recover (
    .clear_i,
    .give_up_i (started_q[0]),
    .start_i   (write_ended),
    .width_ps_i(recover_ps_i),
    .end_req_o (recover_end_req),
    .end_gnt_i (end_gnt),
    .out_o     (recover),
    .ended_o   (recover_ended)
  );

  ///////////////
  // UP and DN //
  ///////////////

  logic arrival;

  initial sampled_q = '0;
  always @(posedge answer_i or posedge clear_i) sampled_q <= started_q;

  assign arrival = answer_i & (sampled_q != started_q);
  assign ask_o   = (sampled_q != started_q) | gap_end_req |
                   (read_end_req & (busy_policy_i == PolicyAbort));

  synapse_interface #(.Columns(Columns)) u_interface (
    .arrival_i     (arrival),
    .follow_i      (gap | (wr_o & (latch_instant_i == LatchTransparent))),
    .take_arrival_i(latch_instant_i == LatchArrival),
    .wr_i          (wr_o),
    .columns_i     (columns_q),
    .up_counts_i,
    .dn_counts_i,
    .up_i,
    .dn_i,
    .ltp_o,
    .ltd_o,
    .illegal_o
  );

  logic unused_recover;
  assign unused_recover = &{1'b0, recover, recover_ended[TokenWidth-1:1]};

endmodule
