#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that softbound needs, as root or through sudo; asks nothing.
#
# usage: scripts/setup.sh [lint|synthesis|coverage|guard|brian2]...
#
# Without an argument: what building, running and testing takes. `lint` adds what scripts/lint.sh
# takes, `synthesis` what scripts/synthesize.sh takes, `coverage` the reader of coverage data,
# `guard` what scripts/guard.sh takes, `brian2` the simulator that tests/bench/brian2 compares with.
# Installed packages are left alone.
set -euo pipefail

# Compiler, simulators and libraries. gtkwave shows waveforms and has fst2vcd, which a
# test compares with; iverilog gives tests a second opinion on self-timed RTL; matplotlib and numpy draw the pictures.
packages=(g++ cmake ninja-build verilator libsystemc-dev libfmt-dev libgtest-dev libbenchmark-dev iverilog
  libcli11-dev libeigen3-dev libtomlplusplus-dev librandom123-dev nlohmann-json3-dev zlib1g-dev gtkwave python3
  python3-matplotlib python3-numpy)
for group in "$@"; do
  case $group in
    lint) packages+=(git clang-format clang-tidy) ;;
    synthesis) packages+=(yosys) ;;
    coverage) packages+=(gcovr) ;;
    guard) packages+=(valgrind) ;;
    brian2) packages+=(python3-brian make) ;;
    *)
      echo "setup.sh: found '$group', expected lint, synthesis, coverage, guard or brian2" >&2
      exit 2
      ;;
  esac
done

if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
  echo "setup.sh: no Debian system; softbound needs what these Debian 12 packages hold: ${packages[*]}" >&2
  exit 2
fi

installed=" $(dpkg-query -W -f '${db:Status-Status}/${Package} ' "${packages[@]}" 2> /dev/null || true) "
missing=()
for package in "${packages[@]}"; do
  [[ $installed == *" installed/$package "* ]] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! sudo -n true 2> /dev/null; then
    echo "setup.sh: neither root nor sudo without a password; run: sudo apt-get install ${missing[*]}" >&2
    exit 2
  fi
  as_root=(sudo -n)
fi
echo "installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" > /dev/null
