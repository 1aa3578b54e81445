// SPDX-License-Identifier: Apache-2.0
//
// The registers on an APB without wait states. Offsets, reset values and bit fields are those of
// models/core/control_registers.h. A write takes effect at the edge of the access phase; one that
// gets an error changes nothing. Errors: absent or unaligned address, write to a read-only
// register, a value that the register cannot hold.
//
// What happens at the edge of a write that clears (counters, IRQ_STATUS) is not lost: the write
// comes first.
module register_file #(
  parameter int unsigned Columns           = 4,
  parameter int unsigned Slots             = 8,
  parameter int unsigned CounterWidth      = 16,
  parameter int unsigned EventCounterWidth = 32,
  localparam int unsigned CellBits         = $clog2(Slots*Columns+1),
  localparam int unsigned SpikeBits        = $clog2(Columns+1)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,

  // APB
  input  logic                    psel_i,
  input  logic                    penable_i,
  input  logic                    pwrite_i,
  input  logic [11:0]             paddr_i,
  input  logic [31:0]             pwdata_i,
  output logic [31:0]             prdata_o,
  output logic                    pready_o,
  output logic                    pslverr_o,
  output logic                    irq_o,

  // status
  input  logic [Slots-1:0]        busy_i,
  input  logic                    idle_i,
  input  logic                    waiting_i,

  // settings
  output logic                    enable_o,
  output logic                    write_enable_o,
  output logic                    soft_reset_o,  // strobe: acts at the edge of the write
  output logic [CounterWidth-1:0] t_read_o,
  output logic [CounterWidth-1:0] t_gap_o,
  output logic [CounterWidth-1:0] t_write_o,
  output logic [CounterWidth-1:0] t_recover_o,
  output logic [1:0]              busy_policy_o,
  output logic [1:0]              latch_instant_o,
  output logic                    fixed_priority_o,
  output logic [7:0]              slots_in_use_o,
  output logic [Columns-1:0]      column_mask_o,
  output logic [Columns-1:0]      pos_mask_o,
  output logic [Columns-1:0]      neg_mask_o,

  // what happens at this edge, in the order of the counters
  input  logic                    accepted_i,
  input  logic                    held_i,
  input  logic                    dropped_i,
  input  logic                    bad_address_i,
  input  logic [CellBits-1:0]     reads_i,
  input  logic [CellBits-1:0]     ltp_i,
  input  logic [CellBits-1:0]     ltd_i,
  input  logic [CellBits-1:0]     no_write_i,
  input  logic [CellBits-1:0]     illegal_i,
  input  logic [SpikeBits-1:0]    out_spikes_i,
  input  logic [SpikeBits-1:0]    out_dropped_i
);

  localparam logic [31:0] Id      = 32'h53424E44;  // "SBND"
  localparam logic [31:0] Version = 32'h00010000;

  // Word addresses.
  localparam logic [9:0] AddrId        = 10'h00;
  localparam logic [9:0] AddrVersion   = 10'h01;
  localparam logic [9:0] AddrControl   = 10'h02;
  localparam logic [9:0] AddrStatus    = 10'h03;
  localparam logic [9:0] AddrTRead     = 10'h04;
  localparam logic [9:0] AddrTGap      = 10'h05;
  localparam logic [9:0] AddrTWrite    = 10'h06;
  localparam logic [9:0] AddrTRecover  = 10'h07;
  localparam logic [9:0] AddrPolicy    = 10'h08;
  localparam logic [9:0] AddrIrqStatus = 10'h09;
  localparam logic [9:0] AddrIrqMask   = 10'h0A;
  localparam logic [9:0] AddrCounters  = 10'h20;
  localparam logic [4:0] PageColumn    = 5'h02;  // paddr[11:7] of the masks
  localparam logic [4:0] PagePos       = 5'h04;
  localparam logic [4:0] PageNeg       = 5'h06;
  localparam int unsigned Counters     = 11;
  localparam int unsigned Words        = (Columns + 31) / 32;

  ////////////
  // Decode //
  ////////////

  logic        access, write;
  logic [9:0]  word;
  logic [3:0]  irq_status_q, irq_mask_q;
  logic        mask_present;
  logic        counter_hit;
  logic [3:0]  counter_index;
  logic        time_fits;
  logic [EventCounterWidth-1:0] count [Counters];

  assign access        = psel_i & penable_i;
  assign write         = access & pwrite_i & ~pslverr_o;
  assign word          = paddr_i[11:2];
  assign mask_present  = 6'(word[4:0]) < 6'(Words);
  assign counter_index = word[3:0];
  assign counter_hit   = (word[9:4] == AddrCounters[9:4]) & (counter_index < 4'(Counters));
  assign time_fits     = (pwdata_i >> CounterWidth) == '0;
  assign pready_o      = 1'b1;
  assign soft_reset_o  = write & (word == AddrControl) & pwdata_i[1];

  logic [31:0] data;
  logic        error;

  always_comb begin
    data  = '0;
    error = 1'b0;
    if (access) begin
      case (word)
        AddrId: begin
          data  = Id;
          error = pwrite_i;
        end
        AddrVersion: begin
          data  = Version;
          error = pwrite_i;
        end
        AddrControl: data = {29'b0, write_enable_o, 1'b0, enable_o};
        AddrStatus: begin
          data  = {22'b0, waiting_i, idle_i, 8'(busy_i)};
          error = pwrite_i;
        end
        AddrTRead: begin
          data  = 32'(t_read_o);
          error = pwrite_i & ~time_fits;
        end
        AddrTGap: begin
          data  = 32'(t_gap_o);
          error = pwrite_i & ~time_fits;
        end
        AddrTWrite: begin
          data  = 32'(t_write_o);
          error = pwrite_i & ~time_fits;
        end
        AddrTRecover: begin
          data  = 32'(t_recover_o);
          error = pwrite_i & ~time_fits;
        end
        AddrPolicy: begin
          data  = {16'b0, slots_in_use_o, 3'b0, fixed_priority_o, latch_instant_o, busy_policy_o};
          error = pwrite_i & ((pwdata_i[3:2] == 2'd3) | (pwdata_i[15:8] == '0) |
                              (pwdata_i[15:8] > 8'(Slots)));
        end
        AddrIrqStatus: data = {28'b0, irq_status_q};
        AddrIrqMask:   data = {28'b0, irq_mask_q};
        default: begin
          if (counter_hit) begin
            for (int unsigned k = 0; k < Counters; k++) begin
              if (counter_index == 4'(k)) begin
                data = 32'(count[k]);
              end
            end
          end else if (mask_present) begin
            case (paddr_i[11:7])
              PageColumn: data = 32'((Words*32)'(column_mask_o) >> {word[4:0], 5'b0});
              PagePos:    data = 32'((Words*32)'(pos_mask_o) >> {word[4:0], 5'b0});
              PageNeg:    data = 32'((Words*32)'(neg_mask_o) >> {word[4:0], 5'b0});
              default:    error = 1'b1;
            endcase
          end else begin
            error = 1'b1;
          end
        end
      endcase
      if (paddr_i[1:0] != '0) error = 1'b1;
    end
  end

  assign pslverr_o = error;
  assign prdata_o  = (error | pwrite_i) ? '0 : data;

  //////////////
  // Settings //
  //////////////

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enable_o         <= 1'b0;
      write_enable_o   <= 1'b1;
      t_read_o         <= CounterWidth'(300);
      t_gap_o          <= CounterWidth'(2);
      t_write_o        <= CounterWidth'(1004);
      t_recover_o      <= CounterWidth'(2);
      busy_policy_o    <= '0;
      latch_instant_o  <= '0;
      fixed_priority_o <= 1'b0;
      slots_in_use_o   <= 8'(Slots);
      irq_mask_q       <= '0;
    end else if (write) begin
      case (word)
        AddrControl: begin
          enable_o       <= pwdata_i[0];
          write_enable_o <= pwdata_i[2];
        end
        AddrTRead:    t_read_o    <= pwdata_i[CounterWidth-1:0];
        AddrTGap:     t_gap_o     <= pwdata_i[CounterWidth-1:0];
        AddrTWrite:   t_write_o   <= pwdata_i[CounterWidth-1:0];
        AddrTRecover: t_recover_o <= pwdata_i[CounterWidth-1:0];
        AddrPolicy: begin
          busy_policy_o    <= pwdata_i[1:0];
          latch_instant_o  <= pwdata_i[3:2];
          fixed_priority_o <= pwdata_i[4];
          slots_in_use_o   <= pwdata_i[15:8];
        end
        AddrIrqMask: irq_mask_q <= pwdata_i[3:0];
        default: ;
      endcase
    end
  end

  mask_register #(.Columns(Columns)) u_column_mask (
    .clk_i,
    .rst_ni,
    .write_i(write & (paddr_i[11:7] == PageColumn)),
    .word_i (word[4:0]),
    .data_i (pwdata_i),
    .mask_o (column_mask_o)
  );

  mask_register #(.Columns(Columns)) u_pos_mask (
    .clk_i,
    .rst_ni,
    .write_i(write & (paddr_i[11:7] == PagePos)),
    .word_i (word[4:0]),
    .data_i (pwdata_i),
    .mask_o (pos_mask_o)
  );

  mask_register #(.Columns(Columns)) u_neg_mask (
    .clk_i,
    .rst_ni,
    .write_i(write & (paddr_i[11:7] == PageNeg)),
    .word_i (word[4:0]),
    .data_i (pwdata_i),
    .mask_o (neg_mask_o)
  );

  ////////////////
  // Interrupts //
  ////////////////

  logic [3:0] irq_event, irq_clear;
  assign irq_event = {out_dropped_i != '0, dropped_i, bad_address_i, illegal_i != '0};
  assign irq_clear = (write & (word == AddrIrqStatus)) ? pwdata_i[3:0] : '0;
  assign irq_o     = (irq_status_q & irq_mask_q) != '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      irq_status_q <= '0;
    end else begin
      irq_status_q <= (irq_status_q & ~irq_clear) | irq_event;
    end
  end

  //////////////
  // Counters //
  //////////////

  // A common width of all steps keeps the counters alike.
  logic [CellBits-1:0] step [Counters];
  assign step[0]  = CellBits'(accepted_i);
  assign step[1]  = CellBits'(held_i);
  assign step[2]  = CellBits'(dropped_i);
  assign step[3]  = CellBits'(bad_address_i);
  assign step[4]  = reads_i;
  assign step[5]  = ltp_i;
  assign step[6]  = ltd_i;
  assign step[7]  = no_write_i;
  assign step[8]  = illegal_i;
  assign step[9]  = CellBits'(out_spikes_i);
  assign step[10] = CellBits'(out_dropped_i);

  for (genvar k = 0; k < Counters; k++) begin : gen_counter
    event_counter #(.Width(EventCounterWidth), .StepWidth(CellBits)) u_counter (
      .clk_i,
      .rst_ni,
      .clear_i(write & counter_hit & (counter_index == 4'(k))),
      .step_i (step[k]),
      .count_o(count[k])
    );
  end

endmodule
