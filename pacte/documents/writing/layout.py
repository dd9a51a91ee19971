"""The neutral description of a document to write: what it says, never in which format.

A paged document (DOCX, PDF) is an `Output`, a spreadsheet (XLSX, ODS) is a `Workbook`, a CSV file
is one `Grid`. All three share grids, columns, cells and texts. Nothing here knows a business word.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Paper(StrEnum):
    A4 = "A4"
    A3 = "A3"
    LETTER = "LETTER"
    TABLOID = "TABLOID"

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height, standing."""
        return _MILLIMETRES[self]


_MILLIMETRES = {
    Paper.A4: (210.0, 297.0),
    Paper.A3: (297.0, 420.0),
    Paper.LETTER: (215.9, 279.4),
    Paper.TABLOID: (279.4, 431.8),
}


class Orientation(StrEnum):
    PORTRAIT = "PORTRAIT"
    LANDSCAPE = "LANDSCAPE"


SIDE_MARGINS = {Orientation.PORTRAIT: 20.0, Orientation.LANDSCAPE: 13.0}  # millimetres


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; a line feed in it is a new line."""

    text: str
    bold: bool = False
    italic: bool = False
    muted: bool = False
    href: str = ""  # http, https or mailto; anything else is written as plain text


Text: TypeAlias = str | tuple[Run, ...]


class Kind(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"


class Tone(StrEnum):
    PLAIN = "PLAIN"
    BAND = "BAND"  # a row that opens a part of the table
    SOFT = "SOFT"  # a part within a part
    QUIET = "QUIET"  # what matters less


CellValue: TypeAlias = dt.date | dt.datetime | float | int | None


@dataclass(frozen=True, slots=True)
class Column:
    header: Text
    width: float = 20.0  # in characters for a spreadsheet; elsewhere only its share counts
    kind: Kind = Kind.TEXT
    hidden: bool = False  # kept by spreadsheets and CSV, left out of paged documents
    heads_rows: bool = False  # its cells name their row, as a header does
    choices: tuple[str, ...] = ()  # a spreadsheet proposes them and refuses nothing


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; its spans cover the positions to its right and below, which are then not given."""

    text: Text = ""
    value: CellValue = None  # what a spreadsheet holds, when it is not a text
    row_span: int = 1
    column_span: int = 1
    tone: Tone = Tone.PLAIN
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `head` gives the header rows when one line of column headers is not enough."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    lead: bool = False  # set larger: what a hurried reader reads


@dataclass(frozen=True, slots=True)
class Item:
    text: Text
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, in two columns."""

    pairs: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A few figures side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes  # PNG, JPEG, GIF, WebP or SVG
    alt: str
    share: float = 1.0  # of the width of the text
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A sheet within the document: what it is about, its facts, then its blocks."""

    title: Text
    kicker: str = ""  # a short line above the title
    facts: tuple[tuple[str, Text], ...] = ()
    blocks: tuple[Block, ...] = ()
    level: int = 2  # of its title among the headings


@dataclass(frozen=True, slots=True)
class Side:
    """Blocks side by side, in columns of equal width."""

    columns: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    orientation: Orientation | None = None  # of what follows; unchanged when none


Block: TypeAlias = (
    Heading | Paragraph | Bullets | Facts | Figures | Grid | Picture | Panel | Side | PageBreak
)


@dataclass(frozen=True, slots=True)
class Logo:
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Output:
    """A paged document."""

    title: str
    language: str  # fr-FR, fr-CA, en-GB, en-CA
    blocks: tuple[Block, ...]
    subtitle: str = ""
    date_label: str = ""  # « État au 3 mars 2026 »
    notice: str = ""  # a warning that every page repeats
    author: str = ""
    made_at: dt.datetime | None = None
    paper: Paper = Paper.A4
    orientation: Orientation = Orientation.PORTRAIT
    logos: tuple[Logo, ...] = ()
    mentions: tuple[str, ...] = ()  # what funders want to read, on the first page
    cover: bool = False  # a page of its own for the title
    accent: str = "#0f5964"

    def width_of_text(self, orientation: Orientation) -> float:
        """In millimetres, between the margins."""
        standing, lying = self.paper.millimetres
        if orientation is Orientation.LANDSCAPE:
            return lying - 2 * SIDE_MARGINS[orientation]
        return standing - 2 * SIDE_MARGINS[orientation]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    grid: Grid
    above: tuple[Text, ...] = ()  # lines over the table
    below: tuple[Text, ...] = ()
    hidden: bool = False
    filtered: bool = True  # its headers offer to filter


@dataclass(frozen=True, slots=True)
class Workbook:
    title: str
    language: str
    sheets: tuple[Sheet, ...]
    subject: str = ""
    author: str = ""
    made_at: dt.datetime | None = None
    footer: str = ""
    paper: Paper = Paper.A4
    orientation: Orientation = Orientation.LANDSCAPE
    logos: tuple[Logo, ...] = ()  # a strip over the lines of the first sheet that has some
    overflow: str = "Textes longs"  # the sheet that receives what is too long for an Excel cell
