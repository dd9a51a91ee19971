from __future__ import annotations

import pytest

from pacte.documents.content import NoteKind, Place
from pacte.documents.errors import CorruptDocument, TooMuchUnpacked
from pacte.documents.reading import Limits, read
from tests.documents.reading.files import all_notes, grid, paragraphs, tables


def page(body: str, name: str = "plan.html"):
    return read(body.encode(), name=name)


def shown(body: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(page(body))]


def test_blocks_are_paragraphs_and_spaces_collapse():
    assert shown("libre<p>un\n   <b>deux</b></p><div>trois<p>quatre</p>cinq</div>") == [
        "libre",
        "un deux",
        "trois",
        "quatre",
        "cinq",
    ]


def test_entities_and_breaks_are_read():
    assert shown("<p>&Eacute;t&eacute;&nbsp;: R&amp;D<br>deux<br/> trois &#8217;</p>") == [
        "Été\xa0: R&D\ndeux\ntrois ’"
    ]


def test_preformatted_lines_are_kept():
    assert shown("<pre>a\n  b</pre>") == ["a\nb"]


def test_headings_start_at_one():
    content = page("<h2>Axe</h2><h3>Action</h3><p>x</p>")

    assert [each.heading for each in paragraphs(content)] == [1, 2, None]


def test_lists_have_markers_and_depth():
    content = page(
        "<ul><li>a<ol><li>b</li><li value=5>c</li></ol></li><li><p>d</p><p>suite</p></li></ul>"
        "<ol type=A start=3><li>e</li></ol><ul style='list-style-type: none'><li>f</li></ul>"
    )

    assert [(each.text, each.marker, each.depth) for each in paragraphs(content)] == [
        ("a", "•", 0),
        ("b", "1.", 1),
        ("c", "5.", 1),
        ("d", "•", 0),
        ("suite", None, 0),
        ("e", "C.", 0),
        ("f", None, 0),
    ]


def test_list_that_lost_its_items_keeps_them_as_paragraphs():
    assert shown("<p><u>CLE</u></p><ul> - Salon de l'emploi - Place aux jeunes</ul>") == [
        "CLE",
        "- Salon de l'emploi",
        "- Place aux jeunes",
    ]


