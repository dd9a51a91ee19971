"""What stands inside a paragraph of an OpenDocument file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pacte.documents.content import NoteKind
from pacte.documents.reading.attributes import date_of, number
from pacte.documents.reading.draft import Aside, Draft, Look
from pacte.documents.reading.opendocument.names import (
    DC,
    DRAW,
    HEADING,
    OFFICE,
    PARAGRAPH,
    SVG,
    TEXT,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.documents.reading.opendocument.styles import Styles
    from pacte.documents.reading.pages import Pages
    from pacte.documents.reading.xmltree import Element

_SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")
_MOST_SPACES = 100
_SHAPES = ("custom-shape", "rect", "ellipse", "circle", "line", "connector", "polygon", "path")
_SILENT: Final = frozenset(
    {
        f"{OFFICE}annotation-end", f"{TEXT}change-start", f"{TEXT}change-end", f"{SVG}title",
        f"{SVG}desc", f"{TEXT}note-citation", f"{TEXT}soft-hyphen", f"{OFFICE}event-listeners",
    }
)  # fmt: skip


class InlineReader:
    """Reads the children of one paragraph into a draft."""

    def __init__(self, styles: Styles, pages: Pages) -> None:
        self._styles = styles
        self._pages = pages
        self.deletions: dict[str, Aside] = {}  # by the id of the tracked change
        self._handlers: dict[str, Callable[[Element, Draft, Look], None]] = {
            f"{TEXT}span": self._span,
            PARAGRAPH: self._unexpected,
            HEADING: self._unexpected,
            f"{TEXT}s": self._spaces,
            f"{TEXT}tab": self._tab,
            f"{TEXT}line-break": self._line_break,
            f"{TEXT}soft-page-break": self._soft_page_break,
            f"{TEXT}note": self._note,
            f"{TEXT}change": self._change,
            f"{TEXT}hidden-text": self._hidden,
            f"{OFFICE}annotation": self._annotation,
            f"{DRAW}text-box": self._text_box,
        }
        self._handlers |= {f"{DRAW}{shape}": self._text_box for shape in _SHAPES}

    def read(self, paragraph: Element, look: Look) -> Draft:
        draft = Draft()
        self._inside(paragraph, draft, look)
        return draft

    def _inside(self, element: Element, draft: Draft, look: Look) -> None:
        if element.text:
            self._add(element.text, draft, look)
        for child in element:
            handler = self._handlers.get(child.tag)
            if handler is not None:
                handler(child, draft, look)
            elif child.tag not in _SILENT:
                self._inside(child, draft, look)
            if child.tail:
                self._add(child.tail, draft, look)

    def _add(self, text: str, draft: Draft, look: Look) -> None:
        shown = _SPACES.sub(" ", text)
        if shown != " ":
            self._pages.seen_text()
        draft.add(shown, look, None, self._pages.current)

    def _span(self, element: Element, draft: Draft, look: Look) -> None:
        name = element.get(f"{TEXT}style-name")
        self._inside(element, draft, self._styles.get("text", name, look).look)

    def _unexpected(self, element: Element, draft: Draft, look: Look) -> None:
        """A paragraph inside an element that is not known: a line of its own."""
        self._line_break(element, draft, look)
        self._inside(element, draft, look)
        self._line_break(element, draft, look)

    def _spaces(self, element: Element, draft: Draft, look: Look) -> None:
        count = number(element.get(f"{TEXT}c"), default=1)
        draft.add(" " * min(count, _MOST_SPACES), look, None, self._pages.current)

    def _tab(self, _: Element, draft: Draft, look: Look) -> None:
        draft.add("\t", look, None, self._pages.current)

    def _line_break(self, _: Element, draft: Draft, look: Look) -> None:
        draft.add("\n", look, None, self._pages.current)

    def _soft_page_break(self, *_: object) -> None:
        self._pages.rendered()

    def _note(self, element: Element, draft: Draft, _: Look) -> None:
        for body in element.iterfind(f"{TEXT}note-body"):
            draft.refer(Aside(NoteKind.FOOTNOTE, source=body))

    def _change(self, element: Element, draft: Draft, _: Look) -> None:
        draft.refer(self.deletions.pop(element.get(f"{TEXT}change-id", ""), None))

    def _hidden(self, element: Element, draft: Draft, _: Look) -> None:
        text = element.get(f"{TEXT}string-value") or "".join(map(str, element.itertext()))
        draft.set_aside(NoteKind.HIDDEN, text)

    def _annotation(self, element: Element, draft: Draft, _: Look) -> None:
        author = element.findtext(f"{DC}creator")
        date = date_of(element.findtext(f"{DC}date"))
        draft.refer(Aside(NoteKind.COMMENT, author=author, date=date, source=element))

    def _text_box(self, element: Element, draft: Draft, _: Look) -> None:
        if next(element.iter(PARAGRAPH), None) is not None:
            draft.refer(Aside(NoteKind.TEXT_BOX, source=element))
