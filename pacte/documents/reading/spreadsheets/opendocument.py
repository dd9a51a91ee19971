"""Reading .ods: one long content part, read row after row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple

from pacte.documents.content import (
    Cell,
    CellValue,
    Content,
    Note,
    NoteKind,
    Paragraph,
    Place,
    Table,
)
from pacte.documents.errors import PasswordProtected
from pacte.documents.reading import xmltree
from pacte.documents.reading.archive import Archive
from pacte.documents.reading.spreadsheets.open_values import shown
from pacte.documents.reading.spreadsheets.remarks import moment
from pacte.documents.reading.spreadsheets.rich import (
    PLAIN,
    Look,
    RichText,
    Run,
    local_name,
    make_cell,
)
from pacte.documents.reading.spreadsheets.sheet import Area, Sheet

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_HIDDEN = {"collapse", "filter"}
_SHAPES = {"frame", "custom-shape", "rect", "caption", "g", "line", "ellipse"}
_FIELDS = {"sheet-name", "page-number", "page-count", "date", "time", "title", "file-name"}
_WIDEST = 16_384


@dataclass(slots=True)
class _Styles:
    looks: dict[str, Look] = field(default_factory=dict)
    hidden_sheets: set[str] = field(default_factory=set)

    def add(self, styles: Element) -> None:
        for style in styles.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name") or ""
            look = self.looks.get(style.get(f"{_STYLE}parent-style-name") or "", PLAIN)
            for properties in style:
                if local_name(properties) == "text-properties":
                    look = _look(properties, look)
                elif properties.get(f"{_TABLE}display") == "false":
                    self.hidden_sheets.add(name)
            if look:
                self.looks[name] = look


class _Held(NamedTuple):
    """What a cell holds before its place in the table is known."""

    text: str
    value: CellValue
    look: Look
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Reading:
    styles: _Styles
    limits: Limits
    tables: list[Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sheet: Sheet | None = None
    number: int = 0
    columns: int = 0
    in_header: bool = False


def read_open_workbook(data: bytes, *, name: str, format: str, limits: Limits) -> Content:  # noqa: A002 — the word of Content
    archive = Archive(data, limits)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise PasswordProtected
    reading = _Reading(_Styles(), limits)
    furniture: list[Paragraph] = []
    if "styles.xml" in archive:
        root = xmltree.parse(archive.read("styles.xml"))
        reading.styles.add(root)
        furniture = list(_page_parts(root))
    with archive.open("content.xml") as part:
        _read(reading, part)
    return Content(
        name=name,
        sha256="",
        format=format,
        blocks=tuple(reading.tables),
        notes=tuple(reading.notes),
        furniture=tuple(furniture),
        title=_title(archive),
    )


def _read(reading: _Reading, part: IO[bytes]) -> None:
    tags = [f"{_TABLE}{tag}" for tag in _READERS]
    for event, element in xmltree.stream(part, *tags, f"{_OFFICE}automatic-styles"):
        name = local_name(element)
        if name == "automatic-styles":
            if event == "end":
                reading.styles.add(element)
            continue
        _READERS[name](reading, event, element)


def _on_table(reading: _Reading, event: str, element: Element) -> None:
    if event == "start":
        if reading.sheet is None:
            reading.sheet = Sheet(element.get(f"{_TABLE}name") or "", reading.limits)
            style = element.get(f"{_TABLE}style-name") or ""
            reading.sheet.is_hidden = style in reading.styles.hidden_sheets
            reading.number = reading.columns = 0
        return
    sheet = reading.sheet
    if sheet is None or sheet.name != (element.get(f"{_TABLE}name") or ""):
        return
    table, left_over = sheet.finish()
    reading.notes.extend(left_over)
    if table is not None:
        reading.tables.append(table)
    reading.sheet = None
    xmltree.forget(element)


def _on_column(reading: _Reading, event: str, element: Element) -> None:
    if event == "start" or reading.sheet is None:
        return
    repeated = _count(element, "number-columns-repeated")
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        last = reading.columns + repeated - 1
        reading.sheet.hidden_columns.append((reading.columns, last))
    reading.columns += repeated


def _on_header_rows(reading: _Reading, event: str, _: Element) -> None:
    reading.in_header = event == "start"


def _on_shapes(reading: _Reading, event: str, element: Element) -> None:
    if event == "end" and reading.sheet is not None:
        reading.notes.extend(_shapes(element, reading.sheet.place()))


def _on_tracked_changes(reading: _Reading, event: str, element: Element) -> None:
    if event == "end":
        for paragraph in element.iter(f"{_TEXT}p"):
            if text := "".join(run.text for run in _runs(paragraph, PLAIN, reading.styles)).strip():
                reading.notes.append(Note(NoteKind.DELETION, text, Place()))
        xmltree.forget(element)


def _on_row(reading: _Reading, event: str, element: Element) -> None:
    sheet = reading.sheet
    if event == "start" or sheet is None:
        return
    if any(local_name(above) == "tracked-changes" for above in element.iterancestors()):
        return
    repeated = _count(element, "number-rows-repeated")
    first = reading.number + 1
    held = list(_cells(reading, element, sheet.place(first)))
    if any(one.text or one.notes for _, one in held):
        reading.limits.check_rows(repeated, columns=max(len(held), 1))
        for number in range(first, first + repeated):
            _add_row(reading, number, held, element)
    reading.number += repeated
    xmltree.forget(element)


def _add_row(
    reading: _Reading, number: int, held: list[tuple[int, _Held]], element: Element
) -> None:
    sheet = reading.sheet
    if sheet is None:
        return
    place, index = sheet.place(number), sheet.next_index(number)
    cells: list[Cell] = []
    for column, one in held:
        if one.notes:
            sheet.notes[number, column].extend(one.notes)
        if not one.text:
            continue
        if one.look or "\n" in one.text or isinstance(one.text, RichText):
            cell = make_cell(
                one.text, place=place, row=index, column=column, value=one.value, look=one.look
            )
            if cell.paragraphs or cell.notes:
                cells.append(cell)
        else:
            cells.append(Cell((Paragraph(one.text, place),), index, column, 1, 1, one.value))
    if reading.in_header:
        sheet.header_rows.add(number)
    if cells:
        is_hidden = element.get(f"{_TABLE}visibility") in _HIDDEN
        sheet.add_row(number, cells, is_hidden=is_hidden)


def _cells(reading: _Reading, row: Element, place: Place) -> Iterator[tuple[int, _Held]]:
    """Each cell that holds something, with its column; merged areas go to the sheet."""
    column = 0
    for element in row:
        if local_name(element) not in {"table-cell", "covered-table-cell"}:
            continue
        repeated = _count(element, "number-columns-repeated")
        _add_area(reading, element, place.row or 1, column)
        if len(element):
            held = _held(reading, element, place)
            for copy in range(min(repeated, max(_WIDEST - column, 0))):
                yield column + copy, held
        column += repeated


def _add_area(reading: _Reading, element: Element, number: int, column: int) -> None:
    wide, high = _count(element, "number-columns-spanned"), _count(element, "number-rows-spanned")
    if reading.sheet is not None and (wide > 1 or high > 1):
        reading.sheet.areas.append(Area(number, column, number + high - 1, column + wide - 1))


def _held(reading: _Reading, element: Element, place: Place) -> _Held:
    runs: list[Run] = []
    notes: list[Note] = []
    look = reading.styles.looks.get(element.get(f"{_TABLE}style-name") or "", PLAIN)
    for part in element:
        name = local_name(part)
        if name == "p":
            if runs:
                runs.append(Run("\n"))
            runs.extend(_runs(part, PLAIN, reading.styles))
        elif name == "annotation":
            notes.extend(_annotation(part, place, reading.styles))
        elif name in _SHAPES:
            notes.extend(_shapes(part, place))
    seen = "".join(run.text for run in runs).strip()
    text, value = shown(element, seen)
    if text == seen and any(run.is_struck or run.is_bold for run in runs):
        text = RichText.of(runs)
    return _Held(text, value, look, tuple(notes))


def _runs(paragraph: Element, look: Look, styles: _Styles) -> Iterator[Run]:
    def run(text: str | None) -> Run:
        return Run(" ".join((text or "").split("\n")), look.is_struck, look.is_bold)

    yield run(paragraph.text)
    for part in paragraph:
        name = local_name(part)
        if name == "s":
            yield run(" " * min(_count(part, "c", _TEXT), 100))
        elif name == "tab":
            yield run("\t")
        elif name == "line-break":
            yield Run("\n")
        elif name not in {"annotation", "note"} | _SHAPES:
            own = styles.looks.get(part.get(f"{_TEXT}style-name") or "", look)
            yield from _runs(part, own, styles)
        yield run(part.tail)


def _annotation(element: Element, place: Place, styles: _Styles) -> Iterator[Note]:
    author = date = None
    lines: list[str] = []
    for part in element:
        name = local_name(part)
        if name == "creator":
            author = (part.text or "").strip() or None
        elif name == "date":
            date = moment(part.text)
        else:
            lines.extend(
                "".join(run.text for run in _runs(paragraph, PLAIN, styles)).strip()
                for paragraph in part.iter(f"{_TEXT}p")
            )
    if text := "\n".join(line for line in lines if line):
        yield Note(NoteKind.COMMENT, text, place, author=author, date=date)


def _shapes(element: Element, place: Place) -> Iterator[Note]:
    for shape in [element] if local_name(element) in _SHAPES else list(element):
        lines = [
            "".join(str(text) for text in paragraph.itertext()).strip()
            for paragraph in shape.iter(f"{_TEXT}p")
        ]
        if text := "\n".join(line for line in lines if line):
            yield Note(NoteKind.TEXT_BOX, text, place)


def _look(properties: Element, parent: Look) -> Look:
    struck = properties.get(f"{_STYLE}text-line-through-style") or properties.get(
        f"{_STYLE}text-line-through-type"
    )
    weight = properties.get(f"{_FO}font-weight")
    under = properties.get(f"{_STYLE}text-underline-style")
    return Look(
        parent.is_struck if struck is None else struck != "none",
        parent.is_bold if weight is None else weight in {"bold", "600", "700", "800", "900"},
        parent.is_underlined if under is None else under != "none",
    )


def _count(element: Element, name: str, space: str = _TABLE) -> int:
    written = element.get(f"{space}{name}") or "1"
    return max(int(written), 1) if written.isdecimal() else 1


def _page_parts(root: Element) -> Iterator[Paragraph]:
    seen: set[str] = set()
    for kind, area in (("header", "en-tête"), ("footer", "pied de page")):
        for part in root.iter(f"{_STYLE}{kind}", f"{_STYLE}{kind}-left", f"{_STYLE}{kind}-first"):
            for paragraph in part.iter(f"{_TEXT}p"):
                text = "".join(_without_fields(paragraph)).strip(" /")
                if text not in {"", "Page"} and text not in seen:
                    seen.add(text)
                    yield Paragraph(text, Place(area=area))


def _without_fields(element: Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if local_name(part) not in _FIELDS:
            yield from _without_fields(part)
        yield part.tail or ""


def _title(archive: Archive) -> str | None:
    if "meta.xml" not in archive:
        return None
    for element in xmltree.parse(archive.read("meta.xml")).iter(
        "{http://purl.org/dc/elements/1.1/}title"
    ):
        return (element.text or "").strip() or None
    return None


_READERS = {
    "table": _on_table,
    "table-row": _on_row,
    "table-column": _on_column,
    "table-header-rows": _on_header_rows,
    "shapes": _on_shapes,
    "tracked-changes": _on_tracked_changes,
}
