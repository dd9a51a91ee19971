"""Comments, deletions and footnotes: with their action, or left aside."""

from __future__ import annotations

from dataclasses import replace

from pacte.documents.content import Content, Note, NoteKind, Place
from pacte.roadmap.importing import understand
from tests.roadmap.importing.drafts import cell, content, heading, line, table


def note(text: str, kind: NoteKind = NoteKind.COMMENT) -> Note:
    return Note(kind, text, Place(page=1), author="Alix")


def test_a_comment_on_a_cell_goes_with_its_action() -> None:
    commented = replace(cell("Ville", 1, 1), notes=(note("À confirmer"),))
    plan = understand(content(table(("Action", "Pilote"), ("Tracer", commented))))

    (told,) = plan.actions[0].notes
    assert (told.kind, told.text, told.author) == ("comment", "À confirmer", "Alix")


def test_notes_of_headings_and_of_the_document_are_left_aside() -> None:
    titled = replace(cell("Action", 0, 0), notes=(note("Un mot sur le titre"),))
    made = content(
        heading("Axe 1 : Marcher"),
        line("Introduction.", notes=(note("En marge", NoteKind.FOOTNOTE),)),
        table((titled, "Pilote"), ("Tracer", "Ville")),
    )
    made = Content(
        made.name, made.sha256, made.format, made.blocks, notes=(note("Zone", NoteKind.TEXT_BOX),)
    )

    aside = [passage.text for passage in understand(made).unplaced]

    assert sorted(aside) == ["En marge", "Un mot sur le titre", "Zone"]
