"""The cells of a sheet, however far apart they stand, laid out as one table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pacte.documents.content import EMPTY_CELL, Cell, Note, NoteKind, Place, Row, Table

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits

# A stray value in the last row or column must not make a million empty ones.
_WIDEST_GAP = 32
_ROWS_BETWEEN_CHECKS = 1024
_PAINTED_PER_POSITION = 4


class Area(NamedTuple):
    """Merged cells; rows count from 1 and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class _Line(NamedTuple):
    number: int
    rank: int
    cells: list[Cell]
    is_hidden: bool


@dataclass(slots=True)
class Sheet:
    """What is known of a sheet while it is read.

    Cells come row after row, with the column of the sheet (from 0) and the index that
    `next_index` gave; `finish` takes the empty margins off.
    """

    name: str
    limits: Limits
    is_hidden: bool = False
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)
    areas: list[Area] = field(default_factory=list)
    notes: defaultdict[tuple[int, int], list[Note]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _lines: list[_Line] = field(default_factory=list)

    @property
    def last_number(self) -> int:
        return self._lines[-1].number if self._lines else 0

    def place(self, number: int | None = None) -> Place:
        return Place(None, self.name, None, number)

    def next_index(self, number: int) -> int:
        """Where the row of this number would stand in the table."""
        if not self._lines:
            return 0
        last = self._lines[-1]
        return last.rank + min(max(number - last.number, 1), _WIDEST_GAP + 1)

    def add_row(self, number: int, cells: list[Cell], *, is_hidden: bool = False) -> None:
        lines = self._lines
        number = max(number, self.last_number + 1)
        lines.append(_Line(number, self.next_index(number), cells, is_hidden))
        if len(lines) % _ROWS_BETWEEN_CHECKS == 0:
            self.limits.check_time()
            self.limits.check_rows(len(lines))

    def finish(self) -> tuple[Table | None, list[Note]]:
        """The table, unless the sheet is empty, and the notes that hang on none of its cells."""
        if not self._lines:
            return None, [note for notes in self.notes.values() for note in notes]
        columns = self._columns()
        numbers = self._numbers()
        self.limits.check_rows(len(numbers), columns=len(columns))
        grid = self._grid(columns)
        left_over = self._hang_notes(grid, numbers, columns)
        self._merge(grid, numbers, columns)
        return self._table(grid, numbers, columns), left_over

    def _columns(self) -> list[int]:
        used = sorted({cell.column for line in self._lines for cell in line.cells})
        kept: list[int] = []
        for column in used:
            if kept and column - kept[-1] - 1 <= _WIDEST_GAP:
                kept.extend(range(kept[-1] + 1, column))
            kept.append(column)
        return kept

    def _numbers(self) -> list[int]:
        """The number that each row of the table has in the sheet."""
        numbers: list[int] = []
        for line in self._lines:
            missing = line.rank - len(numbers)
            numbers.extend(range(line.number - missing, line.number))
            numbers.append(line.number)
        return numbers

    def _grid(self, columns: list[int]) -> list[list[Cell]]:
        width = len(columns)
        empty = [EMPTY_CELL] * width
        grid: list[list[Cell]] = []
        new = None
        if columns[-1] != width - 1:
            new = {column: index for index, column in enumerate(columns)}
        for line in self._lines:
            while len(grid) < line.rank:
                grid.append(empty.copy())
            row = empty.copy()
            for cell in line.cells:
                if new is None:
                    row[cell.column] = cell
                else:
                    column = new[cell.column]
                    row[column] = _moved(cell, column)
            grid.append(row)
        return grid

    def _hang_notes(
        self, grid: list[list[Cell]], numbers: list[int], columns: list[int]
    ) -> list[Note]:
        left_over: list[Note] = []
        for (number, column), notes in self.notes.items():
            index, position = bisect_left(numbers, number), bisect_left(columns, column)
            if numbers[index : index + 1] != [number] or columns[position : position + 1] != [
                column
            ]:
                left_over.extend(notes)
                continue
            cell = grid[index][position]
            grid[index][position] = Cell(
                cell.paragraphs,
                index,
                position,
                value=cell.value,
                notes=cell.notes + tuple(notes),
            )
        return left_over

    def _merge(self, grid: list[list[Cell]], numbers: list[int], columns: list[int]) -> None:
        budget = _PAINTED_PER_POSITION * len(numbers) * len(columns)
        for area in self.areas:
            top, bottom = bisect_left(numbers, area.top), bisect_right(numbers, area.bottom) - 1
            left, right = bisect_left(columns, area.left), bisect_right(columns, area.right) - 1
            size = (bottom - top + 1) * (right - left + 1)
            if bottom < top or right < left or size == 1:
                continue
            budget -= size
            if budget < 0:
                self.limits.check_rows(self.limits.max_rows + 1)
            is_anchored = numbers[top] == area.top and columns[left] == area.left
            _paint(grid, Area(top, left, bottom, right), is_anchored=is_anchored)

    def _table(self, grid: list[list[Cell]], numbers: list[int], columns: list[int]) -> Table:
        hidden = {line.number for line in self._lines if line.is_hidden}
        headers = self.header_rows
        rows = tuple(
            Row(tuple(cells), self.place(number), number in headers, number in hidden)
            for number, cells in zip(numbers, grid, strict=True)
        )
        return Table(
            rows,
            self.place(),
            name=self.name,
            is_hidden=self.is_hidden,
            bold_rows=frozenset(index for index, row in enumerate(rows) if _is_bold(row)),
            hidden_columns=frozenset(
                position
                for position, column in enumerate(columns)
                if any(first <= column <= last for first, last in self.hidden_columns)
            ),
        )


def _moved(cell: Cell, column: int) -> Cell:
    return Cell(cell.paragraphs, cell.row, column, 1, 1, cell.value, notes=cell.notes)


def _paint(grid: list[list[Cell]], area: Area, *, is_anchored: bool) -> None:
    """One cell for the whole area; what merging hides under its corner becomes notes."""
    covered: list[Cell] = []
    for row in grid[area.top : area.bottom + 1]:
        covered.extend(cell for cell in row[area.left : area.right + 1] if cell is not EMPTY_CELL)
    corner = grid[area.top][area.left] if is_anchored else EMPTY_CELL
    under = {id(cell): cell for cell in covered if cell is not corner}.values()
    buried = tuple(
        Note(NoteKind.HIDDEN, cell.text, cell.paragraphs[0].place)
        for cell in under
        if cell.paragraphs
    )
    merged = Cell(
        corner.paragraphs,
        area.top,
        area.left,
        area.bottom - area.top + 1,
        area.right - area.left + 1,
        corner.value,
        notes=corner.notes + buried + tuple(note for cell in under for note in cell.notes),
    )
    for row in grid[area.top : area.bottom + 1]:
        row[area.left : area.right + 1] = [merged] * (area.right - area.left + 1)


def _is_bold(row: Row) -> bool:
    found = False
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            if not paragraph.bold:
                return False
            found = True
    return found
