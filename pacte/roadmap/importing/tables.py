"""A physical table cut into lines, parts (rows under one header) and cards."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pacte.documents.content import Row
from pacte.roadmap.importing.headers import (
    SURE,
    Header,
    header_at,
    heads_again,
    is_help,
    row_texts,
)
from pacte.roadmap.importing.pieces import (
    BodyRow,
    Line,
    Part,
    Piece,
    distinct_cells,
    fold,
    squeeze,
    text_of,
)
from pacte.roadmap.importing.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.documents.content import Cell, Table
    from pacte.roadmap.importing.coverage import Remainder
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import Column
    from pacte.roadmap.importing.vocabulary import Meaning

FIRST_ROWS = 60  # where a first header is looked for
WIDE = 0.6  # a banner covers at least this share of the columns
LONGEST_BANNER = 300
HELP = "Consignes de remplissage"


@dataclass(slots=True)
class TableReader:
    """One physical table on its way to become pieces."""

    table: Table
    index: int
    lexicon: Lexicon
    remainder: Remainder
    columns: Mapping[int, Meaning]
    pieces: list[Piece] = field(default_factory=list)
    part: Part | None = None
    _signature: tuple[str, ...] = ()
    _fresh: bool = True  # after a banner or an empty row, another header may come

    def read(self, *, after: Part | None = None) -> list[Piece]:
        """The pieces; `after` is the part that ends just before, which this table may go on."""
        if after is not None:
            self._follow(after)
        position = 0
        while position < len(self.table.rows):
            position = self._row(position)
        return self.pieces

    def _follow(self, after: Part) -> None:
        """A table that repeats the header of the one before, or has none, goes on with it."""
        self._signature = after.signature
        if self.table.width == after.table.width and not self._has_header():
            part = Part(self.table, self.index, after.columns, headings=after.headings)
            part.continued = True
            self.part = part
            self.pieces.append(part)

    def _has_header(self) -> bool:
        rows = enumerate(self.table.rows[:FIRST_ROWS])
        return any(
            header_at(self.table, position, self.lexicon, self.columns) for position, _ in rows
        )

    def _row(self, position: int) -> int:
        row = self.table.rows[position]
        texts = row_texts(row)
        if not any(texts):
            self._fresh = True
            return position + 1
        header = self._header(position, row, texts)
        if header:
            self._open(header)
            return self._skip_help(header.last + 1, header.columns)
        if self.part is None or self._is_banner(position, row, texts):
            self._lines(position, row)
            self._fresh = True
            return position + 1
        if self.pieces[-1] is not self.part:  # a banner stands between
            part = self.part
            self.part = Part(part.table, part.index, part.columns, headings=part.headings)
            self.pieces.append(self.part)
        bold = position in self.table.bold_rows
        self.part.rows.append(BodyRow(row, texts, bold))
        self._fresh = False
        return position + 1

    def _header(self, position: int, row: Row, texts: list[str]) -> Header | None:
        if self.part is None:
            if position > FIRST_ROWS:
                return None
            return header_at(self.table, position, self.lexicon, self.columns)
        if self._repeats(texts) or row.is_header:
            return header_at(self.table, position, self.lexicon, self.columns)
        if not self._fresh or not heads_again(row, texts, self.lexicon):
            return None
        return header_at(self.table, position, self.lexicon, self.columns)

    def _repeats(self, texts: list[str]) -> bool:
        assert self.part is not None  # noqa: S101 — only asked inside a part
        first = next((place for place, text in enumerate(texts) if text), 0)
        headings, columns = self.part.headings, self.part.columns
        if not _heads(texts[first], columns[first]):
            return False
        if any(text and not _heads(text, c) for text, c in zip(texts, columns, strict=True)):
            return False
        return sum(map(bool, texts)) * 2 > sum(map(bool, headings))

    def _open(self, header: Header) -> None:
        self._fresh = False
        part = Part(self.table, self.index, header.columns, headings=header.headings)
        same = part.signature == self._signature
        self._signature = part.signature
        if same and self.pieces and self.pieces[-1] is self.part:
            for column in header.columns:  # a header repeated over a page: the rows go on
                if column.group != self.part.columns[column.index].group:
                    self.remainder.leave(self.table.rows[header.first].place, column.group)
            return
        part.continued = same and not self.pieces
        self.part = part
        self.pieces.append(part)

    def _skip_help(self, position: int, columns: Sequence[Column]) -> int:
        rows, lexicon = self.table.rows, self.lexicon
        while position < len(rows) and is_help(row_texts(rows[position]), columns, lexicon):
            told = [squeeze(text_of(cell)) for cell in distinct_cells(rows[position])]
            self.remainder.say(HELP, rows[position].place, "\n".join(told))
            position += 1
        return position

    def _is_banner(self, position: int, row: Row, texts: list[str]) -> bool:
        """One cell that speaks for the rows below it."""
        if sum(map(bool, texts)) != 1 or self.table.width < 3:  # noqa: PLR2004 — two columns make a list, not a table with banners
            return False
        cell = distinct_cells(row)[0]
        if cell.column_span >= max(2, WIDE * self.table.width):
            return True
        if (
            cell.row_span > 1
            or cell.column > self._first_level()
            or len(text_of(cell)) > LONGEST_BANNER
        ):
            return False
        label = self.lexicon.label(text_of(cell))
        if label is not None and label.recognition.role is Role.FRAME:
            return self._other_level(cell, label.recognition.meaning)
        return position in self.table.bold_rows

    def _first_level(self) -> int:
        assert self.part is not None  # noqa: S101 — only asked inside a part
        roles = (Role.FRAME, Role.ACTION)
        levels = [
            c.index for c in self.part.columns if c.recognition and c.recognition.role in roles
        ]
        return min(levels, default=0)

    def _other_level(self, cell: Cell, meaning: Meaning) -> bool:
        """A level named in a column of another level; in its own, the cell is only an axis."""
        assert self.part is not None  # noqa: S101 — only asked inside a part
        return self.part.columns[cell.column].meaning is not meaning

    def _lines(self, position: int, row: Row) -> None:
        """A row before any header, or a banner: each of its cells is a line."""
        above = self.table.rows[position - 1].cells if position else ()
        spanning = {id(cell) for cell in above if cell.row_span > 1}
        for cell in distinct_cells(row):
            if id(cell) in spanning:
                continue
            wide = cell.column_span >= max(2, WIDE * self.table.width)
            for number, paragraph in enumerate(cell.paragraphs):
                if not paragraph.text.strip():
                    continue
                self.pieces.append(
                    Line(
                        text=paragraph.text.strip(),
                        place=row.place,
                        banner=self.part is not None or wide,
                        bold=paragraph.bold,
                        marker=paragraph.marker,
                        heading=None if number else paragraph.heading,
                        label=self.lexicon.label(squeeze(paragraph.text)),
                        notes=cell.notes if not number else (),
                        sheet=self.table.name,
                    )
                )


def _heads(text: str, column: Column) -> bool:
    """Whether a text is the heading of a column, or one of those above it."""
    said = fold(text)
    return said == fold(column.heading) or (bool(column.group) and said in fold(column.group))


def turned(table: Table, lexicon: Lexicon) -> Table:
    """A table whose headings stand in its first column, set upright."""
    rows = table.rows
    if not 3 <= len(rows) <= FIRST_ROWS or table.width < 3:  # noqa: PLR2004 — smaller ones are cards or lists
        return table
    heads = [text_of(row.cells[0]) for row in rows]
    down = len({fold(head) for head in heads if head and _is_field(head, lexicon)})
    inner = sum(1 for row in rows for t in row_texts(row)[1:] if t and _is_field(t, lexicon))
    if inner * 2 > down:  # labels and values in turn: a card
        return table
    across = sum(1 for text in row_texts(rows[0]) if text and _is_field(text, lexicon))
    several = sum(1 for row in rows if len(distinct_cells(row)) > 2)  # noqa: PLR2004 — beside its label, at least two values
    if down < 3 or down * 2 < len(rows) or across > 1 or several * 2 < len(rows):  # noqa: PLR2004 — fewer labels could be values
        return table
    seen: dict[int, Cell] = {}
    columns = zip(*(row.cells for row in rows), strict=True)
    upright = tuple(
        Row(
            tuple(_turned_cell(cell, seen) for cell in cells),
            replace(table.place, column=f"n° {number}"),
            is_header=number == 1,
        )
        for number, cells in enumerate(columns, 1)
    )
    return replace(table, rows=upright, bold_rows=frozenset())


def _turned_cell(cell: Cell, seen: dict[int, Cell]) -> Cell:
    if not cell.paragraphs:
        return cell
    if id(cell) not in seen:
        seen[id(cell)] = replace(
            cell,
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
        )
    return seen[id(cell)]


def _is_field(text: str, lexicon: Lexicon) -> bool:
    label = lexicon.label(text)
    if label is not None and label.number:  # « Action 1 » is what a column is about
        return False
    found = lexicon.meaning(text)
    return found is not None and found.role is not Role.PART and found.score >= SURE
