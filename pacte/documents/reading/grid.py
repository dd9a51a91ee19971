"""Merged cells laid on a grid: every row as wide as the table, whatever the format says."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pacte.documents.content import (
    EMPTY_CELL,
    Cell,
    CellValue,
    Note,
    Paragraph,
    Place,
    Row,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.documents.reading.limits import Limits

# No word processor draws more; a file that says more is made to exhaust memory.
_WIDEST_SPAN = 1000


@dataclass(slots=True)
class _Draft:
    """A cell while its extent is not known."""

    row: int
    column: int
    column_span: int
    paragraphs: list[Paragraph]
    notes: list[Note]
    value: CellValue = None
    lines_lost: bool = False
    last_row: int = 0
    cell: Cell | None = None


@dataclass(slots=True)
class _DraftRow:
    place: Place
    is_header: bool
    is_hidden: bool
    # A cell that covers one position is finished at once; most are.
    cells: list[Cell | _Draft | None] = field(default_factory=list)


class Grid:
    """Rows and cells in the order of the document, given back as a `Table` by `finish`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows: list[_DraftRow] = []
        self._reaching_down: dict[int, tuple[_Draft, int]] = {}  # column: cell, last row
        self._width = 0

    def __len__(self) -> int:
        return len(self._rows)

    def add_row(self, place: Place, *, is_header: bool = False, is_hidden: bool = False) -> None:
        self._close_row()
        self._rows.append(_DraftRow(place, is_header, is_hidden))

    def add_cell(
        self,
        paragraphs: Iterable[Paragraph],
        *,
        notes: Iterable[Note] = (),
        column_span: int = 1,
        row_span: int = 1,
        value: CellValue = None,
        lines_lost: bool = False,
    ) -> None:
        """Place a cell at the next position that no cell from above covers."""
        if self._reaching_down:
            self._cover_from_above()
        row = len(self._rows) - 1
        cells = self._rows[row].cells
        if column_span <= 1 and row_span <= 1:
            cells.append(
                Cell(
                    tuple(paragraphs),
                    row,
                    len(cells),
                    value=value,
                    lines_lost=lines_lost,
                    notes=tuple(notes),
                )
            )
            return
        span = max(1, min(column_span, _WIDEST_SPAN))
        draft = _Draft(
            row, len(cells), span, [*paragraphs], [*notes], value, lines_lost, last_row=row
        )
        self._spread(draft, row + max(1, row_span) - 1)

    def _spread(self, draft: _Draft, last_row: int) -> None:
        """Put a cell at the positions of its row that it covers, and promise those below."""
        for column in range(draft.column, draft.column + draft.column_span):
            self._rows[draft.row].cells.append(draft)
            if last_row > draft.row:
                self._reaching_down[column] = (draft, last_row)

    def continue_above(
        self, paragraphs: Iterable[Paragraph], *, notes: Iterable[Note] = (), column_span: int = 1
    ) -> None:
        """Go on with the cell just above; text that hides in the continuation joins it."""
        row = len(self._rows) - 1
        cells = self._rows[row].cells
        draft = self._draft_above(row, len(cells))
        if draft is None:
            self.add_cell(paragraphs, notes=notes, column_span=column_span)
            return
        draft.last_row = row
        draft.paragraphs.extend(paragraphs)
        draft.notes.extend(notes)
        covered = min(draft.column_span, max(1, column_span))
        cells.extend([draft] * covered)
        cells.extend([None] * (min(column_span, _WIDEST_SPAN) - covered))

    def _draft_above(self, row: int, column: int) -> _Draft | None:
        """The cell that begins at this column and reaches the row before, open again."""
        above = self._rows[row - 1].cells if row else []
        found = above[column] if column < len(above) else None
        if isinstance(found, Cell):
            found = _reopened(found)
            above[column] = found
        if found is None or found.column != column or found.last_row != row - 1:
            return None
        return found

    def skip(self, columns: int) -> None:
        """Leave positions empty."""
        self._cover_from_above()
        self._rows[-1].cells.extend([None] * min(max(columns, 0), _WIDEST_SPAN))

    def finish(self, place: Place, *, name: str | None = None) -> Table:
        self._close_row()
        self._trim_empty_rows()
        self._limits.check_rows(len(self._rows), columns=self._width)
        self._pad()
        self._drop_columns_where_nothing_starts()
        rows = tuple(
            Row(
                tuple([cell if isinstance(cell, Cell) else _finished(cell) for cell in row.cells]),
                row.place,
                is_header=row.is_header,
                is_hidden=row.is_hidden,
            )
            for row in self._rows
        )
        bold = frozenset(index for index, row in enumerate(rows) if _is_bold(row))
        return Table(rows, place, name=name, bold_rows=bold)

    def _cover_from_above(self) -> None:
        row = len(self._rows) - 1
        cells = self._rows[row].cells
        while (reaching := self._reaching_down.get(len(cells))) and reaching[1] >= row:
            reaching[0].last_row = row
            cells.append(reaching[0])

    def _close_row(self) -> None:
        if not self._rows:
            return
        if self._reaching_down:
            row = len(self._rows) - 1
            cells = self._rows[row].cells
            for column in sorted(self._reaching_down):
                draft, last_row = self._reaching_down[column]
                if last_row < row:
                    del self._reaching_down[column]
                elif column >= len(cells):
                    cells.extend([None] * (column - len(cells)))
                    draft.last_row = row
                    cells.append(draft)
        self._width = max(self._width, len(self._rows[-1].cells))
        self._limits.check_rows(len(self._rows), columns=self._width)

    def _trim_empty_rows(self) -> None:
        """A row without any cell of its own stays only where cells cross it."""
        while self._rows and not any(self._rows[-1].cells):
            self._rows.pop()

    def _pad(self) -> None:
        for index, row in enumerate(self._rows):
            row.cells.extend([None] * (self._width - len(row.cells)))
            if any(cell is None for cell in row.cells):
                row.cells = [
                    Cell(row=index, column=column) if cell is None else cell
                    for column, cell in enumerate(row.cells)
                ]

    def _drop_columns_where_nothing_starts(self) -> None:
        """Slightly different widths leave grid columns that no cell begins: nobody sees them."""
        starts: set[int] = set()
        for row in self._rows:
            starts.update([cell.column for cell in row.cells if cell is not None])
            if len(starts) == self._width:
                return
        kept = sorted(starts)
        new = {column: index for index, column in enumerate(kept)}
        moved: dict[int, Cell | _Draft] = {}
        for row in self._rows:
            row.cells = [
                _moved(cell, new, kept, moved)
                for column in kept
                if (cell := row.cells[column]) is not None
            ]
        self._width = len(kept)


