#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Synthesizes the control with Yosys into generic gates and prints how many it takes.
#
#   scripts/synthesize.sh [ROWSxCOLUMNS...]    default: the sizes built by default; the largest
#                                              takes minutes
set -eu
cd "$(dirname "$0")/../rtl/control"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
sources=$(ls ./*.sv | grep -v -e _checker.sv -e _bind.sv)
printf '%-12s %10s %12s\n' size gates flip-flops
for size in ${*:-16x4 64x64 784x10 784x100}; do
  # shellcheck disable=SC2086
  if ! yosys -Q -p "read_verilog -sv -DSYNTHESIS $(echo $sources);
      chparam -set Rows ${size%x*} -set Columns ${size#*x} control_top;
      synth -flatten -nofsm -top control_top; check -assert; stat" > "$log" 2>&1; then
    tail -n 20 "$log" >&2
    exit 1
  fi
  # Cells of the last statistics; everything that is no flip-flop counts as a gate.
  awk -v size="$size" '
    /Number of cells/ { gates = 0; flops = 0 }
    $1 ~ /^\$_.*DFF/  { flops += $2; next }
    $1 ~ /^\$_.*_$/   { gates += $2 }
    END { printf "%-12s %10d %12d\n", size, gates, flops }' "$log"
done
