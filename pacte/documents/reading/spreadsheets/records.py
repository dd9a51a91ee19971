"""The records of an .xls file ([MS-XLS] 2.3 and 2.4), read within their own bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pacte.documents.errors import CorruptDocument, PasswordProtected
from pacte.documents.reading.spreadsheets.numbers import BUILT_IN
from pacte.documents.reading.spreadsheets.rich import Look, RichText, Run, tidy
from pacte.documents.reading.spreadsheets.sheet import Area

_BOUND_SHEET, _BEGIN, _END, _CONTINUE = 0x85, 0x809, 0x0A, 0x3C
_FILE_PASS, _DATE_MODE, _STRINGS = 0x2F, 0x22, 0xFC
_FONT, _FORMAT, _STYLE = 0x31, 0x41E, 0xE0
_ROW, _COLUMNS, _MERGED = 0x208, 0x7D, 0xE5
_NOTE, _OBJECT, _OBJECT_TEXT = 0x1C, 0x5D, 0x1B6
_NUMBER, _RK, _SEVERAL_RK, _FORMULA, _STRING = 0x203, 0x27E, 0xBD, 0x06, 0x207
_SHARED, _LABEL, _RICH_LABEL, _TRUTH = 0xFD, 0x204, 0xD6, 0x205
_HIDDEN_ROW, _HIDDEN_COLUMN, _STRUCK, _BOLD = 0x20, 0x1, 0x8, 600
_A_COMMENT = 0x19
_MISSING_FONT = 4  # the format itself never writes the fifth
_WIDE, _EXTENDED, _RICH = 1, 4, 8
_LATIN_VERSION = 0x500  # Excel 95: one byte for a letter
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Held(NamedTuple):
    """What one cell holds, and the number of its style."""

    what: str | float | bool
    style: int


@dataclass(slots=True)
class SheetRecords:
    cells: dict[int, dict[int, Held]] = field(default_factory=dict)  # by row, by column
    areas: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    comments: dict[int, tuple[int, int, str]] = field(default_factory=dict)  # by object
    texts: dict[int, str] = field(default_factory=dict)
    comment_objects: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, what: str | float | bool, style: int) -> None:
        self.cells.setdefault(row, {})[column] = Held(what, style)


class Bound(NamedTuple):
    start: int
    name: str
    is_hidden: bool
    is_worksheet: bool


@dataclass(slots=True)
class Book:
    fonts: list[Look] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[tuple[int, int, int]] = field(default_factory=list)  # font, format, indent
    strings: list[str] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    sheets: dict[int, SheetRecords] = field(default_factory=dict)  # by where they start
    from_1904: bool = False
    is_latin: bool = False

    def font(self, index: int) -> Look:
        index -= index > _MISSING_FONT
        return self.fonts[index] if 0 <= index < len(self.fonts) else Look()


def read_records(content: bytes) -> Book:
    """Take down what the records say; a chart inside a sheet is a part inside a part."""
    book = Book()
    open_parts = [_SheetReader(book, SheetRecords())]
    for at, kind, pieces in _records(content):
        if kind == _BEGIN:
            (version,) = struct.unpack_from("<H", pieces[0])
            book.is_latin = book.is_latin or version <= _LATIN_VERSION
            book.sheets[at] = SheetRecords()
            open_parts.append(_SheetReader(book, book.sheets[at]))
        elif kind == _END:
            if len(open_parts) > 1:
                open_parts.pop()
        elif not _note_book(book, kind, pieces):
            open_parts[-1].note(kind, pieces)
    return book


def _records(content: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Where each record stands, its kind, its body and those that continue it."""
    at = 0
    current: tuple[int, int, list[bytes]] | None = None
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        body = content[at + 4 : at + 4 + size]
        if kind == _CONTINUE and current is not None:
            current[2].append(body)
        else:
            if current is not None:
                yield current
            current = (at, kind, [body])
        at += 4 + size
    if current is not None:
        yield current


