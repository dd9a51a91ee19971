from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings

from pacte.documents.writing import write_pdf
from pacte.documents.writing.layout import (
    Cell,
    Column,
    Grid,
    Heading,
    Logo,
    Orientation,
    Paper,
    Paragraph,
    Picture,
    Row,
    Tone,
)
from tests.documents.writing.samples import SVG, any_text, output, plain_grid, written

# One black pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def read(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def page_texts(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_range() for page in document]


def tags(made: bytes) -> list[str]:
    pdf = read(made)
    found = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for inner in node:
                walk(inner)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.Root.StructTreeRoot)
    return found


def test_pdf_is_tagged_and_says_its_language_and_title():
    pdf = read(written(write_pdf, output()))

    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert str(pdf.Root.Lang) == "fr-CA"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Plan d’action"
        assert metadata["pdfuaid:part"] == "1"


def test_tables_have_header_cells_and_lists_are_lists():
    found = tags(written(write_pdf, output()))

    assert found.count("/TH") == 5  # four columns, one band
    assert {"/Table", "/THead", "/L", "/Figure", "/Title", "/H1", "/H2"} <= set(found)


def test_headings_are_bookmarks_without_a_gap():
    pdf = read(written(write_pdf, output()))

    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Résumé"]
        below = outline.root[0].children
        assert [item.title for item in below] == ["Tableau", "Ouvrir un guichet"]


def test_header_row_is_repeated_on_each_page():
    grid = plain_grid(*(f"ligne {number}" for number in range(120)))

    texts = page_texts(written(write_pdf, output(blocks=(grid,))))

    assert len(texts) > 2
    assert all("Texte" in text for text in texts)


def test_pages_are_numbered_and_dated():
    texts = page_texts(written(write_pdf, output()))

    assert "1 / 4" in texts[0]
    assert "Plan d’action — État au 3 mars 2026 — Données fictives" in texts[1]
    assert "Avec le soutien de la Région." in texts[0]


@pytest.mark.parametrize("paper", list(Paper))
def test_every_paper_has_its_size(paper):
    pdf = read(written(write_pdf, output(paper=paper)))

    short, long = (side / 25.4 * 72 for side in paper.millimetres)
    boxes = [[round(float(side)) for side in page.mediabox[2:]] for page in pdf.pages]
    assert boxes[0] == [round(short), round(long)]
    assert boxes[1] == [round(long), round(short)]


def test_a_cover_stands_alone():
    texts = page_texts(written(write_pdf, output(cover=True)))

    assert "Résumé" not in texts[0]
    assert "Avec le soutien de la Région." in texts[0]


def test_hidden_columns_are_left_out():
    assert "ACT-0002" not in "".join(page_texts(written(write_pdf, output())))


def test_markup_in_a_text_is_text():
    text = '#panic("x") *a* _b_ $c$ <d> @e `f` [g] \\ // #import "/etc/passwd": *'

    made = page_texts(written(write_pdf, output(title=text, blocks=(Heading(text),))))

    assert '#panic("x") *a* _b_ $c$ <d> @e `f` [g] \\ // #import' in made[0]


def test_a_letter_without_a_drawing_costs_the_claim_only():
    made = written(write_pdf, output(blocks=(Paragraph("et \U0010fffd"),)))

    assert bool(read(made).Root.MarkInfo.Marked) is True
    assert "et" in page_texts(made)[0]
    with read(made).open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata


def test_bitmaps_and_drawings_are_shown():
    blocks = (Picture(PNG, "Un point", share=0.1), Picture(SVG, "Un rectangle", share=0.1))

    made = written(write_pdf, output(blocks=blocks, logos=(Logo(PNG, ""),)))

    assert tags(made).count("/Figure") == 3


def test_a_very_long_cell_goes_over_pages():
    texts = page_texts(written(write_pdf, output(blocks=(plain_grid("mot " * 25_000),))))

    assert sum(text.count("mot") for text in texts) == 25_000


def test_an_empty_document_is_a_page():
    made = written(write_pdf, output(title=" ", blocks=(), orientation=Orientation.LANDSCAPE))

    assert len(page_texts(made)) == 1


@settings(max_examples=15, deadline=None)
@given(any_text)
def test_any_text_makes_a_document(text):
    blocks = (Heading(text), Paragraph(text), plain_grid(text))

    made = written(write_pdf, output(title=text, subtitle=text, mentions=(text,), blocks=blocks))

    assert len(read(made).pages) >= 1


def test_bands_are_said_again_on_the_next_page():
    rows = (
        Row((Cell("Axe 1"),), tone=Tone.BAND),
        *(Row((Cell(f"ligne {number}"),)) for number in range(120)),
    )

    texts = page_texts(written(write_pdf, output(blocks=(Grid((Column("Texte"),), rows),))))

    assert len(texts) > 2
    assert all("Axe 1" in text for text in texts)


def test_headings_of_one_level_stay_brothers():
    blocks = (Heading("a", 2), Heading("b", 2), Heading("c", 4), Heading("d", 1))

    pdf = read(written(write_pdf, output(blocks=blocks)))

    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["a", "b", "d"]
        assert [item.title for item in outline.root[1].children] == ["c"]
