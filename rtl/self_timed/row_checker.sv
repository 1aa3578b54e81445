// SPDX-License-Identifier: Apache-2.0
//
// What a row promises and what it may expect, without a clock: order, exclusion, bundling and widths
// (I1, I3, I5, I7, I8). Bound to row_controller by self_timed_bind.sv.
module row_checker #(
  parameter int Columns    = 32,
  parameter int TokenWidth = 16
) (
  input logic                  clear_i,
  input logic                  req_i,
  input logic                  ack_o,
  input logic                  ask_o,
  input logic                  answer_i,
  input logic [63:0]           read_ps_i,
  input logic [63:0]           gap_ps_i,
  input logic [63:0]           write_ps_i,
  input logic [63:0]           mutex_ps_i,
  input logic                  read_o,
  input logic                  wr_o,
  input logic [Columns-1:0]    ltp_o,
  input logic [Columns-1:0]    ltd_o,
  input logic                  busy_o,
  input logic [TokenWidth-1:0] started_o
);

  logic unused_started;
  assign unused_started = &{1'b0, started_o[TokenWidth-1:1]};

  // From `began` to now it took a delay, and at most what the mutex takes to grant.
  function automatic logic lasted(longint unsigned began, logic [63:0] delay_ps,
                                  logic [63:0] mutex_ps);
    return $time - began >= delay_ps && $time - began <= delay_ps + mutex_ps;
  endfunction

  longint unsigned read_began, read_ended, write_began;
  logic            cleared;  // since Read began

  initial begin
    read_began  = 0;
    read_ended  = 0;
    write_began = 0;
    cleared     = 1'b0;
  end

  AcknowledgeOnlyOnRequest_A: assert property (@(posedge ack_o) req_i)
    else $error("acknowledge without a request");
  AnswerOnlyWhenAsked_A: assert property (@(posedge answer_i) ask_o)
    else $error("answer to a row that has not asked");

  always @(posedge started_o[0] or negedge started_o[0]) begin
    read_began = $time;
    cleared    = 1'b0;
  end

  always @(posedge clear_i) cleared = 1'b1;

  always @(negedge read_o) begin
    read_ended = $time;
    ReadLastsItsDelay_A: assert (cleared || clear_i || lasted(read_began, read_ps_i, mutex_ps_i))
      else $error("Read ended before or after its delay");
  end

  always @(posedge wr_o) begin
    write_began = $time;
    WriteOnlyAfterReadAndGap_A:
      assert (!read_o && busy_o && lasted(read_ended, gap_ps_i, mutex_ps_i))
      else $error("Wr without a Read, or not a gap after it");
    LtpAndLtdExcludeEachOther_A: assert ((ltp_o & ltd_o) == '0)
      else $error("LTP and LTD of one cell");
  end

  // A Read that begins anew has ended it.
  always @(negedge wr_o) begin
    WriteLastsItsDelay_A:
      assert (cleared || clear_i || read_o || lasted(write_began, write_ps_i, mutex_ps_i))
      else $error("Wr ended before or after its delay");
  end

endmodule
