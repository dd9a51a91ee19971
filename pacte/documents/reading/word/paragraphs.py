"""Paragraphs of a Word file, with what Word draws before them and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pacte.documents.content import Note, Paragraph, Place
from pacte.documents.reading.attributes import number
from pacte.documents.reading.draft import Look
from pacte.documents.reading.word.inline import InlineReader, is_placeholder
from pacte.documents.reading.word.names import MC, W, is_on, value
from pacte.documents.reading.word.styles import Style, heading_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from pacte.documents.reading.draft import Aside, Draft
    from pacte.documents.reading.pages import Pages
    from pacte.documents.reading.word.numbering import Numbering
    from pacte.documents.reading.word.styles import Styles
    from pacte.documents.reading.xmltree import Element

    PlaceAt: TypeAlias = Callable[[int | None, bool], Place]

_TWIPS_IN_INDENT = 720  # half an inch: the tab stop that Word proposes
_DEEPEST = 8
_NO_BLOCKS = frozenset({f"{W}pPr", f"{W}tblPr", f"{W}tcPr", f"{W}sdtPr", f"{W}sectPr"})


@dataclass(frozen=True, slots=True)
class Marker:
    text: str | None
    depth: int


@dataclass(slots=True)
class ParagraphReader:
    styles: Styles
    numbering: Numbering
    inline: InlineReader
    pages: Pages
    top_heading: int  # what the document's own highest level is called
    _joining: Draft | None = None

    def read(
        self, element: Element, place_at: PlaceAt
    ) -> tuple[Paragraph | None, tuple[Note, ...]]:
        """Read one paragraph, or only the notes of one that shows nothing.

        `place_at` tells the place from the page and from whether there is a text. A paragraph
        whose mark a tracked change takes out is given with the next one, which it joins.
        """
        properties = element.find(f"{W}pPr")
        style_id = value(properties, "pStyle")
        style = self.styles.get(style_id)
        if is_on(properties, "pageBreakBefore"):
            self.pages.turn()
        draft = self.inline.read(element, _look(element, style), self._joining)
        self._joining = None
        if _is_deleted(properties):
            self._joining = draft
            return None, ()
        text = draft.text()
        marker = self._marker(properties, style_id, style, is_empty=not text)
        heading = self._heading(properties, style) if text else None
        return self._finished(draft, place_at, marker, heading, is_contents=style.is_contents)

    def finish(self, place_at: PlaceAt) -> tuple[Paragraph | None, tuple[Note, ...]]:
        """What is left at the end of a cell, of a text box…, where nothing follows to join."""
        draft, self._joining = self._joining, None
        if draft is None:
            return None, ()
        return self._finished(draft, place_at, Marker(None, 0), None, is_contents=False)

    def read_all(
        self, elements: Iterable[Element], place_at: PlaceAt
    ) -> tuple[list[Paragraph], list[Note]]:
        """Read the paragraphs of a container, and the notes that hang on none of them."""
        kept, self._joining = self._joining, None
        found: list[Paragraph] = []
        loose: list[Note] = []
        for paragraph, notes in chain(
            (self.read(element, place_at) for element in elements),
            (self.finish(place_at) for _ in range(1)),
        ):
            loose.extend(notes)
            if paragraph is not None:
                found.append(paragraph)
        self._joining = kept
        return found, loose

    def _finished(
        self,
        draft: Draft,
        place_at: PlaceAt,
        marker: Marker,
        heading: int | None,
        *,
        is_contents: bool,
    ) -> tuple[Paragraph | None, tuple[Note, ...]]:
        text = draft.text()
        page = draft.page if text else self.pages.current
        place = place_at(page, bool(text or marker.text))
        notes = tuple(self.notes(draft.asides, place))
        if not text and not marker.text:
            return None, notes
        paragraph = Paragraph(
            text,
            place,
            heading=heading,
            marker=marker.text,
            depth=marker.depth,
            bold=draft.visible > 0 and not draft.plain,
            underline=draft.visible > 0 and not draft.bare,
            notes=notes,
            is_contents=is_contents,
        )
        return paragraph, ()

    def notes(self, asides: list[Aside], place: Place) -> Iterator[Note]:
        for aside in asides:
            text = "".join(aside.parts)
            inner: tuple[Note, ...] = ()
            if aside.source is not None:
                text, inner = self._story(aside.source, place)
            if text := text.strip():
                yield Note(aside.kind, text, place, aside.author, aside.date)
            yield from inner

    def _story(self, source: Element, place: Place) -> tuple[str, tuple[Note, ...]]:
        """The text of a text box or of a footnote, and the notes found inside."""
        read, loose = self.read_all(paragraphs_in(source), lambda *_: place)
        lines = [f"{each.marker or ''} {each.text}".strip() for each in read]
        return "\n".join(lines), (*loose, *(note for each in read for note in each.notes))

    def _marker(
        self, properties: Element | None, style_id: str | None, style: Style, *, is_empty: bool
    ) -> Marker:
        own = None if properties is None else properties.find(f"{W}numPr")
        if own is not None and own.find(f"{W}ins") is not None and not len(own):
            own = None
        list_id = value(own, "numId") or style.list_id
        if list_id is None or list_id == "0":
            return Marker(None, _indent(properties))
        said = value(own, "ilvl")
        level = self.numbering.level_of_style(list_id, style_id) if said is None else number(said)
        level = style.list_level or 0 if level is None else level
        drawn = self.numbering.mark(list_id, level)
        if is_empty and not any(character.isalnum() for character in drawn or ""):
            drawn = None
        return Marker(drawn, level or style.list_depth)

    def _heading(self, properties: Element | None, style: Style) -> int | None:
        outline = value(properties, "outlineLvl")
        level = style.heading if outline is None else heading_level(outline)
        return None if level is None else max(1, level - self.top_heading + 1)


def blocks_in(container: Element) -> Iterator[Element]:
    """The paragraphs and tables directly in a cell, a text box…, through what only wraps them."""
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            chosen = child.find(f"{MC}Choice")
            yield from blocks_in(child if chosen is None else chosen)
        elif child.tag not in _NO_BLOCKS and len(child):
            yield from blocks_in(child)


def paragraphs_in(container: Element) -> Iterator[Element]:
    """The same, with tables taken cell by cell."""
    for block in blocks_in(container):
        if block.tag == f"{W}p":
            yield block
        else:
            yield from paragraphs_in(block)


def _look(element: Element, style: Style) -> Look:
    parent = element.getparent()
    if parent is not None and parent.tag == f"{W}sdtContent":
        control = parent.getparent()
        if control is not None and is_placeholder(control):
            return Look(hidden=True)
    return style.look


def _is_deleted(properties: Element | None) -> bool:
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _indent(properties: Element | None) -> int:
    indent = None if properties is None else properties.find(f"{W}ind")
    if indent is None:
        return 0
    left = number(indent.get(f"{W}left") or indent.get(f"{W}start"))
    return max(0, min(_DEEPEST, round(left / _TWIPS_IN_INDENT)))
