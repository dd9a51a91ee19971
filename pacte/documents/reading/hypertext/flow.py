"""The blocks of a page in reading order: paragraphs, list items, headings, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from lxml import etree

from pacte.documents.content import Block, Note, Place
from pacte.documents.reading.attributes import number
from pacte.documents.reading.counting import letters, roman
from pacte.documents.reading.hypertext.inline import Draft, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li",
        "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody",
        "td", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
DROPPED = frozenset({"script", "style", "template", "head", "colgroup", "col", "iframe", "xml"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_FOOTNOTE_MARK = re.compile(r"#(_ftn|_edn|sdfootnote|sdendnote|_ftnref|_ednref)\d+")
_ITEM = re.compile(r"(?:^|(?<=\s))(?=[-–•] )")
# What Word and LibreOffice leave in the pages that they save.
_WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_WORD_LEVEL = re.compile(r"mso-list\s*:\s*\w+\s+level(\d)", re.IGNORECASE)
_TITLE_CLASSES = frozenset({"title", "msotitle"})
_FURNITURE = {"header": "en-tête", "footer": "pied de page"}
_NO_MARKER = re.compile(r"list-style(-type)?\s*:\s*none", re.IGNORECASE)
TITLE_LEVEL = 0
# Unclosed tags nest without end in some pages: below this, only the text counts.
_DEEPEST = 150
_WORD_BULLETS = frozenset({"·", "o", "§", "Ø", "ü", "•", "▪", "q", "v"})
_NUMBERS: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda value: letters(value).upper(),
    "i": roman,
    "I": lambda value: roman(value).upper(),
}


class Page(Protocol):
    """What reads the tables and the furniture that a flow meets."""

    def table(self, table: Element, look: Look) -> list[Block]: ...

    def read_furniture(self, element: Element, area: str) -> None: ...


@dataclass(slots=True)
class _List:
    style: str | None  # None for bullets
    next: int = 1
    is_drawn: bool = True

    def mark(self) -> str | None:
        if not self.is_drawn:
            return None
        if self.style is None:
            return "•"
        written = _NUMBERS.get(self.style, str)(self.next)
        self.next += 1
        return f"{written}."


@dataclass(slots=True)
class Flow:
    """Where blocks gather; a cell has its own, in which tables are taken cell by cell."""

    limits: Limits
    place_of: Callable[[], Place]
    page: Page | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _draft: Draft = field(default_factory=Draft)
    _lists: list[_List] = field(default_factory=list)
    _marker: str | None = None
    _heading: int | None = None
    _indent: int = 0
    _depth: int = 0

    def read(self, element: Element, look: Look) -> None:
        """Read what an element holds, then close the last paragraph."""
        self._inside(element, look)
        self._close()

    def gather(self, pieces: Iterable[Element | str], look: Look) -> None:
        """Read texts and elements that no paragraph holds, then close the last one."""
        for piece in pieces:
            if isinstance(piece, str):
                self._draft.add(piece, look)
            else:
                self._child(piece, look)
        self._close()

    def _inside(self, element: Element, look: Look) -> None:
        if self._depth > _DEEPEST:
            self._draft.add("".join(_all_text(element)), look)
            return
        self._depth += 1
        if element.text:
            self._add(element, element.text, look)
        for child in element:
            self._child(child, look)
            if child.tail:
                self._add(element, child.tail, look)
        self._depth -= 1

    def _add(self, parent: Element, text: str, look: Look) -> None:
        """A list whose items lost their tags keeps them as dashes: each is a paragraph."""
        if parent.tag in _LISTS and text.lstrip().startswith(("- ", "– ", "• ")):
            for item in _ITEM.split(text):
                if item.strip():
                    self._close()
                    self._draft.add(item, look)
        else:
            self._draft.add(text, look)

    def _child(self, element: Element, look: Look) -> None:
        tag = element.tag
        if tag in DROPPED or not isinstance(tag, str):
            return
        if tag == "br":
            self._draft.line_break()
        elif tag == "a" and _FOOTNOTE_MARK.match(element.get("href", "")):
            return
        elif _WORD_MARKER.search(element.get("style", "")):
            drawn = " ".join("".join(_all_text(element)).split())
            self._marker = "•" if drawn in _WORD_BULLETS else drawn or None
        elif self.page is not None and tag == "div" and element.get("title") in _FURNITURE:
            self.page.read_furniture(element, _FURNITURE[element.get("title", "")])
        elif self.page is not None and tag == "table":
            self._close()
            self.blocks.extend(self.page.table(element, look))
        elif tag in _BLOCKS:
            self._block(element, look.inside(element))
        else:
            self._inside(element, look.inside(element))

    def _block(self, element: Element, look: Look) -> None:
        self._close()
        self.limits.check_time()
        tag = element.tag
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif not _TITLE_CLASSES.isdisjoint(element.get("class", "").lower().split()):
            self._heading = TITLE_LEVEL
        if found := _WORD_LEVEL.search(element.get("style", "")):
            self._indent = int(found.group(1)) - 1
        if tag in _LISTS:
            self._lists.append(_list_of(element))
            self._inside(element, look)
            self._close()
            self._lists.pop()
            return
        if tag == "li":
            self._marker = self._item_marker(element)
        self._inside(element, look)
        self._close()
        self._heading, self._indent = None, 0
        if tag == "li":
            self._marker = None

    def _item_marker(self, element: Element) -> str | None:
        if not self._lists:
            return "•"
        if (said := element.get("value")) is not None and self._lists[-1].style is not None:
            self._lists[-1].next = number(said, default=self._lists[-1].next)
        return self._lists[-1].mark()

    def _close(self) -> None:
        draft, self._draft = self._draft, Draft()
        if draft.is_empty():
            return
        place = self.place_of()
        if not draft.text():
            self.notes.extend(draft.notes(place))
            return
        depth = max(0, len(self._lists) - 1, self._indent)
        self.blocks.append(
            draft.paragraph(place, heading=self._heading, marker=self._marker, depth=depth)
        )
        self._marker = None


def _all_text(element: Element) -> Iterator[str]:
    """Every word inside, with nothing of how it is laid out."""
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if each.tag in _BLOCKS:
            yield " "
        text = each.text if event == "start" else each.tail
        if text and not (event == "end" and each is element):
            yield text


def _list_of(element: Element) -> _List:
    is_drawn = not _NO_MARKER.search(element.get("style", ""))
    if element.tag != "ol":
        return _List(None, is_drawn=is_drawn)
    return _List(
        element.get("type", "1"), next=number(element.get("start"), default=1), is_drawn=is_drawn
    )
