from __future__ import annotations

import pytest

from pacte.documents.content import Place
from pacte.documents.errors import TooManyRows
from pacte.documents.reading import Limits, read
from tests.documents.reading.files import grid, paragraphs, tables


def text(body: str, name: str = "plan.txt"):
    return read(body.encode(), name=name)


def lines(body: str) -> list[tuple[str, int | None]]:
    return [(each.text, each.place.line) for each in paragraphs(text(body))]


def test_each_line_is_a_paragraph_at_its_line():
    assert lines("AXE 1 : EMPLOI\n\n  Former\nRecruter \n") == [
        ("AXE 1 : EMPLOI", 1),
        ("Former", 3),
        ("Recruter", 4),
    ]


def test_stars_that_stress_words_are_taken_off_where_they_go_by_pairs():
    body = "**Atelier 3** et (**atelier 4**)\n** note de bas **\nUn ** seul\n5 ** 2 ** 3\n"

    assert [each for each, _ in lines(body)] == [
        "Atelier 3 et (atelier 4)",
        "** note de bas **",
        "Un ** seul",
        "5 ** 2 ** 3",
    ]


def test_items_keep_their_marks_and_gain_a_depth():
    content = text("- a\n  - b\n    • c\n  - d\n\n- e\nf\n  1. g\n")

    assert [(each.text, each.depth) for each in paragraphs(content)] == [
        ("- a", 0),
        ("- b", 1),
        ("• c", 2),
        ("- d", 1),
        ("- e", 0),
        ("f", 0),
        ("1. g", 0),
    ]


def test_lines_cut_to_a_width_are_joined():
    body = (
        "Le comité local réunit chaque trimestre les partenaires\n"
        "de l’emploi afin de suivre les actions décidées par les\n"
        "élus du territoire.\n"
        "Deuxième phrase courte.\n"
        "- une action qui tient sur une ligne assez longue, et la\n"
        "  suite de cette action.\n"
    )

    assert [each for each, _ in lines(body)] == [
        (
            "Le comité local réunit chaque trimestre les partenaires de l’emploi afin de suivre "
            "les actions décidées par les élus du territoire."
        ),
        "Deuxième phrase courte.",
        "- une action qui tient sur une ligne assez longue, et la suite de cette action.",
    ]


def test_words_cut_at_a_line_end_are_joined_and_true_hyphens_kept():
    body = (
        "Les entreprises du territoire cherchent de la main-\n"
        "d’œuvre et le comité propose de former les deman-\n"
        "deurs d’emploi ; la main-d’œuvre est rare ici aussi.\n"
    )

    assert [each for each, _ in lines(body)] == [
        (
            "Les entreprises du territoire cherchent de la main-d’œuvre et le comité propose de "
            "former les demandeurs d’emploi ; la main-d’œuvre est rare ici aussi."
        )
    ]


def test_tabs_draw_a_table_and_short_rows_are_completed():
    content = text("Objectif 1\n\nAxe\tAction\tQui\nA\t1.1 Former\n\t1.2 Recruter\tCLE\n\nFin")

    table = tables(content)[0]
    assert grid(table) == [
        ["Axe", "Action", "Qui"],
        ["A", "1.1 Former", ""],
        ["", "1.2 Recruter", "CLE"],
    ]
    assert [row.place for row in table.rows] == [Place(line=3), Place(line=4), Place(line=5)]
    assert (str(table.rows[1].place), table.place.table) == ("ligne 4", 1)
    assert [each.text for each in paragraphs(content)] == ["Objectif 1", "Fin"]


def test_lines_of_extracted_cells_are_lost_unless_markup_tells_them():
    content = text(
        "Axe\tMoyens\tEn cours\n"
        "A\t<p>1.1 Un.</p> <p>1.2 Deux.</p>\t<p><u>CLE</u></p> <ul> - Salon - Place</ul>\n"
        "B\t1.1 Un. 1.2 Deux.\t<u>CRJ</u> - Atelier <u>CLE</u> - Salon\n"
    )

    _, first, second = tables(content)[0].rows
    assert [each.text for each in first.cells[1].paragraphs] == ["1.1 Un.", "1.2 Deux."]
    assert [(each.text, each.underline) for each in first.cells[2].paragraphs] == [
        ("CLE", True),
        ("- Salon", False),
        ("- Place", False),
    ]
    assert [(each.text, each.underline) for each in second.cells[2].paragraphs] == [
        ("CRJ", True),
        ("- Atelier", False),
        ("CLE", True),
        ("- Salon", False),
    ]
    assert [cell.lines_lost for cell in first.cells] == [True, False, True]
    assert [cell.lines_lost for cell in second.cells] == [True, True, True]


