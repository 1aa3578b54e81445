#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compares softbound with Brian2: installs Brian2 if it is missing, builds, shows both the same
# digits, prints how well they agree and what each took.
#
# usage: tests/bench/brian2/run.sh [OPTION...]      options of compare.py
set -euo pipefail
cd "$(dirname "$0")/../../.."

scripts/setup.sh brian2
scripts/build.sh softbound play_digits
# Debian's python3 is the one that Debian's Brian2 belongs to.
exec /usr/bin/python3 tests/bench/brian2/compare.py "$@"
