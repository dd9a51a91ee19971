"""A grid made regular: each position of each row knows the cell that holds or covers it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pacte.documents.writing.layout import Cell, Grid, Row, Tone
from pacte.documents.writing.text import plain, shown_value

_LETTER = 0.21  # millimetres that a letter takes, for each point of its size
_PADDING = 2.6  # millimetres, on both sides of a cell
_USUAL_LETTER = 1.5  # millimetres, in a table of ordinary size


@dataclass(frozen=True, slots=True)
class Slot:
    """One position. `row_offset` and `column_offset` count from where its cell begins."""

    cell: Cell  # another object for each cell of the grid, so that identity tells them apart
    row_offset: int = 0
    column_offset: int = 0
    tone: Tone = Tone.PLAIN

    @property
    def is_origin(self) -> bool:
        return not (self.row_offset or self.column_offset)


def header_rows(grid: Grid) -> tuple[Row, ...]:
    """The header rows as given, or one made of the columns' headers."""
    return grid.head or (Row(tuple(Cell(column.header) for column in grid.columns)),)


def has_row_spans(grid: Grid) -> bool:
    return any(cell.row_span > 1 for row in grid.rows for cell in row.cells)


def place(rows: tuple[Row, ...], width: int) -> list[list[Slot]]:
    """Give every row `width` slots: spans are cut at the edges, what is missing is empty."""
    placed: list[list[Slot | None]] = [[None] * width for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            column = _next_free(placed[index], column)
            if column >= width:
                break
            column += _cover(placed, index, column, cell, row.tone)
    return [
        [slot or Slot(Cell(), tone=row.tone) for slot in line]
        for line, row in zip(placed, rows, strict=True)
    ]


def _next_free(line: list[Slot | None], column: int) -> int:
    while column < len(line) and line[column] is not None:
        column += 1
    return column


def _cover(placed: list[list[Slot | None]], row: int, column: int, cell: Cell, tone: Tone) -> int:
    """Put a cell at its place and say how many columns it takes."""
    line = placed[row]
    width = 1
    while width < cell.column_span and column + width < len(line) and line[column + width] is None:
        width += 1
    height = min(max(cell.row_span, 1), len(placed) - row)
    kept = Cell(cell.text, cell.value, height, width, cell.tone, cell.bold)
    shade = cell.tone if cell.tone is not Tone.PLAIN else tone
    for down in range(height):
        for right in range(width):
            placed[row + down][column + right] = Slot(kept, down, right, shade)
    return width


def shown(grid: Grid) -> Grid:
    """The grid without its hidden columns, its values as texts: what a paged document shows."""
    kept = [index for index, column in enumerate(grid.columns) if not column.hidden]
    if len(kept) == len(grid.columns):
        return grid
    return replace(
        grid,
        columns=tuple(grid.columns[index] for index in kept),
        rows=_without_hidden(grid.rows, len(grid.columns), kept),
        head=_without_hidden(grid.head, len(grid.columns), kept),
    )


def _without_hidden(rows: tuple[Row, ...], width: int, kept: list[int]) -> tuple[Row, ...]:
    result = []
    for row, line in zip(rows, place(rows, width), strict=True):
        cells: list[Cell] = []
        for position, index in enumerate(kept):
            slot = line[index]
            starts = position == 0 or line[kept[position - 1]].cell is not slot.cell
            if starts and slot.row_offset == 0:
                span = sum(1 for other in kept if line[other].cell is slot.cell)
                cells.append(replace(slot.cell, column_span=span))
        result.append(replace(row, cells=tuple(cells)))
    return tuple(result)


def shown_text(cell: Cell, language: str) -> str:
    """What a reader sees in the cell."""
    return plain(cell.text) or shown_value(cell.value, language)


def letter_size(grid: Grid, millimetres: float) -> float:
    """The size in points at which a paged table of that width reads best, from 7 to 9.5."""
    characters = sum(max(column.width, 4.0) for column in grid.columns) or 1.0
    return round(min(max(millimetres / (characters * 0.16), 7.0), 9.5) * 2) / 2


def column_widths(grid: Grid, millimetres: float, size: float) -> list[float]:
    """Widths that fill the line: as the columns ask, but none cuts an ordinary word."""
    letter = size * _LETTER
    least = [_longest_word(grid, index) * letter + _PADDING for index in range(len(grid.columns))]
    if sum(least) >= millimetres:
        return [width * millimetres / sum(least) for width in least]
    wanted = [max(column.width, 4.0) for column in grid.columns]
    fixed: set[int] = set()
    while True:
        left = millimetres - sum(least[index] for index in fixed)
        free = sum(width for index, width in enumerate(wanted) if index not in fixed)
        widths = [
            least[index] if index in fixed else width * left / free
            for index, width in enumerate(wanted)
        ]
        short = {index for index, width in enumerate(widths) if width < least[index] - 0.001}
        if not short - fixed:
            return widths
        fixed |= short


def fits_a_line(cell: Cell, millimetres: float, size: float) -> bool:
    """Whether each word of the cell stands on a line of that width without being cut."""
    longest = max((len(word) for word in plain(cell.text).split()), default=0)
    return longest * size * _LETTER + _PADDING <= millimetres


def _longest_word(grid: Grid, index: int) -> float:
    """In letters, of the header and of the first cells; long words may be cut, though."""
    bold = 1.25  # a header is set in bold
    headers = _words(place(header_rows(grid), len(grid.columns)), index)
    bodies = _words(place(grid.rows[:60], len(grid.columns)), index)
    longest = [len(word) * bold for word in headers] + [len(word) for word in bodies]
    return min(max(longest, default=3), 13)


def _words(placed: list[list[Slot]], index: int) -> list[str]:
    return [
        word
        for line in placed
        for slot in (line[index],)
        if slot.is_origin and slot.cell.column_span == 1
        for word in (plain(slot.cell.text) or shown_text(slot.cell, "")).split()
    ]


def letters_of(millimetres: float) -> float:
    """About how many letters a line of that width takes in a paged table."""
    return max(millimetres / _USUAL_LETTER, 1.0)


def row_lines(line: list[Slot], widths: list[float]) -> float:
    """About how many lines a row takes in a paged table: a short row is not cut over two pages.

    What stands over several rows has room in them all, and does not count.
    """
    fits = [letters_of(width) for width in widths]
    return max(
        (
            len(plain(slot.cell.text)) / sum(fits[index : index + slot.cell.column_span])
            + plain(slot.cell.text).count("\n")
            for index, slot in enumerate(line)
            if slot.is_origin and slot.cell.row_span == 1
        ),
        default=1.0,
    )
