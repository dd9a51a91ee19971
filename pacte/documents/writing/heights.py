"""How high the rows of a spreadsheet are to be, for no program works it out for merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.documents.writing.text import plain

if TYPE_CHECKING:
    from pacte.documents.writing.grids import Slot
    from pacte.documents.writing.layout import Cell, Column

LINE = 13.0  # points, for a text of ten
PADDING = 5.0
_FILLED = 0.92  # of a line, for words are not cut
HIGHEST = 409.0  # Excel's limit


def row_heights(placed: list[list[Slot]], columns: tuple[Column, ...]) -> list[float]:
    """Estimated heights in points; a cell over several rows stretches the last of them."""
    heights = [LINE + PADDING] * len(placed)
    for down, line in enumerate(placed):
        for index, slot in enumerate(line):
            is_last = slot.row_offset == slot.cell.row_span - 1
            if slot.column_offset or not is_last or columns[index].hidden:
                continue
            count = _estimated_lines(plain(slot.cell.text), _width(columns, index, slot.cell))
            missing = count * LINE + PADDING - sum(heights[down - slot.row_offset : down + 1])
            if missing > 0:
                heights[down] += missing
    return [min(height, HIGHEST) for height in heights]


def _width(columns: tuple[Column, ...], index: int, cell: Cell) -> float:
    covered = columns[index : index + cell.column_span]
    return sum(column.width for column in covered if not column.hidden)


def _estimated_lines(text: str, width: float) -> int:
    fit = max(int(width * _FILLED), 1)
    return sum(-(-len(line) // fit) or 1 for line in text.split("\n"))
