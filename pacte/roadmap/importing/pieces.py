"""A document cut into what matters: lines, tables of rows, and cards, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from pacte.roadmap.importing.words import without_accents

if TYPE_CHECKING:
    from pacte.documents.content import Cell, CellValue, Note, Place, Row, Table
    from pacte.roadmap.importing.plan import ReadStep
    from pacte.roadmap.importing.vocabulary import LevelLabel, Meaning, Recognition

# Bullets that people type or that fonts of symbols leave behind.
_BULLET = re.compile(
    r"^\s*(?:[-–—−•·▪▫◦‣⁃∙●○■□◆◇►▶➔➜→⇒✓✔☑☒☐⊞⊠⊗⌘❖§*\uf000-\uf0ff]|o(?=\s))\s*(?=\S)"
)
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(slots=True, eq=False)
class Line:
    """A line of text outside the body of a table: a paragraph, a banner, a row before a header."""

    text: str
    place: Place
    heading: int | None = None  # 1 is outermost; guessed where the format does not say
    guessed: bool = False  # the heading is only guessed from its looks
    banner: bool = False  # a row of a table that a single cell fills
    bullet: bool = False
    depth: int = 0
    bold: bool = False
    marker: str | None = None
    label: LevelLabel | None = None
    notes: tuple[Note, ...] = ()
    sheet: str | None = None
    used: bool = False


@dataclass(slots=True)
class Column:
    index: int
    heading: str
    recognition: Recognition | None = None
    group: str = ""  # heading above it, where several columns share one
    mark: str | None = None  # a year or a state as heading: its cells hold crosses
    gives: bool = False  # its heading names a funder, its cells what it gives
    yearly: bool = False  # one year of a budget
    chosen: bool = False  # by the user

    @property
    def meaning(self) -> Meaning | None:
        return self.recognition.meaning if self.recognition else None


@dataclass(slots=True)
class BodyRow:
    row: Row
    texts: list[str]
    bold: bool = False
    struck: bool = False  # its title is


@dataclass(slots=True, eq=False)
class Part:
    """Rows under one header. A physical table with several headers holds several parts."""

    table: Table
    index: int  # of the table in the content
    columns: list[Column]
    rows: list[BodyRow] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    continued: bool = False  # repeats the header of the part before it

    @property
    def signature(self) -> tuple[str, ...]:
        return tuple(fold(heading) for heading in self.headings)


@dataclass(slots=True)
class Field:
    """A label and what stands beside or under it, in a card."""

    label: str
    recognition: Recognition | None
    place: Place
    text: str = ""
    value: CellValue = None
    lines_lost: bool = False

    def add(self, text: str) -> None:
        self.text = f"{self.text}\n{text}" if self.text else text


@dataclass(slots=True, eq=False)
class Card:
    """One action told in sections: a table of labels and values, or lines under labels."""

    place: Place
    title: str
    fields: list[Field] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    loose: list[Field] = field(default_factory=list)  # texts without label
    steps: list[ReadStep] = field(default_factory=list)  # those of a table inside it


Piece: TypeAlias = Line | Part | Card


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Letters and digits only, without case or accents: how two wordings are compared."""
    return _NOT_WORD.sub(" ", without_accents(text.casefold())).strip()


def squeeze(text: str) -> str:
    """On one line, with single spaces."""
    return " ".join(text.split())


def without_bullet(text: str) -> tuple[str, bool]:
    """The text after its bullets, and whether there was one."""
    rest, _ = split_bullet(text)
    return rest, len(rest) < len(text)


def split_bullet(text: str) -> tuple[str, str]:
    """The text after its bullets, and the last of them: what looks alike stands at one depth."""
    mark = ""
    while match := _BULLET.match(text):
        mark, text = match[0].strip(), text[match.end() :]
    return text, mark


def text_of(cell: Cell) -> str:
    paragraphs = cell.paragraphs
    if not paragraphs:
        return ""
    if len(paragraphs) == 1:
        paragraph = paragraphs[0]
        if paragraph.marker:
            return f"{paragraph.marker} {paragraph.text}".strip()
        return paragraph.text.strip()
    lines = (f"{p.marker} {p.text}" if p.marker else p.text for p in paragraphs)
    return "\n".join(line for line in lines if line.strip()).strip()


def distinct_cells(row: Row) -> list[Cell]:
    """The cells of a row that hold text, each once, however many columns it covers."""
    cells: list[Cell] = []
    for cell in row.cells:
        if not cell.paragraphs or not text_of(cell):
            continue
        if cell.column_span == 1 or not any(cell is known for known in cells):
            cells.append(cell)
    return cells
