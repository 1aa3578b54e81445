#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Lints the control with Verilator, all warnings on, with and without the bound checkers: clocked in
# the given sizes, then self-timed.
#
#   scripts/lint_rtl.sh [ROWSxCOLUMNS...]      default: the sizes built by default
set -eu
cd "$(dirname "$0")/../rtl/control"
for size in ${*:-16x4 64x64 784x10 784x100}; do
  for checkers in "" control_bind.sv; do
    # shellcheck disable=SC2086
    verilator --lint-only --assert -Wall -y . --top-module control_top \
      -GRows="${size%x*}" -GColumns="${size#*x}" ../waivers.vlt control_top.sv $checkers
  done
  echo "$size: clean"
done
cd ..
for module in aer_receiver row_controller column_controller output_arbiter; do
  verilator --lint-only --timing --assert -Wall --timescale-override 1ps/1ps -y self_timed \
    --top-module $module waivers.vlt self_timed/$module.sv
done
echo "self-timed: clean"
example=../tb/examples/own_control/one_slot_control.sv
for fault in 0 1 2; do
  verilator --lint-only --assert -Wall --top-module one_slot_control -GFault=$fault waivers.vlt \
    $example
done
echo "one_slot_control: clean"
