"""Reads the squares that a page draws, as a telephone would."""

from __future__ import annotations

import re

import zxingcpp

SCALE = 4  # points of a module
DRAWN = re.compile(r'viewBox="0 0 (\d+) \1" class="scan-square">.*?<path [^>]*d="([^"]*)"/></svg>')
MOVE = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def scanned(page: str) -> list[str]:
    """What each square of the page says, in their order; nothing for one that does not read."""
    return [
        "".join(found.text for found in zxingcpp.read_barcodes(picture(int(side), path)))
        for side, path in DRAWN.findall(page)
    ]


def picture(side: int, path: str) -> memoryview:
    """The lines of the drawing (« M4 4.5h7m1 0h1 ») as grey points."""
    rows = [bytearray(b"\xff" * side) for _ in range(side)]
    x, y = 0.0, 0.0
    for step, across, down in MOVE.findall(path):
        if step == "h":
            for place in range(int(x), int(x) + int(across)):
                rows[int(y)][place] = 0
            x += float(across)
        elif step == "m":
            x, y = x + float(across), y + float(down)
        else:
            x, y = float(across), float(down)
    lines = [bytes(point for point in row for _ in range(SCALE)) for row in rows]
    whole = b"".join(line for line in lines for _ in range(SCALE))
    return memoryview(whole).cast("B", shape=(side * SCALE, side * SCALE))
