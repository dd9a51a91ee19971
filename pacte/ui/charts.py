"""Charts drawn by the server: an SVG with its title and description, its legend, and its table.

Widths are shares of the drawing, so that letters keep their size from a phone to a sheet of paper;
colours are attributes, so that the same drawing serves in a PDF, where no style sheet is read.
"""

from __future__ import annotations

import textwrap
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from pacte.ui.figures import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOURS = (
    "#0f5c62",
    "#e17016",
    "#6fa8dc",
    "#890d47",
    "#a0b146",
    "#4540a7",
    "#e2a6b8",
    "#636d4a",
)
# What tells the same eight apart on a black and white print.
PATTERNS = (
    "",
    "M-2 2 2-2M0 8 8 0M6 10l4-4",
    "M0 4h8",
    "M4 0v8",
    "M0 4h8M4 0v8",
    "M-2 6 2 10M0 0l8 8M6-2l4 4",
    "M2 2h2v2H2zM6 6h2v2H6z",
    "M0 2h8M0 6h8",
)
WIDTH = 640
LINE = 20
BAR = 16
GAP = 14
LETTERS = 36


@dataclass(frozen=True)
class Legend:
    label: str
    sample: SafeString


@dataclass(frozen=True)
class Chart:
    title: str
    svg: SafeString
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: Sequence[Legend] = ()


@dataclass(frozen=True)
class Segment:
    """A stretch of a bar: where it starts and how long it is, in per cent, and its series."""

    start: float
    length: float
    series: int


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    segments: Sequence[Segment]


def bars(title: str, rows: Sequence[tuple[str, float]], *, heading: str, unit: str) -> Chart:
    """Compare values: one bar a row; heading and unit name the columns of the table."""
    longest = max((value for _, value in rows), default=0) or 1
    drawn = [
        Bar(label, number(value), [Segment(0, 100 * max(value, 0) / longest, 0)])
        for label, value in rows
    ]
    table = [(label, number(value)) for label, value in rows]
    return Chart(title, _draw(title, drawn), (heading, unit), table)


def stacked(
    title: str, rows: Sequence[tuple[str, Sequence[float]]], *, heading: str, series: Sequence[str]
) -> Chart:
    """Compare totals and what they are made of: each row has one value for each series."""
    longest = max((sum(values) for _, values in rows), default=0) or 1
    drawn = [Bar(label, number(sum(values)), _segments(values, longest)) for label, values in rows]
    table = [(label, *map(number, values), number(sum(values))) for label, values in rows]
    headings = (heading, *series, gettext("Total"))
    return Chart(title, _draw(title, drawn), headings, table, _legend(title, series))


def share(title: str, parts: Sequence[tuple[str, float]], *, heading: str, unit: str) -> Chart:
    """Show the parts of a whole, in one bar."""
    total = sum(value for _, value in parts) or 1
    drawn = [Bar("", "", _segments([value for _, value in parts], total))]
    table = [(label, number(value), percent(value / total)) for label, value in parts]
    labels = [f"{label}\u00a0: {value} ({part})" for label, value, part in table]
    headings = (heading, unit, gettext("Part"))
    return Chart(title, _draw(title, drawn), headings, table, _legend(title, labels))


def _segments(values: Sequence[float], whole: float) -> list[Segment]:
    start = 0.0
    made = []
    for series, value in enumerate(values):
        length = 100 * max(value, 0) / whole
        made.append(Segment(start, length, series))
        start += length
    return made


def _legend(title: str, labels: Sequence[str]) -> list[Legend]:
    key = _key(title)
    return [
        Legend(label, _svg('width="16" height="16"', _rect(key, 0, 0, 100, 16, index)))
        for index, label in enumerate(labels)
    ]


def _svg(attributes: str, drawing: str) -> SafeString:
    return mark_safe(f"<svg {attributes}>{drawing}</svg>")  # noqa: S308 — texts were escaped before


def _draw(title: str, drawn: Sequence[Bar]) -> SafeString:
    key = _key(title)
    top = 0
    parts = []
    for bar in drawn:
        markup, height = _bar(key, bar, top)
        parts.append(markup)
        top += height + GAP
    described = ". ".join(f"{bar.label}: {bar.value}" for bar in drawn if bar.label)
    return _svg(
        f'xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" '
        f'height="{max(top - GAP, BAR)}" aria-labelledby="{key}-t" aria-describedby="{key}-d"',
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(described)}</desc>'
        f"<defs>{_patterns(key)}</defs>{''.join(parts)}",
    )


def _bar(key: str, bar: Bar, top: int) -> tuple[str, int]:
    lines = textwrap.wrap(bar.label, LETTERS)
    text = "".join(
        f'<text x="0" y="{top + 15 + LINE * index}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )
    if bar.value:
        text += f'<text x="100%" y="{top + 15}" text-anchor="end">{escape(bar.value)}</text>'
    height = LINE * len(lines) + 4 * bool(lines)
    rects = "".join(
        _rect(key, segment.start, top + height, segment.length, BAR, segment.series)
        for segment in bar.segments
        if segment.length
    )
    return f"{text}{rects}", height + BAR


def _rect(key: str, start: float, top: int, length: float, height: int, series: int) -> str:
    index = series % len(COLOURS)
    place = f'x="{start:.2f}%" y="{top}" width="{length:.2f}%" height="{height}"'
    return (
        f'<rect {place} class="series-{index + 1}" fill="{COLOURS[index]}"/>'
        f'<rect {place} class="chart-pattern" fill="url(#{key}-{index + 1})" '
        'stroke="#fff" display="none"/>'
    )


def _patterns(key: str) -> str:
    return "".join(
        f'<pattern id="{key}-{index}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<path d="{path}" stroke="#fff" stroke-width="1.6" fill="none"/></pattern>'
        for index, path in enumerate(PATTERNS, 1)
    )


def _key(title: str) -> str:
    """Two charts of a page may not share the names of their parts."""
    return f"c{zlib.crc32(title.encode()):x}"
