"""What people wrote on a page: remarks, and the fields that they filled."""

from __future__ import annotations

import ctypes
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")


class Remark(NamedTuple):
    text: str
    author: str | None
    date: dt.datetime | None
    is_typed: bool  # in a form field or as free text, seen on the page


def remarks_of(page: pdfium.PdfPage) -> Iterator[Remark]:
    shown = {raw.FPDF_ANNOT_FREETEXT: "Contents", raw.FPDF_ANNOT_WIDGET: "V"}
    said = {
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_CARET,
    }
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        one = raw.FPDFPage_GetAnnot(page.raw, index)
        if not one:
            continue
        kind = raw.FPDFAnnot_GetSubtype(one)
        if kind in shown or kind in said:
            text = _value(one, shown.get(kind, "Contents")).replace("\r", "\n").strip()
            if text and text != "Off":
                author = _value(one, "T") if kind in said else ""
                date = _moment(_value(one, "M")) if kind in said else None
                yield Remark(text, author or None, date, kind in shown)
        raw.FPDFPage_CloseAnnot(one)


def _value(annotation: object, key: str) -> str:
    name = key.encode()
    size = raw.FPDFAnnot_GetStringValue(annotation, name, None, 0)
    if size <= 2:  # noqa: PLR2004 — only the final zero
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(
        annotation, name, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size
    )
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _moment(text: str) -> dt.datetime | None:
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return dt.datetime(year, month or 1, day or 1, hour, minute, second)  # noqa: DTZ001 — a date as its author saw it
    except ValueError:
        return None
