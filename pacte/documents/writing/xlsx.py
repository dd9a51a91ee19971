"""Writing an Excel workbook: strings stay strings, headers stay in sight and on each page."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from xlsxwriter.utility import xl_rowcol_to_cell

from pacte.documents.writing import palette
from pacte.documents.writing.grids import Slot, has_row_spans, header_rows, place
from pacte.documents.writing.heights import row_heights
from pacte.documents.writing.layout import (
    Cell,
    Column,
    Grid,
    Kind,
    Orientation,
    Paper,
    Run,
    Sheet,
    Text,
    Tone,
    Workbook,
)
from pacte.documents.writing.names import sheet_names
from pacte.documents.writing.pictures import STRIP_HEIGHT, strip
from pacte.documents.writing.text import clean, plain, runs, shown_value
from pacte.documents.writing.xlsx_file import Book, Page

if TYPE_CHECKING:
    from collections.abc import Hashable

CELL_LIMIT = 32_767  # UTF-16 units that Excel keeps in a cell
_CHOICES_LIMIT = 255  # characters of a list of choices
_STREAMED_FROM = 2_000  # rows; beneath, the workbook may be held whole in memory
_PAPERS = {Paper.A4: 9, Paper.A3: 8, Paper.LETTER: 1, Paper.TABLOID: 3}
_FIRST_DATE = dt.date(1900, 3, 1)  # Excel's calendar is wrong before
_TITLE_HEIGHT = 24  # points
_EXACT = 10**15  # Excel keeps fifteen digits
_SHADES = {Tone.BAND: palette.BAND, Tone.SOFT: palette.SOFT}


def write_xlsx(workbook: Workbook, target: BinaryIO) -> None:
    """Write the workbook into a binary file object, in constant memory when it is long."""
    streamed = _is_streamed(workbook)
    options = {
        "constant_memory": streamed,
        "in_memory": not streamed,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Book(target, options) as book:
        _describe(book, workbook)
        writer = _Writer(book, workbook)
        names = sheet_names([sheet.name for sheet in workbook.sheets])
        for sheet, name in zip(workbook.sheets, names, strict=True):
            writer.add_sheet(sheet, name)
        writer.add_overflow(names)


def _is_streamed(workbook: Workbook) -> bool:
    """Whether rows leave memory as they are written, which merged rows do not allow."""
    grids = [sheet.grid for sheet in workbook.sheets]
    is_long = any(len(grid.rows) > _STREAMED_FROM for grid in grids)
    return is_long and not any(has_row_spans(grid) for grid in grids)


def _describe(book: Book, workbook: Workbook) -> None:
    properties: dict[str, Any] = {
        "title": clean(workbook.title),
        "subject": clean(workbook.subject),
        "author": clean(workbook.author),
    }
    if workbook.made_at is not None:
        properties["created"] = workbook.made_at.replace(tzinfo=None)
    book.set_properties(properties)
    book.set_custom_property("Language", workbook.language)


@dataclass(slots=True)
class _Writer:
    book: Book
    workbook: Workbook
    formats: dict[Hashable, Any] = field(default_factory=dict)
    overflow: list[tuple[str, str, str]] = field(default_factory=list)

    def format(self, key: Hashable, properties: dict[str, Any]) -> Any:
        if key not in self.formats:
            base = {"font_name": "Calibri", "font_size": 10, "font_color": palette.INK}
            self.formats[key] = self.book.add_format(base | properties)
        return self.formats[key]

    def add_sheet(self, sheet: Sheet, name: str) -> None:
        page = self.book.add_worksheet(name, Page)
        if sheet.hidden:
            page.hide()
        top = self.format("top", {"valign": "top"})
        for index, column in enumerate(sheet.grid.columns):
            page.set_column(index, index, min(column.width, 255), top, {"hidden": column.hidden})
        start = self._write_logos(page) if self._has_logos(sheet) else 0
        first = self._write_lines(page, start, sheet.above, title=True) + bool(sheet.above)
        body = self._write_head(page, first, sheet.grid)
        after = self._write_body(page, body, sheet.grid)
        self._offer(page, sheet, body, after)
        self._write_lines(page, after + 1, sheet.below)
        page.freeze_panes(body, 0)
        page.repeat_rows(first, body - 1)
        _set_page(page, self.workbook)

    def _has_logos(self, sheet: Sheet) -> bool:
        return bool(self.workbook.logos) and sheet is next(
            (one for one in self.workbook.sheets if one.above), None
        )

    def _write_logos(self, page: Page) -> int:
        page.has_strip = True
        page.set_row(0, STRIP_HEIGHT + 6)
        for logo in strip(self.workbook.logos):
            dots = 4 / 3  # of a screen, in a point
            manner = {
                "image_data": io.BytesIO(logo.image.data),
                "x_offset": round(logo.left * dots),
                "y_offset": 3,
                "x_scale": logo.width * dots / logo.image.width,
                "y_scale": logo.height * dots / logo.image.height,
                "description": logo.alt,
                "object_position": 3,
            }
            page.insert_image(0, 0, "logo", manner)
        return 1

    def _write_lines(
        self, page: Page, row: int, lines: tuple[Text, ...], *, title: bool = False
    ) -> int:
        large = self.format("title", {"font_size": 16, "bold": True})
        muted = self.format("muted", {"font_color": palette.MUTED})
        for rank, line in enumerate(lines):
            face = muted if rank or not title else large
            if face is large:
                page.set_row(row, _TITLE_HEIGHT)  # else some programs draw it over what is above
            page.write_string(row, 0, plain(line)[:CELL_LIMIT], face)
            row += 1
        return row

    def _write_head(self, page: Page, first: int, grid: Grid) -> int:
        placed = place(header_rows(grid), len(grid.columns))
        rule = {"bottom": 2, "bottom_color": palette.ACCENT, "left": 7, "left_color": palette.LINE}
        face = self.format(
            "head",
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": palette.SHADE}
            | rule,
        )
        for down, height in enumerate(row_heights(placed, grid.columns)):
            page.set_row(first + down, height + 4)
            for index, slot in enumerate(placed[down]):
                if slot.is_origin:
                    self._put(page, (first + down, index), slot.cell, face, plain(slot.cell.text))
        return first + len(placed)

    def _write_body(self, page: Page, first: int, grid: Grid) -> int:
        placed = place(grid.rows, len(grid.columns))
        heights = row_heights(placed, grid.columns)
        for down, line in enumerate(placed):
            page.set_row(first + down, heights[down])
            for index, slot in enumerate(line):
                if slot.is_origin:
                    self._write_cell(page, (first + down, index), slot, grid.columns[index])
        return first + len(placed)

    def _write_cell(self, page: Page, at: tuple[int, int], slot: Slot, column: Column) -> None:
        value = _held(slot.cell)
        parts = runs(slot.cell.text)
        face = self._face(slot, column, parts, value)
        if isinstance(value, dt.date):
            page.write_datetime(*at, _naive(value), face)
        elif value is not None:
            page.write_number(*at, value, face)
        else:
            self._write_text(page, at, slot.cell, face, parts)

    def _write_text(
        self, page: Page, at: tuple[int, int], cell: Cell, face: Any, parts: tuple[Run, ...]
    ) -> None:
        text = "".join(run.text for run in parts)
        text = text or shown_value(cell.value, self.workbook.language)
        if _units(text) > CELL_LIMIT:
            self.overflow.append((page.get_name(), xl_rowcol_to_cell(*at), text))
            text = f"{_cut(text, CELL_LIMIT - 100)}… ({self.workbook.overflow})"
        elif len(parts) > 1 and cell.row_span == cell.column_span == 1:
            page.write_rich_string(*at, *self._fragments(parts), face)
            return
        self._put(page, at, cell, face, text)

    def _fragments(self, parts: tuple[Run, ...]) -> list[Any]:
        fragments: list[Any] = []
        for run in parts:
            manner = {
                "bold": run.bold,
                "italic": run.italic,
                "font_color": palette.MUTED if run.muted else palette.INK,
            }
            fragments += [self.format((run.bold, run.italic, run.muted), manner), run.text]
        return fragments

    def _put(self, page: Page, at: tuple[int, int], cell: Cell, face: Any, text: str) -> None:
        row, index = at
        if cell.row_span > 1 or cell.column_span > 1:
            last = (row + cell.row_span - 1, index + cell.column_span - 1)
            page.merge_range(row, index, *last, "", face)
        if text:
            page.write_string(row, index, text, face)
        else:
            page.write_blank(row, index, None, face)

    def _face(
        self, slot: Slot, column: Column, parts: tuple[Run, ...], value: dt.date | float | None
    ) -> Any:
        only = parts[0] if len(parts) == 1 else None
        bold = slot.cell.bold or column.heads_rows or bool(only and only.bold)
        italic = bool(only and only.italic)
        key = (slot.tone, column.kind, bold, italic, type(value))
        if key in self.formats:
            return self.formats[key]
        face: dict[str, Any] = {
            "text_wrap": True, "valign": "top", "bold": bold, "italic": italic,
            "bottom": 1, "bottom_color": palette.LINE, "left": 7, "left_color": palette.LINE,
        }  # fmt: skip
        if slot.tone in _SHADES:
            face |= {"bg_color": _SHADES[slot.tone], "bold": bold or slot.tone is Tone.BAND}
        if slot.tone is Tone.QUIET:
            face["font_color"] = palette.MUTED
        if isinstance(value, dt.date):
            face |= {"num_format": _date_pattern(value, self.workbook.language), "align": "left"}
        elif column.kind is Kind.NUMBER:
            face |= {"num_format": "#,##0.##" if isinstance(value, float) else "#,##0"}
            face |= {"align": "right"}
        return self.format(key, face)

    def _offer(self, page: Page, sheet: Sheet, first: int, after: int) -> None:
        if after == first:
            return
        if sheet.filtered and not has_row_spans(sheet.grid):
            page.autofilter(first - 1, 0, after - 1, len(sheet.grid.columns) - 1)
        for index, column in enumerate(sheet.grid.columns):
            if column.choices and len(",".join(column.choices)) <= _CHOICES_LIMIT:
                offer = {"validate": "list", "source": [*column.choices], "error_type": "warning"}
                page.data_validation(first, index, after - 1, index, offer)

    def add_overflow(self, names: list[str]) -> None:
        """Give the texts that no cell can hold a sheet of their own, in pieces."""
        if not self.overflow:
            return
        page = self.book.add_worksheet(sheet_names([*names, self.workbook.overflow])[-1], Page)
        face = self.format("overflow", {"text_wrap": True, "valign": "top"})
        page.set_column(0, 1, 24)
        page.set_column(2, 2, 120)
        row = 0
        for sheet, where, text in self.overflow:
            for piece in _pieces(text):
                for index, part in enumerate((sheet, where, piece)):
                    page.write_string(row, index, part, face)
                row += 1


def _held(cell: Cell) -> dt.date | float | None:
    """The value when Excel can hold it truly; otherwise it is written as a text."""
    value = cell.value
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return value if day >= _FIRST_DATE else None
    if value is None:
        return None
    return value if abs(value) < _EXACT else None


def _naive(value: dt.date) -> dt.date:
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def _date_pattern(value: dt.date, language: str) -> str:
    day = "yyyy-mm-dd" if language.endswith("-CA") else "dd/mm/yyyy"
    return f"{day} hh:mm" if isinstance(value, dt.datetime) else day


def _set_page(page: Page, workbook: Workbook) -> None:
    if workbook.orientation is Orientation.LANDSCAPE:
        page.set_landscape()
    page.set_paper(_PAPERS[workbook.paper])
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.hide_gridlines(2)
    footer = clean(workbook.footer).replace("&", "&&").replace("\n", " ")
    page.set_footer(f"&L&8{footer[:200]}&R&8&P / &N")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, limit: int) -> str:
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def _pieces(text: str) -> list[str]:
    pieces = []
    while text:
        pieces.append(_cut(text, CELL_LIMIT))
        text = text[len(pieces[-1]) :]
    return pieces
