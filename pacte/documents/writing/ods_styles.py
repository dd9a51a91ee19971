"""How a spreadsheet in OpenDocument looks: its page, its columns, rows and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.documents.writing import palette
from pacte.documents.writing.layout import Kind, Orientation, Tone, Workbook
from pacte.documents.writing.ods_xml import child, element
from pacte.documents.writing.pictures import STRIP_HEIGHT
from pacte.documents.writing.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

CHARACTER = 2.2  # millimetres that a character takes in a column
_HAIR = f"0.25pt solid {palette.LINE}"
_SHADES = {Tone.BAND: palette.BAND, Tone.SOFT: palette.SOFT}


LOGOS_ROW, LOGOS_HEIGHT = "R-logos", STRIP_HEIGHT + 6


def cell_style(tone: Tone, data: str, *, bold: bool) -> str:
    """The name of a cell's style; `data` is text, number, date or moment."""
    return f"C-{tone}-{data}{'-B' if bold else ''}"


def data_of(kind: Kind) -> str:
    return "number" if kind is Kind.NUMBER else "text"


def add_styles(parent: _Element, workbook: Workbook, heights: Iterable[int]) -> None:
    """All that the rows of the workbook refer to, whether they do or not."""
    _add_data_styles(parent, workbook.language)
    for suffix, shown in (("", "true"), ("-hidden", "false")):
        style = _style(parent, f"sheet{suffix}", "table", {"style:master-page-name": "Page"})
        child(style, "style:table-properties", {"table:display": shown})
    for width in sorted(
        {column.width for sheet in workbook.sheets for column in sheet.grid.columns}
    ):
        style = _style(parent, column_style(width), "table-column")
        size = {"style:column-width": f"{max(width, 1) * CHARACTER:.1f}mm"}
        child(style, "style:table-column-properties", size)
    for height in sorted(set(heights)):
        style = _style(parent, f"R{height}", "table-row")
        size = {"style:row-height": f"{height}pt", "style:use-optimal-row-height": "true"}
        child(style, "style:table-row-properties", size)
    # Nothing but pictures stands in this row: no text would keep it open.
    size = {"style:row-height": f"{LOGOS_HEIGHT}pt", "style:use-optimal-row-height": "false"}
    child(_style(parent, LOGOS_ROW, "table-row"), "style:table-row-properties", size)
    _add_cell_styles(parent)
    _add_run_styles(parent)


def column_style(width: float) -> str:
    return f"W{width:g}".replace(".", "_")


def _style(
    parent: _Element, name: str, family: str, more: dict[str, str] | None = None
) -> _Element:
    given = {"style:name": name, "style:family": family} | (more or {})
    return child(parent, "style:style", given)


def _add_data_styles(parent: _Element, language: str) -> None:
    for name, with_time in (("N-date", False), ("N-moment", True)):
        style = child(parent, "number:date-style", {"style:name": name})
        iso = language.endswith("-CA")
        parts = ("year", "-", "month", "-", "day") if iso else ("day", "/", "month", "/", "year")
        _add_parts(style, parts)
        if with_time:
            _add_parts(style, (" ", "hours", ":", "minutes"))
    style = child(parent, "number:number-style", {"style:name": "N-number"})
    grouped = {"number:min-integer-digits": "1", "number:grouping": "true"}
    child(style, "number:number", grouped | {"number:decimal-places": "0"})


def _add_parts(style: _Element, parts: Iterable[str]) -> None:
    for part in parts:
        if part.isalpha():
            child(style, f"number:{part}", {"number:style": "long"})
        else:
            child(style, "number:text", text=part)


