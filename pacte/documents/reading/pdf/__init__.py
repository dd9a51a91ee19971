"""Reading PDF files that hold text: paragraphs, bullet outlines, ruled tables."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from pacte.documents.errors import (
    CorruptDocument,
    EmptyDocument,
    ImageOnlyPdf,
    PasswordProtected,
)
from pacte.documents.reading.pdf.layout import content_of
from pacte.documents.reading.pdf.page import Page, read_page
from pacte.documents.reading.pdf.streams import check_streams

if TYPE_CHECKING:
    from pacte.documents.content import Content
    from pacte.documents.reading.limits import Limits

_ONE_AT_A_TIME = threading.Lock()  # PDFium keeps state between calls
_FEWEST_LETTERS = 3


def read_pdf(data: bytes, *, name: str, limits: Limits) -> Content:
    """Read a PDF: blocks in reading order, tables that go on over pages joined.

    Raises:
        DocumentError: when it is locked, damaged, empty or made of images only.
    """
    check_streams(data, limits)
    with _ONE_AT_A_TIME:
        pages, title = _read(data, limits)
    letters = sum(glyph.text.isalnum() for page in pages for glyph in page.all_glyphs())
    if letters < _FEWEST_LETTERS and not any(page.remarks for page in pages):
        raise ImageOnlyPdf if any(page.has_image for page in pages) else EmptyDocument
    try:
        return content_of(pages, name=name, title=title, limits=limits)
    except (ArithmeticError, LookupError, ValueError) as error:
        # Geometry that no page has: letters without size, lines at infinity.
        raise CorruptDocument from error


def _read(data: bytes, limits: Limits) -> tuple[list[Page], str | None]:
    document = _opened(data)
    pages: list[Page] = []
    held = 0
    try:
        limits.check_rows(len(document))
        for index in range(len(document)):
            limits.check_time()
            page = document[index]
            pages.append(read_page(page, index + 1, limits=limits, held=held))
            held += sum(1 for _ in pages[-1].all_glyphs())
            page.close()
        title = document.get_metadata_value("Title").strip() or None
    except (pdfium.PdfiumError, OSError, ValueError, ArithmeticError) as error:
        raise CorruptDocument from error
    finally:
        document.close()
    return pages, title


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise PasswordProtected from error
        raise CorruptDocument from error
