// SPDX-License-Identifier: Apache-2.0
//
// Watches the slots: from the cycles since a slot's event began and the timing registers of that
// moment follow Read, the gap, Wr and the end, in closed form (I1, I3, I5, I7, I11).
module slot_checker #(
  parameter int unsigned Slots        = 8,
  parameter int unsigned CounterWidth = 16
) (
  input logic                    clk_i,
  input logic                    rst_ni,
  input logic [Slots-1:0]        start_i,
  input logic                    soft_reset_i,
  input logic [CounterWidth-1:0] t_read_i,
  input logic [CounterWidth-1:0] t_gap_i,
  input logic [CounterWidth-1:0] t_write_i,
  input logic [CounterWidth-1:0] t_recover_i,
  input logic [Slots-1:0]        read_i,
  input logic [Slots-1:0]        wr_i,
  input logic [Slots-1:0]        busy_i
);

  function automatic int unsigned at_least_one(logic [CounterWidth-1:0] cycles);
    return (cycles == '0) ? 1 : 32'(cycles);
  endfunction

  logic [Slots-1:0] active;  // slots with an event
  int unsigned      age         [Slots];
  int unsigned      read_end    [Slots];
  int unsigned      write_begin [Slots];
  int unsigned      write_end   [Slots];
  int unsigned      recover_end [Slots];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active = '0;
    end else if ((active | busy_i | read_i | wr_i | start_i) != '0) begin
      BusyFromAcceptanceToRecovery_A: assert (busy_i == active)
        else $error("busy flags differ from the slots' events");
      ReadAndWriteExcludeEachOther_A: assert ((read_i & wr_i) == '0)
        else $error("Read and Wr of one slot overlap");
      PhasesOnlyWhileBusy_A: assert (((read_i | wr_i) & ~active) == '0)
        else $error("Read or Wr without an event");
      for (int unsigned s = 0; s < Slots; s++) begin
        if (active[s]) begin
          ReadLastsTRead_A: assert (read_i[s] == (age[s] < read_end[s]))
            else $error("Read differs from T_READ of its event");
          WriteFollowsReadOnceAfterTheGap_A:
            assert (wr_i[s] == (age[s] >= write_begin[s] && age[s] < write_end[s]))
            else $error("Wr differs from T_GAP and T_WRITE of its event");
          age[s]    = age[s] + 1;
          active[s] = age[s] < recover_end[s];
        end
        if (start_i[s]) begin
          active[s]      = 1'b1;
          age[s]         = 0;
          read_end[s]    = at_least_one(t_read_i);
          write_begin[s] = read_end[s] + 32'(t_gap_i);
          write_end[s]   = write_begin[s] + at_least_one(t_write_i);
          recover_end[s] = write_end[s] + 32'(t_recover_i);
        end
      end
      if (soft_reset_i) active = '0;
    end
  end

endmodule
