from __future__ import annotations

import datetime as dt

import pytest

from pacte.documents.content import Note, NoteKind, Place
from pacte.documents.errors import CorruptDocument, DangerousXml, PasswordProtected, TooManyRows
from pacte.documents.reading import Limits, read
from tests.documents.reading.files import (
    all_notes,
    archive,
    grid,
    open_document,
    paragraphs,
    read_open,
    tables,
)

BULLETS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>'
)
NUMBERS = (
    '<text:list-style style:name="N1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" style:num-suffix=")"/>'
    "</text:list-style>"
)


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def items(*texts: str, style: str = "L1", more: str = "") -> str:
    inside = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="{style}" {more}>{inside}</text:list>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(text) if text else ''}</table:table-cell>"


def row(*cells: str) -> str:
    content = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row>{content}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


COVERED = "<table:covered-table-cell/>"


def test_merged_cells_are_the_same_at_every_position():
    content = read_open(
        table(
            row(cell("Axe", 'table:number-rows-spanned="2"'), "a"),
            row(COVERED, "b"),
            row(cell("large", 'table:number-columns-spanned="2"'), COVERED),
        )
    )

    read_table = tables(content)[0]
    assert grid(read_table) == [["Axe", "a"], ["Axe", "b"], ["large", "large"]]
    assert read_table.rows[0].cells[0] is read_table.rows[1].cells[0]


def test_text_under_a_merged_cell_is_a_hidden_note():
    content = read_open(
        table(
            row(
                cell("a", 'table:number-columns-spanned="2"'),
                f"<table:covered-table-cell>{p('dessous')}</table:covered-table-cell>",
                "c",
            )
        )
    )

    assert [(note.kind, note.text) for note in all_notes(content)] == [(NoteKind.HIDDEN, "dessous")]


def test_repeated_rows_are_headers():
    content = read_open(
        table(
            f"<table:table-header-rows>{row('Axe', 'Action')}</table:table-header-rows>",
            row("1", "2"),
        )
    )

    assert [each.is_header for each in tables(content)[0].rows] == [True, False]
    assert tables(content)[0].rows[1].place == Place(table=1, row=2)


def test_collapsed_row_is_hidden():
    content = read_open(
        table(row("a", "b"), row("c", "d").replace("row>", 'row table:visibility="collapse">', 1))
    )

    assert [each.is_hidden for each in tables(content)[0].rows] == [False, True]


def test_nested_table_loses_nothing_and_a_frame_gives_what_it_frames():
    inner = table(row("n1", "n2"))
    nested = f"<table:table-cell>{p('avant')}{inner}</table:table-cell>"

    content = read_open(table(row(nested, "à côté")) + table(row(nested)))

    assert [grid(each) for each in tables(content)] == [
        [["avant\nn1\nn2", "à côté"]],
        [["n1", "n2"]],
    ]
    assert [each.text for each in paragraphs(content)] == ["avant"]


def test_repeated_cells_are_repeated():
    content = read_open(table(row(cell("x", 'table:number-columns-repeated="3"'))))

    assert grid(tables(content)[0]) == [["x", "x", "x"]]


def test_headings_have_their_outline_level():
    styles = (
        '<style:style style:name="Title" style:family="paragraph"/>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    content = read_open(
        p("Plan", "P1")
        + '<text:h text:outline-level="1">Axe</text:h>'
        + '<text:h text:outline-level="2">Objectif</text:h>'
        + p("texte"),
        styles=styles,
    )

    assert [(each.text, each.heading) for each in paragraphs(content)] == [
        ("Plan", 1),
        ("Axe", 2),
        ("Objectif", 3),
        ("texte", None),
    ]


def test_numbered_headings_have_their_number():
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        "</text:outline-style>"
    )
    content = read_open(
        '<text:h text:outline-level="1">a</text:h><text:h text:outline-level="2">b</text:h>',
        styles=outline,
    )

    assert [each.marker for each in paragraphs(content)] == ["I", "I.1"]


def test_list_items_have_bullets_and_depth():
    content = read_open(
        items(p("a") + items(p("b"), style=""), p("c") + p("suite")), automatic=BULLETS
    )

    assert [(each.text, each.marker, each.depth) for each in paragraphs(content)] == [
        ("a", "•", 0),
        ("b", "–", 1),
        ("c", "•", 0),
        ("suite", None, 0),
    ]


def test_numbers_count_by_level_and_lists_may_continue():
    content = read_open(
        items(p("a") + items(p("b"), p("c"), style="N1"), p("d"), style="N1", more='xml:id="x"')
        + p("entre")
        + items(p("e"), style="N1", more='text:continue-numbering="true"')
        + items(p("f"), style="N1")
        + items(p("g"), style="N1", more='text:continue-list="x"'),
        automatic=NUMBERS,
    )

    assert [each.marker for each in paragraphs(content)] == [
        "1.",
        "1.1",
        "1.2",
        "2.",
        None,
        "3.",
        "1.",
        "4.",
    ]


def test_pattern_of_newer_files_is_drawn():
    style = (
        '<text:list-style style:name="N2"><text:list-level-style-number text:level="1" '
        'loext:num-list-format="Axe %1% :" style:num-format="A" text:start-value="2"/>'
        "</text:list-style>"
    )

    content = read_open(items(p("a"), p("b"), style="N2"), automatic=style)

    assert [each.marker for each in paragraphs(content)] == ["Axe B :", "Axe C :"]


