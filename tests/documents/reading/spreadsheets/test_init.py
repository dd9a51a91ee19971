"""What holds for every kind of workbook: no text is lost, no broken file breaks the reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.documents.content import Content, Table
from pacte.documents.errors import DocumentError
from pacte.documents.reading.limits import Limits
from pacte.documents.reading.spreadsheets import read_spreadsheet
from tests.conftest import REAL_DOCUMENTS

_LIMITS = Limits(max_rows=5_000, max_unpacked=50_000_000)
_text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=40
).filter(lambda text: text.strip() and not text.startswith("{="))
_cells = st.dictionaries(
    st.tuples(st.integers(0, 60), st.integers(0, 40)), _text, min_size=1, max_size=30
)


def read(data: bytes, kind: str) -> Content:
    return read_spreadsheet(data, name=f"plan.{kind}", format=kind, limits=_LIMITS)


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=25, deadline=None)
@given(_cells)
def test_no_text_is_lost_and_every_place_is_true(cells: dict[tuple[int, int], str]) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Plan")
        for (row, column), text in cells.items():
            sheet.write_string(row, column, text)

    (table,) = read(made.getvalue(), "xlsx").blocks

    assert isinstance(table, Table)
    found = {
        (row.place.row, squeezed(cell.text))
        for row in table.rows
        for cell in row.cells
        if cell.text
    }
    assert found == {(row + 1, squeezed(text)) for (row, _), text in cells.items()}


@settings(max_examples=30, deadline=None)
@given(_cells)
def test_another_writer_reads_the_same(cells: dict[tuple[int, int], str]) -> None:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Plan", 0)
    for (row, column), text in cells.items():
        one = sheet.cell(row + 1, column + 1)
        one.value, one.data_type = text, "s"
    book.save(made)

    (table,) = read(made.getvalue(), "xlsx").blocks

    assert isinstance(table, Table)
    found = {squeezed(cell.text) for row in table.rows for cell in row.cells if cell.text}
    assert found == {squeezed(text) for text in cells.values()}


def _sample_xlsx() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Plan")
        sheet.merge_range(0, 0, 0, 2, "Plan du Val", book.add_format({"bold": True}))
        sheet.write_row(1, 0, ["Axe", "Action", 2026])
        sheet.write_rich_string(2, 0, "a", book.add_format({"font_strikeout": True}), "b", "c")
        sheet.write_comment(1, 1, "À voir")
        sheet.insert_textbox(4, 1, "Encadré")
    return made.getvalue()


def _real(name: str) -> bytes | None:
    path = REAL_DOCUMENTS / name
    return path.read_bytes() if path.exists() else None


def _survives(data: bytes, kind: str) -> None:
    try:
        content = read(data, kind)
    except DocumentError:
        return
    assert isinstance(content, Content)


def _mutated(data: st.DataObject, source: bytes) -> bytes:
    broken = bytearray(source)
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    return bytes(broken[: data.draw(st.integers(len(broken) // 2, len(broken)))])


def _with_mutated_part(data: st.DataObject, source: bytes) -> bytes:
    """The archive stays sound: only the text of one part changes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(made, "w") as new:
        names = [name for name in old.namelist() if old.getinfo(name).file_size]
        chosen = data.draw(st.sampled_from(names))
        for name in names:
            held = old.read(name)
            new.writestr(name, _mutated(data, held) if name == chosen else held)
    return made.getvalue()


_XLSX = _sample_xlsx()
_XLS = (Path(__file__).parent / "plan.xls").read_bytes()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mutated_archive_never_breaks_the_reader(data: st.DataObject) -> None:
    _survives(_mutated(data, _XLSX), "xlsx")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_part_never_breaks_the_reader(data: st.DataObject) -> None:
    _survives(_with_mutated_part(data, _XLSX), "xlsx")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mutated_old_workbook_never_breaks_the_reader(data: st.DataObject) -> None:
    _survives(_mutated(data, _XLS), "xls")


@pytest.mark.real_documents
@pytest.mark.skipif(not REAL_DOCUMENTS.exists(), reason="the real documents are not beside")
@pytest.mark.parametrize(
    "name", ["S1-rouyn-noranda.xlsx", "S1-rouyn-noranda.ods", "T1-plan-climat-ccns.xlsx"]
)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_mutated_real_workbook_never_breaks_the_reader(name: str, data: st.DataObject) -> None:
    source = _real(name)
    assert source is not None
    _survives(_with_mutated_part(data, source), name.rpartition(".")[2])


@pytest.mark.real_documents
@pytest.mark.skipif(not REAL_DOCUMENTS.exists(), reason="the real documents are not beside")
def test_the_real_plan_reads_the_same_in_both_formats() -> None:
    xlsx, ods = _real("S1-rouyn-noranda.xlsx"), _real("S1-rouyn-noranda.ods")
    assert xlsx is not None
    assert ods is not None

    first, second = read(xlsx, "xlsx"), read(ods, "ods")

    assert first.blocks == second.blocks
    assert [len(block.rows) for block in first.blocks if isinstance(block, Table)] == [31, 2]
