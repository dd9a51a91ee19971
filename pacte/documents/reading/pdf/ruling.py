"""The grids that rulings draw: columns, rows, and the cells that span several."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pacte.documents.reading.pdf.page import Segment

_STRAIGHT = 1.0  # how far from level a line may be
_TOUCH = 3.0
_SAME = 2.5  # two rulings nearer than this are one
_NARROWEST = 5.0
_SHORTEST = 4.0
_WALL = 0.6  # the part of a side that a ruling must cover
_MOST_CROSSINGS = 4_000_000
_MOST_BOXES = 60_000


class Bar(NamedTuple):
    """A ruling: where it stands on one axis, from where to where on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled grid; `owner[row][column]` is the (row, column) of the cell's first box."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def width(self) -> int:
        return len(self.xs) - 1

    @property
    def height(self) -> int:
        return len(self.ys) - 1

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def parted(self, owner: tuple[int, int], at: list[int]) -> Frame:
        """The same grid, one of its cells parted where these columns begin."""
        rows = [list(row) for row in self.owner]
        for row in rows:
            for column, one in enumerate(row):
                if one == owner:
                    first = max([start for start in at if start <= column], default=owner[1])
                    row[column] = (owner[0], first)
        return Frame(self.xs, self.ys, tuple(tuple(row) for row in rows))

    def span(self, owner: tuple[int, int]) -> int:
        """How many columns a cell covers."""
        return sum(one == owner for one in self.owner[owner[0]])

    def box_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell where a point stands."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < self.height and 0 <= column < self.width:
            return self.owner[row][column]
        return None


def frames_and_strays(segments: Iterable[Segment]) -> tuple[list[Frame], list[Bar]]:
    """The grids of a page, smallest first, and the level lines that belong to none."""
    level, upright = _bars(segments)
    if not upright or len(level) * len(upright) > _MOST_CROSSINGS:
        return [], level
    frames: list[Frame] = []
    strays: list[Bar] = []
    for across, down in _groups(level, upright):
        frame = _frame(across, down) if len(across) > 1 or len(down) > 1 else None
        if frame is None or frame.width < 2:  # noqa: PLR2004 — one column is a box around text
            strays.extend(across)
        else:
            frames.append(frame)
    return sorted(frames, key=lambda frame: frame.area), strays


def _bars(segments: Iterable[Segment]) -> tuple[list[Bar], list[Bar]]:
    level: list[Bar] = []
    upright: list[Bar] = []
    for x0, y0, x1, y1 in segments:
        if y1 - y0 <= _STRAIGHT < x1 - x0:
            level.append(Bar((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _STRAIGHT < y1 - y0:
            upright.append(Bar((x0 + x1) / 2, y0, y1))
    return _joined(level), _joined(upright)


def _joined(bars: list[Bar]) -> list[Bar]:
    """Pieces of one line, dashes and doubles made one; what stays very short is no ruling."""
    joined: list[Bar] = []
    for group in _clusters(bars):
        at = sum(bar.at for bar in group) / len(group)
        start, end = None, 0.0
        for bar in sorted(group, key=lambda bar: bar.start):
            if start is not None and bar.start <= end + _TOUCH:
                end = max(end, bar.end)
                continue
            if start is not None:
                joined.append(Bar(at, start, end))
            start, end = bar.start, bar.end
        if start is not None:
            joined.append(Bar(at, start, end))
    return [bar for bar in joined if bar.end - bar.start >= _SHORTEST]


def _clusters(bars: list[Bar]) -> list[list[Bar]]:
    groups: list[list[Bar]] = []
    for bar in sorted(bars):
        if groups and bar.at - groups[-1][0].at <= _SAME:
            groups[-1].append(bar)
        else:
            groups.append([bar])
    return groups


def _groups(level: list[Bar], upright: list[Bar]) -> list[tuple[list[Bar], list[Bar]]]:
    """Rulings that touch, together."""
    parents = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for i, across in enumerate(level):
        for j, down in enumerate(upright):
            if (
                down.start - _TOUCH <= across.at <= down.end + _TOUCH
                and across.start - _TOUCH <= down.at <= across.end + _TOUCH
            ):
                parents[root(i)] = root(len(level) + j)
    groups: defaultdict[int, tuple[list[Bar], list[Bar]]] = defaultdict(lambda: ([], []))
    for i, across in enumerate(level):
        groups[root(i)][0].append(across)
    for j, down in enumerate(upright):
        groups[root(len(level) + j)][1].append(down)
    return list(groups.values())


def _frame(across: list[Bar], down: list[Bar]) -> Frame | None:
    if not across or not down:
        return None
    xs = _positions([*(bar.at for bar in down), *(end for bar in across for end in bar[1:])], down)
    ys = _positions([*(bar.at for bar in across), *(e for bar in down for e in bar[1:])], across)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_BOXES:
        return None
    right = _walls(down, xs, ys)
    below = _walls(across, ys, xs)
    owner = [[(row, column) for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] != (row, column):
                continue
            last_column = column
            while last_column + 1 < columns and not right[last_column + 1][row]:
                if owner[row][last_column + 1] != (row, last_column + 1):
                    break
                last_column += 1
            last_row = row
            span = range(column, last_column + 1)
            while last_row + 1 < rows and not any(below[last_row + 1][c] for c in span):
                last_row += 1
            for covered in range(row, last_row + 1):
                for c in span:
                    owner[covered][c] = (row, column)
    return Frame(tuple(xs), tuple(ys), tuple(tuple(row) for row in owner))


def _positions(found: list[float], bars: list[Bar]) -> list[float]:
    """Where columns (or rows) part; ends of lines count only where no ruling stands near."""
    positions = sorted({bar.at for bar in bars})
    for extreme in (min(found), max(found)):
        if all(abs(extreme - at) > _NARROWEST for at in positions):
            positions.append(extreme)
    kept: list[float] = []
    for at in sorted(positions):
        if not kept or at - kept[-1] > _SAME:
            kept.append(at)
    return kept


def _walls(bars: list[Bar], positions: list[float], sides: list[float]) -> list[list[bool]]:
    """For each position, whether a ruling closes each stretch between two `sides`."""
    walls: list[list[bool]] = []
    for at in positions:
        near = [bar for bar in bars if abs(bar.at - at) <= _SAME]
        walls.append(
            [
                sum(max(0.0, min(bar.end, end) - max(bar.start, start)) for bar in near)
                >= _WALL * (end - start)
                for start, end in itertools.pairwise(sides)
            ]
        )
    return walls
