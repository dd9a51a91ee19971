from __future__ import annotations

from pacte.documents.content import NoteKind
from pacte.documents.reading import read
from tests.documents.reading.files import all_notes, grid, paragraphs, tables


def markdown(body: str):
    return read(body.encode(), name="plan.md")


def test_headings_lists_and_paragraphs_are_read():
    content = markdown("## Plan\n\nTexte **gras**\nsuite\n\n- a\n  - b\n1. c\n2. d\n")

    assert content.format == "md"
    assert [(each.text, each.heading, each.marker, each.depth) for each in paragraphs(content)] == [
        ("Plan", 1, None, 0),
        ("Texte gras\nsuite", None, None, 0),
        ("a", None, "•", 0),
        ("b", None, "•", 1),
        ("c", None, "1.", 0),
        ("d", None, "2.", 0),
    ]


def test_tables_are_read_with_the_markup_in_their_cells():
    content = markdown("| Axe | Moyens |\n|---|---|\n| A | un<br>deux ~~trois~~ |\n")

    table = tables(content)[0]
    assert grid(table) == [["Axe", "Moyens"], ["A", "un\ndeux"]]
    assert [row.is_header for row in table.rows] == [True, False]
    assert [(note.kind, note.text) for note in all_notes(content)] == [(NoteKind.STRUCK, "trois")]


def test_properties_at_the_top_are_kept():
    content = markdown("---\ntitre: Plan\n---\n\nTexte\n")

    assert [each.text for each in paragraphs(content)] == ["titre: Plan", "Texte"]


def test_list_nested_very_deep_loses_nothing():
    body = "".join(f"{'  ' * depth}- item{depth}\n" for depth in range(30))

    assert [each.text for each in paragraphs(markdown(body))] == [f"item{d}" for d in range(30)]
