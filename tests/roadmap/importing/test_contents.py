from __future__ import annotations

import pytest

from pacte.documents.content import Content, Paragraph, Place
from pacte.roadmap.importing.contents import contents_of, without_page
from pacte.roadmap.importing.understanding import understand

BODY = (
    ("Axe 1 : Accueillir", 1),
    ("Action 1.1 Ouvrir une permanence", 2),
    ("Responsable : Agence", None),
    ("Axe 2 : Aider les ateliers", 1),
    ("Action 2.1 Visiter les ateliers", 2),
    ("Responsable : Comité", None),
)


def paragraphs(*texts: str, is_contents: bool = False) -> list[Paragraph]:
    return [
        Paragraph(text, Place(paragraph=number), is_contents=is_contents)
        for number, text in enumerate(texts, 1)
    ]


def document(contents: list[Paragraph]) -> Content:
    body = [Paragraph(text, Place(line=90), heading=heading) for text, heading in BODY]
    return Content("plan.docx", "0" * 64, "docx", (*contents, *body))


@pytest.mark.parametrize(
    "contents",
    [
        paragraphs("Axe 1 : Accueillir\t2", "Action 1.1 Ouvrir une permanence", is_contents=True),
        paragraphs(
            "Sommaire",
            "Axe 1 : Accueillir ........ 2",
            "Action 1.1 Ouvrir une permanence…… 2",
            "Axe 2 : Aider les ateliers . . . . . 3",
        ),
        paragraphs(
            "Table des matières",
            "Axe 1 : Accueillir\t2",
            "Action 1.1 Ouvrir une permanence\t2",
            "Axe 2 : Aider les ateliers\t3",
        ),
    ],
)
def test_the_table_of_contents_makes_no_second_plan(contents: list[Paragraph]) -> None:
    plan = understand(document(contents))

    assert [action.number for action in plan.actions] == ["1.1", "2.1"]
    assert len(plan.nodes) == 2
    repeated = {passage.text: passage.of for passage in plan.repeated}
    assert set(repeated) == {" ".join(paragraph.text.split()) for paragraph in contents}
    assert plan.unplaced == []
    named = [of for text, of in repeated.items() if text.startswith("Axe 1")]
    assert named == [plan.nodes[0].id]


def test_lines_that_only_end_with_a_number_are_no_contents() -> None:
    blocks = [
        *paragraphs("Former 20", "Objectif\t12", "Autre\t3", "Et encore\t2", "Budget ....... 3000")
    ]

    assert contents_of(blocks) == {}


@pytest.mark.parametrize("text", ["Axe 1 ..... 12", "Axe 1\t12", "Axe 1 . . . . . 3", "Axe 1"])
def test_the_page_is_taken_off(text: str) -> None:
    assert without_page(text) == "Axe 1"
