from __future__ import annotations

import io
from typing import Any

from hypothesis import given, settings
from odf import table
from odf.opendocument import load
from odf.text import LineBreak, P, S, Tab

from pacte.documents.writing import write_ods
from pacte.documents.writing.layout import Cell, Column, Grid, Row, Run
from pacte.documents.writing.text import clean
from tests.documents.writing.samples import any_text, plain_grid, workbook, written


def read(made: bytes) -> Any:
    return load(io.BytesIO(made))


def sheets(made: bytes) -> list[Any]:
    return list(read(made).getElementsByType(table.Table))


def rows(sheet: Any) -> list[list[Any]]:
    return [
        [cell for cell in row.childNodes if cell.qname[1] == "table-cell"]
        for row in sheet.getElementsByType(table.TableRow)
    ]


def text_of(node: Any) -> str:
    if node.nodeType == node.TEXT_NODE:
        return str(node.data)
    if node.qname == S().qname:
        return " " * int(node.getAttribute("c") or 1)
    if node.qname == Tab().qname:
        return "\t"
    if node.qname == LineBreak().qname:
        return "\n"
    return "".join(text_of(inner) for inner in node.childNodes)


def cell_text(cell: Any) -> str:
    return "\n".join(text_of(line) for line in cell.childNodes if line.qname == P().qname)


def test_header_rows_are_repeated():
    sheet = sheets(written(write_ods, workbook()))[0]

    head = sheet.getElementsByType(table.TableHeaderRows)[0]
    cells = head.getElementsByType(table.TableCell)
    assert [cell_text(cell) for cell in cells] == ["Code", "Axe", "Action", "Échéance", "Budget"]


def test_hidden_columns_and_sheets_are_hidden():
    made = written(write_ods, workbook())

    plan, metadata = sheets(made)
    columns = plan.getElementsByType(table.TableColumn)
    assert [column.getAttribute("visibility") for column in columns] == ["collapse", *[None] * 4]
    assert metadata.getAttribute("name") == "_pacte"
    styles = {s.getAttribute("name"): s for s in read(made).automaticstyles.childNodes}
    properties = styles[metadata.getAttribute("stylename")].childNodes[0]
    assert properties.getAttribute("display") == "false"


def test_cells_keep_their_kinds_and_spans():
    body = rows(sheets(written(write_ods, workbook()))[0])[4:]

    first, second = body[1], body[2]
    assert cell_text(first[2]) == "1.1 Ouvrir un guichet\nen mairie"
    assert first[1].getAttribute("numberrowsspanned") == "2"
    assert first[3].getAttribute("datevalue") == "2026-03-01"
    assert first[4].getAttribute("value") == "12500"
    assert second[1].getAttribute("valuetype") == "string"
    assert second[1].getAttribute("formula") is None
    assert cell_text(second[1]) == '=HYPERLINK("http://x")'
    assert body[0][0].getAttribute("numbercolumnsspanned") == "5"


def test_page_lies_and_document_says_what_it_is():
    document = read(written(write_ods, workbook(author="Territoire")))

    page = document.automaticstyles.childNodes[0]
    layout = next(s for s in document.automaticstyles.childNodes if s.qname[1] == "page-layout")
    properties = layout.childNodes[0]
    assert page is not None
    assert properties.getAttribute("printorientation") == "landscape"
    meta = {node.qname[1]: text_of(node) for node in document.meta.childNodes}
    assert (meta["title"], meta["language"]) == ("Plan d’action", "fr-FR")


def test_a_text_of_any_length_stays_in_its_cell():
    text = "à" * 100_000

    sheet = sheets(written(write_ods, workbook(plain_grid(text))))[0]

    assert cell_text(rows(sheet)[4][0]) == text


def test_choices_are_offered():
    grid = Grid((Column("État", choices=("À démarrer", "« À suivre »")),), (Row((Cell("x"),)),))

    made = written(write_ods, workbook(grid))

    offered = read(made).getElementsByType(table.ContentValidation)[0]
    condition = 'of:cell-content-is-in-list("À démarrer";"« À suivre »")'
    assert offered.getAttribute("condition") == condition
    cell = rows(sheets(made)[0])[4][0]
    assert cell.getAttribute("contentvalidationname") == offered.getAttribute("name")


@settings(max_examples=25, deadline=None)
@given(any_text, any_text)
def test_any_text_survives(text, bold):
    grid = Grid((Column("a"),), (Row((Cell((Run(text), Run(bold, bold=True))),)),))

    sheet = sheets(written(write_ods, workbook(grid)))[0]

    assert cell_text(rows(sheet)[4][0]) == clean(text) + clean(bold)
