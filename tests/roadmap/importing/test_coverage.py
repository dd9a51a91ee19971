"""No text of a document is lost, and none is both placed and left aside."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.documents.content import Block, Content, Paragraph
from pacte.roadmap.importing import ReadPlan, as_json, understand
from pacte.roadmap.importing.coverage import texts_of, words_left
from pacte.roadmap.importing.words import words_of
from tests.roadmap.importing.drafts import ABOVE, LEFT, bullet, content, heading, line, table

HEADINGS = (
    *("Axe", "Objectif", "Action", "Moyens", "Description", "Pilote", "Partenaires", "Échéance"),
    *("Statut", "Budget", "Financeurs", "Indicateurs", "Réalisations", "Actions en cours", "N°"),
    *("Publics", "Priorité", "Date de début", "Date de fin", "Avancement", "2025", "Remarques"),
    *("Colonne inconnue", "", "Financeur", "Montant", "Contexte", "Étapes"),
)
SHAPES = (
    *("{0}", "{0} {1} {2}", "{0}\n{1}", "- {0}\n- {1} {2}", "1.1 {0} {1}", "1. {0} 2. {1}"),
    *("{0}, {1} et {2}", "{0} / {1}", "{0} : {1}, {2}", "2025 {0}", "Axe 1 : {0}", "À venir {0}"),
    *("{0} avec {1}", "{0} ({1})", "12 000 € {0}", "En cours {0}", "• {0}\n• {1}", "AXE 2 – {0}"),
)
LINES = (
    *("{0} {1} {2}", "Axe {n} : {0}", "Objectif {n}", "Action {n}.1 : {0}", "Pilote : {0}"),
    *("{n}. {0}", "{n}.1 {0} {1}", "Actions prévues :", "{0} : {1}", "RÉSUMÉ {0}", "{0} {1} :"),
    *("Orientation : {0}", "3 organismes membres {0}", "Fiche action n° {n}", "Étapes :"),
)


def placed(plan: ReadPlan) -> Counter[str]:
    made = as_json(plan)
    aside = made.pop("unplaced")
    for kind in ("doubts", "source", "coverage"):
        made.pop(kind)
    texts = [json.dumps(made, ensure_ascii=False).replace("\\n", " ")]
    texts += [f"{column.group} {column.heading}" for column in plan.columns]
    assert aside is not None
    return Counter(unique(" ".join(texts)))


def unique(text: str) -> Iterator[str]:
    """The words that stand once in a document: those that the makers below number."""
    return (word for word in re.findall(r"[a-z]+x\d+", text))


def assert_nothing_lost(made: Content) -> None:
    plan = understand(made)
    words = set(unique("\n".join(texts_of(made))))
    held = set(placed(plan))
    aside = set(unique("\n".join(passage.text for passage in plan.unplaced)))

    assert words - held - aside == set()
    assert held & aside <= set(unique("\n".join(merged_texts(made))))
    assert 0 <= plan.coverage <= 1


def merged_texts(made: Content) -> Iterator[str]:
    """What a cell says over several rows: one may take it as a heading, and the next leave it."""
    for block in made.blocks:
        for row in getattr(block, "rows", ()):
            for cell in row.cells:
                if cell.row_span > 1:
                    yield "\n".join(paragraph.text for paragraph in cell.paragraphs)


def filled(shape: str, numbers: Iterator[int]) -> str:
    return shape.format(*(f"motx{next(numbers)}" for _ in range(3)), n=next(numbers) % 4 + 1)


@st.composite
def tables(draw: st.DrawFn, numbers: Iterator[int], place: int) -> Block:
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=7))
    rows: list[Sequence[str]] = [headings]
    mergeable = 0  # rows above that a cell may continue: not a banner, which covers them all
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(("row", "row", "row", "banner", "header", "sparse")))
        if kind == "banner":
            mergeable = 0
            rows.append(
                [filled(draw(st.sampled_from(SHAPES)), numbers), *[LEFT] * (len(headings) - 1)]
            )
        elif kind == "header":
            mergeable = 0
            rows.append(headings)
        else:
            rows.append([draw(cells(numbers, kind, mergeable)) for _ in headings])
            mergeable += 1
    return table(*rows, number=place, bold=draw(st.sets(st.integers(0, 5))))  # type: ignore[arg-type]


@st.composite
def cells(draw: st.DrawFn, numbers: Iterator[int], kind: str, position: int) -> str:
    blank = 6 if kind == "sparse" else 2
    choice = draw(st.integers(0, 9))
    if choice < blank:
        return ""
    if choice == blank and position:
        return ABOVE
    return filled(draw(st.sampled_from(SHAPES)), numbers)


@st.composite
def lines(draw: st.DrawFn, numbers: Iterator[int]) -> Paragraph:
    text = filled(draw(st.sampled_from(LINES)), numbers)
    look = draw(st.sampled_from(("plain", "heading", "bullet", "bold")))
    if look == "heading":
        return heading(text, draw(st.integers(1, 3)))
    if look == "bullet":
        return bullet(text, draw(st.integers(0, 2)))
    return line(text, bold=look == "bold")


@st.composite
def documents(draw: st.DrawFn) -> Content:
    numbers = count(1)
    blocks: list[Block] = []
    for place in range(draw(st.integers(1, 8))):
        if draw(st.booleans()):
            blocks.append(draw(tables(numbers, place)))
        else:
            blocks.append(draw(lines(numbers)))
    return content(*blocks)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(documents())
def test_every_word_is_placed_or_left_aside_and_never_both(made: Content) -> None:
    assert_nothing_lost(made)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_outlines_lose_no_word(data: st.DataObject) -> None:
    numbers = count(1)
    made = content(*(data.draw(lines(numbers)) for _ in range(data.draw(st.integers(1, 14)))))

    assert_nothing_lost(made)


@settings(max_examples=50, deadline=None)
@given(documents())
def test_the_same_document_gives_the_same_plan(made: Content) -> None:
    first, second = as_json(understand(made)), as_json(understand(made))

    assert first == second
    ids = [thing["id"] for thing in (*first["nodes"], *first["actions"])]
    assert len(ids) == len(set(ids))


def test_words_left_are_those_that_no_value_holds() -> None:
    assert words_left("Ville et Club", ("Ville", "Club")) == "et"
    assert words_left("Ville", ("Ville",)) == ""
    assert words_of("L'eau, 12 %") == ["L", "eau", "12"]


@pytest.mark.parametrize(
    "rows",
    [
        (["Objectif", "Axe", "Axe", "Axe"], ["Axe 1 : motx1", "motx2", "motx3", ""]),
        (["Axe", "Axe", "Axe", "Axe"], ["", "motx1", "Axe 1 : motx2", "motx3"]),
        (["Échéance", "Axe", "Axe", "Statut", "Avancement"], ["", "", "motx1", "motx2", "motx3"]),
    ],
    ids=["a level in the column of another", "one level in four columns", "two states"],
)
def test_what_two_columns_would_both_take_is_not_lost(rows: Sequence[Sequence[str]]) -> None:
    assert_nothing_lost(content(table(*rows, number=1)))
