"""The hidden sheet of our workbooks: any text comes back, nonsense is passed over."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.documents.reading import read
from pacte.documents.writing import write_ods, write_xlsx
from pacte.documents.writing.layout import Cell, Column, Grid, Row, Sheet, Workbook
from pacte.roadmap.importing.own import (
    CODE,
    SHEET,
    OwnAction,
    OwnColumn,
    OwnWorkbook,
    fingerprint,
    packed,
    unpacked,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.documents.content import Content

texts = st.text(max_size=60)
WRITERS = pytest.mark.parametrize(("write", "ending"), [(write_xlsx, "xlsx"), (write_ods, "ods")])


def content_of(rows: list[tuple[str, ...]], write: Callable[..., None], ending: str) -> Content:
    table = Sheet("Plan", Grid((Column("Code"),), (Row((Cell("ACT-0001"),)),)))
    columns = tuple(Column("") for _ in range(3))
    hidden = Grid(columns, tuple(Row(tuple(Cell(text) for text in row)) for row in rows))
    sheets = (table, Sheet(SHEET, hidden, hidden=True))
    target = io.BytesIO()
    write(Workbook("Plan", "fr-FR", sheets), target)
    return read(target.getvalue(), name=f"plan.{ending}")


def workbook_saying(text: str) -> OwnWorkbook:
    return OwnWorkbook(
        plan={"title": text},
        levels=[],
        nodes=[],
        columns=[OwnColumn(CODE, "Code"), OwnColumn("title", text)],
        actions={"ACT-0001": OwnAction("ACT-0001", 3, {"title": text}, {"title": "x"})},
        is_partial=True,
        furniture=[text],
        marks=["(pressenti)"],
        overflow="Suite",
    )


@WRITERS
@settings(max_examples=25, deadline=None)
@given(text=texts)
def test_any_text_comes_back(write, ending, text):
    own = workbook_saying(text)

    assert unpacked(content_of(packed(own), write, ending)) == own


@WRITERS
def test_a_very_long_text_comes_back(write, ending):
    own = workbook_saying("mot  suivi  d’espaces " * 20_000)

    assert unpacked(content_of(packed(own), write, ending)) == own


@pytest.mark.parametrize(
    "rows",
    [
        [("plan", "", "|{|")],
        [("plan", "", "|[]|")],
        [("plan", "", '|{"format": 99}|')],
        [("plan", "", '|{"format": 1}|')],
        [("action", "ACT-0001", "|{}|")],
        [("", "", "")],
    ],
)
def test_what_makes_no_sense_is_no_workbook_of_ours(rows: list[Any]):
    assert unpacked(content_of(rows, write_xlsx, "xlsx")) is None


@given(texts)
def test_a_fingerprint_does_not_see_spaces(text):
    assert fingerprint(f"  {text}\r\n") == fingerprint(text)
