"""A whole page: its paragraphs and tables, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.documents.content import Block, Note, Paragraph, Place
from pacte.documents.reading.attributes import number
from pacte.documents.reading.grid import Grid
from pacte.documents.reading.hypertext.flow import Flow
from pacte.documents.reading.hypertext.inline import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_FRAMES = frozenset({"thead", "tbody", "tfoot", "tr", "form"})
_AROUND = frozenset({"caption", "col", "colgroup"})
_CELLS = frozenset({"td", "th"})


class PageReader:
    """Counts the paragraphs and tables of one page."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._paragraphs = 0
        self._tables = 0
        self._lines = 0
        self.notes: list[Note] = []
        self.furniture: list[Paragraph] = []

    def blocks(self, element: Element, look: Look) -> list[Block]:
        flow = Flow(self._limits, self._next_place, page=self)
        flow.read(element, look)
        self.notes.extend(flow.notes)
        return flow.blocks

    def read_furniture(self, element: Element, area: str) -> None:
        """Read the page header or footer that a word processor saved with the page."""
        flow = Flow(self._limits, lambda: Place(area=area))
        flow.read(element, Look())
        self.furniture += [block for block in flow.blocks if isinstance(block, Paragraph)]

    def _next_place(self) -> Place:
        self._paragraphs += 1
        self._count()
        return Place(paragraph=self._paragraphs)

    def _count(self) -> None:
        self._lines += 1
        self._limits.check_rows(self._lines)

    def table(self, table: Element, look: Look) -> list[Block]:
        if _is_layout(table):
            inside = [
                block
                for row in _rows_of(table)
                for cell in _cells_of(row)
                for block in self.blocks(cell, look.inside(table))
            ]
            return [*self._strays(table, look), *inside]
        around: list[Block] = []
        for caption in table.iterchildren("caption"):
            around.extend(self.blocks(caption, look))
        around.extend(self._strays(table, look))
        self._tables += 1
        place = Place(table=self._tables)
        grid = Grid(self._limits)
        for index, row in enumerate(_rows_of(table), 1):
            self._count()
            self._row(row, grid, place.at(row=index), look.inside(table))
        read = grid.finish(place)
        if not read.rows:
            self._tables -= 1
        return [*around, read] if read.rows else around

    def _strays(self, table: Element, look: Look) -> list[Block]:
        """What stands in a table outside any cell: browsers show it above."""
        flow = Flow(self._limits, self._next_place, page=self)
        flow.gather(_strays_of(table), look)
        self.notes.extend(flow.notes)
        return flow.blocks

    def _row(self, row: Element, grid: Grid, place: Place, look: Look) -> None:
        cells = [*_cells_of(row)]
        look = look.inside(row)
        grid.add_row(place, is_header=_is_header(row, cells), is_hidden=look.kept_as is not None)
        if look.kept_as is not None:
            look = Look(bold=look.bold)
        for cell in cells:
            flow = Flow(self._limits, lambda: place)
            flow.read(cell, look.inside(cell))
            grid.add_cell(
                (block for block in flow.blocks if isinstance(block, Paragraph)),
                notes=flow.notes,
                column_span=number(cell.get("colspan"), default=1),
                row_span=self._row_span(cell),
            )

    def _row_span(self, cell: Element) -> int:
        """0 means « to the end of the table »."""
        said = number(cell.get("rowspan"), default=1)
        return self._limits.max_rows if said == 0 else said


def _frames_of(element: Element) -> Iterator[Element]:
    """A table, its sections and its rows."""
    yield element
    for child in element:
        if child.tag in _FRAMES:
            yield from _frames_of(child)


def _rows_of(table: Element) -> Iterator[Element]:
    return (frame for frame in _frames_of(table) if frame.tag == "tr")


def _strays_of(table: Element) -> Iterator[Element | str]:
    for frame in _frames_of(table):
        if frame.text and not frame.text.isspace():
            yield frame.text
        cells = _CELLS if frame.tag == "tr" else frozenset()
        for child in frame:
            if child.tag not in _FRAMES | _AROUND | cells:
                yield child
            if child.tail and not child.tail.isspace():
                yield child.tail


def _cells_of(row: Element) -> Iterator[Element]:
    return row.iterchildren("td", "th")


def _is_header(row: Element, cells: list[Element]) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    return bool(cells) and all(cell.tag == "th" for cell in cells)


def _is_layout(table: Element) -> bool:
    """Whether a table only frames others, as messages and old pages do."""
    has_tables = next(table.iterdescendants("table"), None) is not None
    if has_tables and table.get("role") == "presentation":
        return True
    return has_tables and all(sum(1 for _ in _cells_of(row)) <= 1 for row in _rows_of(table))
