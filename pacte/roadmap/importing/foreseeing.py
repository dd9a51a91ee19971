"""How many rows a file holds, told before it is read, and how many are read so far."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacte.documents.reading import Limits

_CHUNK = 1 << 20
# What opens a row in a part of an office file, and the parts that hold some.
_ROWS = (b"<row ", b"<table:table-row", b"<w:tr ", b"<w:tr>")
_PARTS = ("xl/worksheets/", "content.xml", "word/document.xml")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)


@dataclass(slots=True)
class RowsRead:
    """Counts over several sheets, each of which counts from nought.

    A sheet is counted again at its end, without its empty rows: that is no new one.
    """

    reached: Callable[[int], None]
    before: int = 0
    last: int = 0

    def at(self, rows: int) -> None:
        if rows * 2 < self.last:
            self.before += self.last
            self.last = 0
        self.last = max(self.last, rows)
        self.tell()

    def tell(self) -> None:
        self.reached(self.before + self.last)


def rows_ahead(data: bytes, limits: Limits) -> int:
    """About how many rows there are; 0 where only reading can tell, as in a PDF."""
    if data.startswith(b"%PDF"):
        return 0
    if not data.startswith(b"PK"):
        return data.count(b"\n")
    try:
        return _in_archive(data, limits.max_unpacked)
    except _BROKEN:  # the reader says what is wrong
        return 0


def _in_archive(data: bytes, most: int) -> int:
    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if not part.filename.startswith(_PARTS):
                continue
            with archive.open(part) as stream:
                while most > 0 and (chunk := stream.read(_CHUNK)):
                    most -= len(chunk)
                    found += sum(chunk.count(mark) for mark in _ROWS)
    return found
