#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns OpenCV's digits.png into a data set in MNIST format.

usage: digits_to_idx.py digits.png DIRECTORY

The picture holds 50 rows x 100 columns of cells of 20 x 20 grey pixels, white on black, five rows
of cells for each class 0 to 9. A cell is a picture of MNIST, margin and all, reduced from 28 x 28
pixels, so it is enlarged back to them: size, mean intensity and centre of mass are those of MNIST
again. The last 100 of each class are for the test, the first 400 for training; the classes take
turns. The same picture gives the same bytes. Needs nothing but Python.
"""

import gzip
import os
import struct
import sys
import zlib

CELL = 20
SIDE = 28
CELL_COLUMNS = 100
CLASSES = 10
PER_CLASS = 500
TRAIN_PER_CLASS = 400

# The middle of pixel k of SIDE lies (10 k - 2) / 14 cell pixels from the middle of the first.
STEPS = 14
INTERPOLATION = [divmod(10 * k - 2, STEPS) for k in range(SIDE)]


def read_png(path):
    """Rows of an 8-bit greyscale PNG without interlace, each a bytes object."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("found another format, expected PNG")
    position, packed, header = 8, b"", None
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        content = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", content)
        elif kind == b"IDAT":
            packed += content
        position += length + 12
    width, height = header[:2]
    if header[2:] != (8, 0, 0, 0, 0):
        raise ValueError("found another kind of PNG, expected 8-bit greyscale without interlace")
    filtered = zlib.decompress(packed)
    rows, above = [], bytes(width)
    for y in range(height):
        start = y * (width + 1)
        above = unfiltered(filtered[start], filtered[start + 1 : start + 1 + width], above)
        rows.append(above)
    return rows


def unfiltered(kind, line, above):
    """One line of pixels, one byte each, from what PNG filter `kind` made of it."""
    if kind == 0:
        return line
    result, left, above_left = bytearray(line), 0, 0
    for x, up in enumerate(above):
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            estimate = left + up - above_left
            guess = min((left, up, above_left), key=lambda near: abs(estimate - near))
        left = result[x] = (result[x] + guess) & 0xFF
        above_left = up
    return bytes(result)


def enlarged(line):
    """CELL sums of pixels, linearly interpolated to SIDE of them, each times STEPS."""
    return [
        (STEPS - part) * line[max(k, 0)] + part * line[min(k + 1, CELL - 1)]
        for k, part in INTERPOLATION
    ]


def picture_of(cell):
    """SIDE x SIDE pixels of a cell given by its rows."""
    columns = [enlarged(column) for column in zip(*cell)]
    half = STEPS * STEPS // 2
    return bytes(
        (value + half) // (STEPS * STEPS) for row in zip(*columns) for value in enlarged(row)
    )


def write_packed(path, content):
    """Written whole or not at all, without a time in it."""
    with open(path + ".part", "wb") as file:
        file.write(gzip.compress(content, 9, mtime=0))
    os.replace(path + ".part", path)


def write_split(directory, prefix, digits, first, last):
    """Digits first to last of each class, the classes in turn."""
    order = [(label, k) for k in range(first, last) for label in range(CLASSES)]
    pictures = b"".join(digits[label][k] for label, k in order)
    labels = bytes(label for label, _ in order)
    start = os.path.join(directory, prefix)
    write_packed(
        start + "-images-idx3-ubyte.gz",
        struct.pack(">IIII", 0x803, len(order), SIDE, SIDE) + pictures,
    )
    write_packed(start + "-labels-idx1-ubyte.gz", struct.pack(">II", 0x801, len(order)) + labels)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: digits_to_idx.py digits.png DIRECTORY")
    path, directory = sys.argv[1:]
    try:
        rows = read_png(path)
        cell_rows = CLASSES * PER_CLASS // CELL_COLUMNS
        if len(rows) != cell_rows * CELL or len(rows[0]) != CELL_COLUMNS * CELL:
            raise ValueError(
                f"found {len(rows[0])} x {len(rows)} pixels, "
                f"expected {CELL_COLUMNS * CELL} x {cell_rows * CELL}"
            )
        cells = [
            [row[x : x + CELL] for row in rows[y : y + CELL]]
            for y in range(0, len(rows), CELL)
            for x in range(0, len(rows[0]), CELL)
        ]
        digits = [
            [picture_of(cell) for cell in cells[label * PER_CLASS : (label + 1) * PER_CLASS]]
            for label in range(CLASSES)
        ]
        write_split(directory, "train", digits, 0, TRAIN_PER_CLASS)
        write_split(directory, "t10k", digits, TRAIN_PER_CLASS, PER_CLASS)
    except (OSError, ValueError, struct.error, zlib.error) as error:
        sys.exit(f"digits_to_idx.py: {path}: {error}")
    print(
        f"{directory}: {CLASSES * TRAIN_PER_CLASS} digits for training, "
        f"{CLASSES * (PER_CLASS - TRAIN_PER_CLASS)} for the test"
    )


if __name__ == "__main__":
    main()
