"""Reading a text without format: its lines, and the tables that its tabs or its bars draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.documents.content import Block, Content, Paragraph, Place
from pacte.documents.reading.encodings import decode
from pacte.documents.reading.plain.lines import Line, join_cut_lines, lines_of
from pacte.documents.reading.plain.markup import paragraphs_in
from pacte.documents.reading.plain.tables import TextTables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits

_TAB = 4
_ITEM = re.compile(r"(?:[-–—•▪◦○●‣*➢→o⌘]|\d{1,3}[.)]|[a-zA-Z][.)])[ \t\xa0]")


def read_plain(data: bytes, *, name: str, limits: Limits) -> Content:
    """Read a text; each line is a paragraph, unless it goes on with the sentence before."""
    text = decode(data)
    limits.check_rows(text.count("\n"))
    limits.check_rows(1, columns=text.count("\t") + text.count("|"))
    blocks = tuple(_Reader(limits).read(lines_of(text)))
    return Content(name=name, sha256="", format="txt", blocks=blocks)


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tables = TextTables(limits)
        self._indents: list[int] = []  # of the list items above, outermost first

    def read(self, lines: list[Line]) -> Iterator[Block]:
        position = 0
        prose: list[Line] = []
        while position < len(lines):
            self._limits.check_time()
            end = self._tables.end_of(lines, position)
            if end > position:
                yield from self._prose(prose)
                prose = []
                yield from self._tables.read(lines[position:end])
                self._indents = []
                position = end
            else:
                prose.append(lines[position])
                position += 1
        yield from self._prose(prose)

    def _prose(self, lines: list[Line]) -> Iterator[Block]:
        for line in join_cut_lines(lines):
            if not line.text.strip():
                continue
            depth = self._depth(line.text)
            place = Place(line=line.number)
            for paragraph in paragraphs_in(line.text, place=place, limits=self._limits):
                yield Paragraph(
                    paragraph.text,
                    place,
                    heading=paragraph.heading,
                    marker=paragraph.marker,
                    depth=max(depth, paragraph.depth),
                    bold=paragraph.bold,
                    underline=paragraph.underline,
                    notes=paragraph.notes,
                )

    def _depth(self, text: str) -> int:
        """How deep an item stands among those around it; running text stands at no depth."""
        spread = text.expandtabs(_TAB)
        indent = len(spread) - len(spread.lstrip())
        if not _ITEM.match(text.lstrip()):
            if not indent:
                self._indents = []
            return 0
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1