def test_whole_paragraph_may_be_bold_or_underlined():
    content = page(
        "<p><b>a</b> <strong>b</strong></p><p><u>c</u></p><p><b>d</b> e</p>"
        "<p style='font-weight:bold'>f</p><p><span style='text-decoration: underline'>g</span></p>"
    )

    assert [(each.bold, each.underline) for each in paragraphs(content)] == [
        (True, False),
        (False, True),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_removed_struck_and_hidden_texts_are_notes():
    content = page(
        "<p>a<del>b</del><s>c</s><span style='display:none'>d</span>"
        "<span style='text-decoration:line-through'>e</span></p><p hidden>f</p>"
    )

    assert [each.text for each in paragraphs(content)] == ["a"]
    assert [(note.kind, note.text) for note in content.notes + paragraphs(content)[0].notes] == [
        (NoteKind.HIDDEN, "f"),
        (NoteKind.DELETION, "b"),
        (NoteKind.STRUCK, "c"),
        (NoteKind.HIDDEN, "d"),
        (NoteKind.STRUCK, "e"),
    ]


def test_scripts_styles_and_comments_are_dropped():
    content = page(
        "<html><head><title> Plan  local </title><style>p{}</style></head>"
        "<body><script>x()</script><!-- rien --><p>a</p></body></html>"
    )

    assert [each.text for each in paragraphs(content)] == ["a"]
    assert content.title == "Plan local"


def test_tables_have_merged_cells_and_headers():
    content = page(
        "<table><caption>Tableau</caption><thead><tr><td>Axe<td>Action<td>Qui</thead>"
        "<tr><td rowspan=2>1<td colspan=2>a</tr><tr><td>b<td>c</tr></table>"
    )

    table = tables(content)[0]
    assert grid(table) == [["Axe", "Action", "Qui"], ["1", "a", "a"], ["1", "b", "c"]]
    assert table.rows[1].cells[0] is table.rows[2].cells[0]
    assert [row.is_header for row in table.rows] == [True, False, False]
    assert [each.text for each in paragraphs(content)] == ["Tableau"]
    assert table.rows[2].place == Place(table=1, row=3)


def test_row_of_header_cells_is_a_header_and_one_header_cell_is_not():
    content = page("<table><tr><th>a<th>b</tr><tr><th>c<td>d</tr></table>")

    assert [row.is_header for row in tables(content)[0].rows] == [True, False]


def test_cell_may_cover_the_rest_of_the_table():
    content = page("<table><tr><td rowspan=0>a<td>b<tr><td>c</table>")

    assert grid(tables(content)[0]) == [["a", "b"], ["a", "c"]]


def test_nested_table_stays_in_its_cell_and_a_frame_disappears():
    content = page(
        "<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>"
        "<table><tr><td>titre<table><tr><td>x<td>y</table></table>"
    )

    assert [grid(table) for table in tables(content)] == [[["a\nb\nc", "d"]], [["x", "y"]]]
    assert [each.text for each in paragraphs(content)] == ["titre"]


def test_hidden_row_is_read_and_told():
    content = page("<table><tr><td>a<td>b<tr style='display:none'><td>c<td>d</table>")

    table = tables(content)[0]
    assert grid(table) == [["a", "b"], ["c", "d"]]
    assert [row.is_hidden for row in table.rows] == [False, True]


def test_marks_of_footnotes_do_not_glue_to_words():
    assert shown('<p>Emploi<a href="#_ftn1"><sup>[1]</sup></a></p>') == ["Emploi"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="iso-8859-1"><p>œuvre été</p>'.encode("cp1252"), "œuvre été"),
        ("<p>été</p>".encode("utf-16"), "été"),
        ("<p>été</p>".encode("cp1252"), "été"),
        ('<meta charset="utf-8"><p>été</p>'.encode("cp1252"), "été"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>été</p></html>'.encode(), "été"),
        (b'<meta charset="inconnu"><p>\xc3\xa9t\xc3\xa9</p>', "été"),
    ],
)
def test_encoding_is_the_one_announced_or_the_true_one(data: bytes, text: str):
    assert [each.text for each in paragraphs(read(data, name="plan.htm"))] == [text]


def test_unclosed_tags_without_end_lose_no_text():
    body = "<font>" * 400 + "fond" + "<p>suite</p>"

    assert " ".join(shown(body)).split() == ["fond", "suite"]


def test_page_that_the_parser_gives_up_is_refused():
    with pytest.raises(CorruptDocument):
        page("<div>" * 5000 + "perdu")


def test_page_of_nothing_but_tags_is_refused():
    with pytest.raises(TooMuchUnpacked):
        read(b"<p>" * 10_000, name="x.html", limits=Limits(max_unpacked=1_000_000))


def test_nothing_is_noted_on_an_ordinary_page():
    assert all_notes(page("<p>a</p>")) == []


def test_page_saved_by_word_has_its_title_and_its_markers():
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp;</span></span><![endif]>{}</p>"
    )
    content = page(
        "<p class=MsoTitle>Plan</p><h1>Axe</h1>" + item.format("·", "a") + item.format("1.1", "b")
    )

    assert [(each.text, each.heading, each.marker, each.depth) for each in paragraphs(content)] == [
        ("Plan", 1, None, 0),
        ("Axe", 2, None, 0),
        ("a", None, "•", 1),
        ("b", None, "1.1", 1),
    ]


def test_page_saved_by_libreoffice_has_furniture():
    content = page("<div title=header><p>Comité</p></div><p>a</p><div title=footer>1</div>")

    assert [each.text for each in paragraphs(content)] == ["a"]
    assert [(each.text, each.place.area) for each in content.furniture] == [
        ("Comité", "en-tête"),
        ("1", "pied de page"),
    ]


def test_text_of_a_table_outside_its_cells_is_not_lost():
    content = page(
        "<table>a<tr>b<td>c</td>d<p>e</p><td>f</td></tr><form><tr><td>g<td>h</tr></form></table>"
    )

    assert [grid(table) for table in tables(content)] == [[["c", "f"], ["g", "h"]]]
    assert sorted("".join(each.text for each in paragraphs(content))) == ["a", "b", "d", "e"]
