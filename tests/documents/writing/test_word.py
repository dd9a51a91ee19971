from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.documents.writing import write_docx
from pacte.documents.writing.errors import PictureUnreadable, TemplateUnreadable
from pacte.documents.writing.layout import (
    Heading,
    Logo,
    Orientation,
    Output,
    Panel,
    Paper,
    Paragraph,
)
from pacte.documents.writing.text import clean
from pacte.documents.writing.word import check_template
from tests.documents.writing.samples import any_text, output, plain_grid, written


def read(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def table_with(document: Any, header: str) -> Any:
    return next(t for t in document.tables if header in [c.text for c in t.rows[0].cells])


def template(*, marker: str | None, orientation: WD_ORIENT = WD_ORIENT.PORTRAIT) -> bytes:
    document = docx.Document()
    document.sections[0].orientation = orientation
    document.sections[0].header.paragraphs[0].text = "Communauté de communes"
    document.add_paragraph("Préambule")
    if marker:
        document.add_paragraph(marker)
        document.add_paragraph("Annexe")
    document.styles["Heading 1"].font.name = "Marianne"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_header_rows_are_repeated_and_named():
    table = table_with(read(written(write_docx, output())), "Échéance")

    properties = table.rows[0]._tr.trPr
    assert properties.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Les actions"


def test_table_shows_visible_columns_with_merged_cells():
    table = table_with(read(written(write_docx, output())), "Échéance")

    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[0] == ["Axe", "Action", "Échéance", "Budget"]
    assert texts[1] == ["Axe 1 — Accueillir"] * 4
    assert texts[2] == [
        "Accueillir",
        "1.1 Ouvrir un guichet\nen mairie",
        "2026-03-01",
        "12\u202f500",
    ]
    assert texts[3] == ["Accueillir", '=HYPERLINK("http://x")', "En continu", ""]


def test_sections_turn_as_asked():
    sections = read(written(write_docx, output(paper=Paper.LETTER))).sections

    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert abs(sections[1].page_width - Mm(279.4)) < Mm(0.1)


@pytest.mark.parametrize("paper", list(Paper))
def test_every_paper_has_its_size(paper):
    section = read(written(write_docx, output(paper=paper, blocks=()))).sections[0]

    width, height = paper.millimetres
    assert abs(section.page_width - Mm(width)) < Mm(0.1)
    assert abs(section.page_height - Mm(height)) < Mm(0.1)


def test_headings_are_outlined():
    document = read(written(write_docx, output()))

    headings = [
        (p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "Résumé"),
        ("Heading 3", "Tableau"),
        ("Heading 2", "Ouvrir un guichet"),
    ]


def test_document_says_what_it_is():
    document = read(written(write_docx, output(author="Territoire")))

    properties = document.core_properties
    assert (properties.title, properties.language) == ("Plan d’action", "fr-CA")
    assert properties.author == "Territoire"
    language = document.styles.element.find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "fr-CA"


def test_header_and_footer_carry_title_date_and_page():
    section = read(written(write_docx, output())).sections[0]

    assert section.header.paragraphs[0].text == (
        "Plan d’action — État au 3 mars 2026 — Données fictives"
    )
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == [" PAGE ", " NUMPAGES "]
    assert section.different_first_page_header_footer is True


def test_pictures_have_an_alternative():
    document = read(written(write_docx, output()))

    alternatives = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alternatives == ["Logo du territoire", "Un rectangle"]


def test_links_are_links():
    document = read(written(write_docx, output()))

    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://exemple.org/actions"]


def test_a_cover_stands_alone():
    document = read(written(write_docx, output(cover=True)))

    first = next(p for p in document.paragraphs if p.text == "Résumé")
    assert first.paragraph_format.page_break_before is True


def test_a_template_keeps_its_styles_header_and_text():
    made = written(write_docx, output(), template=template(marker="[[contenu]]"))

    document = read(made)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Préambule"
    assert texts[-1] == "Annexe"
    assert texts.index("Résumé") < texts.index("Annexe")
    assert "[[contenu]]" not in texts
    assert document.styles["Heading 1"].font.name == "Marianne"
    assert document.sections[0].header.paragraphs[0].text == "Communauté de communes"
    assert document.core_properties.title == "Plan d’action"


def test_without_marker_the_document_comes_at_the_end_of_the_template():
    made = written(write_docx, output(), template=template(marker=None))

    texts = [paragraph.text for paragraph in read(made).paragraphs]
    assert texts[0] == "Préambule"
    assert "Résumé" in texts


def test_a_template_that_lies_is_turned_where_asked():
    blocks = (Heading("Debout"), plain_grid("x"))
    made = written(
        write_docx,
        output(blocks=blocks, orientation=Orientation.PORTRAIT),
        template=template(marker=None, orientation=WD_ORIENT.LANDSCAPE),
    )

    assert read(made).sections[-1].orientation == WD_ORIENT.PORTRAIT


@pytest.mark.parametrize("template_bytes", [b"", b"not a document", b"PK\x03\x04broken"])
def test_a_template_that_is_no_document_is_refused(template_bytes):
    with pytest.raises(TemplateUnreadable):
        written(write_docx, output(), template=template_bytes)


def test_check_template_accepts_what_word_makes():
    check_template(template(marker="[[contenu]]"))


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 40_000), place=st.integers(0, 40_000), noise=st.binary(max_size=30))
def test_check_template_refuses_a_damaged_one_or_finds_it_fit(cut, place, noise):
    whole = template(marker=None)
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    damaged = damaged[: max(len(damaged) - cut % 50, 0)]

    try:
        check_template(damaged)
    except TemplateUnreadable:
        return
    assert read(written(write_docx, output(), template=damaged)).paragraphs


