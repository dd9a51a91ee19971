"""Tables in Word: headers repeated on each page, rows kept whole, merged cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.documents.writing import palette
from pacte.documents.writing.grids import (
    Slot,
    column_widths,
    header_rows,
    letter_size,
    place,
    row_lines,
    shown,
    shown_text,
)
from pacte.documents.writing.layout import Column, Grid, Kind, Run, Tone
from pacte.documents.writing.text import clean, runs
from pacte.documents.writing.word.elements import MM, add, new, text_paragraphs, w

if TYPE_CHECKING:
    from docx.opc.part import Part
    from lxml.etree import _Element

    from pacte.documents.writing.word.styles import Styles

_WHOLE = 14  # lines: a longer row may be cut over two pages
_SHADES = {Tone.BAND: palette.BAND, Tone.SOFT: palette.SOFT}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table needs of the document that holds it."""

    part: Part
    styles: Styles
    language: str
    millimetres: float  # of the width that it may take
    accent: str


def grid_table(grid: Grid, frame: Frame) -> _Element:
    """The table of a grid; hidden columns are left out."""
    grid = shown(grid)
    size = letter_size(grid, frame.millimetres)
    measures = column_widths(grid, frame.millimetres, size)
    widths = share_widths(measures, frame.millimetres)
    table = bare_table(widths, description=grid.caption)
    _add_rules(table, frame.accent)
    for line in place(header_rows(grid), len(grid.columns)):
        row = _add_row(table, whole=True, header=True)
        for index, slot in enumerate(line):
            column = Column("")
            _add_cell(row, slot, column, frame, _Look(widths, index, size, header=True))
    for line in place(grid.rows, len(grid.columns)):
        row = _add_row(table, whole=row_lines(line, measures) <= _WHOLE)
        for index, slot in enumerate(line):
            _add_cell(row, slot, grid.columns[index], frame, _Look(widths, index, size))
    return table


def share_widths(weights: list[float], millimetres: float) -> list[int]:
    """Widths in twentieths of a point that fill the line exactly."""
    total = round(millimetres * MM)
    unit = total / (sum(weights) or 1)
    widths = [int(weight * unit) for weight in weights]
    widths[-1] += total - sum(widths)
    return widths


def bare_table(widths: list[int], *, description: str = "") -> _Element:
    """A table without rules, as wide as said."""
    table = new("tbl")
    properties = add(table, "tblPr")
    add(properties, "tblW", w=sum(widths), type="dxa")
    add(properties, "tblLayout", type="fixed")
    margins = add(properties, "tblCellMar")
    for side, twips in (("top", 40), ("left", 70), ("bottom", 40), ("right", 70)):
        add(margins, side, w=twips, type="dxa")
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0"}
    add(properties, "tblLook", val="0020", **look, noHBand="1", noVBand="1")
    if description:
        add(properties, "tblCaption", val=clean(description))
    columns = add(table, "tblGrid")
    for width in widths:
        add(columns, "gridCol", w=width)
    return table


def _add_rules(table: _Element, accent: str) -> None:
    rules = new("tblBorders")
    add(rules, "top", val="single", sz=12, space=0, color=accent[1:])
    for side in ("bottom", "insideH"):
        add(rules, side, val="single", sz=4, space=0, color=palette.LINE[1:])
    table.find(w("tblPr")).find(w("tblLayout")).addprevious(rules)  # type: ignore[union-attr]  # bare_table puts both


def _add_row(table: _Element, *, whole: bool, header: bool = False) -> _Element:
    row = add(table, "tr")
    if whole or header:
        properties = add(row, "trPr")
        if whole:
            add(properties, "cantSplit")
        if header:
            add(properties, "tblHeader")
    return row


@dataclass(frozen=True, slots=True)
class _Look:
    widths: list[int]
    index: int
    size: float
    header: bool = False


def _add_cell(row: _Element, slot: Slot, column: Column, frame: Frame, look: _Look) -> None:
    if slot.column_offset:
        return
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    width = sum(look.widths[look.index : look.index + slot.cell.column_span])
    add(properties, "tcW", w=width, type="dxa")
    if slot.cell.column_span > 1:
        add(properties, "gridSpan", val=slot.cell.column_span)
    if slot.cell.row_span > 1:
        add(properties, "vMerge", val="continue" if slot.row_offset else "restart")
    fill = palette.SHADE if look.header else _SHADES.get(slot.tone)
    if fill:
        add(properties, "shd", val="clear", color="auto", fill=fill[1:])
    if look.header:
        add(properties, "vAlign", val="bottom")
    style = frame.styles["Pacte Table Head" if look.header else "Pacte Table"]
    text = () if slot.row_offset else _text(slot, column, frame.language)
    for paragraph in text_paragraphs(text, style, frame.part):
        _finish(paragraph, column, look.size, keep=look.header or slot.tone is Tone.BAND)
        cell.append(paragraph)


def _text(slot: Slot, column: Column, language: str) -> tuple[Run, ...]:
    parts = runs(slot.cell.text) or runs(shown_text(slot.cell, language))
    if slot.cell.bold or slot.tone is Tone.BAND or (column.heads_rows and len(parts) == 1):
        return tuple(Run(run.text, True, run.italic, run.muted, run.href) for run in parts)
    if slot.tone is Tone.QUIET:
        return tuple(Run(run.text, run.bold, run.italic, True, run.href) for run in parts)
    return parts


def _finish(paragraph: _Element, column: Column, size: float, *, keep: bool) -> None:
    properties = paragraph.find(w("pPr"))
    if keep:
        add(properties, "keepNext")  # type: ignore[arg-type]  # every paragraph has one
    if column.kind is Kind.NUMBER:
        add(properties, "jc", val="right")  # type: ignore[arg-type]  # idem
    for run in paragraph.iter(w("r")):
        manner = run.find(w("rPr"))
        if manner is None:
            manner = new("rPr")
            run.insert(0, manner)
        underline = manner.find(w("u"))
        points = new("sz", val=size * 2)
        if underline is None:
            manner.append(points)
        else:
            underline.addprevious(points)
