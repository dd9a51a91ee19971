"""Formulas whose result the file does not hold."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.documents.reading.spreadsheets.test_ooxml import rewritten, table_of, texts


def book() -> bytes:
    """As openpyxl writes it: formulas, and no result."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Action", "Coût", "Reste"])
    sheet.append(["Visiter", 100, "=B2*0.2"])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_formula_without_result_keeps_its_words() -> None:
    table = table_of(book())

    assert texts(table) == [["Action", "Coût", "Reste"], ["Visiter", "100", "=B2*0.2"]]
    assert table.rows[1].cells[2].value is None


@pytest.mark.parametrize("written", [b"<v>20</v>", b'<v xml:space="preserve">20</v>'])
def test_a_formula_with_its_result_shows_the_result(written: bytes) -> None:
    def compute(part: bytes) -> bytes:
        for empty in (b"<v></v>", b"<v/>", b"<v />"):
            part = part.replace(empty, written)
        return part

    table = table_of(rewritten(book(), "xl/worksheets/sheet1.xml", compute))

    assert texts(table)[1] == ["Visiter", "100", "20"]


def test_an_empty_text_that_a_formula_gives_is_a_result() -> None:
    def empty(part: bytes) -> bytes:
        return part.replace(b'<c r="C2">', b'<c r="C2" t="str">')

    table = table_of(rewritten(book(), "xl/worksheets/sheet1.xml", empty))

    assert [row[:2] for row in texts(table)] == [["Action", "Coût"], ["Visiter", "100"]]
    assert texts(table)[1][2] == ""


def test_a_part_written_in_another_way_says_the_same() -> None:
    def irregular(part: bytes) -> bytes:
        return part.replace(b"<sheetData>", b"<sheetData ><!-- x -->")

    table = table_of(rewritten(book(), "xl/worksheets/sheet1.xml", irregular))

    assert texts(table)[1] == ["Visiter", "100", "=B2*0.2"]
