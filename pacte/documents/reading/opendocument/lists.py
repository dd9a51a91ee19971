"""The bullets and numbers that an OpenDocument file draws before paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.documents.reading.attributes import number
from pacte.documents.reading.counting import letters, roman
from pacte.documents.reading.opendocument.names import LOEXT, STYLE, TEXT, XML_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.documents.reading.xmltree import Element

_PART = re.compile(r"%(\d+)%")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WRITTEN: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda value: letters(value).upper(),
    "i": roman,
    "I": lambda value: roman(value).upper(),
}


@dataclass(frozen=True, slots=True)
class Level:
    format: str | None  # None draws a bullet, « » draws nothing
    pattern: str  # « %1%.%2% », or the bullet
    start: int = 1


@dataclass(slots=True)
class ListState:
    """The counters of one list, or of several that continue each other; levels from 1."""

    style: str | None
    counters: dict[int, int] = field(default_factory=dict)


class Lists:
    def __init__(self) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        self._by_style: dict[str | None, ListState] = {}
        self._by_id: dict[str, ListState] = {}
        self._headings = ListState(None)

    def add(self, container: Element) -> None:
        for element in container.iterfind(f"{TEXT}list-style"):
            self._styles[element.get(f"{STYLE}name", "")] = _levels(element)
        outline = container.find(f"{TEXT}outline-style")
        if outline is not None:
            self._outline = _levels(outline)

    def begin(self, element: Element, paragraph_style: str | None) -> ListState:
        """The state of an outermost list: a new one, or that of the list it continues."""
        style = element.get(f"{TEXT}style-name") or paragraph_style
        continued = None
        if (other := element.get(f"{TEXT}continue-list")) is not None:
            continued = self._by_id.get(other)
        elif element.get(f"{TEXT}continue-numbering") == "true":
            continued = self._by_style.get(style)
        state = ListState(style) if continued is None else continued
        self._by_style[style] = state
        if (own_id := element.get(XML_ID)) is not None:
            self._by_id[own_id] = state
        return state

    def mark(
        self, state: ListState, style: str | None, level: int, start: str | None
    ) -> str | None:
        """Count one item of a list, and give what is drawn before it."""
        levels = self._styles.get(style or "", {})
        return _marked(state.counters, levels, level, start)

    def mark_heading(self, level: int, start: str | None) -> str | None:
        """Count one heading, where headings are numbered."""
        return _marked(self._headings.counters, self._outline, level, start)


def _marked(
    counters: dict[int, int], levels: dict[int, Level], level: int, start: str | None
) -> str | None:
    own = levels.get(level)
    if own is None:
        return None
    if start is not None:
        counters[level] = number(start, default=1)
    else:
        counters[level] = counters.get(level, own.start - 1) + 1
    for deeper in [each for each in counters if each > level]:
        del counters[deeper]
    if own.format is None:
        return own.pattern

    def part(match: re.Match[str]) -> str:
        index = int(match.group(1))
        other = levels.get(index)
        if other is None or not other.format:
            return ""
        value = counters.get(index, other.start)
        return _WRITTEN.get(other.format, str)(value)

    return _PART.sub(part, own.pattern).strip() or None if own.format else None


def _levels(element: Element) -> dict[int, Level]:
    return {number(child.get(f"{TEXT}level"), default=1): _level(child) for child in element}


def _level(element: Element) -> Level:
    bullet = element.get(f"{TEXT}bullet-char")
    if bullet is not None:
        return Level(None, _PRIVATE.sub("•", bullet).strip() or "•")
    if element.tag == f"{TEXT}list-level-style-image":
        return Level(None, "•")
    return Level(
        element.get(f"{STYLE}num-format", ""),
        element.get(f"{LOEXT}num-list-format") or _pattern(element),
        number(element.get(f"{TEXT}start-value"), default=1),
    )


def _pattern(element: Element) -> str:
    level = number(element.get(f"{TEXT}level"), default=1)
    shown = number(element.get(f"{TEXT}display-levels"), default=1)
    parts = ".".join(f"%{index}%" for index in range(max(1, level - shown + 1), level + 1))
    prefix = element.get(f"{STYLE}num-prefix", "")
    return f"{prefix}{parts}{element.get(f'{STYLE}num-suffix', '')}"
