from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import openpyxl
from hypothesis import given, settings

from pacte.documents.writing import write_xlsx
from pacte.documents.writing.layout import Cell, Column, Grid, Paper, Row, Sheet, Workbook
from pacte.documents.writing.text import clean
from tests.documents.writing.samples import any_text, plain_grid, plan_grid, workbook, written


def read(made: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made), rich_text=False)


def test_headers_stay_in_sight_and_on_each_page():
    sheet = read(written(write_xlsx, workbook()))["Plan"]

    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert [cell.value for cell in sheet[4]] == ["Code", "Axe", "Action", "Échéance", "Budget"]


def test_page_lies_and_holds_the_width():
    sheet = read(written(write_xlsx, replace(workbook(), paper=Paper.TABLOID)))["Plan"]

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 3
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True


def test_cells_keep_their_kinds():
    sheet = read(written(write_xlsx, workbook()))["Plan"]

    assert sheet["C6"].value == "1.1 Ouvrir un guichet\nen mairie"
    assert sheet["D6"].value == dt.datetime(2026, 3, 1)  # noqa: DTZ001 — as openpyxl gives it
    assert sheet["E6"].value == 12500
    assert (sheet["C7"].data_type, sheet["C7"].value) == ("s", '=HYPERLINK("http://x")')
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A5:E5", "B6:B7"}


def test_hidden_columns_and_sheets_are_hidden():
    book = read(written(write_xlsx, workbook()))

    assert book["Plan"].column_dimensions["A"].hidden is True
    assert book["Plan"].column_dimensions["B"].hidden is False
    assert book["_pacte"].sheet_state == "hidden"
    assert book["_pacte"]["A2"].value == "version"


def test_properties_are_written():
    made = written(write_xlsx, workbook(author="Territoire", subject="État au 3 mars"))

    properties = read(made).properties
    assert (properties.title, properties.creator) == ("Plan d’action", "Territoire")


def test_no_formula_and_no_link_is_ever_written():
    grid = plain_grid("=1+1", "+1", "-1", "@a", "http://exemple.org", "{=1}", "internal:a")

    made = written(write_xlsx, workbook(grid))

    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert [row[0].value for row in read(made)["Plan"].iter_rows(min_row=5)][:2] == ["=1+1", "+1"]


def test_a_text_too_long_for_a_cell_is_whole_on_a_sheet_of_its_own():
    text = "é" * 100_000

    book = read(written(write_xlsx, workbook(plain_grid(text))))

    pieces = [row[2].value for row in book["Textes longs"].iter_rows()]
    assert "".join(pieces) == text
    assert book["Textes longs"]["B1"].value == "A5"
    assert book["Plan"]["A5"].value.endswith("… (Textes longs)")


def test_values_that_excel_cannot_hold_are_texts():
    cells = (Cell(value=dt.date(1789, 7, 14)), Cell(value=10**18), Cell(value=1.5))
    grid = Grid((Column("a"),), tuple(Row((cell,)) for cell in cells))

    sheet = read(written(write_xlsx, workbook(grid)))["Plan"]

    assert [sheet[f"A{row}"].data_type for row in (5, 6, 7)] == ["s", "s", "n"]


def test_rows_may_grow_as_one_writes_in_them():
    made = zipfile.ZipFile(io.BytesIO(written(write_xlsx, workbook())))

    assert b"customHeight" not in made.read("xl/worksheets/sheet1.xml")
    assert b"<Application>Pacte<" in made.read("docProps/app.xml")


def test_a_long_sheet_is_streamed_and_the_same():
    grid = plain_grid(*(f"ligne {number}" for number in range(2_500)))

    made = written(write_xlsx, workbook(grid))

    sheet = read(made)["Plan"]
    assert [sheet["A5"].value, sheet["A2504"].value] == ["ligne 0", "ligne 2499"]
    assert b"<Application>Pacte<" in zipfile.ZipFile(io.BytesIO(made)).read("docProps/app.xml")


def test_choices_are_offered():
    grid = Grid((Column("État", choices=("À démarrer", "En cours")),), (Row((Cell("En cours"),)),))

    sheet = read(written(write_xlsx, workbook(grid)))["Plan"]

    offered = sheet.data_validations.dataValidation[0]
    assert (offered.formula1, str(offered.sqref)) == ('"À démarrer,En cours"', "A5")


def test_sheets_of_the_same_name_are_told_apart():
    names = ("Axe 1: accueillir / former [tous les services]", "axe 1  accueillir   former", "")
    sheets = tuple(Sheet(name, plain_grid("x")) for name in (*names, "Plan", "plan"))

    book = read(written(write_xlsx, Workbook("Plan", "fr-FR", sheets)))

    assert len({name.casefold() for name in book.sheetnames}) == 5


@settings(max_examples=25, deadline=None)
@given(any_text)
def test_any_text_survives(text):
    sheet = read(written(write_xlsx, workbook(plain_grid(text))))["Plan"]

    assert (sheet["A5"].value or "") == clean(text)


def test_the_plan_has_the_same_cells_in_both_manners():
    grid = replace(plan_grid(), rows=plan_grid().rows[2:])

    assert read(written(write_xlsx, workbook(grid)))["Plan"]["C5"].value == "En continu"


def test_the_title_has_the_height_of_its_letters():
    sheet = read(written(write_xlsx, workbook()))["Plan"]

    assert sheet.row_dimensions[1].height >= 1.3 * sheet["A1"].font.size
