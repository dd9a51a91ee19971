"""Reading a document of any of the formats that territories hold, into one `Content`."""

from __future__ import annotations

import dataclasses
import hashlib
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from pacte.core.memory import collector_paused
from pacte.documents.content import Content, Paragraph
from pacte.documents.errors import CorruptDocument, EmptyDocument, TooMuchUnpacked
from pacte.documents.reading.cleaning import clean, clean_text
from pacte.documents.reading.formats import Format, recognise
from pacte.documents.reading.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["DEFAULT", "Format", "Limits", "read"]


class _Where(NamedTuple):
    """A reader by name: importing them all would cost more than reading one text."""

    module: str
    function: str
    takes_format: bool = True  # it reads several

    def read(self, data: bytes, *, name: str, found: Format, limits: Limits) -> Content:
        module = import_module(f"{__name__}.{self.module}")
        reader = cast("Callable[..., Content]", getattr(module, self.function))
        if self.takes_format:
            return reader(data, name=name, format=found.value, limits=limits)
        return reader(data, name=name, limits=limits)


_SPREADSHEETS = _Where("spreadsheets", "read_spreadsheet")
_WORD = _Where("word", "read_word", takes_format=False)
_READERS = {
    Format.DOCX: _WORD,
    Format.DOCM: _WORD,
    Format.ODT: _Where("opendocument", "read_open_document", takes_format=False),
    Format.XLSX: _SPREADSHEETS,
    Format.XLSM: _SPREADSHEETS,
    Format.XLS: _SPREADSHEETS,
    Format.ODS: _SPREADSHEETS,
    Format.CSV: _Where("delimited", "read_delimited"),
    Format.TSV: _Where("delimited", "read_delimited"),
    Format.HTML: _Where("hypertext", "read_hypertext", takes_format=False),
    Format.MD: _Where("markdown", "read_markdown", takes_format=False),
    Format.PDF: _Where("pdf", "read_pdf", takes_format=False),
    Format.TXT: _Where("plain", "read_plain", takes_format=False),
}


def read(source: Path | bytes, *, name: str, limits: Limits = DEFAULT) -> Content:
    """Read a document whatever its format; `name` is the file's own (« - » for a pasted text).

    Raises:
        DocumentError: when it cannot be read; `errors.describe` says why in French.
    """
    limits = limits.started()
    data = _loaded(source, limits)
    found = recognise(data, name=name, limits=limits)
    # The libraries that read PDF leave garbage in circles; our own readers leave none.
    paused = nullcontext() if found is Format.PDF else collector_paused()
    try:
        with paused:
            content = clean(_READERS[found].read(data, name=name, found=found, limits=limits))
    except RecursionError as error:  # nested deeper than anybody writes
        raise CorruptDocument from error
    except MemoryError as error:
        raise TooMuchUnpacked(limits.max_unpacked) from error
    if not _holds_something(content):
        raise EmptyDocument
    return dataclasses.replace(
        content, name=clean_text(name), sha256=hashlib.sha256(data).hexdigest(), format=found.value
    )


def _loaded(source: Path | bytes, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        limits.check_bytes(len(source))
        return source
    limits.check_bytes(source.stat().st_size)
    return source.read_bytes()


def _holds_something(content: Content) -> bool:
    return bool(content.notes) or any(
        bool(block.text.strip() or block.marker or block.notes)
        if isinstance(block, Paragraph)
        else any(cell.text.strip() or cell.all_notes for row in block.rows for cell in row.cells)
        for block in content.blocks
    )
