"""Rows too tall to stand whole on a page, cut into pieces that each say whose they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pacte.documents.writing.grids import has_row_spans, letters_of, place, row_lines
from pacte.documents.writing.layout import Cell, Grid, Row, Run
from pacte.documents.writing.text import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.writing.grids import Slot
    from pacte.documents.writing.layout import Text

WHOLE = 20  # lines: a row that tall is carried to the next page rather than cut
_PIECE = 10  # lines
_TOKENS = re.compile(r"\n|[^\S\n]+|\S+")


def cut_long_rows(grid: Grid, widths: list[float]) -> tuple[Grid, frozenset[int]]:
    """The grid with its long rows in pieces, and the places of the rows that go on with another.

    In those, the columns that head their rows say again what they said first. A grid of which a
    cell stands over several rows is left as it is.
    """
    if has_row_spans(grid):
        return grid, frozenset()
    made: list[Row] = []
    going_on: set[int] = set()
    for row, line in zip(grid.rows, place(grid.rows, len(grid.columns)), strict=True):
        if row_lines(line, widths) <= WHOLE:
            made.append(row)
            continue
        for number, piece in enumerate(_pieces(grid, line, widths)):
            if number:
                going_on.add(len(made))
            made.append(replace(row, cells=piece))
    return replace(grid, rows=tuple(made)), frozenset(going_on)


def _pieces(grid: Grid, line: list[Slot], widths: list[float]) -> Iterator[tuple[Cell, ...]]:
    columns: list[list[Cell]] = []
    said_again: dict[int, Cell] = {}  # what heads the row, by its place among the cells
    for index, slot in enumerate(line):
        if not slot.is_origin:
            continue
        width = sum(widths[index : index + slot.cell.column_span])
        if grid.columns[index].heads_rows:
            said_again[len(columns)] = slot.cell
        columns.append([slot.cell] if grid.columns[index].heads_rows else _cut(slot.cell, width))
    for number in range(max(map(len, columns))):
        yield tuple(
            said_again.get(place, cells[number] if number < len(cells) else _blank(cells[0]))
            for place, cells in enumerate(columns)
        )


def _cut(cell: Cell, width: float) -> list[Cell]:
    """Its text over as many cells as it takes; one that holds a value stays one."""
    texts = list(_cut_text(cell.text, letters_of(width)))
    return [replace(cell, text=text) for text in texts] or [cell]


def _blank(cell: Cell) -> Cell:
    return replace(cell, text="", value=None)


def _cut_text(text: Text, letters: float) -> Iterator[Text]:
    """Texts of about so many lines of so many letters, cut where a line ends, else a word."""
    piece: list[Run] = []
    filled = 0.0  # lines
    for token in _tokens(text):
        cost = 1.0 if token.text == "\n" else len(token.text) / letters
        if filled + cost > _PIECE and piece:
            kept = _kept(piece)
            yield tuple(piece[:kept])
            piece = piece[kept:]
            filled = sum(len(part.text) for part in piece) / letters
        if piece or not token.text.isspace():
            piece.append(token)
            filled += cost
    if piece:
        yield tuple(piece)


def _tokens(text: Text) -> Iterator[Run]:
    """Words, spaces and line ends."""
    for run in runs(text):
        for token in _TOKENS.findall(run.text):
            yield replace(run, text=token)


def _kept(piece: list[Run]) -> int:
    """How many tokens go into the piece: to its last line end, if one stands in its second half."""
    ends = [index for index, token in enumerate(piece) if token.text == "\n"]
    return ends[-1] + 1 if ends and ends[-1] * 2 > len(piece) else len(piece)
