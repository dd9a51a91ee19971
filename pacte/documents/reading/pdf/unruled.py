"""Tables without rulings: lines whose words stand in the same columns, row after row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pacte.documents.reading.pdf.lines import Line, Word, line_of
from pacte.documents.reading.pdf.paragraphs import marker_of
from pacte.documents.reading.pdf.tables import Band, Box, Grid

_GUTTER = 8.0
_FEWEST_LINES = 3
_FEWEST_ROWS = 2
_FEWEST_PAIRS = 3  # rows of a table of two columns
_ALIGNED = 3.0
_MOSTLY = 0.7
_GAP = 1.15  # of the usual step between lines
_LOOSEST = 1.5  # what that step may be, of the size of the letters
_WIDEST_LABEL = 0.45  # of a table of two columns
_MARGIN = 2.0
_NEAR = 2.6  # of the size of the letters
_MOST_LINES = 1500  # on one page: no table made to be read
_TALLEST_STEP = 5  # of the size of the letters


class _Slice(NamedTuple):
    """A run of lines and the gaps that part its columns."""

    first: int
    last: int
    gutters: list[tuple[float, float]]


@dataclass(slots=True)
class _Columns:
    lefts: list[float]
    rights: list[float]

    @property
    def count(self) -> int:
        return len(self.lefts)


def with_tables(lines: list[Line], before: Grid | None = None) -> Iterator[list[Line] | Grid]:
    """Give the lines again, those of a table gathered into a grid.

    Args:
        lines: those of a page that stand in no ruled table.
        before: the table without rulings that ended the page before, and may go on.
    """
    start = 0
    if before is not None:
        held = _continuing(lines, before)
        if held and (goes_on := _grid(held, before.gutters, before=before)) is not None:
            yield goes_on
            start = len(held)
    index = start
    while index < len(lines) <= _MOST_LINES:
        found = _slice(lines, index)
        if found is not None:
            found = _reaching_up(lines, found, start)
            held = lines[found.first : found.last]
            grid = _grid(held, found.gutters)
        if found is None or grid is None:
            index += 1
            continue
        if start < found.first:
            yield lines[start : found.first]
        yield grid
        start = index = found.first + len(held)
    if lines[start:]:
        yield lines[start:]


def _continuing(lines: list[Line], before: Grid) -> list[Line]:
    """The first lines of a page, as far as they stand in the columns of that table."""
    lefts = [box.left + _MARGIN for box in before.bands[-1].boxes]
    held: list[Line] = []
    for line in lines:
        far = held and line.base - held[-1].base > _TALLEST_STEP * line.size
        starts = [piece[0] for piece in _pieces(line)]
        is_off = any(min(abs(x - left) for left in lefts) > _ALIGNED for x in starts)
        if far or (is_off and len(starts) > 1):
            break
        if len(_narrowed(before.gutters, line)) < len(before.gutters):
            break
        held.append(line)
    if all(line.x1 < lefts[1] for line in held):
        return []  # a paragraph, as far as one can see
    return held


def _slice(lines: Sequence[Line], first: int) -> _Slice | None:
    """The longest run from this line on that keeps at least one gutter, then its gutters."""
    gutters = _gaps(lines[first])
    if not gutters:
        return None
    last = first + 1
    for above, line in pairwise(lines[first:]):
        if line.base - above.base > _TALLEST_STEP * line.size:
            break
        kept = _narrowed(gutters, line)
        # A line that closes a gutter ends the table, unless it opened with too few lines to tell.
        if len(kept) < len(gutters) and (not kept or last - first >= _FEWEST_LINES):
            break
        gutters = kept
        last += 1
    if last - first < _FEWEST_LINES:
        return None
    return _Slice(first, last, gutters)


def _reaching_up(lines: Sequence[Line], found: _Slice, start: int) -> _Slice:
    """With the end of a row that the page before began: no text of it in the first column."""
    first, gutters = found.first, found.gutters
    while first > start:
        line, below = lines[first - 1], lines[first]
        kept = _narrowed(gutters, line)
        is_near = below.base - line.base <= _NEAR * line.size
        if not is_near or len(kept) < len(gutters) or line.x0 < gutters[0][1] - _ALIGNED:
            break
        first, gutters = first - 1, kept
    return _Slice(first, found.last, gutters)


def _pieces(line: Line) -> list[tuple[float, float]]:
    """Words that stand close together, as one stretch."""
    least = max(_GUTTER, 0.9 * line.size)
    pieces = [(line.words[0].x0, line.words[0].x1)]
    for word in line.words[1:]:
        if word.x0 - pieces[-1][1] >= least:
            pieces.append((word.x0, word.x1))
        else:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], word.x1))
    return pieces


def _gaps(line: Line) -> list[tuple[float, float]]:
    return [(left[1], right[0]) for left, right in pairwise(_pieces(line))]


def _narrowed(gutters: list[tuple[float, float]], line: Line) -> list[tuple[float, float]]:
    pieces = _pieces(line)
    kept: list[tuple[float, float]] = []
    for gutter in gutters:
        left, right = gutter
        for start, end in pieces:
            if end <= gutter[0] or start >= gutter[1]:
                continue
            if start <= gutter[0] or (end < gutter[1] and start - gutter[0] < gutter[1] - end):
                left = max(left, end)
            else:
                right = min(right, start)
        if right - left >= _GUTTER:
            kept.append((left, right))
    return kept


def _grid(
    lines: list[Line], gutters: list[tuple[float, float]], before: Grid | None = None
) -> Grid | None:
    """The table of these lines; those after it leave the list."""
    middles = [(start + end) / 2 for start, end in gutters]
    split = [_split(line, middles) for line in lines]
    columns = _columns(split, len(middles) + 1)
    if before is not None:
        columns = _Columns(
            [box.left + _MARGIN for box in before.bands[-1].boxes],
            [box.right - _MARGIN for box in before.bands[-1].boxes],
        )
    rows = _rows(split, columns, lines)
    while len(rows) > 1 and all(_filled(words) == {0} for words in split[rows[-1] :]):
        del lines[rows[-1] :], split[rows[-1] :], rows[-1]
    if before is None and not _is_table(split, columns, rows):
        return None
    page = lines[0].page
    bands = list(_bands(split, columns, rows, lines))
    xs = (columns.lefts[0] - _MARGIN, *middles, columns.rights[-1] + _MARGIN)
    return Grid(page, page, lines[0].top, lines[-1].bottom, xs, bands, gutters=gutters)


def _bands(
    split: list[list[list[Word]]], columns: _Columns, rows: list[int], lines: list[Line]
) -> Iterator[Band]:
    for first, last in pairwise([*rows, len(lines)]):
        boxes = [
            Box(left - _MARGIN, right + _MARGIN, lines[last - 1].bottom)
            for left, right in zip(columns.lefts, columns.rights, strict=True)
        ]
        for index in range(first, last):
            for box, words in zip(boxes, split[index], strict=True):
                if words:
                    box.lines.append(_part(words, lines[index]))
        yield Band(lines[0].page, boxes)


def _part(words: list[Word], line: Line) -> Line:
    part = line_of(words, line.page)
    part.is_underlined, part.struck, line.struck = line.is_underlined, line.struck, []
    return part


def _split(line: Line, middles: list[float]) -> list[list[Word]]:
    split: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in line.words:
        split[sum((word.x0 + word.x1) / 2 > middle for middle in middles)].append(word)
    return split


def _columns(split: list[list[list[Word]]], count: int) -> _Columns:
    lefts = [
        min((words[column][0].x0 for words in split if words[column]), default=0.0)
        for column in range(count)
    ]
    rights = [
        max((words[column][-1].x1 for words in split if words[column]), default=0.0)
        for column in range(count)
    ]
    return _Columns(lefts, rights)


def _rows(split: list[list[list[Word]]], columns: _Columns, lines: list[Line]) -> list[int]:
    """The indexes of the lines that begin a row."""
    steps = [below.base - line.base for line, below in pairwise(lines)]
    usual = min([*steps, _LOOSEST * lines[0].size])
    rows = [0]
    for index in range(1, len(lines)):
        now, before = _filled(split[index]), _filled(split[index - 1])
        is_apart = steps[index - 1] > _GAP * usual
        is_new = not now <= before or (lines[index - 1].is_bold and not lines[index].is_bold)
        is_new = is_new or (0 in now and (is_apart or _fits(split, columns, index, {0})))
        if is_new or (len(now) > 1 and (is_apart or _fits(split, columns, index, now))):
            rows.append(index)
    return rows


def _filled(words: list[list[Word]]) -> set[int]:
    return {column for column, found in enumerate(words) if found}


def _fits(split: list[list[list[Word]]], columns: _Columns, index: int, among: set[int]) -> bool:
    """In each of these columns the line before had room for the first word of this one."""
    for column in among:
        last, first = split[index - 1][column][-1], split[index][column][0]
        if columns.rights[column] - last.x1 < first.x1 - first.x0 + 0.5 * first.size:
            return False
    return True


def _is_table(split: list[list[list[Word]]], columns: _Columns, rows: list[int]) -> bool:
    starts = [split[index] for index in rows]
    if len(rows) < _FEWEST_ROWS or not _are_aligned(starts, columns):
        return False
    if _is_prose(split, starts, columns):
        return False
    full = [row for row in starts if all(row)]
    if columns.count > 2:  # noqa: PLR2004 — labels and values are treated below
        return len(full) >= 1 and sum(len(_filled(row)) > 1 for row in starts) >= _FEWEST_ROWS
    label = columns.rights[0] - columns.lefts[0]
    is_narrow = label < _WIDEST_LABEL * (columns.rights[1] - columns.lefts[0])
    values = [row[1] for row in full]
    is_contents = all(len(words) == 1 and words[0].text.isdigit() for words in values)
    return len(full) >= _FEWEST_PAIRS and is_narrow and not is_contents and not _are_markers(full)


def _are_markers(rows: list[list[list[Word]]]) -> bool:
    """What stands on the left only numbers what stands on the right."""
    marked = [marker_of(line_of([*row[0], *row[1]], 0))[0] for row in rows if len(row[0]) == 1]
    return len([marker for marker in marked if marker]) > len(rows) / 2


def _are_aligned(starts: list[list[list[Word]]], columns: _Columns) -> bool:
    """Each column has one edge, or one middle, where its cells begin."""
    for column, (left, right) in enumerate(zip(columns.lefts, columns.rights, strict=True)):
        found = [words[column] for words in starts if words[column]]
        if not found:
            return False
        at_left = sum(words[0].x0 - left < _ALIGNED for words in found)
        at_right = sum(right - words[-1].x1 < _ALIGNED for words in found)
        middle = median((words[0].x0 + words[-1].x1) / 2 for words in found)
        centred = sum(abs((w[0].x0 + w[-1].x1) / 2 - middle) < _ALIGNED for w in found)
        if max(at_left, at_right, centred) < _MOSTLY * len(found):
            return False
    return True


def _is_prose(
    split: list[list[list[Word]]], starts: list[list[list[Word]]], columns: _Columns
) -> bool:
    """Columns of a newspaper: full lines, whose sentences do not begin side by side."""
    for column in range(columns.count):
        widths = [words[column][-1].x1 - words[column][0].x0 for words in split if words[column]]
        if median(widths) < _MOSTLY * (columns.rights[column] - columns.lefts[column]):
            return False
    beside = [words[0].text for row in starts for words in row[1:] if words]
    begun = sum(not text[0].islower() for text in beside)
    return begun < _MOSTLY * len(beside)
