"""Paragraphs, lists and tables of an OpenDocument file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.documents.content import Note, NoteKind, Paragraph, Place
from pacte.documents.reading.attributes import number
from pacte.documents.reading.grid import Grid
from pacte.documents.reading.opendocument.names import (
    HEADING,
    LIST,
    OFFICE,
    PARAGRAPH,
    ROW,
    TABLE,
    TABLE_TAG,
    TEXT,
)
from pacte.documents.reading.opendocument.styles import is_collapsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from pacte.documents.content import Table
    from pacte.documents.reading.draft import Aside
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.opendocument.inline import InlineReader
    from pacte.documents.reading.opendocument.lists import Lists, ListState
    from pacte.documents.reading.opendocument.styles import Styles
    from pacte.documents.reading.pages import Pages
    from pacte.documents.reading.xmltree import Element

    PlaceAt: TypeAlias = Callable[[int | None, bool], Place]

TEXT_TAGS = frozenset({PARAGRAPH, HEADING})
_NO_BLOCKS = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{TEXT}sequence-decls"})
_MOST_REPEATS = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """What a paragraph is in its list."""

    state: ListState
    style: str | None
    level: int  # from 1
    start: str | None = None
    is_marked: bool = True  # the first paragraph of an item, where the list draws something


@dataclass(slots=True)
class BlockReader:
    styles: Styles
    lists: Lists
    inline: InlineReader
    pages: Pages
    limits: Limits
    top_heading: int

    def paragraph(
        self, element: Element, place_at: PlaceAt, item: Item | None = None
    ) -> tuple[Paragraph | None, tuple[Note, ...]]:
        """Read one paragraph, or only the notes of one that shows nothing."""
        style = self.styles.get("paragraph", element.get(f"{TEXT}style-name"))
        if style.breaks_page:
            self.pages.turn()
        draft = self.inline.read(element, style.look)
        text = draft.text()
        level = style.heading
        if element.tag == HEADING:
            level = number(element.get(f"{TEXT}outline-level"), default=1)
        marker = self._marker(element, item, level, is_empty=not text)
        place = place_at(draft.page if text else self.pages.current, bool(text or marker))
        notes = tuple(self.notes(draft.asides, place))
        if not text and not marker:
            return None, notes
        return Paragraph(
            text,
            place,
            heading=None if level is None or not text else max(1, level - self.top_heading + 1),
            marker=marker,
            depth=0 if item is None else item.level - 1 or style.list_depth,
            bold=draft.visible > 0 and not draft.plain,
            underline=draft.visible > 0 and not draft.bare,
            notes=notes,
            is_contents=style.is_contents,
        ), ()

    def notes(self, asides: list[Aside], place: Place) -> Iterator[Note]:
        for aside in asides:
            text = "".join(aside.parts)
            inner: list[Note] = []
            if aside.source is not None:
                read, inner = self.paragraphs(aside.source, lambda *_: place)
                text = "\n".join(f"{each.marker or ''} {each.text}".strip() for each in read)
                inner += [note for each in read for note in each.notes]
            if text := text.strip():
                yield Note(aside.kind, text, place, aside.author, aside.date)
            yield from inner

    def paragraphs(
        self, container: Element, place_at: PlaceAt
    ) -> tuple[list[Paragraph], list[Note]]:
        """All the paragraphs of a cell, of a text box…; tables inside are taken cell by cell."""
        read: list[Paragraph] = []
        loose: list[Note] = []
        for element, item in self.texts_in(container):
            paragraph, notes = self.paragraph(element, place_at, item)
            loose.extend(notes)
            if paragraph is not None:
                read.append(paragraph)
        return read, loose

    def texts_in(
        self, container: Element, item: Item | None = None
    ) -> Iterator[tuple[Element, Item | None]]:
        for child in container:
            if child.tag in TEXT_TAGS:
                yield child, item
            elif child.tag == LIST:
                yield from self.items_of(child, item)
            elif child.tag not in _NO_BLOCKS:
                yield from self.texts_in(child, item)

    def items_of(
        self, element: Element, outer: Item | None
    ) -> Iterator[tuple[Element, Item | None]]:
        opened = self.open_list(element, outer)
        for child in element:
            yield from self.texts_of_item(child, opened)

    def open_list(self, element: Element, outer: Item | None) -> Item:
        if outer is None:
            state = self.lists.begin(element, self._style_of_first(element))
            return Item(state, state.style, 1)
        style = element.get(f"{TEXT}style-name") or outer.style
        return Item(outer.state, style, outer.level + 1)

    def texts_of_item(
        self, element: Element, opened: Item
    ) -> Iterator[tuple[Element, Item | None]]:
        """The paragraphs of one item: only the first has the marker, those of a header none."""
        start = element.get(f"{TEXT}start-value")
        is_marked = element.tag == f"{TEXT}list-item"
        for child in element:
            if child.tag in TEXT_TAGS:
                yield child, Item(opened.state, opened.style, opened.level, start, is_marked)
                is_marked = False
            elif child.tag == LIST:
                yield from self.items_of(child, opened)
            else:
                yield from self.texts_in(child, None)

    def _style_of_first(self, element: Element) -> str | None:
        first = next(element.iter(PARAGRAPH, HEADING), None)
        name = None if first is None else first.get(f"{TEXT}style-name")
        return self.styles.get("paragraph", name).list_style

    def _marker(
        self, element: Element, item: Item | None, level: int | None, *, is_empty: bool
    ) -> str | None:
        drawn = None
        if item is not None:
            if item.is_marked:
                drawn = self.lists.mark(item.state, item.style, item.level, item.start)
        elif element.tag == HEADING and not is_empty:
            is_header = element.get(f"{TEXT}is-list-header") == "true"
            if not is_header and level is not None:
                drawn = self.lists.mark_heading(level, element.get(f"{TEXT}start-value"))
        if is_empty and not any(character.isalnum() for character in drawn or ""):
            return None
        return drawn


@dataclass(slots=True)
class TableReader:
    """One table: rows are added as they come."""

    reader: BlockReader
    number: int
    grid: Grid = field(init=False)
    page: int | None = None

    def __post_init__(self) -> None:
        self.grid = Grid(self.reader.limits)

    def add(self, row: Element) -> None:
        self.reader.limits.check_time()
        repeats = number(row.get(f"{TABLE}number-rows-repeated"), default=1)
        for _ in range(max(1, min(repeats, _MOST_REPEATS))):
            self._add_once(row)

    def finish(self) -> Table:
        return self.grid.finish(Place(page=self.page, table=self.number))

    def _add_once(self, row: Element) -> None:
        pages = self.reader.pages
        start = end = pages.number
        index = len(self.grid) + 1
        cells: list[tuple[Element, list[Paragraph], list[Note]]] = []
        for element in row:
            if element.tag == f"{TEXT}soft-page-break":
                pages.rendered()
                start = pages.number
                continue
            pages.go_to(start)
            read, notes = self.reader.paragraphs(
                element, lambda page, _: Place(page=page, table=self.number, row=index)
            )
            end = max(end, pages.number)
            if read:
                start = max(start, read[0].place.page or start)
            cells.append((element, read, notes))
        pages.go_to(max(start, end))
        place = Place(page=start if pages.current else None, table=self.number, row=index)
        self.page = place.page if index == 1 else self.page
        self.grid.add_row(place, is_header=_is_header(row), is_hidden=is_collapsed(row))
        covered: list[Note] = []
        for element, read, notes in cells:
            if element.tag == f"{TABLE}covered-table-cell":
                covered += [Note(NoteKind.HIDDEN, p.text, place) for p in read if p.text]
            else:
                self._add_cell(element, read, [*notes, *covered])
                covered = []

    def _add_cell(self, element: Element, read: list[Paragraph], notes: list[Note]) -> None:
        repeats = number(element.get(f"{TABLE}number-columns-repeated"), default=1)
        for _ in range(max(1, min(repeats, _MOST_REPEATS))):
            self.grid.add_cell(
                read,
                notes=notes,
                column_span=number(element.get(f"{TABLE}number-columns-spanned"), default=1),
                row_span=number(element.get(f"{TABLE}number-rows-spanned"), default=1),
            )


def rows_of(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == ROW:
            yield child
        elif child.tag != TABLE_TAG:
            yield from rows_of(child)


def is_layout(table: Element) -> bool:
    """Whether a table only frames others: one column, and tables inside."""
    has_tables = next((each for each in table.iter(TABLE_TAG) if each is not table), None)
    return has_tables is not None and all(
        sum(1 for cell in row if cell.tag == f"{TABLE}table-cell") <= 1 for row in rows_of(table)
    )


def _is_header(row: Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == f"{TABLE}table-header-rows"
