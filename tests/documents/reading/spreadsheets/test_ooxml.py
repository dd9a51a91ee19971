from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from pacte.documents.content import EMPTY_CELL, Content, Note, NoteKind, Paragraph, Place, Table
from pacte.documents.errors import CorruptDocument, DangerousXml, EmptyDocument, TooManyRows
from pacte.documents.reading.limits import DEFAULT, Limits
from pacte.documents.reading.spreadsheets import read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    Change: TypeAlias = Callable[[bytes], bytes]


def read(data: bytes, *, limits: Limits = DEFAULT) -> Content:
    return read_spreadsheet(data, name="plan.xlsx", format="xlsx", limits=limits)


def workbook(fill: Callable[[Workbook], object], **options: Any) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        fill(book)
    return made.getvalue()


def sheet_of(fill: Callable[[Workbook, Worksheet], object], **options: Any) -> Table:
    def fill_first(book: Workbook) -> None:
        fill(book, book.add_worksheet("Plan"))

    return table_of(workbook(fill_first, **options))


def table_of(data: bytes) -> Table:
    (block,) = read(data).blocks
    assert isinstance(block, Table)
    return block


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def rewritten(data: bytes, part: str, change: Change) -> bytes:
    """The same archive with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            held = source.read(entry)
            target.writestr(entry, change(held) if entry.filename == part else held)
    return made.getvalue()


def test_cells_hold_what_is_seen_and_what_it_is_worth() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["Accueil", 2015, 12.5, True])
        sheet.write(1, 0, dt.date(2025, 12, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write(1, 1, 0.25, book.add_format({"num_format": "0%"}))
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 3, "=1+1", None, 2)

    table = sheet_of(fill)

    assert texts(table) == [
        ["Accueil", "2015", "12,5", "VRAI"],
        ["31/12/2025", "25\u00a0%", "#DIV/0!", "2"],
    ]
    assert [[cell.value for cell in row.cells] for row in table.rows] == [
        [None, 2015, 12.5, True],
        [dt.date(2025, 12, 31), 0.25, None, 2],
    ]


def test_empty_margins_go_and_numbers_stay() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write(4, 2, "Axe")
        sheet.write(6, 3, "Mobilité")
        sheet.write(900, 5, "   ")

    table = sheet_of(fill)

    assert texts(table) == [["Axe", ""], ["", ""], ["", "Mobilité"]]
    assert [str(row.place) for row in table.rows] == [
        "feuille Plan, ligne 5",
        "feuille Plan, ligne 6",
        "feuille Plan, ligne 7",
    ]
    assert (table.rows[2].cells[1].row, table.rows[2].cells[1].column) == (2, 1)
    assert table.rows[1].cells[0] is EMPTY_CELL
    assert table.name == "Plan"


def test_cells_far_apart_stay_cheap() -> None:
    data = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Plan")
    sheet["A1"] = "début"
    sheet["XFD1048576"] = "fin"
    book.save(data)

    table = table_of(data.getvalue())

    assert (len(table.rows), table.width) == (34, 2)
    assert table.rows[-1].cells[-1].text == "fin"
    assert table.rows[-1].place.row == 1048576


def test_a_merged_cell_is_one_object_wherever_it_reaches() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 0, 2, "Axe 1")
        sheet.merge_range(1, 0, 3, 0, "Objectif")
        for row in range(1, 4):
            sheet.write(row, 1, f"Action {row}")
        sheet.merge_range(5, 0, 5000, 0, "Au-delà")

    table = sheet_of(fill)

    first = table.rows[0].cells[0]
    assert [cell is first for cell in table.rows[0].cells] == [True, True]
    assert (first.row_span, first.column_span) == (1, 2)
    below = table.rows[1].cells[0]
    assert [row.cells[0] is below for row in table.rows] == [False, True, True, True, False, False]
    assert (below.row, below.column, below.row_span, below.text) == (1, 0, 3, "Objectif")


def test_text_that_merging_hides_becomes_a_note() -> None:
    data = workbook(lambda book: book.add_worksheet("Plan").merge_range(0, 0, 1, 1, "Vu"))
    data = rewritten(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(
            b"</sheetData>",
            b'<row r="2"><c r="B2" t="inlineStr"><is><t>Dessous</t></is></c></row></sheetData>',
        ),
    )

    table = table_of(data)

    assert table.rows[1].cells[1].text == "Vu"
    assert table.rows[0].cells[0].notes == (
        Note(NoteKind.HIDDEN, "Dessous", Place(sheet="Plan", row=2)),
    )


def test_each_line_of_a_cell_is_a_paragraph() -> None:
    table = sheet_of(lambda _, sheet: sheet.write(0, 0, "Un\r\n\n Deux \nTrois"))

    place = Place(sheet="Plan", row=1)
    assert table.rows[0].cells[0].paragraphs == (
        Paragraph("Un", place),
        Paragraph("Deux", place),
        Paragraph("Trois", place),
    )


def test_struck_text_is_a_note_and_no_text() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        struck = book.add_format({"font_strikeout": True})
        sheet.write_rich_string(0, 0, "Garder ", struck, "retirer", " ceci")
        sheet.write(1, 0, "Tout retiré", struck)
        sheet.write_rich_string(2, 0, "Une ligne\n", struck, "une autre")

    table = sheet_of(fill)

    assert texts(table) == [["Garder ceci"], [""], ["Une ligne"]]
    assert [[(n.kind, n.text) for n in row.cells[0].all_notes] for row in table.rows] == [
        [(NoteKind.STRUCK, "retirer")],
        [(NoteKind.STRUCK, "Tout retiré")],
        [(NoteKind.STRUCK, "une autre")],
    ]


def test_bold_underline_and_indent_are_kept() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["Axe", "Action"], book.add_format({"bold": True}))
        sheet.write(1, 0, "Décalé", book.add_format({"indent": 2, "underline": 1}))
        sheet.write_rich_string(2, 0, book.add_format({"bold": True}), "Titre\n", "suite")

    table = sheet_of(fill)

    assert table.bold_rows == frozenset({0})
    (indented,) = table.rows[1].cells[0].paragraphs
    assert (indented.depth, indented.underline, indented.bold) == (2, True, False)
    assert [p.bold for p in table.rows[2].cells[0].paragraphs] == [True, False]


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Plan")
        sheet.write_column(0, 0, ["vu", "caché"])
        sheet.write(0, 2, "colonne cachée")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        other = book.add_worksheet("Réserve")
        other.write(0, 0, "plus loin")
        other.hide()

    first, second = read(workbook(fill)).blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)

    assert [row.is_hidden for row in first.rows] == [False, True]
    assert first.hidden_columns == frozenset({2})
    assert (first.is_hidden, second.is_hidden, second.name) == (False, True, "Réserve")


def test_comments_hang_on_their_cells() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "Action")
        sheet.write_comment(0, 0, "Maya Roy:\nÀ revoir", {"author": "Maya Roy"})
        sheet.write_comment(9, 9, "Loin de tout")

    content = read(workbook(lambda book: fill(book, book.add_worksheet("Plan"))))

    (table,) = content.blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells[0].notes == (
        Note(NoteKind.COMMENT, "À revoir", Place(sheet="Plan", row=1), author="Maya Roy"),
    )
    assert [(note.text, note.place.row) for note in content.notes] == [("Loin de tout", 10)]


def test_threaded_comments_have_their_author_and_date() -> None:
    data = workbook(lambda book: book.add_worksheet("Plan").write(0, 0, "Action"))
    data = _with_thread(data)

    (note,) = table_of(data).rows[0].cells[0].notes

    assert note.text == "Qui s’en charge ?"
    assert note.author == "Samir Diallo"
    assert note.date == dt.datetime(2025, 3, 4, 9, 30)  # noqa: DTZ001 — Excel says no zone


def _with_thread(data: bytes) -> bytes:
    kind = "http://schemas.microsoft.com/office/2017/10/relationships"
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            held = source.read(entry)
            if entry.filename == "xl/_rels/workbook.xml.rels":
                held = held.replace(
                    b"</Relationships>",
                    f'<Relationship Id="p1" Type="{kind}/person" Target="persons/person.xml"/>'
                    "</Relationships>".encode(),
                )
            target.writestr(entry, held)
        target.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships><Relationship Id="t1" Type="{kind}/threadedComment" '
            'Target="../threadedComments/threadedComment1.xml"/></Relationships>',
        )
        target.writestr(
            "xl/persons/person.xml",
            '<personList><person displayName="Samir Diallo" id="{1}"/></personList>',
        )
        target.writestr(
            "xl/threadedComments/threadedComment1.xml",
            '<ThreadedComments><threadedComment ref="A1" dT="2025-03-04T09:30:00.00" '
            'personId="{1}" id="{2}"><text>Qui s’en charge ?</text></threadedComment>'
            "</ThreadedComments>",
        )
    return made.getvalue()


def test_shapes_and_page_headers_are_kept() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Plan")
        sheet.write(0, 0, "Action")
        sheet.insert_textbox(3, 2, "Une remarque\nsur deux lignes")
        sheet.set_header("&LComité local&R&D")
        sheet.set_footer("&CPage &P")
        book.set_properties({"title": "Plan de mobilité"})

    content = read(workbook(fill))

    assert content.notes == (
        Note(NoteKind.TEXT_BOX, "Une remarque\nsur deux lignes", Place(sheet="Plan", row=4)),
    )
    assert [(p.text, p.place.area) for p in content.furniture] == [
        ("Comité local", "en-tête"),
        ("Page", "pied de page"),
    ]
    assert content.title == "Plan de mobilité"


def test_a_table_or_a_filter_names_its_header_row() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "Plan d’action")
        sheet.add_table(1, 0, 3, 1, {"columns": [{"header": "Axe"}, {"header": "Action"}]})
        sheet.write(2, 0, "Emploi")

    assert [row.is_header for row in sheet_of(fill).rows] == [False, True, False]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, dt.date(2025, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))

    assert sheet_of(fill, date_1904=True).rows[0].cells[0].value == dt.date(2025, 1, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.replace(b"<row ", b"<!-- r --><row "),
        lambda part: part.replace(b'"', b"'").replace(b"version='1.0'", b'version="1.0"'),
        lambda part: (
            part.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
        ).replace(b"xmlns=", b"xmlns:x="),
        lambda part: (
            part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
        ),
        lambda part: part.replace(b'<c r="A1" ', b"<c ").replace(b'<c r="B1" ', b"<c "),
        lambda part: part.replace(b'r="A1" t="s"', b't="s" r="A1"'),
    ],
)
def test_a_part_written_otherwise_reads_the_same(change: Change) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["Axe", "Où & quand <ici>", 3])
        sheet.write_row(2, 1, ["suite"])
        sheet.set_row(2, None, None, {"hidden": True})

    data = workbook(fill)

    assert read(rewritten(data, "xl/worksheets/sheet1.xml", change)).blocks == read(data).blocks


@pytest.mark.parametrize("prefix", ["x:", ""])
def test_shared_strings_written_otherwise_read_the_same(prefix: str) -> None:
    data = workbook(lambda book: book.add_worksheet("Plan").write_row(0, 0, ["Été & co", "b"]))
    changed = rewritten(
        data,
        "xl/sharedStrings.xml",
        lambda _: (
            f'<{prefix}sst xmlns{":x" if prefix else ""}="urn:x"><{prefix}si a="1"><{prefix}r>'
            f"<{prefix}t>Été </{prefix}t></{prefix}r><{prefix}r><{prefix}t>&amp; co</{prefix}t>"
            f"</{prefix}r></{prefix}si><{prefix}si><{prefix}t>b</{prefix}t></{prefix}si></{prefix}sst>"
        ).encode(),
    )

    assert read(changed).blocks == read(data).blocks


def test_too_many_rows_are_refused() -> None:
    data = workbook(lambda book: book.add_worksheet().write_column(0, 0, ["x"] * 30))

    with pytest.raises(TooManyRows):
        read(data, limits=Limits(max_rows=20))


def test_empty_rows_do_not_count() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["x"] * 10)
        for row in range(10, 2000):
            sheet.write_blank(row, 0, None, book.add_format({"bold": True}))

    (table,) = read(workbook(fill), limits=Limits(max_rows=20)).blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 10


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(workbook(lambda book: book.add_worksheet()))


def test_a_declared_entity_is_refused() -> None:
    data = workbook(lambda book: book.add_worksheet().write(0, 0, "x"))
    bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'

    with pytest.raises(DangerousXml):
        read(
            rewritten(
                data, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<worksheet", bomb, 1)
            )
        )


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]),
        ("xl/worksheets/sheet1.xml", lambda part: part.replace(b"<v>0</v>", b"<v>77</v>")),
        ("xl/worksheets/sheet1.xml", lambda part: part.replace(b"</v>", b"</w>")),
        ("xl/workbook.xml", lambda _: b"nothing"),
    ],
)
def test_a_damaged_part_is_said_to_be_damaged(part: str, change: Change) -> None:
    data = workbook(lambda book: book.add_worksheet().write_row(0, 0, ["x", "y"]))

    with pytest.raises(CorruptDocument):
        read(rewritten(data, part, change))
