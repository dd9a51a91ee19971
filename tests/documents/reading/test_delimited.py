from __future__ import annotations

import pytest

from pacte.documents.content import Place
from pacte.documents.errors import TooManyRows
from pacte.documents.reading import Limits, read
from tests.documents.reading.files import grid, tables


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separator_is_told_by_the_sheet(separator: str):
    rows = [["Axe", "Action", "Qui"], ["A", "1.1 Former", "CLE"], ["B", "2.1 Recruter", ""]]
    data = "\n".join(separator.join(row) for row in rows).encode()

    content = read(data, name="plan.csv")

    assert (content.format, grid(tables(content)[0])) == ("csv", rows)


def test_commas_in_sentences_do_not_hide_the_separator():
    data = b"Action;Qui\nFormer, accompagner, placer;CLE, CRJ\nRecruter;CLE\n"

    assert grid(tables(read(data, name="plan.csv"))[0])[1] == [
        "Former, accompagner, placer",
        "CLE, CRJ",
    ]


def test_separator_may_be_announced():
    content = read(b"sep=|\na,b|c\nd|e\n", name="plan.csv")

    assert grid(tables(content)[0]) == [["a,b", "c"], ["d", "e"]]


def test_quoted_cells_keep_their_lines_and_their_marks():
    content = read(b'Action;Moyens\n1;"un\ndeux ""2"" ; trois"\n', name="plan.csv")

    cell = tables(content)[0].rows[1].cells[1]
    assert [each.text for each in cell.paragraphs] == ["un", 'deux "2" ; trois']
    assert not cell.lines_lost


def test_rows_have_the_number_that_a_spreadsheet_gives_them():
    content = read(b"a;b\n;;\nc;d\n", name="plan.csv")

    assert [row.place for row in tables(content)[0].rows] == [Place(row=1), Place(row=3)]


def test_windows_encoding_and_short_rows_are_read():
    content = read("Été;Qui;Où\nœuvre\n".encode("cp1252"), name="plan.csv")

    assert grid(tables(content)[0]) == [["Été", "Qui", "Où"], ["œuvre", "", ""]]


def test_tabs_may_separate_in_utf_16_as_excel_saves_it():
    content = read("Axe\tAction\nÉ\t1, 2\n".encode("utf-16"), name="plan.tsv")

    assert (content.format, grid(tables(content)[0])) == ("tsv", [["Axe", "Action"], ["É", "1, 2"]])


def test_sheet_of_one_column_is_a_table():
    assert grid(tables(read(b"Action\nFormer\n", name="plan.csv"))[0]) == [["Action"], ["Former"]]


def test_too_many_rows_are_refused_but_empty_ones_at_the_end_do_not_count():
    data = b"a;b\n" * 10

    assert read(data + b";\n" * 5, name="x.csv", limits=Limits(max_rows=10)).blocks
    with pytest.raises(TooManyRows):
        read(data + b"c;d\n", name="x.csv", limits=Limits(max_rows=10))


def test_markup_left_in_cells_is_read():
    content = read(b"Action;Moyens\n1;<p>un</p><ul><li>deux</li></ul>\n", name="plan.csv")

    cell = tables(content)[0].rows[1].cells[1]
    assert [(each.text, each.marker) for each in cell.paragraphs] == [("un", None), ("deux", "•")]
