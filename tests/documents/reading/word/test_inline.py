from __future__ import annotations

import datetime as dt

import pytest

from pacte.documents.content import Note, NoteKind, Place
from pacte.documents.reading import read
from tests.documents.reading.files import (
    all_notes,
    p,
    paragraphs,
    read_word,
    run,
    tables,
    tbl,
    tc,
    tr,
    word_file,
)

AUTHOR = 'w:id="7" w:author="Ana Roy" w:date="2026-03-02T10:15:00Z"'
WHEN = dt.datetime(2026, 3, 2, 10, 15, tzinfo=dt.UTC)


def paragraph(*pieces: str) -> str:
    return f"<w:p>{''.join(pieces)}</w:p>"


def text_of(*pieces: str) -> str:
    return paragraphs(read_word(paragraph(*pieces)))[0].text


def r(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def notes_of(*pieces: str) -> list[tuple[NoteKind, str]]:
    return [(note.kind, note.text) for note in all_notes(read_word(paragraph(*pieces)))]


def test_breaks_and_tabs_are_kept():
    assert (
        text_of(r("<w:t>un</w:t><w:br/><w:t>deux</w:t><w:cr/><w:t>trois</w:t><w:tab/><w:t>4</w:t>"))
        == "un\ndeux\ntrois\t4"
    )


def test_hyphens_that_cut_words_disappear_and_those_that_hold_them_stay():
    assert (
        text_of(
            r("<w:t>main</w:t><w:noBreakHyphen/><w:t>d’œu</w:t><w:softHyphen/><w:t>vre\xad</w:t>")
        )
        == "main-d’œuvre"
    )


def test_symbols_are_drawn():
    assert text_of(r('<w:sym w:font="Wingdings" w:char="F0FC"/><w:t> fait</w:t>')) == "✓ fait"
    assert text_of(r('<w:sym w:font="Symbol" w:char="F0B7"/>')) == "•"


def test_inserted_text_is_text_and_deleted_text_is_a_note():
    content = read_word(
        paragraph(
            run("Former "),
            f"<w:ins {AUTHOR}>{run('vingt ')}</w:ins>",
            f"<w:del {AUTHOR}>{r('<w:delText>dix </w:delText>')}",
            f"{r('<w:delText>ou </w:delText>')}</w:del>",
            run("personnes"),
        )
    )

    read_paragraph = paragraphs(content)[0]
    assert read_paragraph.text == "Former vingt personnes"
    assert read_paragraph.notes == (
        Note(NoteKind.DELETION, "dix ou", Place(paragraph=1), "Ana Roy", WHEN),
    )


def test_moved_text_stands_once_where_it_went():
    content = read_word(
        paragraph(f"<w:moveFrom {AUTHOR}>{run('phrase')}</w:moveFrom>")
        + paragraph(run("Une "), f"<w:moveTo {AUTHOR}>{run('phrase')}</w:moveTo>")
    )

    assert [each.text for each in paragraphs(content)] == ["Une phrase"]
    assert [(note.kind, note.text) for note in content.notes] == [(NoteKind.DELETION, "phrase")]


def test_struck_and_hidden_texts_are_notes():
    assert text_of(run("reste "), run("barré", "<w:strike/>")) == "reste"
    assert notes_of(
        run("a"),
        run("barré", "<w:strike/>"),
        run(" deux fois", "<w:dstrike/>"),
        run("caché", "<w:vanish/>"),
    ) == [(NoteKind.STRUCK, "barré deux fois"), (NoteKind.HIDDEN, "caché")]


def test_look_comes_from_styles_and_a_run_may_undo_it():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Abandon"><w:name w:val="Abandon"/>'
        "<w:rPr><w:strike/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Suite"><w:name w:val="Suite"/>'
        '<w:basedOn w:val="Abandon"/></w:style>'
        '<w:style w:type="character" w:styleId="Fort"><w:name w:val="Fort"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
    )
    content = read_word(
        paragraph(
            '<w:pPr><w:pStyle w:val="Suite"/></w:pPr>',
            run("non "),
            run("oui", '<w:strike w:val="false"/>'),
        )
        + paragraph(run("fort", '<w:rStyle w:val="Fort"/>')),
        styles=styles,
    )

    assert [(each.text, each.bold) for each in paragraphs(content)] == [
        ("oui", False),
        ("fort", True),
    ]
    assert [note.text for note in all_notes(content)] == ["non"]


