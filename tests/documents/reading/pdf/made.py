"""PDF files made for the tests, from typst markup."""

from __future__ import annotations

import base64
import io
from functools import cache

import pikepdf
import typst

from pacte.documents.content import Content, Paragraph, Table
from pacte.documents.reading.limits import DEFAULT
from pacte.documents.reading.pdf import read_pdf

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@cache
def pdf_of(markup: str) -> bytes:
    made = typst.compile(markup.encode(), ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def read(data: bytes) -> Content:
    return read_pdf(data, name="plan.pdf", limits=DEFAULT)


def content_of(markup: str) -> Content:
    return read(pdf_of(markup))


def paragraphs_of(markup: str) -> list[Paragraph]:
    return [block for block in content_of(markup).blocks if isinstance(block, Paragraph)]


def tables_of(markup: str) -> list[Table]:
    return [block for block in content_of(markup).blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    made = io.BytesIO()
    if encryption is None:
        pdf.save(made)
    else:
        pdf.save(made, encryption=encryption)
    return made.getvalue()
