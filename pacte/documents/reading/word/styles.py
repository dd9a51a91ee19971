"""What styles say of a paragraph or of a run, through those that they are based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pacte.documents.reading.attributes import number
from pacte.documents.reading.draft import PLAIN, Look
from pacte.documents.reading.word.names import W, is_on, value

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

TITLE_LEVEL = 0
_BODY_LEVEL = 9
_HEADING_NAME = re.compile(r"(?:heading|titre|title|überschrift)\s*([1-9])$", re.IGNORECASE)
_TITLE_NAME = re.compile(r"(?:title|titre|titre principal)$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(
    r"(?:toc|tm|toc heading|table of figures|table des illustrations)\s*[1-9]?$", re.IGNORECASE
)
_LIST_NAME = re.compile(r"(?:list|liste)\b.*?([2-9])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    look: Look = PLAIN
    heading: int | None = None  # 0 for the title of the document, 1 for its first outline level
    list_id: str | None = None
    list_level: int | None = None
    list_depth: int = 0  # what « List Bullet 2 » tells of itself
    is_contents: bool = False  # an entry of the table of contents


_PLAIN = Style()


class Styles:
    """Styles of one document, by their ids; an unknown id is the default paragraph style."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str | None, Style] = {}
        self._default = _PLAIN
        if root is None:
            return
        default_id = None
        for element in root.iterfind(f"{W}style"):
            style_id = element.get(f"{W}styleId", "")
            self._elements[style_id] = element
            is_default = element.get(f"{W}default", "0") not in {"0", "false", "off"}
            if is_default and element.get(f"{W}type") == "paragraph":
                default_id = style_id
        base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = replace(_PLAIN, look=look_of(base, Look()))
        if default_id is not None:
            self._default = self.get(default_id)

    def get(self, style_id: str | None) -> Style:
        if style_id not in self._known:
            self._known[style_id] = self._worked_out(style_id)
        return self._known[style_id]

    def run(self, style_id: str | None, look: Look) -> Look:
        """How a character style changes the look of the paragraph's own."""
        for element in reversed(self._chain(style_id)):
            look = look_of(element.find(f"{W}rPr"), look)
        return look

    def _worked_out(self, style_id: str | None) -> Style:
        style = self._default
        for element in reversed(self._chain(style_id)):
            style = _changed(style, element)
        return style

    def _chain(self, style_id: str | None) -> list[Element]:
        """The style and its bases, nearest first; a loop between them ends where it closes."""
        chain: list[Element] = []
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._elements:
            seen.add(style_id)
            chain.append(self._elements[style_id])
            style_id = value(chain[-1], "basedOn")
        return chain


def look_of(properties: Element | None, base: Look) -> Look:
    """The look that run properties make out of the one below them."""
    if properties is None or not len(properties):
        return base
    bold = is_on(properties, "b")
    strikes = {is_on(properties, "strike"), is_on(properties, "dstrike")}
    hidden = is_on(properties, "vanish")
    underline = is_on(properties, "u")
    return Look(
        bold=base.bold if bold is None else bold,
        underline=base.underline if underline is None else underline,
        struck=base.struck if strikes == {None} else True in strikes,
        hidden=base.hidden if hidden is None else hidden,
    )


def _changed(style: Style, element: Element) -> Style:
    name = (value(element, "name") or element.get(f"{W}styleId") or "").strip()
    paragraph = element.find(f"{W}pPr")
    style = replace(
        style,
        look=look_of(element.find(f"{W}rPr"), style.look),
        heading=_heading(name, value(paragraph, "outlineLvl"), style.heading),
        is_contents=style.is_contents or bool(_CONTENTS_NAME.match(name)),
    )
    if found := _LIST_NAME.match(name):
        style = replace(style, list_depth=int(found.group(1)) - 1)
    numbering = None if paragraph is None else paragraph.find(f"{W}numPr")
    if numbering is not None:
        level = value(numbering, "ilvl")
        style = replace(
            style,
            list_id=value(numbering, "numId") or style.list_id,
            list_level=style.list_level if level is None else number(level),
        )
    return style


def _heading(name: str, outline: str | None, inherited: int | None) -> int | None:
    if found := _HEADING_NAME.match(name):
        return int(found.group(1))
    if _TITLE_NAME.match(name):
        return TITLE_LEVEL
    return inherited if outline is None else heading_level(outline)


def heading_level(outline: str) -> int | None:
    """The level from 1 that an outline level from 0 means; 9 is running text."""
    level = number(outline, default=_BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else None
