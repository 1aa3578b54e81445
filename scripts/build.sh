#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up and builds the preset `release` in build/release, the command being
# build/release/softbound; does only what is missing. Uses ccache if it is installed.
#
# usage: scripts/build.sh [TARGET...]      default: everything, tests included
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
if [ ! -f build/release/build.ninja ]; then
  launcher=()
  if command -v ccache > /dev/null; then
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  cmake --preset release "${launcher[@]}"
fi
cmake --build build/release ${1:+--target "$@"}
