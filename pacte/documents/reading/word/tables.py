"""Tables of a Word file, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pacte.documents.content import Note, NoteKind, Paragraph, Place
from pacte.documents.reading.attributes import number
from pacte.documents.reading.grid import Grid
from pacte.documents.reading.word.inline import change_of
from pacte.documents.reading.word.names import W, is_on, value
from pacte.documents.reading.word.paragraphs import blocks_in, paragraphs_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pacte.documents.content import Table
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.word.paragraphs import ParagraphReader
    from pacte.documents.reading.xmltree import Element

    _PlaceAt: TypeAlias = Callable[[int | None, bool], Place]

_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)


@dataclass(slots=True)
class _Cell:
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    span: int = 1
    continues: bool = False  # the cell above


class TableReader:
    """One table: rows are added as they come, so that a long one is never held whole."""

    def __init__(self, reader: ParagraphReader, limits: Limits, table_number: int) -> None:
        self._reader = reader
        self._limits = limits
        self._number = table_number
        self._grid = Grid(limits)
        self._page: int | None = None
        self._only_headers = True
        self.notes: list[Note] = []  # of rows that a tracked change takes out

    def add(self, row: Element) -> None:
        self._limits.check_time()
        properties = row.find(f"{W}trPr")
        place, cells = self._read_cells(row)
        deletion = None if properties is None else properties.find(f"{W}del")
        if deletion is not None:
            self._take_out(deletion, place, cells)
            return
        if not len(self._grid):
            self._page = place.page
        self._only_headers = self._only_headers and bool(is_on(properties, "tblHeader"))
        self._grid.add_row(
            place, is_header=self._only_headers, is_hidden=bool(is_on(properties, "hidden"))
        )
        self._grid.skip(number(value(properties, "gridBefore")))
        for cell in cells:
            if cell.continues:
                self._grid.continue_above(cell.paragraphs, notes=cell.notes, column_span=cell.span)
            else:
                self._grid.add_cell(cell.paragraphs, notes=cell.notes, column_span=cell.span)

    def finish(self) -> Table:
        return self._grid.finish(Place(page=self._page, table=self._number))

    def _read_cells(self, row: Element) -> tuple[Place, list[_Cell]]:
        pages = self._reader.pages
        start, end = pages.number, pages.number
        places: dict[int | None, Place] = {}
        row_number = len(self._grid) + 1

        def place_at(page: int | None, _: bool) -> Place:
            if page not in places:
                places[page] = Place(page=page, table=self._number, row=row_number)
            return places[page]

        cells: list[_Cell] = []
        for element in _cells_of(row):
            pages.go_to(start)
            cell = self._cell(element, place_at)
            end = max(end, pages.number)
            if cell.paragraphs:
                # A row that begins on a new page says so in one of its cells only.
                start = max(start, cell.paragraphs[0].place.page or start)
            _join(cells, cell, element)
        place = place_at(start if pages.current else None, True)
        pages.go_to(end)
        return place, cells

    def _cell(self, element: Element, place_at: _PlaceAt) -> _Cell:
        cell = _Cell(*self._reader.read_all(paragraphs_in(element), place_at))
        properties = element.find(f"{W}tcPr")
        if properties is not None:
            cell.span = max(1, number(value(properties, "gridSpan"), default=1))
            merge = properties.find(f"{W}vMerge")
            cell.continues = merge is not None and merge.get(f"{W}val") != "restart"
        return cell

    def _take_out(self, deletion: Element, place: Place, cells: list[_Cell]) -> None:
        change = change_of(deletion)
        for cell in cells:
            text = "\n".join(paragraph.text for paragraph in cell.paragraphs)
            if text:
                self.notes.append(Note(NoteKind.DELETION, text, place, change.author, change.date))
            self.notes.extend(cell.notes)
            self.notes.extend(note for p in cell.paragraphs for note in p.notes)


def is_layout(table: Element) -> bool:
    """Whether a table only frames others: one column, and tables inside."""
    return columns_of(table) <= 1 and any(
        block.tag == f"{W}tbl"
        for row in rows_of(table)
        for cell in _cells_of(row)
        for block in blocks_in(cell)
    )


def columns_of(table: Element) -> int:
    grid = table.find(f"{W}tblGrid")
    if grid is not None and len(grid):
        return len(grid)
    return max((sum(1 for _ in _cells_of(row)) for row in rows_of(table)), default=0)


def rows_of(table: Element) -> Iterator[Element]:
    return _inside(table, f"{W}tr")


def _cells_of(row: Element) -> Iterator[Element]:
    return _inside(row, f"{W}tc")


def _inside(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _join(cells: list[_Cell], cell: _Cell, element: Element) -> None:
    """Add a cell to its row; the old way of merging leaves one to join with its left."""
    merge = element.find(f"{W}tcPr/{W}hMerge")
    if cells and merge is not None and merge.get(f"{W}val") != "restart":
        cells[-1].span += cell.span
        cells[-1].paragraphs.extend(cell.paragraphs)
        cells[-1].notes.extend(cell.notes)
    else:
        cells.append(cell)
