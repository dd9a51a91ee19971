"""The vocabulary of OpenDocument, and texts in it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from pacte.documents.writing.text import lines

if TYPE_CHECKING:
    from pacte.documents.writing.layout import Run, Text

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = {
    "office": f"{_OASIS}:office:1.0",
    "table": f"{_OASIS}:table:1.0",
    "text": f"{_OASIS}:text:1.0",
    "style": f"{_OASIS}:style:1.0",
    "number": f"{_OASIS}:datastyle:1.0",
    "meta": f"{_OASIS}:meta:1.0",
    "config": f"{_OASIS}:config:1.0",
    "manifest": f"{_OASIS}:manifest:1.0",
    "draw": f"{_OASIS}:drawing:1.0",
    "svg": f"{_OASIS}:svg-compatible:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_SPACES = re.compile("(\t|^ +| +$| {2,})")


@cache
def name(short: str) -> str:
    """`table:table-row` in the way of lxml."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def attributes(given: dict[str, str]) -> dict[str, str]:
    return {name(short): value for short, value in given.items()}


def element(short: str, given: dict[str, str] | None = None) -> etree._Element:
    return etree.Element(name(short), attributes(given or {}), nsmap=NAMES)


def child(
    parent: etree._Element, short: str, given: dict[str, str] | None = None, text: str = ""
) -> etree._Element:
    made = etree.SubElement(parent, name(short), attributes(given or {}))
    if text:
        made.text = text
    return made


def add_text(parent: etree._Element, text: Text) -> None:
    """One paragraph for each line, with its runs."""
    for line in lines(text):
        paragraph = etree.SubElement(parent, name("text:p"))
        for run in line:
            style = run_style(run)
            holder = child(paragraph, "text:span", {"text:style-name": style}) if style else None
            _add_words(paragraph if holder is None else holder, run.text)


def run_style(run: Run) -> str:
    """The name of the style of a run, empty for ordinary text."""
    marks = ("B" if run.bold else "", "I" if run.italic else "", "M" if run.muted else "")
    return f"T{''.join(marks)}" if any(marks) else ""


def _add_words(parent: etree._Element, text: str) -> None:
    """Write a text so that no space is lost: OpenDocument merges those that follow each other."""
    for part in _SPACES.split(text):
        if part == "\t":
            etree.SubElement(parent, name("text:tab"))
        elif part and not part.strip(" "):
            child(parent, "text:s", {"text:c": str(len(part))})
        elif part:
            _append(parent, part)


def _append(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