def _moved(
    cell: Cell | _Draft, new: dict[int, int], kept: list[int], moved: dict[int, Cell | _Draft]
) -> Cell | _Draft:
    if isinstance(cell, Cell):
        return replace(cell, column=new[cell.column])
    if id(cell) not in moved:
        end = cell.column + cell.column_span
        cell.column_span = bisect_left(kept, end) - bisect_left(kept, cell.column)
        cell.column = new[cell.column]
        moved[id(cell)] = cell
    return cell


def _reopened(cell: Cell) -> _Draft:
    return _Draft(
        cell.row,
        cell.column,
        1,
        [*cell.paragraphs],
        [*cell.notes],
        cell.value,
        cell.lines_lost,
        last_row=cell.row,
    )


def _finished(draft: _Draft | None) -> Cell:
    if draft is None:
        return EMPTY_CELL
    if draft.cell is None:
        draft.cell = Cell(
            paragraphs=tuple(draft.paragraphs),
            row=draft.row,
            column=draft.column,
            row_span=draft.last_row - draft.row + 1,
            column_span=draft.column_span,
            value=draft.value,
            lines_lost=draft.lines_lost,
            notes=tuple(draft.notes),
        )
    return draft.cell


def _is_bold(row: Row) -> bool:
    has_text = False
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            if paragraph.text:
                if not paragraph.bold:
                    return False
                has_text = True
    return has_text
