"""Reading .xlsx and .xlsm: an archive of parts, opened only where they say something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

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
from pacte.documents.errors import CorruptDocument
from pacte.documents.reading import xmltree
from pacte.documents.reading.archive import Archive
from pacte.documents.reading.spreadsheets import remarks
from pacte.documents.reading.spreadsheets.cells import (
    RawRow,
    Worksheet,
    column_index,
    fragment,
    strings,
)
from pacte.documents.reading.spreadsheets.numbers import (
    FALSE,
    TRUE,
    NumberFormat,
    show_moment,
)
from pacte.documents.reading.spreadsheets.rich import (
    PLAIN,
    RichText,
    Run,
    clean,
    local_name,
    make_cell,
    text_of,
)
from pacte.documents.reading.spreadsheets.sheet import Area, Sheet
from pacte.documents.reading.spreadsheets.styles import Styles, read_styles

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_WORKBOOK = "xl/workbook.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?$")
_HIDDEN_STATES = {"hidden", "veryHidden"}
_NUMBERS = frozenset({"", "n"})


class _Relation(NamedTuple):
    kind: str  # the last word of its type: « worksheet », « comments »
    part: str


@dataclass(slots=True)
class _Workbook:
    archive: Archive
    limits: Limits
    strings: list[str] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    from_1904: bool = False
    people: dict[str, str] = field(default_factory=dict)
    # What a number looks like depends on its text and its style: most come back.
    shown: dict[tuple[str, str], tuple[str, CellValue]] = field(default_factory=dict)
    inline: dict[str, str] = field(default_factory=dict)  # what texts of cells say: likewise


class _Columns(dict[str, int]):
    def __missing__(self, letters: str) -> int:
        self[letters] = column_index(letters)
        return self[letters]


def read_office_workbook(data: bytes, *, name: str, format: str, limits: Limits) -> Content:  # noqa: A002 — the word of Content
    archive = Archive(data, limits)
    start = _start_part(archive)
    root = xmltree.parse(archive.read(start))
    relations = _relations(archive, start)
    workbook = _open(archive, root, relations, limits)
    blocks: list[Table] = []
    notes: list[Note] = []
    furniture: list[Paragraph] = []
    for one in root.iter("{*}sheet"):
        relation = relations.get(one.get(_RELATION) or _any_id(one))
        if relation is None or relation.part not in archive:
            continue
        sheet = Sheet(one.get("name") or "", limits, one.get("state") in _HIDDEN_STATES)
        if relation.kind == "worksheet":
            furniture.extend(_read_rows(workbook, sheet, relation.part))
        notes.extend(_read_around(workbook, sheet, relation.part))
        table, left_over = sheet.finish()
        notes.extend(left_over)
        if table is not None:
            blocks.append(table)
    return Content(
        name=name,
        sha256="",
        format=format,
        blocks=tuple(blocks),
        notes=tuple(notes),
        furniture=tuple(furniture),
        title=_title(archive),
    )


def _start_part(archive: Archive) -> str:
    for relation in _relations(archive, "").values():
        if relation.kind == "officeDocument":
            return relation.part
    if _WORKBOOK not in archive:
        raise CorruptDocument
    return _WORKBOOK


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    folder, _, file = part.rpartition("/")
    beside = f"{folder}/_rels/{file}.rels".lstrip("/")
    if beside not in archive:
        return {}
    return {
        one.get("Id") or "": _Relation(
            (one.get("Type") or "").rpartition("/")[2],
            archive.resolve(one.get("Target") or "", beside=part),
        )
        for one in xmltree.parse(archive.read(beside))
        if one.get("TargetMode") != "External"
    }


def _any_id(sheet: Element) -> str:
    """The relationship under whatever prefix it is written."""
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")


def _open(
    archive: Archive, root: Element, relations: dict[str, _Relation], limits: Limits
) -> _Workbook:
    workbook = _Workbook(archive, limits)
    parts = {relation.kind: relation.part for relation in relations.values()}
    if (part := parts.get("sharedStrings")) and part in archive:
        with archive.open(part) as stream:
            workbook.strings = [_string(item) for item in strings(stream, limits)]
    if (part := parts.get("styles")) and part in archive:
        workbook.styles = read_styles(xmltree.parse(archive.read(part)))
    if (part := parts.get("person")) and part in archive:
        workbook.people = remarks.people(xmltree.parse(archive.read(part)))
    workbook.from_1904 = any(
        one.get("date1904") in {"1", "true"} for one in root.iter("{*}workbookPr")
    )
    return workbook


def _string(item: str | Element) -> str:
    """A shared string; a `RichText` wherever it takes more than one plain paragraph."""
    if not isinstance(item, str):
        return _lined(text_of(item))
    if item.isprintable() and "&" not in item and "_x" not in item:
        return item.strip()
    return _lined(clean(item))


def _lined(text: str) -> str:
    return RichText.of([Run(text)]) if "\n" in text and type(text) is str else text


def _read_rows(workbook: _Workbook, sheet: Sheet, part: str) -> list[Paragraph]:
    """Fill the sheet with its cells and what its own part says of them; give the page headers."""
    worksheet = Worksheet(lambda: workbook.archive.open(part), workbook.limits)
    columns = _Columns()
    for row in worksheet.rows():
        number = row.number or sheet.last_number + 1
        if cells := _cells(workbook, sheet, row, number, columns):
            sheet.add_row(number, cells, is_hidden=row.is_hidden)
    frame = worksheet.frame
    if frame is None:
        return []
    for column in frame.iter("{*}col"):
        if column.get("hidden") in {"1", "true"}:
            first, last = int(column.get("min") or 1), int(column.get("max") or 1)
            sheet.hidden_columns.append((first - 1, last - 1))
    for merge in frame.iter("{*}mergeCell"):
        if (area := _area(merge.get("ref"))) is not None:
            sheet.areas.append(area)
    for table in frame.iter("{*}autoFilter"):
        if (area := _area(table.get("ref"))) is not None:
            sheet.header_rows.add(area.top)
    return list(remarks.page_parts(frame, sheet.place()))


def _cells(
    workbook: _Workbook, sheet: Sheet, row: RawRow, number: int, columns: dict[str, int]
) -> list[Cell]:
    """The hot loop: twelve times ten thousand turns for a big plan."""
    place = sheet.place(number)
    index = sheet.next_index(number)
    shared, shown, said = workbook.strings, workbook.shown, workbook.inline
    looks, formats = workbook.styles.looks, workbook.styles.formats
    cells: list[Cell] = []
    for letters, style, kind, raw, inline, rest in row.cells:
        value: CellValue = None
        if kind == "s":
            raw = raw or _inline(rest)  # noqa: PLW2901 — written in an unusual way
            if not raw:
                continue
            text = shared[int(raw)]
        elif raw:
            if style not in formats and raw.isdecimal() and kind in _NUMBERS:
                text, value = raw, int(raw)
            else:
                seen = shown.get((raw, style)) if kind in _NUMBERS else None
                text, value = seen or _shown(workbook, raw, style, kind)
                text = _lined(text)
        elif inline:
            text = said.get(inline) or _said(workbook, inline)
        elif rest:
            text = _lined(_inline(rest))
        else:
            continue
        column = columns[letters]
        if type(text) is str and style not in looks:
            if text:
                cells.append(Cell((Paragraph(text, place),), index, column, 1, 1, value))
            continue
        look = looks.get(style, PLAIN)
        cell = make_cell(text, place=place, row=index, column=column, value=value, look=look)
        if cell.paragraphs or cell.notes:
            cells.append(cell)
    return cells


def _shown(workbook: _Workbook, raw: str, style: str, kind: str) -> tuple[str, CellValue]:
    """What is seen of a value that is written in the cell itself."""
    if kind == "b":
        return (TRUE, True) if raw.strip() in {"1", "true"} else (FALSE, False)
    if kind == "d" and (moment := remarks.moment(raw.strip())) is not None:
        return show_moment(moment)
    if kind not in _NUMBERS:
        return clean(raw), None
    try:
        number = float(raw)
    except ValueError:
        return clean(raw), None
    seen: tuple[str, CellValue] = clean(raw), None
    if number - number == 0:  # neither infinite nor « not a number »
        form = workbook.styles.formats.get(style) or NumberFormat()
        seen = form.show(number, from_1904=workbook.from_1904)
    workbook.shown[raw, style] = seen
    return seen


def _said(workbook: _Workbook, inline: str) -> str:
    """The text that is written in the cell itself, as one object however often it is."""
    text = workbook.inline[inline] = _string(inline)
    return text


def _inline(rest: str) -> str:
    """The text of a cell whose content is not the usual one."""
    if not rest:
        return ""
    piece = fragment(rest)
    for element in piece.iter("{*}is"):
        return text_of(element)
    return "".join(part.text or "" for part in piece.iter("{*}v")).strip()


def _area(reference: str | None) -> Area | None:
    found = _RANGE.match(reference or "")
    if found is None:
        return None
    top, left = int(found[2]), column_index(found[1])
    bottom = int(found[4]) if found[4] else top
    right = column_index(found[3]) if found[3] else left
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _read_around(workbook: _Workbook, sheet: Sheet, part: str) -> Iterator[Note]:
    """Hang the comments on the sheet; give what is drawn on it."""
    for relation in _relations(workbook.archive, part).values():
        if relation.part not in workbook.archive:
            continue
        if relation.kind in {"comments", "threadedComment", "table"}:
            root = xmltree.parse(workbook.archive.read(relation.part))
            _add_remarks(workbook, sheet, relation.kind, root)
        elif relation.kind == "drawing":
            yield from _drawn(workbook.archive, relation.part, sheet.place())


def _add_remarks(workbook: _Workbook, sheet: Sheet, kind: str, root: Element) -> None:
    found: Iterable[remarks.Remark] = ()
    if kind == "comments":
        found = remarks.comments(root, sheet.place())
    elif kind == "threadedComment":
        found = remarks.threads(root, workbook.people, sheet.place())
    elif root.get("headerRowCount") != "0" and (area := _area(root.get("ref"))) is not None:
        sheet.header_rows.add(area.top)
    for row, column, note in found:
        sheet.notes[row, column].append(note)


def _drawn(archive: Archive, part: str, place: Place) -> Iterator[Note]:
    yield from remarks.shapes(xmltree.parse(archive.read(part)), place)
    for relation in _relations(archive, part).values():
        if relation.kind not in {"chart", "diagramData"} or relation.part not in archive:
            continue
        root = xmltree.parse(archive.read(relation.part))
        bodies = [root] if relation.kind == "diagramData" else root.iter("{*}title")
        for body in bodies:
            if text := remarks.words(body):
                yield Note(NoteKind.TEXT_BOX, text, place)


def _title(archive: Archive) -> str | None:
    part = "docProps/core.xml"
    if part not in archive:
        return None
    for child in xmltree.parse(archive.read(part)):
        if local_name(child) == "title":
            return (child.text or "").strip() or None
    return None
