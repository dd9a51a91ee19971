"""What a document holds once read, whatever its format: blocks in reading order, and notes.

A reader turns a file into one `Content`. Nothing visible of the document is left out: what is
not a paragraph or a table stands in `notes` or in `furniture` (page headers and footers).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as record
else:
    # The type checker sees these as frozen. Freezing them at run time as well would make each
    # creation four times slower, and a workbook makes them by the hundred thousand.
    def record(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        return dataclass(slots=slots, unsafe_hash=frozen)


@record(frozen=True, slots=True)
class Place:
    """Where a passage stands; every number counts from 1, as a person counts."""

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    paragraph: int | None = None
    area: str | None = None

    def __str__(self) -> str:
        """In French, outermost first: « page 4, tableau 2, ligne 3, colonne Moyens »."""
        parts = []  # without a loop: a long workbook tells ten thousand places
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.sheet is not None:
            parts.append(f"feuille {self.sheet}".strip())
        if self.area is not None:
            parts.append(self.area.strip())
        if self.table is not None:
            parts.append(f"tableau {self.table}")
        row = self.line if self.row is None else self.row
        if row is not None:
            parts.append(f"ligne {row}")
        if self.paragraph is not None:
            parts.append(f"paragraphe {self.paragraph}")
        if self.column is not None:
            parts.append(f"colonne {self.column}".strip())
        return ", ".join(parts)

    def at(self, *, column: str | None = None, row: int | None = None) -> Place:
        """The same place, narrowed to a row or a column."""
        return replace(self, column=column or self.column, row=row or self.row)


class NoteKind(StrEnum):
    COMMENT = "comment"  # a cell's or Word's comment
    DELETION = "deletion"  # text that a tracked change takes out
    STRUCK = "struck"  # text struck through
    FOOTNOTE = "footnote"  # also endnotes
    TEXT_BOX = "text_box"
    HIDDEN = "hidden"  # hidden row, column or sheet


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    text: str
    place: Place
    author: str | None = None
    date: dt.datetime | None = None


CellValue: TypeAlias = dt.date | dt.datetime | dt.time | float | int | bool | None


@record(frozen=True, slots=True)
class Paragraph:
    r"""One paragraph or list item.

    `text` never holds its list marker when the format itself draws it (Word numbering, HTML
    lists): that one is in `marker` (« 1.1 », « • »). A marker typed by hand stays in `text`.
    A line break typed inside a paragraph is "\n". Struck-through text is in `notes`, not in `text`.
    """

    text: str
    place: Place
    heading: int | None = None  # 1 for the document's own highest level
    marker: str | None = None
    depth: int = 0  # of a list item, or of an indent, from 0
    bold: bool = False  # the whole paragraph
    underline: bool = False  # the whole paragraph
    notes: tuple[Note, ...] = ()
    is_contents: bool = False  # a line of the table of contents: it repeats a heading


@record(frozen=True, slots=True)
class Cell:
    """One cell; a merged one is the same object at every position that it covers."""

    paragraphs: tuple[Paragraph, ...] = ()
    row: int = 0  # its first position in the grid, from 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    value: CellValue = None  # what a spreadsheet holds, where it is not a text
    lines_lost: bool = False  # the source has joined its lines (extracted text, PDF)
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        if len(self.paragraphs) == 1:
            return self.paragraphs[0].text
        return "\n".join([paragraph.text for paragraph in self.paragraphs])

    @property
    def all_notes(self) -> tuple[Note, ...]:
        if len(self.paragraphs) == 1:
            return self.notes + self.paragraphs[0].notes
        return self.notes + tuple(note for p in self.paragraphs for note in p.notes)


EMPTY_CELL = Cell()


@record(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]  # as many as the table has columns
    place: Place
    is_header: bool = False  # the format itself says so (repeated header row, <th>)
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    place: Place
    name: str | None = None  # of the sheet
    is_hidden: bool = False
    bold_rows: frozenset[int] = field(default_factory=frozenset)  # indexes of rows set in bold
    hidden_columns: frozenset[int] = field(default_factory=frozenset)  # indexes, of a sheet

    @property
    def width(self) -> int:
        return len(self.rows[0].cells) if self.rows else 0


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    name: str  # of the file
    sha256: str
    format: str  # "docx", "xlsx", "pdf"…
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()  # those that hang on no paragraph and no cell
    furniture: tuple[Paragraph, ...] = ()  # page headers, footers, page numbers
    title: str | None = None  # what the file says of itself, when it says it