def test_item_may_start_again_and_a_list_header_draws_nothing():
    content = read_open(
        '<text:list text:style-name="N1">'
        f"<text:list-header>{p('titre')}</text:list-header>"
        f'<text:list-item text:start-value="7">{p("a")}</text:list-item></text:list>',
        automatic=NUMBERS,
    )

    assert [each.marker for each in paragraphs(content)] == [None, "7."]


def test_spaces_tabs_and_breaks_are_kept():
    content = read_open(p('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d\n   e'))

    assert paragraphs(content)[0].text == "a  b\tc\nd e"


def test_look_of_spans_is_told():
    automatic = (
        '<style:style style:name="B" style:family="text">'
        '<style:text-properties fo:font-weight="bold" style:text-underline-style="solid"/>'
        '</style:style><style:style style:name="S" style:family="text">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    content = read_open(
        p('<text:span text:style-name="B">CLE</text:span>')
        + p(
            'a<text:span text:style-name="S">barré</text:span>'
            '<text:span text:style-name="H">caché</text:span>'
        ),
        automatic=automatic,
    )

    first, second = paragraphs(content)
    assert (first.bold, first.underline, second.bold, second.text) == (True, True, False, "a")
    assert [(note.kind, note.text) for note in second.notes] == [
        (NoteKind.STRUCK, "barré"),
        (NoteKind.HIDDEN, "caché"),
    ]


def test_tracked_deletion_is_a_note_where_it_stood():
    content = read_open(
        "<text:tracked-changes>"
        '<text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Ana Roy</dc:creator><dc:date>2026-03-02T10:15:00</dc:date>"
        f"</office:change-info>{p('dix')}</text:deletion></text:changed-region>"
        '<text:changed-region text:id="c2"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
        + p("Former ")
        + p(
            '<text:change-start text:change-id="c2"/>vingt<text:change-end '
            'text:change-id="c2"/><text:change text:change-id="c1"/> personnes'
        )
    )

    assert [each.text for each in paragraphs(content)] == ["Former", "vingt personnes"]
    assert paragraphs(content)[1].notes == (
        Note(
            NoteKind.DELETION,
            "dix",
            Place(paragraph=2),
            "Ana Roy",
            dt.datetime(2026, 3, 2, 10, 15),  # noqa: DTZ001 — LibreOffice writes local time
        ),
    )


def test_comments_footnotes_and_frames_are_notes():
    content = read_open(
        p(
            "a<office:annotation><dc:creator>Léo</dc:creator><dc:date>2026-01-01</dc:date>"
            f"{p('Combien ?')}</office:annotation>"
            "<text:note><text:note-citation>1</text:note-citation>"
            f"<text:note-body>{p('Source')}</text:note-body></text:note>"
            f"<draw:frame><draw:text-box>{p('Encadré')}{p('2')}</draw:text-box></draw:frame>"
            f"<draw:custom-shape>{p('Forme')}</draw:custom-shape>"
        )
    )

    assert paragraphs(content)[0].text == "a"
    assert [(note.kind, note.text, note.author) for note in all_notes(content)] == [
        (NoteKind.COMMENT, "Combien ?", "Léo"),
        (NoteKind.FOOTNOTE, "Source", None),
        (NoteKind.TEXT_BOX, "Encadré\n2", None),
        (NoteKind.TEXT_BOX, "Forme", None),
    ]


def test_headers_and_footers_are_furniture():
    content = read_open(
        p("a"),
        masters=f"<style:master-page><style:header>{p('Comité')}</style:header>"
        f"<style:footer>{p('Page')}</style:footer></style:master-page>",
    )

    assert [(each.text, each.place.area) for each in content.furniture] == [
        ("Comité", "en-tête"),
        ("Page", "pied de page"),
    ]


def test_pages_come_from_the_breaks_that_were_drawn():
    automatic = (
        '<style:style style:name="P9" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
    )
    content = read_open(
        p("a")
        + "<text:soft-page-break/>"
        + p("b")
        + p("c", "P9")
        + table(row("d"), "<text:soft-page-break/>", row("e"))
        + p("f"),
        automatic=automatic,
    )

    assert [each.place.page for each in paragraphs(content)] == [1, 2, 3, 4]
    assert [each.place.page for each in tables(content)[0].rows] == [3, 4]


def test_sections_and_indexes_are_read_through():
    content = read_open(
        f"<text:section>{p('a')}</text:section>"
        f"<text:table-of-content><text:index-body>{p('Axe 1')}</text:index-body>"
        "</text:table-of-content>"
    )

    assert [each.text for each in paragraphs(content)] == ["a", "Axe 1"]


def test_locked_file_says_so():
    data = archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
            "content.xml": b"\x00\x01",
        }
    )

    with pytest.raises(PasswordProtected):
        read(data, name="plan.odt")


def test_broken_content_and_entities_are_refused():
    broken = archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office"}
    )
    bomb = archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        }
    )

    with pytest.raises(CorruptDocument):
        read(broken, name="plan.odt")
    with pytest.raises(DangerousXml):
        read(bomb, name="plan.odt")


def test_rows_repeated_beyond_reason_are_refused():
    rows = row("a").replace("row>", 'row table:number-rows-repeated="1000">', 1) * 3

    with pytest.raises(TooManyRows):
        read(open_document(table(rows)), name="plan.odt", limits=Limits(max_rows=1500))


def test_paragraph_in_an_unknown_element_is_a_line_of_its_own():
    content = read_open(p(f"Former<loext:inconnu>{p('remarque')}</loext:inconnu>ensemble"))

    assert [each.text for each in paragraphs(content)] == ["Former\nremarque\nensemble"]
