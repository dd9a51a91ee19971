from __future__ import annotations

import io

import pypdfium2
from hypothesis import given
from hypothesis import strategies as st

from pacte.documents.writing import write_pdf
from pacte.documents.writing.grids import fits_a_line
from pacte.documents.writing.layout import (
    Cell,
    Column,
    Grid,
    Orientation,
    Output,
    Row,
    Run,
)
from pacte.documents.writing.long_rows import cut_long_rows
from pacte.documents.writing.text import plain

COLUMNS = (Column("Action", 20, heads_rows=True), Column("Description", 40), Column("Suite", 40))
WIDTHS = [54.0, 108.0, 108.0]
SENTENCES = [f"Phrase {number} sur ce qui est fait, et avec qui." for number in range(1, 91)]


def grid_of(*texts: str) -> Grid:
    title = (Run("1.2 ", bold=True), Run("Ouvrir un guichet"))
    rows = [Row((Cell("1.1 Écouter"), Cell("Court."), Cell("")))]
    rows += [Row((Cell(title), Cell(text), Cell("Avec la Ville."))) for text in texts]
    return Grid(COLUMNS, tuple(rows))


def pages(grid: Grid) -> list[str]:
    target = io.BytesIO()
    write_pdf(Output("Plan", "fr-FR", (grid,), orientation=Orientation.LANDSCAPE), target)
    document = pypdfium2.PdfDocument(target.getvalue())
    return [page.get_textpage().get_text_range() for page in document]


def test_each_page_of_a_long_row_says_its_number_and_its_title():
    made = pages(grid_of("\n".join(SENTENCES)))

    assert len(made) >= 3
    assert [page.count("Ouvrir un guichet") for page in made] == [1] * len(made)
    assert "… 1.2" not in made[0]
    assert ["… 1.2" in page for page in made[1:]] == [True] * (len(made) - 1)
    told = " ".join(" ".join(made).split())
    assert [sentence for sentence in SENTENCES if sentence not in told] == []


def test_two_long_tables_of_one_document_do_not_take_each_other_s_pieces():
    grid = grid_of("\n".join(SENTENCES))
    target = io.BytesIO()
    write_pdf(Output("Plan", "fr-FR", (grid, grid), orientation=Orientation.LANDSCAPE), target)
    made = [
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(target.getvalue())
    ]

    # The second begins on the page that ends the first.
    assert sum(page.count("Ouvrir un guichet") for page in made) in {len(made), len(made) + 1}
    assert sum("Phrase 90 sur" in page for page in made) == 2


def test_short_rows_are_left_as_they_are():
    grid = grid_of("\n".join(SENTENCES[:10]))

    assert cut_long_rows(grid, WIDTHS) == (grid, frozenset())


def test_a_value_of_a_long_row_is_said_once():
    columns = (*COLUMNS[:2], Column("Places", 10))
    row = Row((Cell("1.2 Ouvrir un guichet"), Cell("\n".join(SENTENCES)), Cell(value=12)))

    cut, going_on = cut_long_rows(Grid(columns, (row,)), WIDTHS)

    assert going_on
    assert [line.cells[2].value for line in cut.rows] == [12, *[None] * len(going_on)]
    assert {plain(line.cells[0].text) for line in cut.rows} == {"1.2 Ouvrir un guichet"}


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), max_size=80))
def test_no_word_of_a_cut_row_is_lost_or_said_twice(texts: list[str]):
    whole = "\n".join(texts)
    cut, going_on = cut_long_rows(grid_of(whole), WIDTHS)

    said = [plain(row.cells[1].text) for row in cut.rows[1:]]
    assert [word for piece in said for word in piece.split()] == whole.split()
    assert going_on == frozenset(range(2, len(cut.rows)))


def test_a_word_is_cut_only_where_it_has_no_line_of_its_own():
    made = pages(
        Grid(
            (Column("Échéance ou revue passée", 10), Column("Le reste", 120)),
            (Row((Cell("2027"), Cell("mot " * 60))),),
        )
    )

    assert "passée" in made[0]
    assert not fits_a_line(Cell("Professionnalisation"), 20, 9)
    assert fits_a_line(Cell("Échéance ou revue passée"), 20, 9)
