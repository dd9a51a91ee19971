"""plan.xls was saved by LibreOffice: nothing that the project uses writes this old format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pacte.documents.content import Content, NoteKind, Table
from pacte.documents.reading.limits import DEFAULT
from pacte.documents.reading.spreadsheets import read_spreadsheet

_PLAN = Path(__file__).parent / "plan.xls"


def content() -> Content:
    return read_spreadsheet(_PLAN.read_bytes(), name="plan.xls", format="xls", limits=DEFAULT)


def first_table() -> Table:
    table = content().blocks[0]
    assert isinstance(table, Table)
    return table


def test_cells_hold_what_is_seen_and_what_it_is_worth() -> None:
    rows = first_table().rows

    assert [cell.text for cell in rows[2].cells] == [
        "Emploi",
        "Ouvrir un guichet\nFormer l’équipe",
        "31/03/2026",
        "12\u00a0000\u00a0€",
        "",
    ]
    assert [cell.value for cell in rows[2].cells] == [
        None,
        None,
        dt.date(2026, 3, 31),
        12000,
        None,
    ]
    assert [cell.text for cell in rows[3].cells] == ["Emploi", "", "2027", "25\u00a0%", ""]
    assert (rows[4].cells[2].text, rows[4].cells[2].value) == ("VRAI", True)
    assert (rows[5].cells[2].text, rows[5].cells[2].value) == ("2026", 2026)


def test_merged_cells_are_one_object() -> None:
    rows = first_table().rows

    assert rows[0].cells[0] is rows[0].cells[3]
    assert rows[2].cells[0] is rows[3].cells[0]


def test_what_is_hidden_bold_or_struck_is_said() -> None:
    table = first_table()

    assert table.bold_rows == frozenset({0, 1})
    assert [row.is_hidden for row in table.rows] == [False, False, False, False, True, False]
    assert table.hidden_columns == frozenset({4})
    (struck,) = table.rows[3].cells[1].all_notes
    assert (struck.kind, struck.text) == (NoteKind.STRUCK, "Action retirée")
    hidden = content().blocks[1]
    assert isinstance(hidden, Table)
    assert hidden.is_hidden


def test_comments_and_shapes_are_notes() -> None:
    (comment,) = first_table().rows[2].cells[1].notes
    assert (comment.kind, comment.text, comment.place.row) == (NoteKind.COMMENT, "À préciser", 3)
    assert [(n.kind, n.text) for n in content().notes] == [(NoteKind.TEXT_BOX, "Une remarque")]
