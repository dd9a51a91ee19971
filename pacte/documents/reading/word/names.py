"""The names that a Word file uses, as lxml writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL = f"{W}val"

_OFF = frozenset({"0", "false", "off", "none"})


def value(element: Element | None, name: str) -> str | None:
    """The value that a property element gives, such as <w:jc w:val="left"/>."""
    if element is None:
        return None
    found = element.find(W + name)
    return None if found is None else found.get(VAL)


def is_on(element: Element | None, name: str) -> bool | None:
    """Whether a switch such as <w:b/> is on or off, or None where nothing says so."""
    if element is None:
        return None
    found = element.find(W + name)
    return None if found is None else found.get(VAL, "true").lower() not in _OFF
