"""What is printed on every page: headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pacte.documents.reading.pdf.lines import Line

_OUTER = 0.14  # of the height of the page, above and below
_EDGE = 0.07
_APART = 1.9  # of the size of the letters
_SAME_HEIGHT = 1.5
_MOST_LINES = 4
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|•\s]*)(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*(?:/|sur|de|of|\|)\s*\d{1,4})?(?:[-–—|•\s]*)$",
    re.IGNORECASE,
)
_PAGE = "\0"  # stands for every page number
_MANY_PAGES = 8
_NEARLY_ALL = 0.8
_NUMBER_AT_END = re.compile(
    r"(?:^\d{1,4}\b(?:\s*/\s*\d{1,4})?)|(?:(?<![°º#])(?<![°º#]\s)\b\d{1,4}(?:\s*(?:/|sur|de|of)\s*\d{1,4})?$)"
)


class Sheet(NamedTuple):
    """The lines of a page that stand in no table, from top to bottom."""

    number: int
    height: float
    lines: list[Line]


class _Seen(NamedTuple):
    sheet: Sheet
    line: Line
    is_parted: bool


def take_furniture(sheets: Sequence[Sheet], body_size: float) -> list[Line]:
    """Remove from the pages the lines that they repeat; give them back."""
    seen: defaultdict[str, list[_Seen]] = defaultdict(list)
    outer = [_Seen(sheet, *found) for sheet in sheets for found in _outer_lines(sheet)]
    counts = Counter(one.line.text for one in outer)
    for one in outer:
        is_same = counts[one.line.text] > 1
        seen[_key(one.line, one.sheet, body_size, is_same=is_same)].append(one)
    inside = Counter(_look(line) for sheet in sheets for line in sheet.lines)
    inside.subtract(_look(one.line) for one in outer)
    taken: list[Line] = []
    for key, found in seen.items():
        same = found if key == _PAGE else _at_one_height(found)
        if key != _PAGE and inside[_look(same[0].line)] >= len(same):
            continue  # the text itself says it as often: « Partenaires : communes »
        if key == _PAGE or _is_repeated(same, len(sheets)):
            for sheet, line, _ in same:
                sheet.lines[:] = [one for one in sheet.lines if one is not line]
                taken.append(line)
    return sorted(taken, key=lambda line: (line.page, line.base))


def _look(line: Line) -> tuple[str, float, bool]:
    return line.text, line.size, line.is_bold


def _is_repeated(found: list[_Seen], pages: int) -> bool:
    count = len({sheet.number for sheet, _, _ in found})
    if all(is_parted for _, _, is_parted in found):
        return count >= (2 if pages < _MANY_PAGES else 3)  # a running title by chapter
    return count >= max(2, _NEARLY_ALL * pages)


def _outer_lines(sheet: Sheet) -> list[tuple[Line, bool]]:
    """The few lines next to an edge of the page, and whether white parts them from the text."""
    top = [line for line in sheet.lines if line.bottom < _OUTER * sheet.height]
    bottom = [line for line in sheet.lines if line.top > (1 - _OUTER) * sheet.height]
    found: dict[int, tuple[Line, bool]] = {}
    for line, is_parted in _block(top, sheet) + _block(bottom[::-1], sheet):
        found.setdefault(id(line), (line, is_parted))
    return list(found.values())


def _block(lines: list[Line], sheet: Sheet) -> list[tuple[Line, bool]]:
    """From the edge inwards."""
    block = lines[:1]
    for line in lines[1:]:
        if _is_apart(line, block[-1]):
            break
        block.append(line)
    if len(block) <= _MOST_LINES and not _touches_text(block, sheet):
        return [(line, True) for line in block]
    # No white between: only the outermost line can be told from the text.
    return [(line, _is_in_edge(line, sheet)) for line in block[:1]]


def _is_apart(line: Line, other: Line) -> bool:
    return abs(line.base - other.base) > _APART * min(line.size, other.size)


def _touches_text(block: list[Line], sheet: Sheet) -> bool:
    return bool(block) and any(
        not _is_apart(line, block[-1])
        for line in sheet.lines
        if all(line is not one for one in block)
    )


def _is_in_edge(line: Line, sheet: Sheet) -> bool:
    return line.bottom < _EDGE * sheet.height or line.top > (1 - _EDGE) * sheet.height


def _key(line: Line, sheet: Sheet, body_size: float, *, is_same: bool) -> str:
    """What makes two lines the same; the page number apart, where it is plainly one."""
    text = line.text
    is_discreet = line.size <= body_size + 0.5 and not line.is_bold
    if _PAGE_NUMBER.match(text) and is_discreet and _stands_alone(line, sheet):
        return _PAGE
    if is_discreet and not is_same:
        text = _NUMBER_AT_END.sub(
            lambda found: "#" if str(sheet.number) in re.findall(r"\d+", found[0]) else found[0],
            text,
        )
    if line.size > body_size * 1.25 and not _is_in_edge(line, sheet):
        return f"{text}\0{sheet.number}"  # a title at the top of each sheet is content
    return text


def _stands_alone(line: Line, sheet: Sheet) -> bool:
    index = next(i for i, one in enumerate(sheet.lines) if one is line)
    return index in {0, len(sheet.lines) - 1}


def _at_one_height(found: list[_Seen]) -> list[_Seen]:
    heights = sorted(one.line.base for one in found)
    middle = heights[len(heights) // 2]
    return [one for one in found if abs(one.line.base - middle) <= _SAME_HEIGHT]
