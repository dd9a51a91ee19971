"""What styles of an OpenDocument file say, through those that they derive from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pacte.documents.reading.attributes import number
from pacte.documents.reading.draft import PLAIN, Look
from pacte.documents.reading.opendocument.names import FO, STYLE, TABLE, TEXT

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

TITLE_LEVEL = 0
_TITLE_NAME = re.compile(r"(?:title|titre|titre principal)$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(
    r"(?:toc|contents|toc heading|contents heading|table des matières)\s*[1-9]?$", re.IGNORECASE
)
_LIST_NAME = re.compile(r"(?:list|liste)\b.*?([2-9])$", re.IGNORECASE)
_BOLD = re.compile(r"bold|[6-9]00")
_NOTHING = frozenset({None, "", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    look: Look = PLAIN
    heading: int | None = None
    list_style: str | None = None
    list_depth: int = 0  # what « List Bullet 2 » tells of itself
    is_contents: bool = False  # an entry of the table of contents
    breaks_page: bool = False
    is_hidden: bool = False  # of a table row


@dataclass(slots=True)
class Styles:
    """Styles by family and name: those of the file, then those that it made for one use."""

    _elements: dict[tuple[str, str], Element] = field(default_factory=dict)
    _known: dict[tuple[str, str, Look], Style] = field(default_factory=dict)

    def add(self, container: Element) -> None:
        for element in container.iterfind(f"{STYLE}style"):
            key = (element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", ""))
            self._elements[key] = element
            self._known.clear()

    def get(self, family: str, name: str | None, base: Look = PLAIN) -> Style:
        key = (family, name or "", base)
        if key not in self._known:
            style = Style(look=base)
            for element in reversed(self._chain(family, name)):
                style = _changed(style, element)
            self._known[key] = style
        return self._known[key]

    def _chain(self, family: str, name: str | None) -> list[Element]:
        chain: list[Element] = []
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._elements:
            seen.add(name)
            chain.append(self._elements[family, name])
            name = chain[-1].get(f"{STYLE}parent-style-name")
        return chain


def _changed(style: Style, element: Element) -> Style:
    name = element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name") or ""
    text = element.find(f"{STYLE}text-properties")
    paragraph = element.find(f"{STYLE}paragraph-properties")
    outline = element.get(f"{STYLE}default-outline-level")
    if text is not None:
        style = replace(style, look=_look(text, style.look))
    if paragraph is not None and FO + "break-before" in paragraph.attrib:
        style = replace(style, breaks_page=paragraph.get(f"{FO}break-before") == "page")
    if _TITLE_NAME.match(name):
        style = replace(style, heading=TITLE_LEVEL)
    elif outline is not None:
        style = replace(style, heading=number(outline) or None)
    if _CONTENTS_NAME.match(name):
        style = replace(style, is_contents=True)
    if found := _LIST_NAME.match(name):
        style = replace(style, list_depth=int(found.group(1)) - 1)
    if (list_style := element.get(f"{STYLE}list-style-name")) is not None:
        style = replace(style, list_style=list_style)
    return style


def _look(properties: Element, base: Look) -> Look:
    weight = properties.get(f"{FO}font-weight")
    underline = properties.get(f"{STYLE}text-underline-style")
    struck = properties.get(f"{STYLE}text-line-through-style") or properties.get(
        f"{STYLE}text-line-through-type"
    )
    display = properties.get(f"{TEXT}display")
    return Look(
        bold=base.bold if weight is None else bool(_BOLD.search(weight)),
        underline=base.underline if underline is None else underline not in _NOTHING,
        struck=base.struck if struck is None else struck not in _NOTHING,
        hidden=base.hidden if display is None else display == "none",
    )


def is_collapsed(element: Element) -> bool:
    return element.get(f"{TABLE}visibility", "visible") != "visible"