def test_paragraph_is_bold_or_underlined_only_as_a_whole():
    content = read_word(
        paragraph(run("tout", "<w:b/>"), run(" "), run("gras", "<w:b/>"))
        + paragraph(run("en", "<w:b/>"), run(" partie"))
        + paragraph(run("CLE", '<w:u w:val="single"/>'))
        + paragraph(run("rien", '<w:u w:val="none"/>'))
    )

    assert [(each.bold, each.underline) for each in paragraphs(content)] == [
        (True, False),
        (False, False),
        (False, True),
        (False, False),
    ]


def test_links_smart_tags_and_controls_are_read_through():
    assert (
        text_of(
            f"<w:hyperlink>{run('lien ')}</w:hyperlink>",
            f"<w:smartTag>{run('lieu ')}</w:smartTag>",
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('choix ')}</w:sdtContent></w:sdt>",
            f"<w:bdo>{run('sens ')}</w:bdo>",
            "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>",
        )
        == "lien lieu choix sens x+1"
    )


def test_prompt_of_an_empty_control_is_no_text():
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{run('Cliquez ici')}</w:sdtContent></w:sdt>"
    )

    assert notes_of(run("Porteur : "), prompt) == [(NoteKind.HIDDEN, "Cliquez ici")]


def test_prompt_of_an_empty_block_control_is_no_text():
    content = read_word(
        p("a")
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        + f"<w:sdtContent>{p('Cliquez ici')}</w:sdtContent></w:sdt>"
    )

    assert [each.text for each in paragraphs(content)] == ["a"]
    assert [note.text for note in content.notes] == ["Cliquez ici"]


def test_field_shows_its_result_and_not_its_code():
    field = (
        r('<w:fldChar w:fldCharType="begin"/>')
        + r("<w:instrText>REF axe</w:instrText>")
        + r('<w:fldChar w:fldCharType="separate"/>')
        + run("axe 2")
        + r('<w:fldChar w:fldCharType="end"/>')
    )

    assert text_of(run("voir "), field, run(".")) == "voir axe 2."
    assert text_of(f'<w:fldSimple w:instr="DATE">{run("2026")}</w:fldSimple>') == "2026"


def test_field_that_never_closes_hides_no_later_paragraph():
    content = read_word(
        paragraph(r('<w:fldChar w:fldCharType="begin"/>'), run("code")) + p("la suite")
    )

    assert [each.text for each in paragraphs(content)] == ["la suite"]


def test_result_of_a_field_over_several_paragraphs_is_read():
    content = read_word(
        paragraph(
            r('<w:fldChar w:fldCharType="begin"/>'),
            r('<w:fldChar w:fldCharType="separate"/>'),
            run("Axe 1"),
        )
        + p("Axe 2")
        + paragraph(r('<w:fldChar w:fldCharType="end"/>'), run("Fin"))
    )

    assert [each.text for each in paragraphs(content)] == ["Axe 1", "Axe 2", "Fin"]


def test_old_form_shows_its_ticks_and_choices():
    box = (
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
        '<w:checked w:val="1"/></w:checkBox></w:ffData></w:fldChar>'
    )
    choice = (
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Basse"/><w:listEntry w:val="Haute"/></w:ddList></w:ffData></w:fldChar>'
    )
    end = r('<w:fldChar w:fldCharType="end"/>')

    assert text_of(r(box), end, run(" fait, priorité "), r(choice), end) == "☒ fait, priorité Haute"


def test_comment_hangs_on_the_paragraph_where_it_begins():
    content = read_word(
        paragraph('<w:commentRangeStart w:id="3"/>', run("Former"))
        + paragraph(run("suite"), r('<w:commentReference w:id="3"/>')),
        comments=f"<w:comment {AUTHOR.replace('7', '3')}>"
        + p("Combien ?")
        + p("Et quand ?")
        + "</w:comment>"
        '<w:comment w:id="9" w:initials="LB"><w:p/></w:comment>'
        f'<w:comment w:id="10">{p("Sans attache")}</w:comment>',
    )

    first, second = paragraphs(content)
    assert first.notes == (
        Note(NoteKind.COMMENT, "Combien ?\nEt quand ?", Place(paragraph=1), "Ana Roy", WHEN),
    )
    assert second.notes == ()
    assert [note.text for note in content.notes] == ["Sans attache"]


