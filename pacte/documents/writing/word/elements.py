"""The words of WordprocessingML, and texts in it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from pacte.documents.writing import palette
from pacte.documents.writing.text import lines

if TYPE_CHECKING:
    from docx.opc.part import Part

    from pacte.documents.writing.layout import Run, Text

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MM = 56.6929  # twentieths of a point in a millimetre


@cache
def w(local: str) -> str:
    return f"{{{_W}}}{local}"


def new(local: str, **values: str | float) -> etree._Element:
    """A `w:` element; `from_` or `type_` stand for words that Python keeps."""
    made = etree.Element(w(local), nsmap={"w": _W})
    _set(made, values)
    return made


def add(parent: etree._Element, local: str, **values: str | float) -> etree._Element:
    made = etree.SubElement(parent, w(local))
    _set(made, values)
    return made


def _set(made: etree._Element, values: dict[str, str | float]) -> None:
    for key, value in values.items():
        written = value if isinstance(value, str) else str(round(value))
        made.set(w(key.rstrip("_")), written)


def paragraph(style: str = "") -> etree._Element:
    made = new("p")
    properties = add(made, "pPr")
    if style:
        add(properties, "pStyle", val=style)
    return made


def add_runs(holder: etree._Element, runs: tuple[Run, ...], part: Part) -> None:
    """Put the runs of one line at the end of a paragraph."""
    for run in runs:
        parent = _linked(holder, run.href, part) if run.href else holder
        made = add(parent, "r")
        if run.bold or run.italic or run.muted or run.href:
            _add_manner(made, run)
        for position, piece in enumerate(run.text.split("\t")):
            if position:
                add(made, "tab")
            if piece:
                text = add(made, "t")
                text.text = piece
                text.set(_SPACE, "preserve")


def _linked(holder: etree._Element, href: str, part: Part) -> etree._Element:
    key = part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = add(holder, "hyperlink")
    link.set(f"{{{_R}}}id", key)
    return link


def _add_manner(made: etree._Element, run: Run) -> None:
    properties = add(made, "rPr")
    if run.bold:
        add(properties, "b")
    if run.italic:
        add(properties, "i")
    if run.muted:
        add(properties, "color", val=palette.MUTED[1:])
    if run.href:
        add(properties, "u", val="single")


def text_paragraphs(text: Text, style: str, part: Part) -> list[etree._Element]:
    """One paragraph for each line."""
    made = []
    for line in lines(text):
        holder = paragraph(style)
        add_runs(holder, line, part)
        made.append(holder)
    return made


def text_paragraph(text: Text, style: str, part: Part) -> etree._Element:
    """One paragraph for the whole text, with line breaks."""
    holder = paragraph(style)
    for position, line in enumerate(lines(text)):
        if position:
            add(add(holder, "r"), "br")
        add_runs(holder, line, part)
    return holder


def add_field(holder: etree._Element, instruction: str) -> None:
    """A field that Word fills: PAGE, NUMPAGES."""
    field = add(holder, "fldSimple", instr=f" {instruction} ")
    add(add(field, "r"), "t").text = "1"
