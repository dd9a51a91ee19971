"""The body of an OpenDocument text, read as it is unpacked."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pacte.documents.content import Block, Note, NoteKind, Place
from pacte.documents.reading.attributes import date_of
from pacte.documents.reading.draft import Aside
from pacte.documents.reading.opendocument.blocks import (
    TEXT_TAGS,
    BlockReader,
    Item,
    TableReader,
    is_layout,
    rows_of,
)
from pacte.documents.reading.opendocument.names import (
    DC,
    LIST,
    OFFICE,
    PARAGRAPH,
    ROW,
    TABLE_TAG,
    TEXT,
)
from pacte.documents.reading.xmltree import forget, stream

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

_CHANGES = f"{TEXT}tracked-changes"
_STYLES = f"{OFFICE}automatic-styles"
_ITEM, _HEADER = f"{TEXT}list-item", f"{TEXT}list-header"
_SOFT_BREAK = f"{TEXT}soft-page-break"
_NESTING = frozenset({*TEXT_TAGS, LIST, TABLE_TAG, _CHANGES})
# A table of one column may only frame others: it is kept whole until its end, up to this.
_MOST_ROWS_KEPT = 1000


class BodyReader:
    def __init__(self, reader: BlockReader) -> None:
        self._reader = reader
        self._tables = 0
        self._lines = 0
        self._list: Item | None = None
        self._table: TableReader | None = None
        self._kept: list[tuple[Element, int]] = []  # rows, and the page each begins on
        self.blocks: list[Block] = []
        self.notes: list[Note] = []

    def read(self, content: IO[bytes]) -> None:
        nesting = 0
        tags = (*_NESTING, ROW, _ITEM, _HEADER, _STYLES, _SOFT_BREAK)
        for event, element in stream(content, *tags):
            tag = element.tag
            if tag in _NESTING:
                nesting += 1 if event == "start" else -1
                if not nesting:
                    self._block(element)
                elif nesting == 1 and event == "start" and tag == LIST:
                    self._list = self._reader.open_list(element, None)
            elif event == "end":
                self._part(element, nesting)

    def _part(self, element: Element, nesting: int) -> None:
        """A piece of an outermost block, or what stands between blocks."""
        if element.tag == _STYLES:
            self._reader.styles.add(element)
            self._reader.lists.add(element)
        elif element.tag == _SOFT_BREAK:
            parent = element.getparent()
            if parent is not None and parent.tag not in {PARAGRAPH, ROW, *TEXT_TAGS}:
                self._reader.pages.rendered()
        elif nesting == 1 and element.tag == ROW:
            self._row(element)
        elif nesting == 1 and self._list is not None and element.tag in {_ITEM, _HEADER}:
            self._item(element, self._list)

    def _block(self, element: Element) -> None:
        self._reader.limits.check_time()
        if element.tag == _CHANGES:
            self._keep_deletions(element)
            return  # what was taken out is read where it stood
        if element.tag in TEXT_TAGS:
            self._text(element, None)
        elif element.tag == LIST:
            self._list = None
        elif self._table is not None or not is_layout(element):
            self._keep_no_more(element)
            self._finish_table()
        else:
            self._kept = []
            self._unframe(element)
        forget(element)

    def _item(self, element: Element, opened: Item) -> None:
        for text, item in self._reader.texts_of_item(element, opened):
            self._text(text, item)
        forget(element)

    def _text(self, element: Element, item: Item | None) -> None:
        paragraph, notes = self._reader.paragraph(element, self._place_at, item)
        self.notes.extend(notes)
        if paragraph is not None:
            self._count()
            self.blocks.append(paragraph)

    def _place_at(self, page: int | None, has_text: bool) -> Place:
        if not has_text:
            return Place(page=page, paragraph=self._reader.pages.paragraphs or None)
        return Place(page=page, paragraph=self._reader.pages.count_paragraph(page))

    def _row(self, row: Element) -> None:
        if self._table is None:
            self._kept.append((row, self._reader.pages.number))
            if _is_narrow(row) and len(self._kept) < _MOST_ROWS_KEPT:
                return
        self._keep_no_more(row)

    def _keep_no_more(self, last: Element) -> None:
        """Read the rows kept so far, or the last one, as those of a table."""
        if self._table is None:
            self._tables += 1
            self._table = TableReader(self._reader, self._tables)
        here = self._reader.pages.number
        rows, self._kept = self._kept or ([(last, here)] if last.tag == ROW else []), []
        for row, page in rows:
            self._count()
            self._reader.pages.go_to(page)
            self._table.add(row)
            here = max(here, self._reader.pages.number)
            row.clear()
        self._reader.pages.go_to(here)

    def _finish_table(self) -> None:
        if self._table is None:
            return
        table = self._table.finish()
        self._table = None
        if table.rows:
            self.blocks.append(table)
        else:
            self._tables -= 1

    def _unframe(self, table: Element) -> None:
        """What a layout table frames, as if nothing framed it."""
        for row in rows_of(table):
            for cell in row:
                for block in cell:
                    self._framed(block)

    def _framed(self, block: Element) -> None:
        if block.tag == LIST:
            for text, item in self._reader.items_of(block, None):
                self._text(text, item)
        elif block.tag in TEXT_TAGS:
            self._text(block, None)
        elif block.tag == TABLE_TAG and is_layout(block):
            self._unframe(block)
        elif block.tag == TABLE_TAG:
            page = self._reader.pages.number
            self._kept = [(row, page) for row in rows_of(block)]
            self._keep_no_more(block)
            self._finish_table()
        else:
            for inner in block:
                self._framed(inner)

    def _keep_deletions(self, changes: Element) -> None:
        for region in changes:
            deletion = region.find(f"{TEXT}deletion")
            if deletion is None:
                continue
            author = deletion.findtext(f"{OFFICE}change-info/{DC}creator")
            date = date_of(deletion.findtext(f"{OFFICE}change-info/{DC}date"))
            aside = Aside(NoteKind.DELETION, author=author, date=date, source=deletion)
            self._reader.inline.deletions[region.get(f"{TEXT}id", "")] = aside

    def _count(self) -> None:
        self._lines += 1
        self._reader.limits.check_rows(self._lines)


def _is_narrow(row: Element) -> bool:
    return len(row) <= 1
