"""The styles of a workbook: what each says of the numbers and of the letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.documents.reading.spreadsheets.numbers import (
    BUILT_IN,
    GENERAL,
    NumberFormat,
    number_format,
)
from pacte.documents.reading.spreadsheets.rich import PLAIN, Look, local_name

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

_OFF = {"0", "false", "none"}


@dataclass(slots=True)
class Styles:
    """By the number that a cell writes in its attribute `s`, as it is written."""

    formats: dict[str, NumberFormat] = field(default_factory=dict)  # but for « General »
    looks: dict[str, Look] = field(default_factory=dict)  # those that say something


def read_styles(root: Element | None) -> Styles:
    styles = Styles()
    if root is None:
        return styles
    parts = {local_name(part): part for part in root}
    codes = dict(BUILT_IN)
    for one in parts.get("numFmts", ()):
        codes[_number(one.get("numFmtId"))] = one.get("formatCode") or GENERAL
    fonts = [_look(font) for font in parts.get("fonts", ())]
    for index, style in enumerate(parts.get("cellXfs", ())):
        code = codes.get(_number(style.get("numFmtId")), GENERAL)
        if code != GENERAL:
            styles.formats[str(index)] = number_format(code)
        font = _number(style.get("fontId"))
        look = fonts[font] if 0 <= font < len(fonts) else PLAIN
        indent = max((_number(part.get("indent")) for part in style), default=0)
        if indent > 0:
            look = Look(look.is_struck, look.is_bold, look.is_underlined, indent)
        if look:
            styles.looks[str(index)] = look
    return styles


def _look(font: Element) -> Look:
    marks = {local_name(mark) for mark in font if mark.get("val") not in _OFF}
    return Look("strike" in marks, "b" in marks, "u" in marks)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
