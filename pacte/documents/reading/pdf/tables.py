"""Ruled tables: their cells, and the rows that a page end cuts in two."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from pacte.documents.reading.pdf.lines import Line
from pacte.documents.reading.pdf.ruling import Frame
from pacte.documents.reading.pdf.words import is_little

_SAME_EDGE = 6.0
_MOST_HEADER_ROWS = 5
_FULL = 1.3  # of a line: the room that stays free at the foot of a cell that goes on
_OPEN_ENDS = (",", "-", "‐", "/", "(", "’", "'", "«", "&", "–")
_NUMBER_ALONE = re.compile(r"[\d.]+[.)]?$")
_ROWS_THAT_TELL = 2


@dataclass(slots=True, eq=False)
class Box:
    """A cell while its table may still go on; the same object at every position it covers."""

    left: float
    right: float
    bottom: float = 0.0  # of its part on the last page
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines if line.text)


@dataclass(slots=True, eq=False)
class Band:
    """A row of boxes."""

    page: int
    boxes: list[Box]
    is_header: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(box.text for box in self.boxes)


@dataclass(slots=True, eq=False)
class Grid:
    page: int
    last_page: int
    top: float
    bottom: float
    xs: tuple[float, ...]
    bands: list[Band]
    repeated: list[Band] = field(default_factory=list)
    is_doubtful: bool = False  # one text alone: the end of a row cut by the page, or a drawing
    gutters: list[tuple[float, float]] = field(default_factory=list)  # of a table without rulings

    @property
    def padding(self) -> float:
        """The white between the side of a cell and its text."""
        found = sorted(
            min(line.x0 for line in box.lines if line.text) - box.left
            for band in self.bands
            for box in {id(box): box for box in band.boxes}.values()
            if any(line.text for line in box.lines)
        )
        return min(max(found[len(found) // 4], 1.0), 8.0) if found else 4.0


def grid_of(frame: Frame, lines: dict[tuple[int, int], list[Line]], page: int) -> Grid | None:
    """The table that a frame holds; None when it holds no text."""
    filled = [where for where, found in lines.items() if any(line.text for line in found)]
    if not filled:
        return None
    boxes: dict[tuple[int, int], Box] = {}
    ends: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for row, owners in enumerate(frame.owner):
        for column, owner in enumerate(owners):
            ends[owner] = [max(ends[owner][0], row), max(ends[owner][1], column)]
    for (row, column), (last_row, last_column) in ends.items():
        boxes[row, column] = Box(
            frame.xs[column],
            frame.xs[last_column + 1],
            frame.ys[last_row + 1],
            lines.get((row, column), []),
        )
    bands = [Band(page, [boxes[owner] for owner in owners]) for owners in frame.owner]
    grid = Grid(page, page, frame.ys[0], frame.ys[-1], frame.xs, _with_text(bands))
    grid.is_doubtful = len(filled) == 1
    return grid


def _with_text(bands: list[Band]) -> list[Band]:
    """Rows where nothing begins are the space between double rulings."""
    kept: list[Band] = []
    before: set[int] = set()
    for band in bands:
        if any(id(box) not in before for box in band.boxes) and (
            any(box.lines for box in band.boxes) or len({id(box) for box in band.boxes}) > 1
        ):
            kept.append(band)
        before.update(id(box) for box in band.boxes)
    return kept


def continues(first: Grid, then: Grid) -> bool:
    """Whether a table goes on in the one that opens the next page."""
    if then.page != first.last_page + 1 or not _align(first, then):
        return False
    if _repeated_rows(first, then):
        return True
    return not (_is_heading(then.bands[0]) and _is_heading(first.bands[0]))


def _is_heading(band: Band) -> bool:
    """Several cells, all in bold: a section across the table is only one."""
    if len({id(box) for box in band.boxes if box.text}) == 1:
        return False
    lines = [line for box in band.boxes for line in box.lines if line.text]
    return bool(lines) and all(line.is_bold for line in lines)


def _align(first: Grid, then: Grid) -> bool:
    """Lay both on the same columns, when one has all those of the other."""
    if first.gutters or then.gutters:
        return len(first.gutters) == len(then.gutters) and all(
            min(one[1], other[1]) > max(one[0], other[0])
            for one, other in zip(first.gutters, then.gutters, strict=True)
        )
    wide, narrow = (first, then) if len(first.xs) >= len(then.xs) else (then, first)
    places = [_index(wide.xs, x) for x in narrow.xs]
    if places[0] != 0 or places[-1] != len(wide.xs) - 1 or None in places:
        return False
    starts = [place for place in places if place is not None]
    if len(set(starts)) != len(starts):
        return False
    for band in narrow.bands:
        band.boxes = [
            box
            for box, start, end in zip(band.boxes, starts, starts[1:], strict=False)
            for _ in range(start, end)
        ]
    narrow.xs = wide.xs
    return True


def _index(xs: tuple[float, ...], x: float) -> int | None:
    nearest = min(range(len(xs)), key=lambda index: abs(xs[index] - x))
    return nearest if abs(xs[nearest] - x) <= _SAME_EDGE else None


def _repeated_rows(first: Grid, then: Grid) -> int:
    count = 0
    for above, below in zip(first.bands[:_MOST_HEADER_ROWS], then.bands, strict=False):
        if above.texts != below.texts or not any(above.texts):
            break
        count += 1
    return count


def append(first: Grid, then: Grid) -> None:
    """Make one table of both: headers repeated leave, a row that was cut is whole again."""
    count = _repeated_rows(first, then)
    if count == len(then.bands):
        count = 0 if count == len(first.bands) else count
    for band in first.bands[:count]:
        band.is_header = True
    first.repeated.extend(then.bands[:count])
    bands = then.bands[count:]
    first.last_page, first.bottom = then.last_page, then.bottom
    if not bands:
        return
    headers = sum(band.is_header for band in first.bands)
    known = [band for band in (*first.bands[headers:], *bands[1:]) if not band.is_header]
    key_columns = _key_columns(known)
    last, following = first.bands[-1], bands[0]
    is_cut = len(first.bands) > headers and _is_cut(last, following, key_columns, len(known))
    new = _extended(last, following, bands, is_cut=is_cut, key_columns=key_columns)
    for band in bands:
        band.boxes = [new.get(id(box), box) for box in band.boxes]
    first.bands.extend(bands[1:] if is_cut else bands)


def _key_columns(bands: list[Band]) -> list[int]:
    """The columns where every row has a text of its own."""
    columns = range(len(bands[0].boxes)) if bands else range(0)
    return [
        column
        for column in columns
        if all(band.boxes[column].text for band in bands)
        and len({id(band.boxes[column]) for band in bands}) == len(bands)
    ]


def _is_cut(last: Band, following: Band, keys: list[int], known: int) -> bool:
    """Whether the first row of a page ends the last row of the page before."""
    pairs = {
        id(below): (above, below)
        for above, below in zip(last.boxes, following.boxes, strict=True)
        if below.text
    }.values()
    if not all(above.text and _is_full(above) for above, _ in pairs):
        return False
    told = keys[: 1 if known >= _ROWS_THAT_TELL else 2]
    fresh = [
        column
        for column in told
        if following.boxes[column].text
        and not _goes_on(last.boxes[column], following.boxes[column])
    ]
    if fresh:
        return False
    return bool(told) or any(_goes_on(above, below) for above, below in pairs)


def _is_full(box: Box) -> bool:
    last = [line for line in box.lines if line.text][-1]
    return box.bottom - last.bottom < _FULL * (last.bottom - last.top)


def _goes_on(above: Box, below: Box) -> bool:
    """Whether the words of a cell go on mid-sentence in the other."""
    start, end = below.text, above.text
    if not start or not end:
        return False
    return (
        start[0].islower()
        or start[0] in ")»,;:"
        or end.endswith(_OPEN_ENDS)
        or end.count("(") > end.count(")")
        or is_little(end.split()[-1])
        or bool(_NUMBER_ALONE.match(end))
    )


def _extended(
    last: Band, following: Band, bands: list[Band], *, is_cut: bool, key_columns: list[int]
) -> dict[int, Box]:
    """The boxes of the new page that go on from the page before, and what they go on from."""
    new: dict[int, Box] = {}
    first_key = key_columns[0] if key_columns else len(last.boxes)
    spanning = {id(box) for band in bands[1:] for box in band.boxes}
    for column, (above, below) in enumerate(zip(last.boxes, following.boxes, strict=True)):
        if id(below) in new or _width(last, above) != _width(following, below):
            continue
        goes_down = id(below) in spanning and not below.text
        if is_cut or (goes_down and column < first_key):
            new[id(below)] = above
            above.lines.extend(below.lines)
            above.bottom = below.bottom
    return new


def _width(band: Band, box: Box) -> int:
    return sum(one is box for one in band.boxes)
