"""What the user answers is taken at the next reading of the same document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacte.documents.content import Content
from pacte.roadmap.importing import Choices, ReadPlan, understand
from pacte.roadmap.importing.choices import Joining
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.importing.schedules import Convention
from pacte.roadmap.importing.vocabulary import Meaning
from tests.roadmap.importing.drafts import cell, content, table


@pytest.fixture
def made() -> Content:
    return content(
        table(
            ("Objectif", "Action", "Divers", "Pilote", "Échéance", "Réalisations"),
            ("Marcher", "Tracer", "Club", "CRJ - CLE", "2025-2026", "À venir en mai"),
            ("", "Planter", "Office", "Mairie", "À poursuivre", "Dix arbres"),
        )
    )


def asked(plan: ReadPlan, code: str) -> list[str]:
    return [doubt.key for doubt in plan.doubts if doubt.code == code]


def test_each_alternative_can_be_answered(made: Content) -> None:
    plan = understand(made)
    choices = Choices()

    for doubt in plan.doubts:
        assert len(doubt.values) == len(doubt.alternatives)
        if doubt.values:
            choices = replace(choices, answers={**choices.answers, doubt.key: doubt.values[-1]})
    again = understand(made, choices=choices)

    assert [d for d in again.doubts if d.key in choices.answers] == []
    first, second = again.actions
    assert first.leads == ["CRJ", "CLE"]
    assert first.schedule is not None
    assert (str(first.schedule.start), str(first.schedule.end)) == ("2025-09-01", "2026-08-31")
    assert not first.achievements[0].planned
    assert second.schedule is not None
    assert second.schedule.kind == "to_be_set"


def test_confirming_what_was_understood_takes_the_doubt_away(made: Content) -> None:
    plan = understand(made)
    (key,) = asked(plan, "achievement_planned")

    again = understand(made, choices=Choices(answers={key: "planned"}))

    assert asked(again, "achievement_planned") == []
    assert again.actions[0].achievements[0].planned


@pytest.mark.parametrize(("answer", "amount"), [("15000", 15000), ("whole", None)])
def test_a_person_says_which_of_several_amounts_is_meant(answer: str, amount: int | None) -> None:
    document = content(
        table(("Action", "Pilote", "Budget"), ("Tracer", "Club", "10 000 à 15 000 €"))
    )
    (key,) = asked(understand(document), "amount_several")

    again = understand(document, choices=Choices(answers={key: answer}))

    budget = again.actions[0].budget
    assert again.doubts == []
    assert budget is not None
    assert (budget.text, budget.amount, budget.currency) == ("10 000 à 15 000 €", amount, "EUR")


def test_the_convention_of_years_holds_for_the_file(made: Content) -> None:
    plan = understand(made, choices=Choices(years=Convention.FISCAL))

    assert asked(plan, "years_convention") == []
    schedule = plan.actions[0].schedule
    assert schedule is not None
    assert str(schedule.start) == "2025-04-01"


def test_a_column_takes_the_meaning_that_the_user_gives_it(made: Content) -> None:
    plan = understand(made, choices=Choices(columns={(0, 2): Meaning.PARTNERS}))

    assert [action.partners for action in plan.actions] == [["Club"], ["Office"]]
    assert plan.columns[2].meaning == "partners"


def test_a_word_remembered_is_known_in_the_next_document(made: Content) -> None:
    plan = understand(made, choices=Choices(lexicon={"Divers": Meaning.PARTNERS}))

    assert [action.partners for action in plan.actions] == [["Club"], ["Office"]]


def test_a_level_takes_the_kind_that_the_user_gives_it(made: Content) -> None:
    plan = understand(made, choices=Choices(levels={"Objectif": LevelKind.ACTION}))

    assert [(level.label, str(level.kind)) for level in plan.levels] == [
        ("Objectif", "action"),
        ("Action", "step"),
    ]
    assert [action.title for action in plan.actions] == ["Marcher"]


def test_rows_are_merged_and_left_out(made: Content) -> None:
    place = str(made.blocks[0].place.at(row=3))

    merged = understand(made, choices=Choices(rows={place: Joining.MERGED}))
    without = understand(made, choices=Choices(left_out=frozenset({place})))

    assert [action.title for action in merged.actions] == ["Tracer Planter"]
    assert [action.title for action in without.actions] == ["Tracer"]
    assert "Dix arbres" in [passage.text for passage in without.unplaced]


def test_items_whose_lines_were_lost_are_cut_where_the_user_says() -> None:
    lost = replace(cell("Deux rencontres tenues Guide publié", 1, 2), lines_lost=True)
    made = content(table(("Action", "Pilote", "Réalisations"), ("Tracer", "Club", lost)))
    (doubt,) = understand(made).doubts

    again = understand(made, choices=Choices(answers={doubt.key: doubt.values[0]}))

    assert [a.text for a in again.actions[0].achievements] == [
        "Deux rencontres tenues",
        "Guide publié",
    ]