def test_comment_in_a_cell_hangs_on_the_cell():
    commented = paragraph(run("UQAT"), r('<w:commentReference w:id="3"/>'))
    content = read_word(
        tbl(tr(tc(commented), "b")), comments=f'<w:comment w:id="3">{p("À confirmer")}</w:comment>'
    )

    cell = tables(content)[0].rows[0].cells[0]
    assert [(note.text, str(note.place)) for note in cell.all_notes] == [
        ("À confirmer", "tableau 1, ligne 1")
    ]


def test_footnotes_and_endnotes_hang_on_their_paragraph():
    content = read_word(
        paragraph(
            run("Emploi"),
            r('<w:footnoteReference w:id="2"/>'),
            r('<w:endnoteReference w:id="2"/>'),
        ),
        footnotes=f'<w:footnote w:id="0" w:type="separator">{p("trait")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Source : enquête")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{p("Voir annexe")}</w:endnote>',
    )

    assert paragraphs(content)[0].text == "Emploi"
    assert [(note.kind, note.text) for note in all_notes(content)] == [
        (NoteKind.FOOTNOTE, "Source : enquête"),
        (NoteKind.FOOTNOTE, "Voir annexe"),
    ]


def test_text_box_is_read_once():
    box = (
        "<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        f"{p('Encadré')}{p('suite')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('Encadré')}{p('suite')}"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )

    assert notes_of(run("a"), r(box)) == [(NoteKind.TEXT_BOX, "Encadré\nsuite")]


def test_text_box_of_an_old_file_is_read():
    box = (
        f"<w:pict><v:textbox><w:txbxContent>{p('Ancien')}</w:txbxContent></v:textbox>"
        '<v:textpath string="ART"/></w:pict>'
    )

    assert notes_of(r(box)) == [(NoteKind.TEXT_BOX, "Ancien"), (NoteKind.TEXT_BOX, "ART")]


def test_fallback_is_read_when_the_choice_holds_no_text():
    picture = (
        "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
        f"<mc:Fallback>{run('à défaut')}</mc:Fallback></mc:AlternateContent>"
    )

    assert text_of(picture) == "à défaut"


def test_diagram_gives_its_texts():
    body = paragraph(r('<w:drawing><dgm:relIds r:dm="diagramData.xml"/></w:drawing>'))
    diagram = (
        '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>Diagnostic</a:t></a:r></a:p><a:p><a:r><a:t>Action</a:t></a:r></a:p></d>"
    )
    content = read(word_file(body, others={"diagramData.xml": diagram}), name="plan.docx")

    assert [(note.kind, note.text) for note in content.notes] == [
        (NoteKind.TEXT_BOX, "Diagnostic\nAction")
    ]


@pytest.mark.parametrize("date", ["", "hier", "2026-13-45"])
def test_date_of_a_change_may_be_missing_or_wrong(date: str):
    content = read_word(
        paragraph(
            run("a"),
            f'<w:del w:author="Ana" w:date="{date}">{r("<w:delText>b</w:delText>")}</w:del>',
        )
    )

    assert [note.date for note in all_notes(content)] == [None]


GONE = f"<w:pPr><w:rPr><w:del {AUTHOR}/></w:rPr></w:pPr>"


def test_paragraph_whose_mark_is_deleted_joins_the_next():
    content = read_word(
        paragraph(GONE, run("Former "))
        + paragraph(GONE, f"<w:del {AUTHOR}>{r('<w:delText>mieux</w:delText>')}</w:del>")
        + paragraph(run("ensemble"))
        + p("après")
    )

    assert [(each.text, each.place) for each in paragraphs(content)] == [
        ("Former ensemble", Place(paragraph=1)),
        ("après", Place(paragraph=2)),
    ]
    assert [note.text for note in paragraphs(content)[0].notes] == ["mieux"]


def test_paragraph_whose_mark_is_deleted_stays_in_its_cell_and_before_a_table():
    content = read_word(
        paragraph(GONE, run("avant"))
        + tbl(tr(tc(paragraph(GONE, run("a"))), "b"))
        + paragraph(GONE, run("fin"))
    )

    assert [each.text for each in paragraphs(content)] == ["avant", "fin"]
    assert [cell.text for cell in tables(content)[0].rows[0].cells] == ["a", "b"]


def test_paragraph_in_an_unknown_element_is_a_line_of_its_own():
    assert text_of(run("Former"), f"<w:inconnu>{p('remarque')}</w:inconnu>") == "Former\nremarque"
