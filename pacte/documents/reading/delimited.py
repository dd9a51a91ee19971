"""Reading sheets saved as text (CSV, TSV), whatever separates their cells."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

from pacte.documents.content import Block, Content, Place
from pacte.documents.errors import CorruptDocument
from pacte.documents.reading.encodings import decode
from pacte.documents.reading.grid import Grid
from pacte.documents.reading.plain.markup import paragraphs_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits

_SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_ROWS = 50
_SAMPLE = 1 << 17
_ANNOUNCED = "sep="  # the first line by which Excel is told


def read_delimited(data: bytes, *, name: str, format: str, limits: Limits) -> Content:  # noqa: A002 — the word of Content
    """Read a sheet saved as text; the separator is told by the sheet itself."""
    csv.field_size_limit(min(limits.max_bytes, sys.maxsize))
    text = decode(data)
    separator, start = _separator(text, format)
    limits.check_rows(1, columns=text.count(separator))
    grid = Grid(limits)
    try:
        for number, cells in _rows(text[start:], separator):
            limits.check_time()
            limits.check_rows(number)
            place = Place(row=number)
            grid.add_row(place)
            for cell in cells:
                grid.add_cell(paragraphs_in(cell, place=place, limits=limits))
    except csv.Error as error:
        raise CorruptDocument from error
    table = grid.finish(Place(table=1))
    blocks: tuple[Block, ...] = (table,) if table.rows else ()
    return Content(name=name, sha256="", format=format, blocks=blocks)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with the number that a spreadsheet gives them."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=False)
    for number, cells in enumerate(reader, 1):
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _separator(text: str, found: str) -> tuple[str, int]:
    """What separates the cells, and where the first row starts."""
    first = text.split("\n", 1)[0]
    if first.lower().startswith(_ANNOUNCED) and len(first) == len(_ANNOUNCED) + 1:
        return first[-1], len(first) + 1
    if found == "tsv" and "\t" in text:
        return "\t", 0
    return max(_SEPARATORS, key=lambda separator: _regularity(text, separator)), 0


def _regularity(text: str, separator: str) -> tuple[float, int]:
    """How many rows have the most usual number of cells, when it is more than one."""
    try:
        reader = csv.reader(io.StringIO(text[:_SAMPLE]), delimiter=separator)
        counts = [len(row) for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
    except csv.Error:
        return 0, 0
    several = [count for count in counts if count > 1]
    if not several:
        return 0, 0
    usual = max(set(several), key=several.count)
    return several.count(usual) / len(counts), usual
