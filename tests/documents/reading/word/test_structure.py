from __future__ import annotations

import io

import docx
import pytest

from pacte.documents.content import Place
from pacte.documents.errors import CorruptDocument, DangerousXml
from pacte.documents.reading import read
from tests.documents.reading.files import (
    archive,
    p,
    paragraphs,
    read_word,
    tables,
    word_file,
)


def style(style_id: str, name: str, inside: str = "", *, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{inside}</w:pPr></w:style>"
    )


def styled(text: str, style_id: str, inside: str = "") -> str:
    return p(text, properties=f'<w:pStyle w:val="{style_id}"/>{inside}')


def outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def test_headings_come_from_outline_levels_names_and_bases():
    styles = (
        style("H1", "heading 1", outline(0))
        + style("Titre2", "Titre 2")
        + style("Perso", "Mon titre", based_on="Titre2")
        + style("Plan3", "Plan", outline(2))
    )
    content = read_word(
        styled("Axe", "H1")
        + styled("Objectif", "Titre2")
        + styled("Autre", "Perso")
        + styled("Action", "Plan3")
        + p("Texte")
        + p("Direct", properties=outline(3))
        + styled("Corps", "H1", outline(9)),
        styles=styles,
    )

    assert [(each.text, each.heading) for each in paragraphs(content)] == [
        ("Axe", 1),
        ("Objectif", 2),
        ("Autre", 2),
        ("Action", 3),
        ("Texte", None),
        ("Direct", 4),
        ("Corps", None),
    ]


def test_highest_heading_of_the_document_is_one():
    styles = style("T2", "heading 2") + style("T3", "heading 3")
    content = read_word(styled("a", "T2") + styled("b", "T3"), styles=styles)

    assert [each.heading for each in paragraphs(content)] == [1, 2]


def test_title_stands_above_the_headings():
    styles = style("T", "Title") + style("T1", "heading 1")
    content = read_word(styled("Plan", "T") + styled("Axe", "T1"), styles=styles)

    assert [each.heading for each in paragraphs(content)] == [1, 2]


def test_styles_that_derive_from_each_other_in_a_loop_are_survived():
    styles = style("A", "A", based_on="B") + style("B", "B", based_on="A")

    assert [each.text for each in paragraphs(read_word(styled("x", "A"), styles=styles))] == ["x"]


def test_headers_and_footers_are_furniture_once():
    content = read_word(p("Texte"), header=p("Comité local"), footer=p("Page 1") + p("Page 1"))

    assert [(each.text, each.place) for each in content.furniture] == [
        ("Comité local", Place(area="en-tête")),
        ("Page 1", Place(area="pied de page")),
    ]
    assert [each.text for each in paragraphs(content)] == ["Texte"]


def test_pages_come_from_the_breaks_that_word_noted():
    typed = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    noted = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>c</w:t></w:r></w:p>"
    content = read_word(p("a") + typed + noted + p("d") + noted.replace(">c<", ">e<"))

    assert [(each.text, each.place.page, each.place.paragraph) for each in paragraphs(content)] == [
        ("a", 1, 1),
        ("c", 2, 1),
        ("d", 2, 2),
        ("e", 3, 1),
    ]


def test_pages_are_not_guessed_from_typed_breaks():
    content = read_word(p("a") + p("b", properties="<w:pageBreakBefore/>"))

    assert [each.place for each in paragraphs(content)] == [Place(paragraph=1), Place(paragraph=2)]


def test_indented_paragraph_has_a_depth():
    content = read_word(p("a") + p("- b", properties='<w:ind w:left="1440"/>'))

    assert [each.depth for each in paragraphs(content)] == [0, 2]


