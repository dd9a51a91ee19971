from __future__ import annotations

import pytest

from pacte.documents.content import NoteKind, Place
from pacte.documents.errors import TooManyRows
from pacte.documents.reading import Limits, read
from tests.documents.reading.files import (
    all_notes,
    grid,
    p,
    paragraphs,
    read_word,
    tables,
    tbl,
    tc,
    tr,
    word_file,
)

RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_cell_merged_downwards_is_the_same_at_every_row():
    content = read_word(
        tbl(
            tr(tc("Axe 1", properties=RESTART), "1.1 Accueillir"),
            tr(tc(properties=CONTINUE), "1.2 Former"),
            tr(tc("Axe 2"), "2.1 Recruter"),
        )
    )

    table = tables(content)[0]
    assert grid(table) == [
        ["Axe 1", "1.1 Accueillir"],
        ["Axe 1", "1.2 Former"],
        ["Axe 2", "2.1 Recruter"],
    ]
    assert table.rows[0].cells[0] is table.rows[1].cells[0]
    assert (table.rows[0].cells[0].row_span, table.rows[2].cells[0].row_span) == (2, 1)


def test_text_that_hides_in_a_continued_cell_joins_the_merged_one():
    content = read_word(
        tbl(
            tr(tc("Axe", properties=RESTART), "a"),
            tr(tc("suite", properties=CONTINUE), "b"),
        )
    )

    assert tables(content)[0].rows[1].cells[0].text == "Axe\nsuite"


