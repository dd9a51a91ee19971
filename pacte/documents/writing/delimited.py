"""Writing CSV: opened by a double click in Excel, never run as a formula, read back as it was."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from pacte.documents.writing.grids import Slot, header_rows, place
from pacte.documents.writing.text import plain, shield, shown_value

if TYPE_CHECKING:
    from pacte.documents.writing.layout import Grid


def write_csv(grid: Grid, target: BinaryIO, *, language: str) -> None:
    """Write the grid, hidden columns included, in UTF-8 with a byte order mark.

    Fields are separated by a semicolon in French, a comma in English. A cell over several rows is
    repeated on each. `text.unshield` takes off the apostrophes put before formulas.
    """
    stream = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(stream, delimiter=";" if language.startswith("fr") else ",")
    for line in place((*header_rows(grid), *grid.rows), len(grid.columns)):
        writer.writerow([_field(slot, language) for slot in line])
    stream.detach()


def _field(slot: Slot, language: str) -> str:
    if slot.column_offset:
        return ""
    cell = slot.cell
    if text := plain(cell.text):
        return shield(text)
    # A number or a date made by us is no formula, and grouped digits would not be a number.
    return shown_value(cell.value, language).replace("\u202f", "")
