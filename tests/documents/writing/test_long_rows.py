from __future__ import annotations

import io
import itertools
import re

import pikepdf
import pypdfium2
from hypothesis import given, settings
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

COLUMNS = (Column("Action", 20, heads_rows=True), Column("Description", 40), Column("Suite", 40))
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


def test_two_long_tables_of_one_document_do_not_take_each_other_s_titles():
    grid = grid_of("\n".join(SENTENCES))
    target = io.BytesIO()
    write_pdf(Output("Plan", "fr-FR", (grid, grid), orientation=Orientation.LANDSCAPE), target)
    made = [
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(target.getvalue())
    ]

    # The second begins on the page that ends the first.
    assert sum(page.count("Ouvrir un guichet") for page in made) in {len(made), len(made) + 1}
    assert sum("Phrase 90 sur" in page for page in made) == 2


def lines(grid: Grid) -> list[list[tuple[float, str]]]:
    """The lines of text of each page, with how high each stands, in points from its top."""
    target = io.BytesIO()
    write_pdf(Output("Plan", "fr-FR", (grid,), orientation=Orientation.LANDSCAPE), target)
    made = []
    for page in pypdfium2.PdfDocument(target.getvalue()):
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        made.append([(page.get_height() - box[1], text.get_text_bounded(*box)) for box in boxes])
    return made


def heights(page: list[tuple[float, str]], letter: str) -> list[float]:
    return [height for height, told in page if told.startswith(letter)]


def test_no_cell_of_a_long_row_has_a_hole_in_its_middle():
    """A column whose lines end soon, beside one whose sentences wrap."""
    short = "\n".join("abc " for _ in range(70))
    wrapped = "\n".join("mmm mmm mmm mmm mmm mmm mmm mmm mmm " * 3 for _ in range(20))
    grid = Grid(COLUMNS, (Row((Cell("1.2 Ouvrir"), Cell(short), Cell(wrapped))),))

    for page in lines(grid):
        for letter in "am":
            found = heights(page, letter)
            gaps = [below - above for above, below in itertools.pairwise(found)]
            assert gaps == [] or max(gaps) - min(gaps) < 1


def test_a_low_row_is_carried_whole_and_a_tall_one_is_begun_where_the_page_has_room():
    """Nine lines take less than a fifth of the page, thirty take more than half."""
    low, tall = ("\n".join(SENTENCES[:count]) for count in (9, 30))

    first, second = pages(grid_of(*[low] * 5))[:2]
    assert first.count("Phrase 1 sur") == first.count("Phrase 9 sur")
    assert second.count("… 1.2") == 0
    first, second = pages(grid_of(tall, tall))[:2]
    assert (first.count("Phrase 1 sur"), first.count("Phrase 30 sur")) == (2, 1)
    assert second.count("… 1.2") == 1


def test_a_page_that_a_row_leaves_is_blank_on_a_quarter_at_most():
    rows = ["\n".join(SENTENCES[: 3 + number % 17]) for number in range(40)]

    *made, _last = lines(grid_of(*rows))

    assert len(made) > 5
    lowest = [max(height for height, told in page if "/" not in told) for page in made]
    assert min(lowest) > 595 - 45 - 595 / 4  # A4 lying, and its margin


def test_a_value_of_a_long_row_is_said_once():
    columns = (*COLUMNS[:2], Column("Places", 10))
    row = Row((Cell("1.2 Ouvrir un guichet"), Cell("\n".join(SENTENCES)), Cell(value=1234)))

    made = pages(Grid(columns, (row,)))

    assert len(made) > 1
    assert "".join("".join(made).split()).count("1234") == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text("abcdé '’-\u00a0.\u2060", max_size=200), max_size=60))
def test_no_word_of_a_cut_row_is_lost_or_said_twice(texts: list[str]):
    told = "".join(pages(Grid(COLUMNS, (Row((Cell(""), Cell("\n".join(texts)), Cell(""))),))))

    letters = re.compile(r"[abcdé]")
    body = told.replace("Action", "").replace("Description", "").replace("Suite", "")
    assert letters.findall(body.replace("Plan", "")) == letters.findall("".join(texts))


def test_a_long_run_keeps_its_manner_in_each_piece():
    address = "https://exemple.test/guichet"
    text = (Run(" ".join(SENTENCES), href=address), Run("\nEt puis "), Run("fin", bold=True))
    target = io.BytesIO()
    write_pdf(Output("Plan", "fr-FR", (Grid(COLUMNS[:1], (Row((Cell(text),)),)),)), target)

    told = [annotation.A.URI for page in pikepdf.open(target).pages for annotation in page.Annots]
    assert {str(one) for one in told} == {address}


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
