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
lint_self_timed() {
  verilator --lint-only --timing --assert -Wall --timescale-override 1ps/1ps -y self_timed \
    --top-module "$1" waivers.vlt "self_timed/$1.sv" ${2:+"self_timed/$2"}
}
for module in aer_receiver row_controller column_controller output_arbiter; do
  lint_self_timed $module
done
lint_self_timed row_controller self_timed_bind.sv
echo "self-timed: clean"
