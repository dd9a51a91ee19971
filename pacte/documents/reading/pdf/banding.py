"""Tables whose columns no ruling parts in every row: shades or level lines do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pacte.documents.reading.pdf.lines import Line, lines_of
from pacte.documents.reading.pdf.page import Glyph
from pacte.documents.reading.pdf.ruling import Bar, Frame

_CLEAR = 6.0
_FEWEST_PARTS = 2
_SAME = 3.0
_NEAR = 2.0  # of the size of the letters


def parted_columns(frame: Frame, cells: Mapping[tuple[int, int], Sequence[Glyph]]) -> Frame:
    """Part the wide cells whose words keep to the columns of the other rows."""
    parted = frame
    for owner, glyphs in cells.items():
        span = frame.span(owner)
        if span > 1:
            starts = list(range(owner[1] + 1, owner[1] + span))
            at = _clear_columns(frame.xs, starts, lines_of(glyphs), frame.xs[owner[1] + span])
            if at:
                parted = parted.parted(owner, at)
    return parted


def _clear_columns(
    xs: Sequence[float], starts: Sequence[int], lines: Sequence[Line], right: float
) -> list[int]:
    """The columns that begin in the white between the words of every line."""
    clear = [start for start in starts if all(_is_clear(line, xs[start]) for line in lines)]
    edges = [float("-inf"), *(xs[start] for start in clear), float("inf")]
    filled = [
        any(left <= (word.x0 + word.x1) / 2 < right for line in lines for word in line.words)
        for left, right in pairwise(edges)
    ]
    is_parted = sum(filled) >= _FEWEST_PARTS or _turn_early(lines, right)
    return clear if is_parted else []


def _turn_early(lines: Sequence[Line], right: float) -> bool:
    """Whether lines break where one column ends, and not the wide cell."""
    return len(lines) > 1 and all(
        right - line.x1 > below.words[0].x1 - below.words[0].x0 + line.size
        for line, below in pairwise(lines)
    )


def _is_clear(line: Line, x: float) -> bool:
    left = max((word.x1 for word in line.words if word.x0 < x), default=float("-inf"))
    right = min((word.x0 for word in line.words if word.x0 >= x), default=float("inf"))
    return left <= x and right - left >= max(_CLEAR, 0.6 * line.size)


def bridged(frames: Sequence[Frame], lines: Sequence[Line], strays: Sequence[Bar]) -> list[Frame]:
    """Join shaded rows to the rows between them, which nothing shades and no ruling draws.

    Args:
        frames: those of a page.
        lines: those of the page that stand in none, from top to bottom.
        strays: the level lines of the page that belong to no grid.
    """
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: frame.ys[0]):
        above = kept[-1] if kept else None
        if above is not None and _same_columns(above, frame):
            between = [line for line in lines if above.ys[-1] < line.base < frame.ys[0] + 1]
            if _keep_to_columns(between, above.xs):
                kept[-1] = _stacked(above, frame)
                continue
        kept.append(frame)
    new = [frame for frame in kept if all(frame is not one for one in frames)]
    ended = {id(frame): _with_ends(frame, lines, strays) for frame in new}
    return sorted((ended.get(id(frame), frame) for frame in kept), key=lambda frame: frame.area)


def _same_columns(first: Frame, then: Frame) -> bool:
    return len(first.xs) == len(then.xs) and all(
        abs(one - other) < _SAME for one, other in zip(first.xs, then.xs, strict=True)
    )


def _keep_to_columns(lines: Sequence[Line], xs: Sequence[float]) -> bool:
    if not lines or lines[0].x0 < xs[0] or max(line.x1 for line in lines) > xs[-1]:
        return False
    return _clear_columns(xs, range(1, len(xs) - 1), lines, xs[-1]) == list(range(1, len(xs) - 1))


def _stacked(first: Frame, then: Frame) -> Frame:
    below = first.height + 1
    between = tuple((first.height, column) for column in range(first.width))
    shifted = tuple(tuple((row + below, column) for row, column in owners) for owners in then.owner)
    return Frame(first.xs, first.ys + then.ys, (*first.owner, between, *shifted))


def _with_ends(frame: Frame, lines: Sequence[Line], strays: Sequence[Bar]) -> Frame:
    """With the rows that stand just above, such as a header, and those just below."""
    above = _touching([line for line in lines if line.base < frame.ys[0]][::-1], frame, frame.ys[0])
    below = _touching([line for line in lines if line.base > frame.ys[-1]], frame, frame.ys[-1])
    for line in above:
        if _is_ruled(strays, frame, line.base, frame.ys[0]) or line is above[0]:
            frame = _heightened(frame, line.top, above=True)
        else:
            frame = Frame(frame.xs, (line.top, *frame.ys[1:]), frame.owner)
    for line in below:
        if _is_ruled(strays, frame, frame.ys[-1], line.base) or line is below[0]:
            frame = _heightened(frame, line.bottom, above=False)
        else:
            frame = Frame(frame.xs, (*frame.ys[:-1], line.bottom), frame.owner)
    return frame


def _is_ruled(strays: Sequence[Bar], frame: Frame, top: float, bottom: float) -> bool:
    """Whether a level line parts what stands at these two heights."""
    return any(
        top <= bar.at <= bottom + _SAME
        and bar.start < frame.xs[0] + _SAME
        and bar.end > frame.xs[-1] - _SAME
        for bar in strays
    )


def _heightened(frame: Frame, edge: float, *, above: bool) -> Frame:
    """With one more row, its columns all apart."""
    if not above:
        last = tuple((frame.height, column) for column in range(frame.width))
        return Frame(frame.xs, (*frame.ys, edge), (*frame.owner, last))
    first = tuple((0, column) for column in range(frame.width))
    owner = tuple(tuple((row + 1, column) for row, column in one) for one in frame.owner)
    return Frame(frame.xs, (edge, *frame.ys), (first, *owner))


def _touching(lines: Sequence[Line], frame: Frame, edge: float) -> list[Line]:
    """The lines next to an edge, as far as they keep to the columns."""
    found: list[Line] = []
    for line in lines:
        if abs(line.base - edge) > _NEAR * line.size or not _keep_to_columns_loosely(line, frame):
            break
        found.append(line)
        edge = line.base
    return found if _keep_to_columns(found, frame.xs) else []


def _keep_to_columns_loosely(line: Line, frame: Frame) -> bool:
    inside = frame.xs[0] <= line.x0 and line.x1 <= frame.xs[-1]
    return inside and all(_is_clear(line, x) for x in frame.xs[1:-1])
