"""The numbers and bullets that Word draws before paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pacte.documents.reading.attributes import number
from pacte.documents.reading.counting import ordinal_text
from pacte.documents.reading.word.names import VAL, W, is_on, value

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

_LEVELS = 9
_PART = re.compile(r"%([1-9])")
# Symbol and Wingdings keep their signs in the private area; what is drawn is a bullet.
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts_after: int | None = None  # the level (from 1) whose change restarts this one; 0 never
    is_legal: bool = False  # every part of the number is written in digits
    style_id: str | None = None


@dataclass(slots=True)
class _List:
    """One instance of a list: its levels, and the counters that it shares."""

    levels: dict[int, Level]
    counters: _Counters
    starts: dict[int, int] = field(default_factory=dict)  # levels that this instance starts again


@dataclass(slots=True)
class _Counters:
    """Shared by all instances of one abstract list: Word goes on counting between them."""

    at: dict[int, int] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)


class Numbering:
    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        self._abstract = {
            element.get(f"{W}abstractNumId", ""): element
            for element in root.iterfind(f"{W}abstractNum")
        }
        self._by_link = {
            link: element
            for element in self._abstract.values()
            if (link := value(element, "styleLink")) is not None
        }
        counters: dict[str, _Counters] = {}
        for element in root.iterfind(f"{W}num"):
            self._add(element, counters)

    def level_of_style(self, list_id: str | None, style_id: str | None) -> int | None:
        """The level that a list reserves to a paragraph style."""
        found = self._lists.get(list_id or "")
        if found is None or style_id is None:
            return None
        for index, level in found.levels.items():
            if level.style_id == style_id:
                return index
        return None

    def mark(self, list_id: str, level: int) -> str | None:
        """Count one paragraph, and give what Word draws before it; None outside any list."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return None
        self._count(list_id, found, level)
        return self._drawn(found, level)

    def _add(self, element: Element, counters: dict[str, _Counters]) -> None:
        abstract_id = value(element, "abstractNumId") or ""
        abstract = self._abstract.get(abstract_id)
        if abstract is None:
            return
        link = value(abstract, "numStyleLink")
        source = self._by_link.get(link, abstract) if link else abstract
        levels = {number(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in source.iterfind(f"{W}lvl")}
        starts: dict[int, int] = {}
        for override in element.iterfind(f"{W}lvlOverride"):
            index = number(override.get(f"{W}ilvl"))
            changed = override.find(f"{W}lvl")
            if changed is not None:
                levels[index] = _level(changed)
            start = value(override, "startOverride")
            if start is not None:
                starts[index] = number(start)
                levels[index] = replace(levels.get(index, Level()), start=number(start))
        shared = counters.setdefault(source.get(f"{W}abstractNumId", ""), _Counters())
        self._lists[element.get(f"{W}numId", "")] = _List(levels, shared, starts)

    def _count(self, list_id: str, found: _List, level: int) -> None:
        at = found.counters.at
        first_time = (list_id, level) not in found.counters.started
        found.counters.started.add((list_id, level))
        start = found.levels[level].start
        if (first_time and level in found.starts) or level not in at:
            at[level] = start
        else:
            at[level] += 1
        for deeper in range(level + 1, _LEVELS):
            restarts_after = found.levels.get(deeper, Level()).restarts_after
            if restarts_after is None or level < restarts_after:
                at.pop(deeper, None)

    def _drawn(self, found: _List, level: int) -> str | None:
        own = found.levels[level]
        if own.format == "none":
            return _PART.sub("", own.text).strip() or None
        if own.format == "bullet":
            return _PRIVATE.sub("•", own.text).strip() or "•"

        def part(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = found.levels.get(index, Level())
            at = found.counters.at.get(index, other.start)
            if other.format in {"bullet", "none"}:
                return ""
            return ordinal_text(at, "decimal" if own.is_legal else other.format)

        return _PART.sub(part, own.text).strip() or None


def _level(element: Element) -> Level:
    text = element.find(f"{W}lvlText")
    restart = value(element, "lvlRestart")
    return Level(
        format=_format(element),
        text="" if text is None else text.get(VAL, ""),
        start=number(value(element, "start"), default=1),
        restarts_after=None if restart is None else number(restart),
        is_legal=bool(is_on(element, "isLgl")),
        style_id=value(element, "pStyle"),
    )


def _format(element: Element) -> str:
    """Word 2010 and later put their own formats beside an older one: « 01, 02 », « 001 »."""
    found = next(element.iter(f"{W}numFmt"), None)
    return "decimal" if found is None else found.get(VAL, "decimal")
