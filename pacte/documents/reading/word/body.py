"""The body of a Word file, read as it is unpacked: what was read is freed at once."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pacte.documents.content import Block, Note, Place
from pacte.documents.reading.word.names import MC, R, W
from pacte.documents.reading.word.paragraphs import blocks_in
from pacte.documents.reading.word.tables import TableReader, columns_of, is_layout, rows_of
from pacte.documents.reading.xmltree import forget, stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.documents.content import Content, Paragraph
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.word.paragraphs import ParagraphReader
    from pacte.documents.reading.xmltree import Element

_PARAGRAPH, _TABLE, _ROW, _CHUNK = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}altChunk"
# A table of one column may only frame others: it is kept whole until its end, up to this.
_MOST_ROWS_KEPT = 1000


class BodyReader:
    def __init__(
        self,
        reader: ParagraphReader,
        limits: Limits,
        chunk: Callable[[str], Content | None],
    ) -> None:
        self._reader = reader
        self._chunk = chunk  # the page that a relationship embeds
        self._limits = limits
        self._tables = 0
        self._lines = 0
        self._current: TableReader | None = None
        self._kept: list[Element] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []

    def read(self, document: IO[bytes]) -> None:
        nesting = 0
        for event, element in stream(document, _PARAGRAPH, _TABLE, _ROW, _CHUNK):
            if element.tag == _CHUNK:
                if event == "end":
                    self._embedded(element)
            elif element.tag == _ROW:
                if event == "end" and nesting == 1:
                    self._row(element)
            elif event == "start":
                nesting += 1
            else:
                nesting -= 1
                if not nesting:
                    if not _repeats_another(element):
                        self._block(element)
                    forget(element)
        self._keep(*self._reader.finish(self._place_at))

    def _embedded(self, element: Element) -> None:
        content = self._chunk(element.get(f"{R}id", ""))
        if content is not None:
            self.blocks.extend(content.blocks)
            self.notes.extend(content.notes)

    def _block(self, element: Element) -> None:
        self._limits.check_time()
        if element.tag == _PARAGRAPH:
            self._paragraph(element)
        elif self._current is not None or not is_layout(element):
            self._keep_no_more(element)
            self._finish_table()
        else:
            self._kept = []
            self._unframe(element)

    def _paragraph(self, element: Element) -> None:
        self._keep(*self._reader.read(element, self._place_at))

    def _keep(self, paragraph: Paragraph | None, notes: tuple[Note, ...]) -> None:
        self.notes.extend(notes)
        if paragraph is not None:
            self._count(1)
            self.blocks.append(paragraph)

    def _place_at(self, page: int | None, has_text: bool) -> Place:
        if not has_text:
            return Place(page=page, paragraph=self._reader.pages.paragraphs or None)
        return Place(page=page, paragraph=self._reader.pages.count_paragraph(page))

    def _row(self, row: Element) -> None:
        if self._current is None:
            self._kept.append(row)
            table = row.getparent()
            if table is not None and columns_of(table) <= 1 and len(self._kept) < _MOST_ROWS_KEPT:
                return
        self._keep_no_more(row)

    def _keep_no_more(self, last: Element) -> None:
        """Read the rows kept so far, or the last one, as those of a table."""
        if self._current is None:
            self._tables += 1
            self._current = TableReader(self._reader, self._limits, self._tables)
        rows, self._kept = self._kept or ([last] if last.tag == _ROW else []), []
        for row in rows:
            self._count(1)
            self._current.add(row)
        if rows:
            forget(rows[-1])

    def _finish_table(self) -> None:
        if self._current is not None:
            self.notes.extend(self._current.notes)
            self._keep(*self._reader.finish(self._place_at))
            table = self._current.finish()
            if table.rows:
                self.blocks.append(table)
            else:
                self._tables -= 1
            self._current = None

    def _unframe(self, table: Element) -> None:
        """What a layout table frames, as if nothing framed it."""
        for row in rows_of(table):
            for block in blocks_in(row):
                if block.tag == _PARAGRAPH:
                    self._paragraph(block)
                elif is_layout(block):
                    self._unframe(block)
                else:
                    self._whole_table(block)

    def _whole_table(self, table: Element) -> None:
        self._kept = [*rows_of(table)]
        self._keep_no_more(table)
        self._finish_table()

    def _count(self, lines: int) -> None:
        self._lines += lines
        self._limits.check_rows(self._lines)


def _repeats_another(element: Element) -> bool:
    """Whether a block says for old programs what stands just before for the new ones."""
    parent = element.getparent()
    while parent is not None and parent.tag not in {f"{W}body", f"{MC}Fallback"}:
        parent = parent.getparent()
    return parent is not None and parent.tag == f"{MC}Fallback"