def _note_book(book: Book, kind: int, pieces: list[bytes]) -> bool:
    """Whether the record was one of the whole book's."""
    body = pieces[0]
    if kind == _FILE_PASS:
        raise PasswordProtected
    if kind == _DATE_MODE:
        book.from_1904 = body[:1] == b"\1"
    elif kind == _BOUND_SHEET:
        book.bounds.append(_bound(book, body))
    elif kind == _STRINGS:
        book.strings = list(_shared_strings(book, pieces))
    elif kind == _FONT:
        flags, _, weight = struct.unpack_from("<HHH", body, 2)
        book.fonts.append(Look(bool(flags & _STRUCK), weight >= _BOLD, body[10:11] > b"\0"))
    elif kind == _FORMAT:
        (index,) = struct.unpack_from("<H", body)
        book.codes[index] = _text(book, body, 2)
    elif kind == _STYLE:
        font, code = struct.unpack_from("<HH", body)
        indent = body[8] & 0xF if len(body) > 8 and not book.is_latin else 0  # noqa: PLR2004 — where it stands
        book.styles.append((font, code, indent))
    else:
        return False
    return True


def _bound(book: Book, body: bytes) -> Bound:
    start, state, kind, length = struct.unpack_from("<IBBB", body)
    if book.is_latin:
        name = body[7 : 7 + length].decode("cp1252", "replace")
    else:
        name = _letters(body, 8, length, bool(body[7] & _WIDE))
    return Bound(start, name, bool(state & 3), kind == 0)


def _letters(body: bytes, start: int, length: int, wide: bool) -> str:
    if wide:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")


def _text(book: Book, body: bytes, at: int) -> str:
    """A text that says its own length on two bytes."""
    if book.is_latin:
        length = body[at] if len(body) > at else 0
        return body[at + 1 : at + 1 + length].decode("cp1252", "replace")
    length, flags = struct.unpack_from("<HB", body, at)
    return _letters(body, at + 3, length, bool(flags & _WIDE))


class _SheetReader:
    """Takes down the records of one sheet; some speak of the record before them."""

    def __init__(self, book: Book, sheet: SheetRecords) -> None:
        self._book = book
        self._sheet = sheet
        self._awaits_text: tuple[int, int, int] | None = None
        self._object = -1

    def note(self, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        if kind == _STRING and self._awaits_text is not None:
            row, column, style = self._awaits_text
            self._sheet.put(row, column, tidy(_text(self._book, body, 0)), style)
        elif kind in {_NUMBER, _RK, _FORMULA, _SHARED, _LABEL, _RICH_LABEL, _TRUTH}:
            self._cell(kind, body)
        elif kind == _SEVERAL_RK:
            row, first = struct.unpack_from("<HH", body)
            for index in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * index)
                self._sheet.put(row, first + index, _unpacked(packed), style)
        elif kind in {_OBJECT, _OBJECT_TEXT, _NOTE}:
            self._remark(kind, pieces)
        else:
            self._shape(kind, body)

    def _cell(self, kind: int, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        self._awaits_text = None
        what: str | float | bool | None = None
        if kind == _NUMBER:
            (what,) = struct.unpack_from("<d", body, 6)
        elif kind == _RK:
            what = _unpacked(struct.unpack_from("<I", body, 6)[0])
        elif kind == _SHARED:
            what = self._book.strings[struct.unpack_from("<I", body, 6)[0]]
        elif kind == _TRUTH:
            what = _ERRORS.get(body[6], "#N/A") if body[7] else bool(body[6])
        elif kind == _FORMULA:
            what = self._result(body[6:14])
            if what is None and body[6:7] == b"\0":
                self._awaits_text = (row, column, style)
        elif self._book.is_latin:
            (length,) = struct.unpack_from("<H", body, 6)
            what = tidy(body[8 : 8 + length].decode("cp1252", "replace"))
        else:
            what = tidy(_text(self._book, body, 6))
        if what is not None:
            self._sheet.put(row, column, what, style)

    @staticmethod
    def _result(result: bytes) -> str | float | bool | None:
        if result[6:8] != b"\xff\xff":
            (number,) = struct.unpack("<d", result)
            return float(number)
        if result[0] == 1:
            return bool(result[2])
        return _ERRORS.get(result[2], "#N/A") if result[0] == 2 else None  # noqa: PLR2004 — an error

    def _shape(self, kind: int, body: bytes) -> None:
        sheet = self._sheet
        if kind == _ROW:
            if struct.unpack_from("<I", body, 12)[0] & _HIDDEN_ROW:
                sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & _HIDDEN_COLUMN:
                sheet.hidden_columns.append((first, last))
        elif kind == _MERGED:
            (count,) = struct.unpack_from("<H", body)
            for index in range(count):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * index)
                sheet.areas.append(Area(top + 1, left, bottom + 1, right))

    def _remark(self, kind: int, pieces: list[bytes]) -> None:
        body, sheet = pieces[0], self._sheet
        if kind == _OBJECT:
            if len(body) >= 8:  # noqa: PLR2004 — the size of its head
                of_kind, self._object = struct.unpack_from("<HH", body, 4)
                if of_kind == _A_COMMENT:
                    sheet.comment_objects.add(self._object)
        elif kind == _OBJECT_TEXT and len(pieces) > 1:
            letters = pieces[1]
            text = tidy(_letters(letters, 1, len(letters), bool(letters[:1] > b"\0")))
            if text:
                sheet.texts[self._object] = text
        elif kind == _NOTE and not self._book.is_latin:
            row, column, _, key = struct.unpack_from("<HHHH", body)
            sheet.comments[key] = (row, column, _text(self._book, body, 8).strip())


