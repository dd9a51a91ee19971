"""Headings of several rows, rows of help, and what the columns below them give."""

from __future__ import annotations

from tests.roadmap.importing.drafts import ABOVE, LEFT, content, table
from tests.roadmap.importing.reading import left_aside, levels, read, tree

HELP = (
    "ex. 1.1",
    "Objectif opérationnel visé",
    "Intitulé court, verbe à l'infinitif",
    "Une seule structure",
    "Date ou période",
    "Montant HT",
    "Liste déroulante",
)


def test_a_row_of_help_full_of_known_words_is_no_header() -> None:
    plan = read(
        table(
            ("N°", "Objectif", "Action", "Pilote", "Échéance", "Coût", "Avancement"),
            HELP,
            ("1.1", "Rouler", "Prêter des vélos", "Club", "T2 2026", "15 000 €", "En cours"),
        )
    )

    (action,) = plan.actions
    assert levels(plan) == [("Objectif", "frame"), ("Action", "action")]
    assert tree(plan) == ["Rouler > 1.1 Prêter des vélos"]
    assert action.leads == ["Club"]
    assert [extra.header for extra in plan.extra] == ["Consignes de remplissage"]
    assert left_aside(plan) == []


def test_a_first_row_whose_values_look_like_headings_is_an_action() -> None:
    plan = read(
        table(
            ("Axe", "Action", "Pilote", "Budget", "Statut"),
            ("Finances", "Budget participatif", "Ville", "Budget principal", "En cours"),
        )
    )

    assert tree(plan) == ["Finances > Budget participatif"]


def test_half_years_under_years_and_crosses_said_again() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Calendrier", LEFT, LEFT, LEFT),
            (ABOVE, ABOVE, "2026", LEFT, "2027", LEFT),
            (ABOVE, ABOVE, "S1", "S2", "S1", "S2"),
            ("Prêter des vélos", "Club", "", "X", "X", ""),
        )
    )

    (action,) = plan.actions
    assert action.schedule is not None
    assert action.schedule.text == "S2 2026, S1 2027"
    assert str(action.schedule.start) == "2026-07-01"
    assert [(passage.text, passage.of) for passage in plan.repeated] == [("X X", action.id)]
    assert left_aside(plan) == []


def test_months_ticked_in_columns() -> None:
    months = ("janv. 2026", "févr. 2026", "mars 2026")
    plan = read(
        table(
            ("Chantier", "Tâche", "Responsable", *months),
            ("Vélos", "Choisir", "Club", "x", "x", ""),
            ("", "Acheter", "Ville", "", "", "x"),
        )
    )

    assert tree(plan) == ["Vélos > Choisir", "Vélos > Acheter"]
    assert [str(action.schedule.end) for action in plan.actions if action.schedule] == [
        "2026-02-28",
        "2026-03-31",
    ]


def test_funders_named_by_the_headings_under_a_common_one() -> None:
    plan = read(
        table(
            ("Axe", "Projet", "MOA", "Coût total", "Financements sollicités", LEFT, LEFT, LEFT),
            (ABOVE, ABOVE, ABOVE, ABOVE, "État", "Région", "Assiette éligible", "Autofinancement"),
            ("Rouler", "Gare à vélos", "Ville", 45000, 18000, 2000, 40000, 25000),
            ("TOTAL", "", "", "=SUM(D3:D3)", "=SUM(E3:E3)", "", "", ""),
        )
    )

    (action,) = plan.actions
    assert [(funder.name, funder.amount) for funder in action.funders] == [
        ("État", 18000),
        ("Région", 2000),
        ("Autofinancement", 25000),
    ]
    assert action.budget is not None
    assert action.budget.amount == 45000
    assert [(extra.header, extra.text) for extra in action.extra] == [
        ("Assiette éligible", "40000")
    ]
    assert [node.title for node in plan.nodes] == ["Rouler"]


def test_the_total_of_several_years_is_the_budget() -> None:
    rows = (("Prêter des vélos", "Club", "1 000 €", "500 €", "1 500 €"),)
    plan = read(table(("Action", "Pilote", "Budget 2026", "Budget 2027", "Total"), *rows))

    (action,) = plan.actions
    assert action.budget is not None
    assert action.budget.amount == 1500
    assert [(extra.header, extra.text) for extra in action.extra] == [
        ("Budget 2026", "1 000 €"),
        ("Budget 2027", "500 €"),
    ]


def test_budgets_of_several_years_without_a_total_add_up() -> None:
    rows = (("Prêter des vélos", "Club", "1 000 €", "500 €"),)
    plan = read(table(("Action", "Pilote", "Budget 2026", "Budget 2027"), *rows))

    (action,) = plan.actions
    assert action.budget is not None
    assert action.budget.amount == 1500
    assert action.budget.text == "Budget 2026 : 1 000 €\nBudget 2027 : 500 €"
    assert action.budget.currency == "EUR"


def test_levels_above_the_header_nest_as_the_document_has_them() -> None:
    head = ("Objectif", "Indicateur", "Cible 2026")
    plan = read(
        table(
            ("ENJEU 1 : L'AIR", LEFT, LEFT),
            ("ORIENTATION 1 : Rouler moins", LEFT, LEFT),
            head,
            ("1.1 Prêter des vélos", "Vélos", "30"),
            ("ORIENTATION 2 : Rouler mieux", LEFT, LEFT),
            ("2.1 Partager les voitures", "Voitures", "12"),
        )
    )

    assert tree(plan) == [
        "1 L'AIR > 1 Rouler moins > 1.1 Prêter des vélos",
        "1 L'AIR > 2 Rouler mieux > 2.1 Partager les voitures",
    ]
    assert left_aside(plan) == []


def test_a_difficulty_is_no_achievement() -> None:
    plan = read(
        table(
            ("Mesure", "Réalisations 2024", "Bilan / difficultés", "Service pilote"),
            ("Prêter des vélos", "30 vélos prêtés", "Manque de place", "Voirie"),
        )
    )

    (action,) = plan.actions
    assert [achievement.text for achievement in action.achievements] == ["30 vélos prêtés"]
    assert [extra.header for extra in action.extra] == ["Bilan / difficultés"]
    assert content().blocks == ()


def test_a_level_told_in_the_column_of_actions_loses_its_number() -> None:
    plan = read(
        table(
            ("Axe / Action", "Pilote", "Coût"),
            ("Axe 1 – Rouler", "", ""),
            ("1.1 Prêter des vélos", "Club", "500 €"),
        )
    )

    assert tree(plan) == ["1 Rouler > 1.1 Prêter des vélos"]


def test_what_goes_on_is_said_again() -> None:
    head = ("Axe", "Action", "Pilote")
    plan = read(
        table(head, ("Axe 1 – Rouler", "Prêter des vélos", "Club")),
        table(head, ("Axe 1 – Rouler (suite)", "Relier les gares", "Agglo"), number=2),
    )

    assert tree(plan) == ["1 Rouler > Prêter des vélos", "1 Rouler > Relier les gares"]
    assert [passage.text for passage in plan.repeated] == ["Rouler (suite)"]
    assert left_aside(plan) == []


def test_a_level_without_a_title_is_named_after_its_level() -> None:
    plan = read(table(("Axe", "Action", "Pilote"), ("Axe 1", "Prêter des vélos", "Club")))

    assert [(node.number, node.title) for node in plan.nodes] == [("1", "Axe 1")]