def test_blocks_keep_the_order_of_the_document():
    document = docx.Document()
    document.add_paragraph("Avant")
    document.add_table(rows=1, cols=2).cell(0, 0).text = "Cellule"
    document.add_heading("Après", 1)
    document.core_properties.title = "Plan d’action"
    buffer = io.BytesIO()
    document.save(buffer)

    content = read(buffer.getvalue(), name="plan.docx")

    assert [type(block).__name__ for block in content.blocks] == ["Paragraph", "Table", "Paragraph"]
    assert (content.title, content.format, content.name) == ("Plan d’action", "docx", "plan.docx")
    assert len(content.sha256) == 64


def test_blocks_inside_controls_and_custom_xml_are_read():
    content = read_word(
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p("a") + "</w:sdtContent></w:sdt>"
        "<w:customXml>" + p("b") + "</w:customXml>"
    )

    assert [each.text for each in paragraphs(content)] == ["a", "b"]


def test_macro_document_is_read_without_its_macros():
    content = read_word(p("a"))
    assert content.format == "docx"
    data = word_file(p("a"), others={"vbaProject.bin": b"Attribut VB"})

    assert [each.text for each in paragraphs(read(data, name="plan.docm"))] == ["a"]


def test_strict_names_are_the_same_words():
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
        "<w:body><w:p><w:r><w:t>Strict</w:t></w:r></w:p></w:body></w:document>"
    )
    data = archive(
        {
            "[Content_Types].xml": '<Types><Override ContentType="wordprocessingml"/></Types>',
            "word/document.xml": strict,
        }
    )

    assert [each.text for each in paragraphs(read(data, name="plan.docx"))] == ["Strict"]


@pytest.mark.parametrize(
    "text",
    ["<w:document", "", "<w:document><w:body></w:document>", "du texte"],
)
def test_broken_body_is_a_corrupt_document(text: str):
    data = archive({"[Content_Types].xml": "wordprocessingml", "word/document.xml": text})

    with pytest.raises(CorruptDocument):
        read(data, name="plan.docx")


def test_body_that_is_missing_is_a_corrupt_document():
    data = archive({"[Content_Types].xml": "wordprocessingml", "word/styles.xml": "<w/>"})

    with pytest.raises(CorruptDocument):
        read(data, name="plan.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_entities_are_refused_and_never_expanded(part: str):
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
    )
    whole = word_file(p("a"), styles="")
    import zipfile

    with zipfile.ZipFile(io.BytesIO(whole)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}

    with pytest.raises(DangerousXml):
        read(archive({**parts, part: bomb}), name="plan.docx")


def test_tables_and_paragraphs_of_an_empty_document_are_none():
    content = read_word(p("x"))

    assert tables(content) == []


def test_lines_of_the_table_of_contents_are_told():
    content = read_word(styled("Axe 1\t3", "TM1") + p("Axe 1"), styles=style("TM1", "toc 1"))

    assert [each.is_contents for each in paragraphs(content)] == [True, False]


def test_blocks_said_twice_for_old_programs_are_read_once():
    content = read_word(
        f"<mc:AlternateContent><mc:Choice>{p('a')}</mc:Choice>"
        f"<mc:Fallback>{p('a')}</mc:Fallback></mc:AlternateContent>"
    )

    assert [each.text for each in paragraphs(content)] == ["a"]


PAGE = "<html><body><p>Axe 1</p><table><tr><td>Action<td>Qui</table></body></html>"
MAIL = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<html><body><p>Axe=201</p><table><tr><td>Action<td>Qui</table></body></html>\n--b--\n"
)


@pytest.mark.parametrize("chunk", [PAGE, MAIL])
def test_page_embedded_by_a_program_is_read(chunk: str):
    body = '<w:altChunk r:id="aFChunk.htm"/>' + p("Fin")
    content = read(word_file(body, others={"aFChunk.htm": chunk}), name="plan.docx")

    assert [each.text for each in paragraphs(content)] == ["Axe 1", "Fin"]
    assert [[cell.text for cell in row.cells] for row in tables(content)[0].rows] == [
        ["Action", "Qui"]
    ]


def test_page_that_is_not_there_is_not_read():
    assert paragraphs(read_word('<w:altChunk r:id="absent"/>' + p("a")))[0].text == "a"
