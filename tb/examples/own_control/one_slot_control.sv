// SPDX-License-Identifier: Apache-2.0
//
// The smallest control that softbound's bench accepts: one event at a time, a single state machine
// that walks through the phases, the few registers that a run programs and reads.
//
//   phase   Idle | Read            | Gap   | Write                  | Recover | Idle
//   ack_o   _____/~~~~~\___________________________________________________________
//   read_o  _____/~~~~~~~~~~~~~~~~~\_______________________________________________
//   wr_o    _______________________________/~~~~~~~~~~~~~~~~~~~~~~~~\______________
//                A                         L = A + T_READ + T_GAP
//
// Fault builds a control that is wrong on purpose:
//   1  the gap is one cycle short
//   2  Wr rises one cycle before Read has fallen
module one_slot_control #(
  parameter int unsigned Rows        = 16,
  parameter int unsigned Columns     = 4,  // at most 32: one word a mask
  parameter int unsigned Slots       = 1,  // no other number
  parameter int unsigned Fault       = 0,
  localparam int unsigned RowBits    = (Rows > 1) ? $clog2(Rows) : 1,
  localparam int unsigned ColumnBits = (Columns > 1) ? $clog2(Columns) : 1
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,

  // spikes in
  input  logic                     req_i,
  input  logic [RowBits-1:0]       addr_i,
  output logic                     ack_o,

  // array
  output logic [Rows-1:0]          row_sel_o,
  output logic [Columns-1:0]       col_sel_o,
  output logic [Slots*RowBits-1:0] slot_row_o,
  output logic [Slots-1:0]         read_o,
  output logic [Slots-1:0]         wr_o,
  output logic [Slots*Columns-1:0] ltp_o,
  output logic [Slots*Columns-1:0] ltd_o,

  // neurons
  input  logic [Columns-1:0]       up_i,
  input  logic [Columns-1:0]       dn_i,
  input  logic [Columns-1:0]       fire_i,

  // spikes out
  output logic                     req_o,
  output logic [ColumnBits-1:0]    addr_o,
  input  logic                     ack_i,

  // APB
  input  logic                     psel_i,
  input  logic                     penable_i,
  input  logic                     pwrite_i,
  input  logic [11:0]              paddr_i,
  input  logic [31:0]              pwdata_i,
  output logic [31:0]              prdata_o,
  output logic                     pready_o,
  output logic                     pslverr_o,

  output logic                     irq_o,
  output logic                     idle_o
);

  typedef enum logic [2:0] {Idle, Read, Gap, Write, Recover} phase_e;
  phase_e      phase_q;
  logic [15:0] left_q;  // cycles of this phase after the present one

  // Registers, all at their reset values but what a run programs.
  logic               enable_q, write_enable_q;
  logic [15:0]        t_read_q, t_gap_q, t_write_q, t_recover_q;
  logic [Columns-1:0] column_mask_q, pos_mask_q, neg_mask_q;

  // What comes from outside the clock's domain passes two flip-flops.
  logic [1:0]         req_q, ack_q;
  logic [Columns-1:0] up_q[2], dn_q[2], fire_q[3];
  logic [Columns-1:0] waiting_q;  // output spikes

  logic request, answer, accept, refuse, held, held_q, ends, latch, sends;
  assign request = enable_q & req_q[1] & ~ack_o;
  assign answer  = request & (phase_q == Idle);
  assign refuse  = answer & (32'(addr_i) >= Rows);  // acknowledged without effect
  assign accept  = answer & ~refuse;
  assign held    = request & ~answer & ~held_q;     // counted once per request
  assign ends    = left_q == ((Fault == 2 && phase_q == Read) ? 16'd1 : 16'd0);
  assign latch   = ends & (phase_q == ((Fault == 2) ? Read : Gap));
  assign sends   = (waiting_q != '0) & ~req_o & ~ack_q[1];

  // UP and DN as they were just before the edge L - 2.
  logic [Columns-1:0] up, dn, cells_q;
  assign up = up_q[1] & pos_mask_q & {Columns{write_enable_q}};
  assign dn = dn_q[1] & neg_mask_q & {Columns{write_enable_q}};

  logic [Columns-1:0] fired, lowest;
  assign fired  = fire_q[1] & ~fire_q[2];
  assign lowest = waiting_q & (~waiting_q + 1'b1);

  assign idle_o = (phase_q == Idle) & ~ack_o & (req_q == '0) & ~req_o & (ack_q == '0) &
                  (waiting_q == '0) & (fire_q[0] == fire_q[1]) & (fire_q[1] == fire_q[2]);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      phase_q <= Idle;
      left_q  <= '0;
      cells_q <= '0;
      ack_o   <= 1'b0;
      read_o  <= '0;
      wr_o    <= '0;
      ltp_o   <= '0;
      ltd_o   <= '0;
      row_sel_o  <= '0;
      col_sel_o  <= '0;
      slot_row_o <= '0;
    end else begin
      if (answer) begin
        ack_o <= 1'b1;
      end else if (!req_q[1]) begin
        ack_o <= 1'b0;
      end

      if (left_q != '0) left_q <= left_q - 1'b1;
      case (phase_q)
        Idle: if (accept) begin
          phase_q    <= Read;
          left_q     <= t_read_q - 1'b1;
          cells_q    <= column_mask_q;
          read_o     <= 1'b1;
          slot_row_o <= addr_i;
          row_sel_o  <= Rows'(1) << addr_i;
          col_sel_o  <= column_mask_q;
        end
        Read: if (ends && Fault != 2) begin
          phase_q <= Gap;
          left_q  <= t_gap_q - ((Fault == 1) ? 16'd2 : 16'd1);
        end
        Write: if (ends) begin
          phase_q <= Recover;
          left_q  <= t_recover_q - 1'b1;
          wr_o    <= '0;
          ltp_o   <= '0;
          ltd_o   <= '0;
        end
        Recover: if (ends) phase_q <= Idle;
        default: ;
      endcase
      if (latch) begin
        phase_q <= Write;
        left_q  <= t_write_q - 1'b1;
        wr_o    <= 1'b1;
        ltp_o   <= cells_q & up & ~dn;
        ltd_o   <= cells_q & dn & ~up;
      end
      if (phase_q == Read && left_q == '0 || phase_q == Write) begin
        read_o    <= '0;
        row_sel_o <= '0;
        col_sel_o <= '0;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      req_q     <= '0;
      ack_q     <= '0;
      up_q      <= '{default: '0};
      dn_q      <= '{default: '0};
      fire_q    <= '{default: '0};
      waiting_q <= '0;
      req_o     <= 1'b0;
      addr_o    <= '0;
    end else begin
      req_q     <= {req_q[0], req_i};
      ack_q     <= {ack_q[0], ack_i};
      up_q      <= '{up_i, up_q[0]};
      dn_q      <= '{dn_i, dn_q[0]};
      fire_q    <= '{fire_i, fire_q[0], fire_q[1]};
      waiting_q <= (waiting_q & ~(sends ? lowest : '0)) | fired;
      if (sends) begin
        req_o <= 1'b1;
        for (int unsigned j = 0; j < Columns; j++) begin
          if (lowest[j]) addr_o <= ColumnBits'(j);
        end
      end else if (ack_q[1]) begin
        req_o <= 1'b0;
      end
    end
  end

  // APB: no wait states, no errors; what is not here reads as 0 and takes any value.
  logic [10:0][31:0]  count_q;  // in the order of the register map, from 0x80 on
  logic               write;
  logic               unused_data;  // no register is wider than its field
  logic [Columns-1:0] counted;  // cells decided at this edge
  assign unused_data = ^pwdata_i;
  assign write     = psel_i & penable_i & pwrite_i;
  assign counted   = latch ? cells_q : '0;
  assign pready_o  = 1'b1;
  assign pslverr_o = 1'b0;
  assign irq_o     = 1'b0;

  always_comb begin
    prdata_o = '0;
    if (psel_i && penable_i && !pwrite_i && paddr_i[11:6] == 6'b10 && paddr_i[5:2] < 4'd11) begin
      prdata_o = count_q[paddr_i[5:2]];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enable_q       <= 1'b0;
      write_enable_q <= 1'b1;
      t_read_q       <= 16'd300;
      t_gap_q        <= 16'd2;
      t_write_q      <= 16'd1004;
      t_recover_q    <= 16'd2;
      column_mask_q  <= '1;
      pos_mask_q     <= '1;
      neg_mask_q     <= '1;
      count_q        <= '0;
      held_q         <= 1'b0;
    end else begin
      if (write) begin
        case (paddr_i)
          12'h008: {write_enable_q, enable_q} <= {pwdata_i[2], pwdata_i[0]};
          12'h010: t_read_q      <= pwdata_i[15:0];
          12'h014: t_gap_q       <= pwdata_i[15:0];
          12'h018: t_write_q     <= pwdata_i[15:0];
          12'h01C: t_recover_q   <= pwdata_i[15:0];
          12'h100: column_mask_q <= pwdata_i[Columns-1:0];
          12'h200: pos_mask_q    <= pwdata_i[Columns-1:0];
          12'h300: neg_mask_q    <= pwdata_i[Columns-1:0];
          default: ;
        endcase
      end
      held_q      <= request & ~answer;
      count_q[0]  <= count_q[0] + 32'(accept);
      count_q[1]  <= count_q[1] + 32'(held);
      count_q[3]  <= count_q[3] + 32'(refuse);
      count_q[4]  <= count_q[4] + (accept ? $countones(column_mask_q) : 0);
      count_q[5]  <= count_q[5] + $countones(counted & up & ~dn);
      count_q[6]  <= count_q[6] + $countones(counted & dn & ~up);
      count_q[7]  <= count_q[7] + $countones(counted & ~up & ~dn);
      count_q[8]  <= count_q[8] + $countones(counted & up & dn);
      count_q[9]  <= count_q[9] + 32'(sends);
      count_q[10] <= count_q[10] + $countones(fired & waiting_q & ~(sends ? lowest : '0));
    end
  end

endmodule