def _unpacked(packed: int) -> float:
    """[MS-XLS] 2.5.217: a number on 30 bits."""
    if packed & 2:
        number = float((packed >> 2) - ((packed & 0x8000_0000) >> 1))
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFF_FFFC) << 32))
    return number / 100 if packed & 1 else number


class _Cursor:
    """Reads over the pieces of a record and those that continue it."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = 0

    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            piece = self._pieces[self._piece]
            part = piece[self._at : self._at + size - len(taken)]
            self._at += len(part)
            taken += part
            if len(taken) < size:
                self._next()
        return taken

    def letters(self, length: int, wide: bool) -> str:
        """Letters; a new piece says again how wide they are."""
        text: list[str] = []
        while length:
            piece = self._pieces[self._piece]
            size = min(length, (len(piece) - self._at) // (2 if wide else 1))
            text.append(_letters(piece, self._at, size, wide))
            self._at += size * (2 if wide else 1)
            length -= size
            if length:
                self._next()
                wide = bool(self.take(1)[0] & _WIDE)
        return "".join(text)

    def _next(self) -> None:
        self._piece += 1
        self._at = 0
        if self._piece >= len(self._pieces):
            raise CorruptDocument


def _shared_strings(book: Book, pieces: list[bytes]) -> Iterator[str]:
    cursor = _Cursor(pieces)
    _, count = struct.unpack("<II", cursor.take(8))
    for _ in range(count):
        length, flags = struct.unpack("<HB", cursor.take(3))
        runs = struct.unpack("<H", cursor.take(2))[0] if flags & _RICH else 0
        extension = struct.unpack("<I", cursor.take(4))[0] if flags & _EXTENDED else 0
        text = cursor.letters(length, bool(flags & _WIDE))
        marks = struct.unpack(f"<{2 * runs}H", cursor.take(4 * runs))
        cursor.take(min(extension, sum(map(len, pieces))))
        yield _rich(book, text, list(zip(marks[::2], marks[1::2], strict=True)))


def _rich(book: Book, text: str, marks: list[tuple[int, int]]) -> str:
    looks = [book.font(font) for _, font in marks]
    if not any(look.is_struck or look.is_bold for look in looks):
        return tidy(text)
    ends = [start for start, _ in marks[1:]] + [len(text)]
    runs = [Run(text[: marks[0][0]])]
    for (start, _), end, look in zip(marks, ends, looks, strict=True):
        runs.append(Run(text[start:end], look.is_struck, look.is_bold))
    return RichText.of(runs)
