"""Tables inside the fiches that headings and paragraphs tell."""

from __future__ import annotations

from tests.roadmap.importing.drafts import content, heading, line, table
from tests.roadmap.importing.reading import left_aside, levels, read, tree


def test_a_table_of_fields_under_each_title() -> None:
    head = ("Pilote", "Partenaires", "Calendrier", "Budget")
    plan = read(
        heading("Axe 1 : Rouler"),
        heading("Action 1.1 : Prêter des vélos", 2),
        line("Le club en a trente."),
        table(head, ("Club", "Lycées", "2026", "5 000 €")),
        heading("Action 1.2 : Relier les gares", 2),
        table(head, ("Agglo", "", "En continu", ""), number=2),
    )

    assert tree(plan) == ["1 Rouler > 1.1 Prêter des vélos", "1 Rouler > 1.2 Relier les gares"]
    first, second = plan.actions
    assert first.description == "Le club en a trente."
    assert (first.leads, first.partners, second.leads) == (["Club"], ["Lycées"], ["Agglo"])
    assert first.budget is not None
    assert first.budget.amount == 5000
    assert second.schedule is not None
    assert second.schedule.kind == "continuous"
    assert left_aside(plan) == []


def test_sections_go_on_after_the_table_of_one_of_them() -> None:
    plan = read(
        heading("Fiche action n° 1 : Prêter des vélos"),
        heading("Pilote", 2),
        line("Club"),
        heading("Plan de financement", 2),
        table(("Financeur", "Montant"), ("État", "48 000 €"), ("Région", "30 000 €")),
        heading("Indicateurs de suivi", 2),
        line("Vélos prêtés"),
        heading("Fiche action n° 2 : Relier les gares", 1),
        heading("Pilote", 2),
        line("Agglo"),
    )

    first, second = plan.actions
    assert [(f.name, f.amount) for f in first.funders] == [("État", 48000), ("Région", 30000)]
    assert first.indicators == ["Vélos prêtés"]
    assert second.leads == ["Agglo"]
    assert left_aside(plan) == []


def test_receipts_beside_expenses() -> None:
    plan = read(
        heading("Fiche action n° 1 : Prêter des vélos"),
        line("Pilote : Club"),
        heading("Budget", 2),
        table(
            ("Dépenses", "Montant", "Recettes", "Montant"),
            ("Vélos", "45 000 €", "État", "10 000 €"),
            ("Local", "5 000 €", "Commune", "40 000 €"),
            ("Total", "50 000 €", "Total", "50 000 €"),
        ),
    )

    (action,) = plan.actions
    assert action.budget is not None
    assert action.budget.amount == 50000
    assert [(f.name, f.amount) for f in action.funders] == [("État", 10000), ("Commune", 40000)]
    assert left_aside(plan) == []


def test_a_table_of_steps_in_each_card_holds_no_actions() -> None:
    head = ("Étape", "Responsable", "Échéance")
    plan = read(
        heading("Fiche action n° 1 : Prêter des vélos"),
        line("Pilote : Club"),
        table(head, ("Acheter", "Club", "mars 2026"), ("Prêter", "", "2027")),
        heading("Fiche action n° 2 : Relier les gares"),
        line("Pilote : Agglo"),
        table(head, ("Étudier", "Cabinet Roux", ""), number=2),
    )

    assert levels(plan) == [("Action", "action"), ("Étape", "step")]
    assert tree(plan) == ["1 Prêter des vélos", "2 Relier les gares"]
    steps = [(step.title, step.lead, step.due) for action in plan.actions for step in action.steps]
    assert steps == [
        ("Acheter", "Club", "mars 2026"),
        ("Prêter", None, "2027"),
        ("Étudier", "Cabinet Roux", None),
    ]


def test_a_table_after_a_list_of_actions_is_none_of_their_fields() -> None:
    plan = read(
        heading("Actions"),
        *(line(f"1.{place} Prêter des vélos {place}") for place in range(1, 4)),
        table(("Pilote", "Budget"), ("Club", "5 000 €")),
    )

    assert [action.leads for action in plan.actions] == [[], [], []]
    assert content().blocks == ()
