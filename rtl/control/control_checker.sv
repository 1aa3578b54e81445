// SPDX-License-Identifier: Apache-2.0
//
// The invariants of the control and the protocol of its environment, bound to control_top by
// control_bind.sv. It is compiled into every model, so it looks at wide buses only in cycles in
// which they can change.
module control_checker #(
  parameter int unsigned Rows              = 16,
  parameter int unsigned Columns           = 4,
  parameter int unsigned Slots             = 8,
  parameter int unsigned EventCounterWidth = 32,
  parameter int unsigned RowBits           = 4,
  parameter int unsigned ColumnBits        = 2
) (
  input logic                         clk_i,
  input logic                         rst_ni,
  input logic                         req_i,
  input logic [RowBits-1:0]           addr_i,
  input logic                         ack_o,
  input logic [Rows-1:0]              row_sel_o,
  input logic [Columns-1:0]           col_sel_o,
  input logic [Slots*RowBits-1:0]     slot_row_o,
  input logic [Slots-1:0]             read_o,
  input logic [Slots-1:0]             wr_o,
  input logic [Slots*Columns-1:0]     ltp_o,
  input logic [Slots*Columns-1:0]     ltd_o,
  input logic                         req_o,
  input logic [ColumnBits-1:0]        addr_o,
  input logic                         ack_i,
  input logic                         psel_i,
  input logic                         penable_i,

  // inside control_top
  input logic [Slots-1:0]             start,
  input logic [Slots-1:0]             busy,
  input logic                         soft_reset,
  input logic [1:0]                   latch_instant,
  input logic [Columns-1:0]           column_mask,
  input logic                         counter_cleared,  // some counter, by a write at this edge
  input logic [EventCounterWidth-1:0] reads_count,
  input logic [EventCounterWidth-1:0] ltp_sum,
  input logic [EventCounterWidth-1:0] ltd_sum,
  input logic [EventCounterWidth-1:0] no_write_sum,
  input logic [EventCounterWidth-1:0] illegal_sum
);

  localparam logic [1:0] LatchTransparent = 2'd2;

  ////////////////
  // Handshakes //
  ////////////////

  // What was at the last edge; $past would reach back past a reset without a clock.
  logic                  released, req, ack, out_req, out_ack;
  logic [RowBits-1:0]    addr;
  logic [ColumnBits-1:0] out_addr;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {released, req, ack, out_req, out_ack} = '0;
    end else begin
      if ({req_i, ack_o} != {req, ack}) begin
        RequestHeldUntilAcknowledge_A: assert (!(req && !req_i) || ack_o)
          else $error("request withdrawn before it was acknowledged");
        RequestRisesOnlyAtRest_A: assert (!(req_i && !req) || !ack_o)
          else $error("request while the previous acknowledge is still high");
        AcknowledgeNeverWithoutRequest_A: assert (!(ack_o && !ack) || req)
          else $error("acknowledge without a request");
      end
      if (req_i && req && !ack_o) begin
        AddressIsBundled_A: assert (addr_i == addr)
          else $error("address changed while the request waited");
      end
      if ({req_o, ack_i} != {out_req, out_ack}) begin
        OutputRequestHeldUntilAcknowledge_A: assert (!(out_req && !req_o) || out_ack)
          else $error("output request withdrawn before it was acknowledged");
        OutputAcknowledgeOnlyOnRequest_A:
          assert (!(ack_i && !out_ack) || out_req || req_o || !released)
          else $error("output acknowledge without a request");
      end
      if (req_o) begin
        OutputAddressIsAColumn_A: assert (32'(addr_o) < Columns)
          else $error("output address past the last column");
        OutputAddressIsBundled_A: assert (!out_req || addr_o == out_addr)
          else $error("output address changed during its request");
      end
      EnableOnlyWhenSelected_A: assert (psel_i || !penable_i)
        else $error("APB: penable without psel");
      NothingMovesAtResetRelease_A:
        assert (released || (read_o == '0 && wr_o == '0 && !ack_o && !req_o))
        else $error("activity at the release of reset");
      {released, req, ack, out_req, out_ack} = {1'b1, req_i, ack_o, req_o, ack_i};
      addr     = addr_i;
      out_addr = addr_o;
    end
  end

  ///////////
  // Array //
  ///////////

  logic [Slots-1:0]   read_before;
  logic [1:0]         latch_instant_before;  // what the last edge obeyed
  logic               started;  // an event began at the last edge
  logic [Slots-1:0]   writing;  // in Wr at the last edge, in the same event
  logic [Columns-1:0] ltp [Slots];
  logic [Columns-1:0] ltd [Slots];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_before = '0;
      latch_instant_before = '0;
      started     = 1'b0;
      writing     = '0;
    end else begin
      if (read_o != '0) begin
        ColumnsSelectedDuringRead_A: assert (col_sel_o == column_mask)
          else $error("column select differs from the enabled columns during Read");
      end
      if (started || read_o != read_before) begin
        NoColumnSelectedOutsideRead_A: assert (read_o != '0 || col_sel_o == '0)
          else $error("column select without Read");
        OneRowPerReadingSlot_A: assert ($countones(row_sel_o) == $countones(read_o))
          else $error("rows selected and slots in Read differ in number");
        for (int unsigned s = 0; s < Slots; s++) begin
          if (busy[s]) begin
            RowSelectedDuringRead_A:
              assert (row_sel_o[slot_row_o[s*RowBits +: RowBits]] == read_o[s])
              else $error("row select differs from Read of its slot");
            for (int unsigned t = s + 1; t < Slots; t++) begin
              SlotsServeDifferentRows_A:
                assert (!busy[t] ||
                        slot_row_o[s*RowBits +: RowBits] != slot_row_o[t*RowBits +: RowBits])
                else $error("two slots serve one row");
            end
          end
        end
      end
      if ((wr_o | writing) != '0) begin
        LtpAndLtdExcludeEachOther_A: assert ((ltp_o & ltd_o) == '0)
          else $error("LTP and LTD of one cell");
        for (int unsigned s = 0; s < Slots; s++) begin
          if (wr_o[s] && writing[s]) begin
            DecisionHoldsDuringWrite_A:
              assert (latch_instant_before == LatchTransparent ||
                      (ltp_o[s*Columns +: Columns] == ltp[s] &&
                       ltd_o[s*Columns +: Columns] == ltd[s]))
              else $error("LTP or LTD changed during Wr");
          end
          if (wr_o[s]) begin
            ltp[s] = ltp_o[s*Columns +: Columns];
            ltd[s] = ltd_o[s*Columns +: Columns];
          end else if (writing[s]) begin
            PulsesEndWithWrite_A:
              assert ((ltp_o[s*Columns +: Columns] | ltd_o[s*Columns +: Columns]) == '0)
              else $error("LTP or LTD outside Wr");
          end
        end
      end
      latch_instant_before = latch_instant;
      read_before = read_o;
      started     = start != '0;
      writing     = wr_o & ~start & ~{Slots{soft_reset}};
    end
  end

  //////////////
  // Counters //
  //////////////

  // Every cell that was read is decided once (I15), told from counters that nobody cleared and
  // that have room left.
  logic trusted, active;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      trusted = 1'b1;
      active  = 1'b0;
    end else begin
      if (counter_cleared || reads_count == '1) trusted = 1'b0;
      if (active && busy == '0 && trusted) begin
        EveryReadIsDecidedOnce_A:
          assert (reads_count == ltp_sum + ltd_sum + no_write_sum + illegal_sum)
          else $error("reads differ from ltp + ltd + no_write + illegal_updn");
      end
      active = busy != '0;
    end
  end

endmodule
