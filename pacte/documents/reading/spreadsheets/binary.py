"""Reading .xls, the format of Excel before 2007."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import olefile

from pacte.documents.content import Cell, CellValue, Content, Note, NoteKind, Table
from pacte.documents.errors import CorruptDocument
from pacte.documents.reading.spreadsheets.numbers import FALSE, TRUE, NumberFormat, number_format
from pacte.documents.reading.spreadsheets.records import Book, Held, SheetRecords, read_records
from pacte.documents.reading.spreadsheets.rich import PLAIN, Look, make_cell
from pacte.documents.reading.spreadsheets.sheet import Sheet

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits

_STREAMS = ("Workbook", "Book")


def read_binary_workbook(data: bytes, *, name: str, format: str, limits: Limits) -> Content:  # noqa: A002 — the word of Content
    book = read_records(_stream(data, limits))
    blocks: list[Table] = []
    notes: list[Note] = []
    for bound in book.bounds:
        records = book.sheets.get(bound.start)
        if records is None or not bound.is_worksheet:
            continue
        sheet = Sheet(bound.name, limits, is_hidden=bound.is_hidden)
        notes.extend(_fill(sheet, book, records))
        table, left_over = sheet.finish()
        notes.extend(left_over)
        if table is not None:
            blocks.append(table)
    return Content(name=name, sha256="", format=format, blocks=tuple(blocks), notes=tuple(notes))


def _stream(data: bytes, limits: Limits) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        for name in _STREAMS:
            if compound.exists(name):
                limits.check_unpacked(compound.get_size(name))
                content = compound.openstream(name).read()
                return bytes(content)
    raise CorruptDocument


def _fill(sheet: Sheet, book: Book, records: SheetRecords) -> Iterator[Note]:
    sheet.areas.extend(records.areas)
    sheet.hidden_columns.extend(records.hidden_columns)
    for row in sorted(records.cells):
        if cells := _cells(sheet, book, row, records.cells[row]):
            sheet.add_row(row + 1, cells, is_hidden=row in records.hidden_rows)
    for key, text in records.texts.items():
        if key not in records.comment_objects:
            yield Note(NoteKind.TEXT_BOX, text, sheet.place())
        elif key in records.comments:
            row, column, author = records.comments[key]
            said = text.removeprefix(f"{author}:").strip() if author else text
            note = Note(NoteKind.COMMENT, said, sheet.place(row + 1), author=author or None)
            sheet.notes[row + 1, column].append(note)


def _cells(sheet: Sheet, book: Book, row: int, held: dict[int, Held]) -> list[Cell]:
    place, index = sheet.place(row + 1), sheet.next_index(row + 1)
    cells: list[Cell] = []
    for column in sorted(held):
        what, style = held[column]
        text, value = _shown(what, _format(book, style), from_1904=book.from_1904)
        look = _look(book, style)
        cell = make_cell(text, place=place, row=index, column=column, value=value, look=look)
        if cell.paragraphs or cell.notes:
            cells.append(cell)
    return cells


def _shown(
    what: str | float | bool, form: NumberFormat, *, from_1904: bool
) -> tuple[str, CellValue]:
    if isinstance(what, str):
        return what, None
    if isinstance(what, bool):
        return (TRUE if what else FALSE), what
    if not math.isfinite(what):
        return "", None
    return form.show(what, from_1904=from_1904)


def _format(book: Book, style: int) -> NumberFormat:
    if not 0 <= style < len(book.styles):
        return NumberFormat()
    return number_format(book.codes.get(book.styles[style][1], ""))


def _look(book: Book, style: int) -> Look:
    if not 0 <= style < len(book.styles):
        return PLAIN
    font, _, indent = book.styles[style]
    look = book.font(font)
    return Look(look.is_struck, look.is_bold, look.is_underlined, indent) if indent else look
