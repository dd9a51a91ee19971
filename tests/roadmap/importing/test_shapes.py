"""Shapes of tables: turned, folded by term, several items on one line, levels on the right."""

from __future__ import annotations

from tests.roadmap.importing.drafts import content, table
from tests.roadmap.importing.reading import left_aside, levels, read, tree


def test_values_that_look_like_headings_open_no_second_header() -> None:
    head = ("Axe", "Action", "Pilote", "Partenaires", "Échéance", "Budget")
    plan = read(
        table(
            head,
            ("Se loger", "Créer un observatoire", "Département", "EPCI, ADIL", "2026", "12 000 €"),
            ("AXE 2 : ROULER", "", "", "", "", ""),
            ("", "Prêter des vélos", "Département", "EPCI", "2027", "500 €"),
        )
    )

    assert [action.title for action in plan.actions] == [
        "Créer un observatoire",
        "Prêter des vélos",
    ]
    assert plan.actions[0].leads == ["Département"]
    assert plan.actions[0].partners == ["EPCI", "ADIL"]


def test_a_column_for_each_numbered_action() -> None:
    plan = read(
        table(
            ("", "Action 1", "Action 2", "Action 3"),
            ("Intitulé", "Bus de nuit", "Vélos", "Navette"),
            ("Pilote", "Région", "Club", "Ville"),
            ("Échéance", "2026", "2027", "Trimestriel"),
            ("Budget", "80 000 €", "2 000 €", ""),
        )
    )

    assert tree(plan) == ["1 Bus de nuit", "2 Vélos", "3 Navette"]
    assert [action.leads for action in plan.actions] == [["Région"], ["Club"], ["Ville"]]


def test_a_column_of_actions_for_each_term() -> None:
    plan = read(
        table(
            ("Axes", "Actions à court terme (2026)", "Actions à moyen terme (2027-2028)"),
            ("Axe 1 : Rouler", "• Prêter des vélos\n• Tenir un stand", "• Ouvrir un atelier"),
            ("Axe 2 : Relier", "", "• Tracer des pistes"),
        )
    )

    assert tree(plan) == [
        "1 Rouler > Prêter des vélos",
        "1 Rouler > Tenir un stand",
        "1 Rouler > Ouvrir un atelier",
        "2 Relier > Tracer des pistes",
    ]
    told = [action.schedule.text for action in plan.actions if action.schedule]
    assert told == ["court terme (2026)"] * 2 + ["moyen terme (2027-2028)"] * 2
    assert left_aside(plan) == []


def test_terms_that_are_ticked_hold_no_actions() -> None:
    plan = read(
        table(
            ("Objectif", "Moyens", "Responsable", "Court terme", "Moyen terme", "Long terme"),
            ("Rouler", "Prêter des vélos", "Club", "X", "", ""),
            ("Relier", "Tracer des pistes", "Agglo", "", "X", "X"),
        )
    )

    assert [action.title for action in plan.actions] == ["Rouler", "Relier"]


def test_items_on_one_line() -> None:
    plan = read(
        table(
            ("Objectif", "Actions", "Responsable"),
            ("Attirer", "1. Diffuser les offres 2. Tenir un salon 3. Accueillir", "CCI"),
            ("Retenir", "- Offrir du mentorat - Reconnaître l'ancienneté", "Employeurs"),
            ("Nommer", "Réunir la CSRN - SARCA", "CSRN - SARCA"),
        )
    )

    assert tree(plan) == [
        "Attirer > 1 Diffuser les offres",
        "Attirer > 2 Tenir un salon",
        "Attirer > 3 Accueillir",
        "Retenir > Offrir du mentorat",
        "Retenir > Reconnaître l'ancienneté",
        "Nommer > Réunir la CSRN - SARCA",
    ]


def test_levels_right_of_the_actions_say_where_each_belongs() -> None:
    plan = read(
        table(
            ("N°", "Action", "Axe de rattachement", "Objectif de rattachement", "Pilote"),
            ("1", "Tracer des pistes", "Axe 2 - Relier", "2.1 Équiper", "Voirie"),
            ("2", "Prêter des vélos", "Axe 1 - Rouler", "1.1 Prêter", "Club"),
        )
    )

    assert levels(plan) == [("Axe", "frame"), ("Objectif", "frame"), ("Action", "action")]
    assert tree(plan) == [
        "2 Relier > 2.1 Équiper > 1 Tracer des pistes",
        "1 Rouler > 1.1 Prêter > 2 Prêter des vélos",
    ]


def test_means_that_are_resources_are_no_steps() -> None:
    plan = read(
        table(
            ("Action", "Pilote", "Moyens"),
            ("Prêter des vélos", "Club", "1 ETP"),
            ("Tracer des pistes", "Agglo", "20 k€"),
        )
    )

    assert [action.steps for action in plan.actions] == [[], []]
    assert [extra.text for action in plan.actions for extra in action.extra] == ["1 ETP", "20 k€"]


def test_names_that_say_their_role_in_brackets() -> None:
    plan = read(
        table(
            ("Action", "Qui fait quoi ?", "$", "Collab."),
            ("Prêter des vélos", "Club (responsable)\nCLSC (soutien)", "1 200 $", "Ville"),
        )
    )

    (action,) = plan.actions
    assert (action.leads, action.partners) == (["Club"], ["CLSC", "Ville"])
    assert action.budget is not None
    assert action.budget.currency == "CAD"
    assert left_aside(plan) == []
    assert content().blocks == ()
