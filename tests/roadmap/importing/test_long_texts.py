"""Texts that no plan holds: they are kept, and understood no further than is of use."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pacte.roadmap.importing import understand
from pacte.roadmap.importing.amounts import understand_amount, understand_funders
from pacte.roadmap.importing.doubts import DoubtCode, reason_of
from pacte.roadmap.importing.numbering import split_items
from pacte.roadmap.importing.people import known_names, understand_people
from pacte.roadmap.importing.schedules import understand_schedule
from tests.roadmap.importing.drafts import content, table

LONG = 60_000
REPEATED = [
    "a et ",
    "avec a ",
    "Comité : ",
    "1 000 € ",
    "1.",
    "9",
    "2025-",
    "- ",
    "« ",
    "(",
    "\t",
    "x\n",
]


@pytest.mark.parametrize("words", REPEATED)
def test_a_long_cell_is_understood_without_delay(words: str) -> None:
    """Each of these took minutes, or never ended."""
    text = words * (LONG // len(words))
    headings = (
        "Axe",
        "Action",
        "Pilote",
        "Partenaires",
        "Échéance",
        "Budget",
        "État",
        "Financeurs",
    )

    plan = understand(content(table(headings, ("E", "Faire", *[text] * 6))))

    assert [action.title for action in plan.actions] == ["Faire"]


def test_many_and_between_unknown_names_do_not_multiply() -> None:
    known = known_names(["Agence", "Mission"])

    people = understand_people("a et " * 60 + "b", known=known)

    assert people.leads == ("a et " * 60 + "b",)
    assert understand_people("Agence et Mission", known=known).leads == ("Agence", "Mission")


def test_a_text_too_long_for_names_is_kept_with_a_question() -> None:
    text = "Agence, " * 10_000

    people = understand_people(text)

    assert people.leads == (text.strip(),)
    assert [question.code for question in people.questions] == [DoubtCode.NAME_TOO_LONG]


def test_a_number_longer_than_any_sum_is_no_amount() -> None:
    assert understand_amount("9" * 5000).amount is None
    assert understand_amount("12 000 €").amount == Decimal(12_000)
    assert [funder.amount for funder in understand_funders("9" * 5000).funders] == [None]


def test_a_text_longer_than_any_date_has_no_schedule() -> None:
    assert str(understand_schedule("2025 " * 1000).kind) == "unknown"


def test_a_reason_shows_the_start_of_long_words() -> None:
    said = reason_of(DoubtCode.NAME_TOO_LONG, "mot " * 100_000)

    assert "mot mot" in said
    assert len(said) < 400


def test_items_of_a_long_text_are_all_found() -> None:
    text = "".join(f"{number}. {'Faire ceci ' * 100}\n" for number in range(1, 91))

    assert [item.number for item in split_items(text)] == [str(number) for number in range(1, 91)]
