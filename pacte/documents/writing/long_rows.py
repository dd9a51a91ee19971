"""Rows too tall to stand whole on a page, cut into pieces that each say whose they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pacte.documents.writing.grids import has_row_spans, place, row_lines
from pacte.documents.writing.layout import Cell, Grid, Row, Run
from pacte.documents.writing.text import plain, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.writing.grids import Slot
    from pacte.documents.writing.layout import Text

WHOLE = 20  # lines: a row that tall is carried to the next page rather than cut
_PIECE = 10  # lines
_LETTER = 1.5  # millimetres, as `row_lines` counts
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
    columns: list[tuple[Cell, list[Text]]] = []
    for index, slot in enumerate(line):
        if not slot.is_origin:
            continue
        width = sum(widths[index : index + slot.cell.column_span])
        if grid.columns[index].heads_rows or not plain(slot.cell.text):
            columns.append((slot.cell, []))
        else:
            columns.append((slot.cell, list(_cut(slot.cell.text, max(width / _LETTER, 1.0)))))
    for number in range(max((len(texts) for _cell, texts in columns), default=0) or 1):
        yield tuple(_piece(cell, texts, number) for cell, texts in columns)


def _piece(cell: Cell, texts: list[Text], number: int) -> Cell:
    if not texts:
        return cell  # said again, or empty
    return replace(cell, text=texts[number] if number < len(texts) else "")


def _cut(text: Text, letters: float) -> Iterator[Text]:
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
