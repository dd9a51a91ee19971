"""Regions and grids turned into the paragraphs and tables of a `Content`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pacte.documents.content import Block, Cell, Note, NoteKind, Paragraph, Place, Row, Table
from pacte.documents.reading.pdf.columns import Region
from pacte.documents.reading.pdf.paragraphs import (
    Passage,
    Setting,
    is_sign,
    marker_of,
    passages_of,
    setting_of,
)
from pacte.documents.reading.pdf.tables import Box, Grid
from pacte.documents.reading.pdf.words import Vocabulary

_LARGER = 0.6
_LONGEST_HEADING = 200
_SENTENCE_ENDS = (".", ";", ",")
_SAME_INDENT = 4.0
_NUMBER = re.compile(r"(\d{1,3})([.)])\s*(?=[^\d\s])")


class Builder:
    """Fills `blocks` and `notes`, in reading order."""

    def __init__(self, words: Vocabulary, body_size: float) -> None:
        self._words = words
        self._body_size = body_size
        self._body_is_bold = False
        self._levels: dict[tuple[float, bool], int] = {}
        self._counts: defaultdict[int, int] = defaultdict(int)
        self._indents: list[float] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []

    def build(self, blocks: Sequence[Region | Grid]) -> None:
        passages = self._passages(blocks)
        flat = [passage for found in passages.values() for passage in found]
        _mark_following_numbers(flat)
        self._body_is_bold = _mostly_bold(flat)
        self._levels = self._ranked(flat)
        tables = 0
        for index, block in enumerate(blocks):
            if isinstance(block, Grid):
                tables += 1
                self._indents.clear()
                self.blocks.append(self._table(block, tables))
            else:
                for passage in passages[index]:
                    self._add(passage)

    def _passages(self, blocks: Sequence[Region | Grid]) -> dict[int, list[Passage]]:
        """By the rank of their region; a paragraph that a page end cuts stays with its start."""
        found: dict[int, list[Passage]] = {}
        whole = [block for block in blocks if isinstance(block, Region) and not block.is_column]
        left = min((region.left for region in whole), default=0.0)
        right = max((region.right for region in whole), default=0.0)
        before: Passage | None = None
        for index, block in enumerate(blocks):
            if isinstance(block, Grid):
                before = None
                continue
            edges = (block.left, block.right) if block.is_column else (left, right)
            setting = setting_of(block.lines, left=edges[0], right=edges[1], is_cell=False)
            passages = passages_of(block.lines, setting, self._words)
            if before is not None and passages and _is_cut(before, passages[0]):
                before.text = self._words.join(before.text, passages[0].text)
                before.lines.extend(passages.pop(0).lines)
            found[index] = passages
            before = passages[-1] if passages else before
        return found

    def _ranked(self, passages: Iterable[Passage]) -> dict[tuple[float, bool], int]:
        """The level of each look that headings have: larger first, then bold."""
        looks = {self._look(passage) for passage in passages if self._is_heading(passage)}
        ranked = sorted(looks, key=lambda look: (-look[0], not look[1]))
        return {look: level for level, look in enumerate(ranked, start=1)}

    def _look(self, passage: Passage) -> tuple[float, bool]:
        return max(passage.size, self._body_size), passage.is_bold

    def _is_heading(self, passage: Passage) -> bool:
        if not passage.text or len(passage.text) > _LONGEST_HEADING or is_sign(passage.marker):
            return False
        if passage.size > self._body_size + _LARGER:
            return True
        is_distinct = passage.is_bold and not self._body_is_bold
        is_body = passage.size >= self._body_size - _LARGER
        return is_distinct and is_body and not passage.text.endswith(_SENTENCE_ENDS)

    def _add(self, passage: Passage) -> None:
        page = passage.first.page
        self._counts[page] += bool(passage.text)
        place = Place(page=page, paragraph=self._counts[page])
        struck = _struck(passage, place)
        if not passage.text:
            self.notes.extend(struck)
            return
        heading = self._levels.get(self._look(passage)) if self._is_heading(passage) else None
        self.blocks.append(
            Paragraph(
                passage.text,
                place,
                heading=heading,
                marker=passage.marker,
                depth=self._depth(passage, is_heading=heading is not None),
                bold=passage.is_bold,
                underline=passage.is_underlined,
                notes=struck,
            )
        )

    def _depth(self, passage: Passage, *, is_heading: bool) -> int:
        """How many items of a list stand around this one, told by where their markers stand."""
        if is_heading or marker_of(passage.first)[0] is None:
            self._indents.clear()
            return 0
        x = passage.first.x0
        while self._indents and x < self._indents[-1] - _SAME_INDENT:
            self._indents.pop()
        if not self._indents or x > self._indents[-1] + _SAME_INDENT:
            self._indents.append(x)
        return len(self._indents) - 1

    def _table(self, grid: Grid, number: int) -> Table:
        first, last = _extents(grid)
        padding = grid.padding
        cells: dict[int, Cell] = {}
        rows: list[Row] = []
        for index, band in enumerate(grid.bands):
            place = Place(page=band.page, table=number, row=index + 1)
            for box in band.boxes:
                if id(box) not in cells:
                    at = (*first[id(box)], *last[id(box)])
                    cells[id(box)] = self._cell(box, at, place, padding)
            rows.append(
                Row(tuple(cells[id(box)] for box in band.boxes), place, is_header=band.is_header)
            )
        bold = frozenset(index for index, row in enumerate(rows) if _is_bold(row))
        return Table(tuple(rows), Place(page=grid.page, table=number), bold_rows=bold)

    def _cell(self, box: Box, at: tuple[int, int, int, int], place: Place, padding: float) -> Cell:
        row, column, last_row, last_column = at
        setting = setting_of(
            box.lines, left=box.left + padding, right=box.right - padding, is_cell=True
        )
        passages = passages_of(box.lines, setting, self._words)
        kept = [passage for passage in passages if passage.text]
        return Cell(
            tuple(_cell_paragraphs(kept, place, setting)),
            row,
            column,
            last_row - row + 1,
            last_column - column + 1,
            lines_lost=any(passage.may_hold_several for passage in kept),
            notes=tuple(note for p in passages if not p.text for note in _struck(p, place)),
        )


def _mark_following_numbers(passages: Iterable[Passage]) -> None:
    """« 10. » after a marker « 9. » is one too, though it left no room for the tab."""
    last = ""
    for passage in passages:
        if passage.marker is None and (found := _NUMBER.match(passage.text)) is not None:
            number, sign = found.groups()
            if last == f"{int(number) - 1}{sign}":
                passage.marker = f"{number}{sign}"
                passage.text = passage.text[found.end() :]
        if passage.marker is not None and _NUMBER.match(f"{passage.marker} x"):
            last = passage.marker


def _cell_paragraphs(
    passages: Iterable[Passage], place: Place, setting: Setting
) -> Iterable[Paragraph]:
    for passage in passages:
        indent = passage.first.x0 - setting.left
        has_marker = marker_of(passage.first)[0] is not None
        yield Paragraph(
            passage.text,
            place,
            marker=passage.marker,
            depth=int(has_marker and indent > 2 * passage.size),
            bold=passage.is_bold,
            underline=passage.is_underlined,
            notes=_struck(passage, place),
        )


def _extents(grid: Grid) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]]:
    """The first and the last position of each box."""
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    for row, band in enumerate(grid.bands):
        for column, box in enumerate(band.boxes):
            first.setdefault(id(box), (row, column))
            last[id(box)] = (row, column)
    return first, last


def _is_cut(before: Passage, following: Passage) -> bool:
    """A sentence that goes on in the next column or page."""
    start = following.text[:1]
    return (
        bool(before.text)
        and start.islower()
        and marker_of(following.first)[0] is None
        and not before.text.endswith((".", ":", ";", "!", "?"))
        and abs(before.size - following.size) < _LARGER
        and before.is_bold == following.is_bold
    )


def _struck(passage: Passage, place: Place) -> tuple[Note, ...]:
    text = " ".join(passage.struck)
    return (Note(NoteKind.STRUCK, text, place),) if text else ()


def _mostly_bold(passages: Iterable[Passage]) -> bool:
    bold = plain = 0
    for passage in passages:
        for line in passage.lines:
            if line.is_bold:
                bold += len(line.text)
            else:
                plain += len(line.text)
    return bold > plain


def _is_bold(row: Row) -> bool:
    paragraphs = [paragraph for cell in row.cells for paragraph in cell.paragraphs]
    return bool(paragraphs) and all(paragraph.bold for paragraph in paragraphs)