def test_markup_and_entities_left_in_a_line_are_read():
    assert lines("<p>Axe&nbsp;1</p>\nR&amp;D\nPrix < 5 et > 3") == [
        ("Axe\xa01", 1),
        ("R&D", 2),
        ("Prix < 5 et > 3", 3),
    ]


def test_cells_quoted_by_a_spreadsheet_keep_their_lines():
    content = text('Action\tMoyens\n1.1\t"un\ndeux ""2"""\n1.2\t"seul"\n', name="-")

    table = tables(content)[0]
    assert grid(table) == [["Action", "Moyens"], ["1.1", 'un\ndeux "2"'], ["1.2", "seul"]]
    assert not any(cell.lines_lost for row in table.rows for cell in row.cells)


def test_quotation_mark_that_never_closes_is_only_a_mark():
    content = text('Action\tMoyens\n"1.1\tun\n"1.2\tdeux\n')

    assert grid(tables(content)[0]) == [["Action", "Moyens"], ['"1.1', "un"], ['"1.2', "deux"]]


def test_rows_cut_inside_their_cells_are_rejoined():
    """A table copied from a word processor has one line for each paragraph of a cell."""
    content = text("Axe\tMoyens\tQui\nA\tmoyen 1\nmoyen 2\nmoyen 3\tCLE\nB\tmoyen 4\tCRJ\n")

    assert grid(tables(content)[0]) == [
        ["Axe", "Moyens", "Qui"],
        ["A", "moyen 1\nmoyen 2\nmoyen 3", "CLE"],
        ["B", "moyen 4", "CRJ"],
    ]


def test_line_without_tab_between_rows_is_a_row_across_the_table():
    content = text("Action\tQui\tQuand\n1.1\tCLE\t2026\nAxe 2 : Former\n2.1\tCRJ\n")

    table = tables(content)[0]
    assert [cell.text for cell in table.rows[2].cells] == ["Axe 2 : Former"] * 3
    assert table.rows[2].cells[0].column_span == 3


def test_title_before_the_same_header_ends_the_table():
    content = text("Action\tQui\n1.1\tCLE\nObjectif 2\nAction\tQui\n2.1\tCRJ\n")

    assert [grid(table) for table in tables(content)] == [
        [["Action", "Qui"], ["1.1", "CLE"]],
        [["Action", "Qui"], ["2.1", "CRJ"]],
    ]
    assert [each.text for each in paragraphs(content)] == ["Objectif 2"]


@pytest.mark.parametrize(
    "body",
    [
        "1.\tFormer\n2.\tRecruter\n",
        "•\tFormer\n•\tRecruter\n",
        "Axe 1\t4\nAxe 2\t12\n",
        "Axe\tun\n",
    ],
)
def test_tabs_after_marks_or_before_page_numbers_draw_no_table(body: str):
    assert tables(text(body)) == []


def test_bars_draw_a_table_too():
    content = text("| Axe | Action |\n|-----|:------:|\n| A | 1.1 a \\| b |\n\nFin")

    table = tables(content)[0]
    assert grid(table) == [["Axe", "Action"], ["A", "1.1 a | b"]]
    assert [row.is_header for row in table.rows] == [True, False]


@pytest.mark.parametrize(
    "data",
    [
        "été\r\nœuvre".encode("utf-8-sig"),
        "été\nœuvre".encode("utf-16"),
        "été\nœuvre".encode("utf-16-le"),
        "été\nœuvre".encode("utf-16-be"),
        "été\rœuvre".encode("cp1252"),
        "été\nœuvre".encode("mac-roman"),
    ],
)
def test_encoding_is_recognised(data: bytes):
    assert [each.text for each in paragraphs(read(data, name="plan.txt"))] == ["été", "œuvre"]


def test_utf_8_with_a_damaged_byte_stays_utf_8():
    data = "été été été été".encode() + b"\xe9"

    assert paragraphs(read(data, name="x.txt"))[0].text.startswith("été été")


def test_page_saved_as_text_is_read_as_a_page():
    content = text("<!DOCTYPE html><html><body><p>a</p></body></html>")

    assert (content.format, [each.text for each in paragraphs(content)]) == ("html", ["a"])


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>un</p><p>deux</p>", "html"),
        ("<html><body>a</body></html>", "html"),
        ("Action\tQui\n1.1\tCLE", "tsv"),
        ("Action;Qui;Quand\n1;CLE;2026\n2;CRJ;2027", "csv"),
        ("# Plan\n\n- a", "md"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "md"),
        ("Objectif 1\n- a\n- b", "txt"),
        ("**Axe**\tAction\n1\t2\n\nfin", "txt"),
    ],
)
def test_pasted_text_is_recognised(body: str, found: str):
    assert text(body, name="-").format == found


def test_too_many_lines_are_refused():
    with pytest.raises(TooManyRows):
        read(b"a\n" * 11, name="x.txt", limits=Limits(max_rows=10))
