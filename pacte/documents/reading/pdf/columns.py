"""The reading order of a page: columns of text one after the other, where a page has columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from pacte.documents.reading.pdf.lines import Line, line_of

_GUTTER = 12.0
_MOST_LINES = 1500
_KEPT_GUTTER = 9.0
_FEWEST_ROWS = 6
_FEWEST_ON_A_SIDE = 5
_FULL = 0.55  # how wide lines of prose are, in a column, against the widest
_NARROWEST_SIDE = 90.0
_EDGE, _ALIGNED = 3.0, 0.6
_NEAR = 3.0  # of the size of the letters: lines of one column are no farther apart


class Gap(NamedTuple):
    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Region:
    """Lines to read from top to bottom; `is_column` when others stand beside them."""

    lines: tuple[Line, ...]
    is_column: bool = False

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def left(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.x1 for line in self.lines)


def regions_of(lines: list[Line]) -> list[Region]:
    """Cut the lines of a page, given from top to bottom, into regions in reading order."""
    return list(_parts(lines, is_column=False))


def _parts(lines: list[Line], *, is_column: bool) -> Iterator[Region]:
    run = _longest_run(lines)
    if run is None:
        if lines:
            yield Region(tuple(lines), is_column)
        return
    first, last, gap = run
    first = _start(lines, first, gap)
    middle = (gap.start + gap.end) / 2
    yield from _parts(lines[:first], is_column=is_column)
    for side in _sides(lines[first:last], middle):
        yield from _parts(side, is_column=True)
    yield from _parts(lines[last:], is_column=is_column)


def _sides(lines: list[Line], middle: float) -> tuple[list[Line], list[Line]]:
    left = [part for line in lines if (part := _kept(line, right=middle)) is not None]
    right = [part for line in lines if (part := _kept(line, left=middle)) is not None]
    return left, right


def _kept(line: Line, *, left: float = float("-inf"), right: float = float("inf")) -> Line | None:
    words = [word for word in line.words if left <= (word.x0 + word.x1) / 2 < right]
    if not words:
        return None
    if len(words) == len(line.words):
        return line
    part = line_of(words, line.page)
    part.is_underlined, part.struck = line.is_underlined, line.struck
    line.struck = []
    return part


def _longest_run(lines: list[Line]) -> tuple[int, int, Gap] | None:
    """The most rows that one gutter parts into two columns of prose."""
    best: tuple[int, int, Gap] | None = None
    if len(lines) > _MOST_LINES:
        return None
    for first, line in enumerate(lines):
        for gap in _gaps(line):
            last, common = _reach(lines, first, gap)
            if best is not None and last - first <= best[1] - best[0]:
                continue
            if _are_columns(lines[first:last], common):
                best = (first, last, common)
    return best


def _gaps(line: Line) -> list[Gap]:
    least = max(_GUTTER, line.size)
    return [
        Gap(word.x1, following.x0)
        for word, following in zip(line.words, line.words[1:], strict=False)
        if following.x0 - word.x1 >= least
    ]


def _reach(lines: list[Line], first: int, gap: Gap) -> tuple[int, Gap]:
    """How far down the gap goes on, and what is left of it."""
    last = first + 1
    for line in lines[first + 1 :]:
        start = max((w.x1 for w in line.words if w.x0 < gap.end and w.x1 < gap.end), default=0.0)
        end = min((w.x0 for w in line.words if w.x1 > gap.start and w.x0 > start), default=1e9)
        crossing = any(w.x0 < gap.start < gap.end < w.x1 for w in line.words)
        narrowed = Gap(max(gap.start, start), min(gap.end, end))
        if crossing or narrowed.width < _KEPT_GUTTER:
            break
        gap = narrowed
        last += 1
    return last, gap


def _start(lines: list[Line], first: int, gap: Gap) -> int:
    """Lines just above that stand on one side of the gap: its column begins higher."""
    while first:
        line, below = lines[first - 1], lines[first]
        is_near = below.base - line.base <= _NEAR * line.size
        if not is_near or not (line.x1 <= gap.start or line.x0 >= gap.end):
            break
        first -= 1
    return first


def _are_columns(lines: list[Line], gap: Gap) -> bool:
    if len(lines) < _FEWEST_ROWS:
        return False
    sides = _sides(lines, (gap.start + gap.end) / 2)
    return all(_is_prose(side) for side in sides)


def _is_prose(side: list[Line]) -> bool:
    if len(side) < _FEWEST_ON_A_SIDE:
        return False
    left = min(line.x0 for line in side)
    width = max(line.x1 for line in side) - left
    # Wide spaces of justified lines may stand under one another; a column has an edge.
    if sum(line.x0 - left < _EDGE for line in side) < _ALIGNED * len(side):
        return False
    return width >= _NARROWEST_SIDE and median(line.x1 - line.x0 for line in side) >= _FULL * width
