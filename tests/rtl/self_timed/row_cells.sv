// SPDX-License-Identifier: Apache-2.0
//
// A row controller of four columns with the ports that icarus_bench.sv and icarus_test.cpp drive.
module row_cells (
  input  logic [319:0] delays_i,  // read, gap, write, recover, mutex: 64 bits each
  input  logic [31:0]  in_i,
  output logic [63:0]  out_o
);

  logic        ack, ask, read, wr, busy;
  logic [15:0] started, decided, dropped, held;
  logic [3:0]  ltp, ltd, illegal;

  row_controller #(.Columns(4)) u_row (
    .clear_i        (in_i[0]),
    .req_i          (in_i[1]),
    .ack_o          (ack),
    .enable_i       (in_i[2]),
    .busy_policy_i  (in_i[4:3]),
    .latch_instant_i(in_i[6:5]),
    .columns_i      (in_i[10:7]),
    .up_counts_i    (in_i[14:11]),
    .dn_counts_i    (in_i[18:15]),
    .up_i           (in_i[22:19]),
    .dn_i           (in_i[26:23]),
    .ask_o          (ask),
    .answer_i       (in_i[27]),
    .read_ps_i      (delays_i[63:0]),
    .gap_ps_i       (delays_i[127:64]),
    .write_ps_i     (delays_i[191:128]),
    .recover_ps_i   (delays_i[255:192]),
    .mutex_ps_i     (delays_i[319:256]),
    .read_o         (read),
    .wr_o           (wr),
    .ltp_o          (ltp),
    .ltd_o          (ltd),
    .illegal_o      (illegal),
    .busy_o         (busy),
    .started_o      (started),
    .decided_o      (decided),
    .dropped_o      (dropped),
    .held_o         (held)
  );

  // What a latch holds before its first use is nobody's business.
  assign out_o = {15'b0, started[7:0], decided[7:0], dropped[7:0], held[7:0],
                  wr ? illegal : 4'b0, busy, ltd, ltp, wr, read, ask, ack};

  logic unused;
  assign unused = &{1'b0, in_i[31:28], started[15:8], decided[15:8], dropped[15:8], held[15:8]};

endmodule
