#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the preset `coverage`, runs all tests but the long ones, and reports which lines of C++ and
# which lines and signals of RTL they reached.
#
# usage: scripts/coverage.sh [CTEST_OPTION...]      for example: scripts/coverage.sh -L unit
#
# Prints both reports; build/coverage/report has them as text (cpp.txt, rtl.txt) and as HTML
# (cpp/index.html, rtl/index.html). Status 1 if a test fails or less is reached than 90 % of the lines
# of C++, 95 % of the lines or signals of RTL; the reports are made all the same.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh coverage
launcher=()
if command -v ccache > /dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
cmake --preset coverage "${launcher[@]}"
cmake --build --preset coverage

# What former tests left would count again.
find build/coverage -name '*.gcda' -delete
rm -rf build/coverage/rtl_coverage build/coverage/report
mkdir -p build/coverage/rtl_coverage build/coverage/report/cpp
# A program that a test lets run out of disk cannot keep its counts either, and need not say so.
export GCOV_ERROR_FILE=/dev/null
status=0
ctest --test-dir build/coverage -LE long --parallel "$(nproc)" --output-on-failure "$@" || status=1

gcovr --root . --object-directory build/coverage --filter models/ --filter rtl/ --filter tb/ \
  --html-details build/coverage/report/cpp/index.html --txt build/coverage/report/cpp.txt \
  --fail-under-line 90 || status=1
python3 scripts/coverage_rtl.py build/coverage/rtl_coverage build/coverage/report \
  --waivers rtl/coverage_waivers.txt --at-least 95 || status=1
cat build/coverage/report/cpp.txt build/coverage/report/rtl.txt
exit "$status"