def test_cell_merged_sideways_covers_its_columns():
    content = read_word(tbl(tr(tc("Objectif 1", properties=span(3))), tr("a", "b", "c"), columns=3))

    table = tables(content)[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Objectif 1"] * 3
    assert table.rows[0].cells[0].column_span == 3
    assert table.rows[0].cells[0] is table.rows[0].cells[2]


def test_cell_merged_both_ways_keeps_a_rectangle():
    both = span(2)
    content = read_word(
        tbl(
            tr(tc("coin", properties=both + RESTART), "c"),
            tr(tc(properties=both + CONTINUE), "d"),
            tr("e", "f", "g"),
            columns=3,
        )
    )

    corner = tables(content)[0].rows[1].cells[1]
    assert (corner.row, corner.column, corner.row_span, corner.column_span) == (0, 0, 2, 2)


def test_short_rows_are_completed_to_the_width_of_the_table():
    content = read_word(tbl(tr("a", "b", "c"), tr("d"), columns=3))

    table = tables(content)[0]
    assert grid(table) == [["a", "b", "c"], ["d", "", ""]]
    assert (table.rows[1].cells[2].row, table.rows[1].cells[2].column) == (1, 2)


def test_cells_left_out_before_the_first_one_stay_empty():
    content = read_word(tbl(tr("a", "b"), tr("c", properties='<w:gridBefore w:val="1"/>')))

    assert grid(tables(content)[0]) == [["a", "b"], ["", "c"]]


def test_columns_that_no_cell_begins_disappear():
    """Borders moved by hand leave a grid finer than what anybody sees."""
    content = read_word(
        tbl(
            tr(tc("a", properties=span(2)), tc("b")),
            tr(tc("c", properties=span(2)), tc("d")),
            columns=3,
        )
    )

    table = tables(content)[0]
    assert grid(table) == [["a", "b"], ["c", "d"]]
    assert {cell.column_span for row in table.rows for cell in row.cells} == {1}


def test_cells_merged_in_the_old_way_join_their_left():
    content = read_word(
        tbl(
            tr(
                tc("titre", properties='<w:hMerge w:val="restart"/>'),
                tc(properties="<w:hMerge/>"),
            ),
            tr("a", "b"),
        )
    )

    assert grid(tables(content)[0]) == [["titre", "titre"], ["a", "b"]]


def test_only_the_first_rows_that_repeat_are_headers():
    header = "<w:tblHeader/>"
    content = read_word(
        tbl(
            tr("Axe", "Action", properties=header),
            tr("", "Moyens", properties=header),
            tr("1", "2"),
            tr("3", "4", properties=header),
        )
    )

    assert [row.is_header for row in tables(content)[0].rows] == [True, True, False, False]


def test_header_switched_off_is_no_header():
    content = read_word(tbl(tr("a", "b", properties='<w:tblHeader w:val="0"/>'), tr("c", "d")))

    assert [row.is_header for row in tables(content)[0].rows] == [False, False]


def test_rows_set_in_bold_are_told():
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Axe</w:t></w:r></w:p>"
    content = read_word(tbl(tr(tc(bold), tc(bold)), tr(tc(bold), "a")))

    assert tables(content)[0].bold_rows == {0}


def test_nested_table_loses_nothing():
    inner = tbl(tr("Responsable", "CLE"), tr("Échéance", "2026"))
    content = read_word(tbl(tr(tc("avant", inner, "après"), "à côté")))

    assert grid(tables(content)[0]) == [
        ["avant\nResponsable\nCLE\nÉchéance\n2026\naprès", "à côté"]
    ]


def test_table_that_only_frames_another_gives_what_it_frames():
    inner = tbl(tr("Axe", "Action"), tr("1", "Former"))
    content = read_word(
        tbl(tr(tc("Préambule")), tr(tc("Titre", inner, "Fin")), columns=1) + tbl(tr("x", "y"))
    )

    assert [paragraph.text for paragraph in paragraphs(content)] == ["Préambule", "Titre", "Fin"]
    assert [grid(table) for table in tables(content)] == [
        [["Axe", "Action"], ["1", "Former"]],
        [["x", "y"]],
    ]
    assert [table.place.table for table in tables(content)] == [1, 2]


def test_table_of_one_column_without_any_inside_stays_a_table():
    content = read_word(tbl(tr("Action 1"), tr("Action 2"), columns=1))

    assert grid(tables(content)[0]) == [["Action 1"], ["Action 2"]]


def test_rows_and_cells_inside_content_controls_are_read():
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    content = read_word(
        tbl(
            tr("a", "b"),
            control(tr("c", "d")),
            f"<w:tr>{control(tc('e'))}{tc(control(p('f')))}</w:tr>",
        )
    )

    assert grid(tables(content)[0]) == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_row_taken_out_by_a_tracked_change_becomes_notes():
    gone = '<w:del w:id="1" w:author="Ana Roy" w:date="2026-03-02T10:00:00Z"/>'
    content = read_word(tbl(tr("a", "b"), tr("c", "d", properties=gone)))

    assert grid(tables(content)[0]) == [["a", "b"]]
    assert [(note.kind, note.text, note.author) for note in content.notes] == [
        (NoteKind.DELETION, "c", "Ana Roy"),
        (NoteKind.DELETION, "d", "Ana Roy"),
    ]


def test_hidden_row_is_read_and_told():
    content = read_word(tbl(tr("a", "b"), tr("c", "d", properties="<w:hidden/>")))

    assert [row.is_hidden for row in tables(content)[0].rows] == [False, True]


def test_places_count_tables_and_rows_from_one():
    content = read_word(tbl(tr("a", "b")) + p("entre") + tbl(tr("c", "d"), tr("e", "f")))

    second = tables(content)[1]
    assert second.place == Place(table=2)
    assert second.rows[1].place == Place(table=2, row=2)
    assert second.rows[1].cells[0].paragraphs[0].place == Place(table=2, row=2)
    assert str(second.rows[1].place) == "tableau 2, ligne 2"


def test_row_on_a_new_page_says_so():
    here = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>c</w:t></w:r></w:p>"
    across = "<w:p><w:r><w:t>e</w:t><w:lastRenderedPageBreak/><w:t>f</w:t></w:r></w:p>"
    content = read_word(
        tbl(tr("a", "b"), tr(tc(here), "d"), tr(tc(across), tc(across)), tr("g", "h"))
    )

    rows = tables(content)[0].rows
    assert [row.place.page for row in rows] == [1, 2, 2, 3]
    assert rows[1].cells[1].paragraphs[0].place.page == 2


def test_empty_table_is_not_counted():
    content = read_word(tbl() + tbl(tr("a", "b")))

    assert [table.place.table for table in tables(content)] == [1]


def test_deletion_of_a_whole_cell_stays_with_its_cell():
    deleted = (
        '<w:p><w:del w:id="1" w:author="Léo"><w:r><w:delText>ôté</w:delText></w:r></w:del></w:p>'
    )
    content = read_word(tbl(tr(tc(deleted), "b")))

    cell = tables(content)[0].rows[0].cells[0]
    assert cell.text == ""
    assert [note.text for note in cell.notes] == ["ôté"]


@pytest.mark.parametrize("rows", [4, 5])
def test_too_many_rows_are_refused(rows: int):
    data = word_file(tbl(*(tr(f"{row}", "x") for row in range(rows))))

    if rows == 5:
        with pytest.raises(TooManyRows):
            read(data, name="plan.docx", limits=Limits(max_rows=4))
    else:
        assert len(tables(read(data, name="plan.docx", limits=Limits(max_rows=4)))[0].rows) == 4


def test_span_that_no_table_has_is_bounded():
    data = word_file(tbl(tr(tc("a", properties=span(2_000_000_000))), tr("b")))

    assert len(tables(read(data, name="plan.docx"))[0].rows[0].cells) <= 1000


def test_long_table_of_one_column_is_read_whole():
    content = read_word(tbl(*(tr(f"Action {row}") for row in range(1500)), columns=1))

    assert len(tables(content)[0].rows) == 1500
    assert all_notes(content) == []
