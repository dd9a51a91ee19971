"""Lines of one paragraph that name several fields."""

from __future__ import annotations

from tests.roadmap.importing.drafts import heading, line
from tests.roadmap.importing.reading import read


def test_a_paragraph_of_several_labels_fills_several_fields() -> None:
    plan = read(
        heading("Axe 1 : Se déplacer"),
        heading("Action n°1 : Tracer des sentiers", 2),
        line("Pilote : Ville\nPartenaires : Club, Office\nCalendrier : 2025"),
        heading("Action n°2 : Prêter des vélos", 2),
        line("Pilote : Club"),
    )

    first = plan.actions[0]
    assert (first.leads, first.partners) == (["Ville"], ["Club", "Office"])
    assert first.schedule is not None
    assert first.schedule.text == "2025"


def test_a_paragraph_of_plain_lines_stays_whole() -> None:
    plan = read(
        heading("Axe 1 : Se déplacer"),
        heading("Action n°1 : Tracer des sentiers", 2),
        line("Description : Relier les écoles.\nPuis les parcs."),
        line("Pilote : Ville"),
        heading("Action n°2 : Prêter des vélos", 2),
        line("Pilote : Club"),
    )

    assert plan.actions[0].description == "Relier les écoles.\nPuis les parcs."


def test_numbered_lines_above_fields_are_actions() -> None:
    plan = read(
        line("Axe 1 - Se déplacer"),
        line("1. Tracer des sentiers"),
        line("Responsable : Ville"),
        line("Échéancier : Automne 2025"),
        line("2. Poser des bancs"),
        line("3. Prêter des vélos"),
        line("Responsable : Club"),
        line("Axe 2 - Se loger"),
        line("4. Ouvrir un foyer"),
    )

    assert [action.title for action in plan.actions] == [
        "Tracer des sentiers",
        "Poser des bancs",
        "Prêter des vélos",
        "Ouvrir un foyer",
    ]
    assert plan.actions[2].leads == ["Club"]