def _add_cell_styles(parent: _Element) -> None:
    for tone in Tone:
        for data in ("text", "number", "date", "moment"):
            for bold in (False, True):
                name = cell_style(tone, data, bold=bold)
                more = {} if data == "text" else {"style:data-style-name": f"N-{data}"}
                style = _style(
                    parent, name, "table-cell", {"style:parent-style-name": "Default"} | more
                )
                _dress(style, tone, data, bold=bold or tone is Tone.BAND)
    head = _style(parent, "C-head", "table-cell", {"style:parent-style-name": "Default"})
    box = {"fo:background-color": palette.SHADE, "style:vertical-align": "middle"}
    rule = {"fo:border-bottom": f"1.5pt solid {palette.ACCENT}", "fo:border-left": _HAIR}
    child(head, "style:table-cell-properties", _BOX | box | rule)
    child(head, "style:text-properties", {"fo:font-weight": "bold"})
    title = _style(parent, "C-title", "table-cell", {"style:parent-style-name": "Default"})
    child(title, "style:text-properties", {"fo:font-size": "16pt", "fo:font-weight": "bold"})
    muted = _style(parent, "C-muted", "table-cell", {"style:parent-style-name": "Default"})
    child(muted, "style:text-properties", {"fo:color": palette.MUTED})


_BOX = {"fo:wrap-option": "wrap", "fo:padding": "0.8mm"}


def _dress(style: _Element, tone: Tone, data: str, *, bold: bool) -> None:
    box = _BOX | {
        "style:vertical-align": "top",
        "fo:border-bottom": _HAIR,
        "fo:border-left": _HAIR,
    }
    if tone in _SHADES:
        box["fo:background-color"] = _SHADES[tone]
    child(style, "style:table-cell-properties", box)
    if data == "number":
        child(style, "style:paragraph-properties", {"fo:text-align": "end"})
    elif data != "text":
        child(style, "style:paragraph-properties", {"fo:text-align": "start"})
    manner = {"fo:color": palette.MUTED} if tone is Tone.QUIET else {}
    manner |= {"fo:font-weight": "bold"} if bold else {}
    if manner:
        child(style, "style:text-properties", manner)


def _add_run_styles(parent: _Element) -> None:
    marks = {
        "B": {"fo:font-weight": "bold"},
        "I": {"fo:font-style": "italic"},
        "M": {"fo:color": palette.MUTED},
    }
    for letters in ("B", "I", "M", "BI", "BM", "IM", "BIM"):
        style = _style(parent, f"T{letters}", "text")
        manner: dict[str, str] = {}
        for letter in letters:
            manner |= marks[letter]
        child(style, "style:text-properties", manner)


def styles_part(workbook: Workbook) -> _Element:
    """The part that holds the default cell, the page and its footer."""
    root = element("office:document-styles", {"office:version": "1.3"})
    styles = child(root, "office:styles")
    default = _style(styles, "Default", "table-cell")
    language, _, country = workbook.language.partition("-")
    letters = {
        "fo:font-family": "Calibri, Carlito, sans-serif",
        "fo:font-size": "10pt",
        "fo:color": palette.INK,
        "fo:language": language,
        "fo:country": country,
    }
    child(default, "style:text-properties", letters)
    _add_page(root, workbook)
    return root


def _add_page(root: _Element, workbook: Workbook) -> None:
    automatic = child(root, "office:automatic-styles")
    layout = child(automatic, "style:page-layout", {"style:name": "Layout"})
    short, long = workbook.paper.millimetres
    lying = workbook.orientation is Orientation.LANDSCAPE
    page = {
        "fo:page-width": f"{long if lying else short}mm",
        "fo:page-height": f"{short if lying else long}mm",
        "style:print-orientation": "landscape" if lying else "portrait",
        "fo:margin": "11mm",
        "style:scale-to-X": "1",
    }
    child(layout, "style:page-layout-properties", page)
    footer = child(layout, "style:footer-style")
    child(
        footer, "style:header-footer-properties", {"fo:margin-top": "4mm", "fo:min-height": "7mm"}
    )
    master = child(child(root, "office:master-styles"), "style:master-page", {
        "style:name": "Page", "style:page-layout-name": "Layout",
    })  # fmt: skip
    child(master, "style:header", {"style:display": "false"})
    foot = child(master, "style:footer")
    left, right = child(foot, "style:region-left"), child(foot, "style:region-right")
    child(left, "text:p", text=clean(workbook.footer).replace("\n", " "))
    number = child(right, "text:p")
    child(number, "text:page-number", text="1").tail = " / "
    child(number, "text:page-count", text="1")
