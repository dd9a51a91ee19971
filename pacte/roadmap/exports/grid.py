"""The plan's table as a grid, for spreadsheets and for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pacte.documents.writing.layout import Cell, Column, Grid, Row, Run, Text, Tone
from pacte.roadmap.exports.wording import text_of, titled
from pacte.roadmap.queries.columns import LEVEL, Holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.roadmap.exports.snapshot import Snapshot
    from pacte.roadmap.models import PlanNode
    from pacte.roadmap.queries.cells import TableRow
    from pacte.roadmap.queries.columns import Column as PlanColumn

# In characters.
_WIDTHS = {
    Holds.FRAME: 22.0,
    Holds.LINE: 12.0,
    Holds.TEXT: 38.0,
    Holds.LIST: 36.0,
    Holds.PEOPLE: 24.0,
    Holds.SCHEDULE: 16.0,
    Holds.STATUS: 13.0,
    Holds.WEATHER: 14.0,
    Holds.CHOICE: 13.0,
    Holds.FACT: 16.0,
}


def cell_text(row: TableRow, key: str, shown: Sequence[PlanColumn]) -> str:
    """The whole text of a cell; a title takes its number where no column shows it."""
    if key == "title" and all(column.key != "number" for column in shown):
        return titled(row)
    return text_of(row, key)


def layout_column(column: PlanColumn) -> Column:
    width = 9.0 if column.key == "number" else _WIDTHS[column.holds]
    return Column(column.label, width, heads_rows=column.key == "title")


def merged_grid(snapshot: Snapshot) -> Grid:
    """As the document that was imported: frame columns, each cell over the rows it holds for."""
    shown = snapshot.table.shown
    rows = snapshot.table.rows
    frames = {index for index, column in enumerate(shown) if column.holds is Holds.FRAME}
    cells: list[tuple[Cell, ...]] = []
    for position, row in enumerate(rows):
        line = []
        for index, column in enumerate(shown):
            if index not in frames:
                line.append(_cell(row, column.key, shown))
            elif not position or _node(rows[position - 1], column) != _node(row, column):
                line.append(Cell(text_of(row, column.key), row_span=_run(rows, position, column)))
        cells.append(tuple(line))
    columns = tuple(layout_column(column) for column in shown)
    return Grid(columns, tuple(Row(line) for line in cells))


def _node(row: TableRow, column: PlanColumn) -> tuple[int, ...]:
    """What is the same on rows that share a cell of this frame column: the nodes down to it."""
    level = int(column.key.removeprefix(LEVEL))
    return tuple(node.pk for node in row.frame if node.level.position <= level)


def _run(rows: Sequence[TableRow], start: int, column: PlanColumn) -> int:
    end = start + 1
    while end < len(rows) and _node(rows[end], column) == _node(rows[start], column):
        end += 1
    return end - start


def banded_grid(snapshot: Snapshot) -> Grid:
    """Frame levels as bands across the table: the width is left to what the actions say.

    Numbers go with the titles, and columns that say nothing are left out.
    """
    table = snapshot.table
    has_title = any(column.key == "title" for column in table.shown)
    shown = [
        column
        for column in table.shown
        if column.holds is not Holds.FRAME
        and not (column.key == "number" and has_title)
        and any(row.cells.get(column.key) for row in table.rows)
    ]
    rows: list[Row] = []
    has_parts = any(row.frame for row in table.rows)
    above: tuple[PlanNode, ...] | None = None
    for row in table.rows:
        if has_parts and not row.frame and above != ():
            unplaced = Cell(_("Sans partie"), column_span=len(shown))
            rows.append(Row((unplaced,), tone=Tone.BAND))
        for depth, node in enumerate(row.frame):
            if row.frame[: depth + 1] != (above or ())[: depth + 1]:
                tone = Tone.SOFT if depth else Tone.BAND
                rows.append(Row((Cell(_named(node), column_span=len(shown)),), tone=tone))
        above = row.frame
        rows.append(Row(tuple(_cell(row, column.key, shown) for column in shown)))
    return Grid(tuple(layout_column(column) for column in shown), tuple(rows))


def _cell(row: TableRow, key: str, shown: Sequence[PlanColumn]) -> Cell:
    has_number = any(column.key == "number" for column in shown)
    if key == "title" and row.action.number and not has_number:
        return Cell((Run(f"{row.action.number} ", bold=True), Run(row.action.title)))
    return Cell(cell_text(row, key, shown))


def _named(node: PlanNode) -> Text:
    return (Run(f"{node.level.label} : ", muted=True), Run(str(node), bold=True))
