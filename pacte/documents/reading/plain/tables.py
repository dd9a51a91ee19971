"""Tables drawn in a text by tabs, as extraction and copying leave them, or by bars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.documents.content import Place
from pacte.documents.reading.grid import Grid
from pacte.documents.reading.plain.markup import paragraphs_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.content import Block
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.plain.lines import Line

_ONLY_MARKER = re.compile(r"[-–—•▪◦○●‣*➢→o⌘]|\(?\d{1,3}[.)]|\d+(\.\d+)+\.?|[a-zA-Z][.)]")
_ONLY_PAGE = re.compile(r"\d{1,3}")
_RULE = re.compile(r"(?:\|\s*)?:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*(?:\|\s*)?")
_BAR = re.compile(r"(?<!\\)\|")
_BLOCK_MARKUP = re.compile(r"</?(p|li|br|div|tr)\b", re.IGNORECASE)
_LIST_MARKUP = re.compile(r"<[uo]l\b", re.IGNORECASE)
_ITEM_MARKUP = re.compile(r"<li\b", re.IGNORECASE)
_CLOSES_CELL = re.compile(r'"(?=\t|$)')
# A quotation mark that opens a cell and is not closed within this many lines is only a mark.
_LONGEST_CELL = 200
_FEWEST_BARS = 2


@dataclass(slots=True)
class _Row:
    cells: list[str]
    line: int
    is_quoted: bool = False  # its cells kept their line breaks
    is_header: bool = False


class TextTables:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._count = 0
        self._no_table_before = 0  # a line already seen to belong to no table

    def end_of(self, lines: list[Line], start: int) -> int:
        """Where the table that starts at this line ends; the same place when there is none."""
        first = lines[start].text
        if start < self._no_table_before:
            return start
        if "\t" in first:
            return self._end_of_tabs(lines, start)
        if len(_BAR.findall(first)) >= _FEWEST_BARS:
            end = start
            while end < len(lines) and len(_BAR.findall(lines[end].text)) >= _FEWEST_BARS:
                end += 1
            return end if end - start > 1 else start
        return start

    def read(self, lines: list[Line]) -> Iterator[Block]:
        rows = _tab_rows(lines) if "\t" in lines[0].text else _bar_rows(lines)
        self._count += 1
        width = max(len(row.cells) for row in rows)
        grid = Grid(self._limits)
        keeps_lines = any(row.is_quoted for row in rows)
        for row in rows:
            self._limits.check_time()
            place = Place(line=row.line)
            grid.add_row(place, is_header=row.is_header)
            span = width if len(row.cells) == 1 else 1
            for cell in row.cells:
                lost = not keeps_lines and bool(cell.strip()) and _has_lost_lines(cell)
                grid.add_cell(
                    paragraphs_in(cell, place=place, limits=self._limits),
                    column_span=span,
                    lines_lost=lost,
                )
        yield grid.finish(Place(table=self._count, line=lines[0].number))

    def _end_of_tabs(self, lines: list[Line], start: int) -> int:
        """Lines follow each other without a blank one; what has no tab may stand between rows."""
        end = last_row = start
        while end < len(lines) and lines[end].text.strip():
            if "\t" in lines[end].text:
                last_row = _end_of_quotes(lines, end)
                end = last_row + 1
                continue
            gap = end
            while gap < len(lines) and _is_loose(lines[gap]):
                gap += 1
            if gap < len(lines) and lines[gap].text == lines[start].text:
                break  # the header again: what stands before it is no cell
            end = gap
        end = min(last_row + 1, len(lines))
        if _is_table(lines[start:end]):
            return end
        self._no_table_before = end
        return start


def _is_loose(line: Line) -> bool:
    return bool(line.text.strip()) and "\t" not in line.text


def _has_lost_lines(cell: str) -> bool:
    """Only the markup of a page left in a cell still tells where its lines ended."""
    return not _BLOCK_MARKUP.search(cell) or bool(
        _LIST_MARKUP.search(cell) and not _ITEM_MARKUP.search(cell)
    )


def _end_of_quotes(lines: list[Line], start: int) -> int:
    """The line where the last cell opened by a quotation mark closes."""
    if not _opens_quote(lines[start].text):
        return start
    marks = 0
    for position in range(start, min(start + _LONGEST_CELL, len(lines))):
        marks += lines[position].text.count('"')
        if marks % 2 == 0:
            return position if _CLOSES_CELL.search(lines[position].text) else start
    return start


def _opens_quote(text: str) -> bool:
    return any(cell.startswith('"') for cell in text.split("\t")) and text.count('"') % 2 == 1


def _is_table(lines: list[Line]) -> bool:
    rows = [line.text.split("\t") for line in lines if "\t" in line.text.strip("\t ")]
    if len(rows) < 2:  # noqa: PLR2004 — one row is a line with a tab in it
        return False
    inner = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    if any(len(cells) > 2 for cells in inner):  # noqa: PLR2004 — a marker and its item
        return True
    items = all(cells and _ONLY_MARKER.fullmatch(cells[0]) for cells in inner)
    contents = all(cells and _ONLY_PAGE.fullmatch(cells[-1]) for cells in inner)
    return not items and not contents


def _tab_rows(lines: list[Line]) -> list[_Row]:
    rows: list[_Row] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        end = _end_of_quotes(lines, position) if "\t" in line.text else position
        text = "\n".join(each.text for each in lines[position : end + 1])
        if "\t" in text:
            quoted = end > position
            rows.append(_Row(_cells(text, quoted=quoted), line.number, is_quoted=quoted))
        else:
            rows.append(_Row([text.strip()], line.number))
        position = end + 1
    return _whole_rows(rows) or _with_loose_lines(rows)


def _with_loose_lines(rows: list[_Row]) -> list[_Row]:
    """A line without tab that goes on with a sentence belongs to the cell before it."""
    kept = rows[:1]
    for row in rows[1:]:
        if len(row.cells) == 1 and row.cells[0][:1].islower():
            kept[-1].cells[-1] += f"\n{row.cells[0]}"
        else:
            kept.append(row)
    return kept


def _cells(text: str, *, quoted: bool) -> list[str]:
    if not quoted:
        return [_unquoted(cell.strip()) for cell in text.split("\t")]
    cells: list[str] = []
    for piece in text.split("\t"):
        if cells and cells[-1].startswith('"') and cells[-1].count('"') % 2:
            cells[-1] += f"\t{piece}"
        else:
            cells.append(piece)
    return [_unquoted(cell.strip()) for cell in cells]


def _unquoted(cell: str) -> str:
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    if is_quoted and cell[1:-1].count('"') == 2 * cell[1:-1].count('""'):
        return cell[1:-1].replace('""', '"')
    return cell


def _whole_rows(rows: list[_Row]) -> list[_Row] | None:
    """Rejoin rows whose cells held several lines, when that makes every row as wide as the first.

    This is how a table copied from a word processor comes: the lines of a cell are cut there.
    """
    width = len(rows[0].cells)
    if not any(len(row.cells) == 1 for row in rows):
        return None
    whole: list[_Row] = []
    for row in rows:
        if whole and len(whole[-1].cells) < width:
            *before, last = whole[-1].cells
            first, *after = row.cells
            whole[-1].cells = [*before, f"{last}\n{first}", *after]
        else:
            whole.append(_Row([*row.cells], row.line, is_quoted=True))
        if len(whole[-1].cells) > width:
            return None
    return whole if len(whole[-1].cells) == width else None


def _bar_rows(lines: list[Line]) -> list[_Row]:
    rows: list[_Row] = []
    for line in lines:
        if _RULE.fullmatch(line.text.strip()):
            if len(rows) == 1:
                rows[0].is_header = True
            continue
        text = line.text.strip().removeprefix("|")
        if text.endswith("|") and not text.endswith("\\|"):
            text = text[:-1]
        cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(text)]
        rows.append(_Row(cells, line.number, is_quoted=True))
    return rows or [_Row([line.text], line.number) for line in lines]