def test_a_template_for_documents_is_a_template_as_well():
    source = zipfile.ZipFile(io.BytesIO(template(marker=None)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for entry in source.infolist():
            content = source.read(entry).replace(
                b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
            )
            package.writestr(entry, content)

    texts = [
        p.text for p in read(written(write_docx, output(), template=target.getvalue())).paragraphs
    ]

    assert texts[0] == "Préambule"


def test_a_template_that_unpacks_without_end_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b" " * 250_000_000)

    with pytest.raises(TemplateUnreadable):
        check_template(target.getvalue())


def test_a_logo_that_is_no_picture_is_refused():
    with pytest.raises(PictureUnreadable):
        written(write_docx, output(logos=(Logo(b"<html>", "x"),)))


@pytest.mark.parametrize("block", [Paragraph, Heading])
@settings(max_examples=25, deadline=None)
@given(text=any_text)
def test_any_text_survives_in_a_paragraph(block, text):
    blank = output(blocks=(block(text),), logos=(), mentions=(), notice="", subtitle="")

    document = read(written(write_docx, blank))

    assert document.paragraphs[2].text == clean(text)


@settings(max_examples=25, deadline=None)
@given(any_text)
def test_any_text_survives_in_a_cell(text):
    document = read(written(write_docx, output(blocks=(plain_grid(text),))))

    assert document.tables[0].rows[1].cells[0].text == clean(text)


def test_a_very_long_cell_is_whole():
    text = "mot " * 25_000

    document = read(written(write_docx, output(blocks=(plain_grid(text),))))

    assert document.tables[0].rows[1].cells[0].text == text


def test_the_facts_of_a_sheet_stay_with_its_title_unless_they_are_long():
    def kept(facts):
        panel = Panel("1.1 Tenir un guichet", facts=facts)
        table = read(written(write_docx, Output("Plan", "fr-FR", (panel,)))).tables[0]
        lines = [line for row in table.rows for cell in row.cells for line in cell.paragraphs]
        return {line.paragraph_format.keep_with_next is True for line in lines}

    assert kept((("Responsables", "Mission Lac"), ("Échéance", "2027"))) == {True}
    assert kept((("Partenaires", "\n".join(["Mission Lac"] * 60)),)) == {False}
