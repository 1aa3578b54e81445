#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts 5,000 handwritten digits in MNIST format where softbound looks for them.
#
# usage: get_digits.sh [DIR]      (default: data/digits under the project)
#
# They come from the picture digits.png in Debian's package opencv-doc, which is downloaded (96 MB)
# and not installed. Does nothing if DIR holds the four files already. Needs no root.
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target=${1:-$project/data/digits}
package=opencv-doc
picture=./usr/share/doc/opencv-doc/examples/data/digits.png

fail() {
  echo "get_digits.sh: $1" >&2
  exit 1
}

all_there() {
  for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
    gzip -t "$target/$name-ubyte.gz" 2>/dev/null || return 1
  done
}

[ $# -le 1 ] || fail "found $# arguments, expected at most one, the directory to fill"
if all_there; then
  echo "$target: the digits are there already"
  exit 0
fi
for tool in apt-get dpkg-deb tar python3; do
  command -v "$tool" >/dev/null || fail "$tool not found, expected a Debian system with it"
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

(cd "$scratch" && apt-get download -qq "$package" >log 2>&1) ||
  fail "cannot download Debian's package $package ($(grep '^E:' "$scratch/log" | head -n 1)), expected a network and, once, apt-get update"
dpkg-deb --fsys-tarfile "$scratch/$package"_*.deb | tar -x -f - -C "$scratch" "$picture" 2>/dev/null ||
  fail "package $package has no $picture, expected Debian 12's version of it"
mkdir -p "$target" || fail "cannot make the directory $target"
python3 "$project/scripts/digits_to_idx.py" "$scratch/$picture" "$target"
