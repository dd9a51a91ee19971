"""Reading workbooks: .xlsx, .xlsm, .ods, .xls. One table for each sheet."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from pacte.core.memory import collector_paused
from pacte.documents.errors import CorruptDocument, EmptyDocument
from pacte.documents.reading.spreadsheets.binary import read_binary_workbook
from pacte.documents.reading.spreadsheets.ooxml import read_office_workbook
from pacte.documents.reading.spreadsheets.opendocument import read_open_workbook

if TYPE_CHECKING:
    from pacte.documents.content import Content
    from pacte.documents.reading.limits import Limits

# What a damaged file raises here and there: a missing string, a broken number, a cut part.
_DAMAGED = (
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    EOFError,
    struct.error,
    LookupError,
    NotImplementedError,
    OSError,
    ValueError,
)
_READERS = {"ods": read_open_workbook, "xls": read_binary_workbook}


def read_spreadsheet(data: bytes, *, name: str, format: str, limits: Limits) -> Content:  # noqa: A002 — the word of Content
    """Read a workbook into one table for each sheet that holds something.

    A date is the value of a cell only where its day is shown: a cell that shows « 2015 » is worth
    2015, one that shows « mars 2025 » is a text.

    Raises:
        DocumentError: when it is damaged, locked, empty or over a limit.
    """
    read = _READERS.get(format, read_office_workbook)
    try:
        with collector_paused():
            content = read(data, name=name, format=format, limits=limits)
    except _DAMAGED as error:
        raise CorruptDocument from error
    if not (content.blocks or content.notes):
        raise EmptyDocument
    return content
