"""Plans told in lines: what heads what, and the fields that one line holds."""

from __future__ import annotations

from tests.roadmap.importing.drafts import bullet, content, heading, line, table
from tests.roadmap.importing.reading import left_aside, levels, read, tree


def test_numbers_between_levels_and_actions_are_levels() -> None:
    plan = read(
        line("I. FACILITER LES TRAJETS"),
        line("I.1 Informer"),
        line("Action I.1.a – Tenir un stand"),
        line("Pilote : Club"),
        line("Coût : 500 €"),
        line("I.2 Équiper"),
        line("Action I.2.a – Prêter des vélos"),
        line("Pilote : Ville"),
    )

    first, second = plan.actions
    assert tree(plan) == [
        "I FACILITER LES TRAJETS > I.1 Informer > I.1.a Tenir un stand",
        "I FACILITER LES TRAJETS > I.2 Équiper > I.2.a Prêter des vélos",
    ]
    assert first.budget is not None
    assert first.budget.text == "500 €"
    assert second.leads == ["Ville"]
    assert left_aside(plan) == []


def test_bullets_with_fields_are_actions_under_numbers() -> None:
    plan = read(
        heading("Plan"),
        line("Orientation 1 - Rouler"),
        line("1.1 Prêter"),
        bullet("Acheter des vélos (responsable : Club; échéance : 2026)"),
        bullet("Tenir un stand"),
        line("1.2 Relier"),
        bullet("Tracer des pistes"),
    )

    assert tree(plan) == [
        "1 Rouler > 1.1 Prêter > Acheter des vélos",
        "1 Rouler > 1.1 Prêter > Tenir un stand",
        "1 Rouler > 1.2 Relier > Tracer des pistes",
    ]
    assert plan.actions[0].leads == ["Club"]


def test_several_labels_on_one_line() -> None:
    plan = read(
        line("AXE 1", bold=True),
        line("ROULER", bold=True),
        line("1.1 Prêter des vélos", bold=True),
        line("Chef de file : Club – Partenaires : Ville, Agglo"),
        line("Calendrier : été 2026. Financement : 20 000 € (État 50 %, Région 50 %)."),
        line("AXE 2", bold=True),
        line("RELIER", bold=True),
        line("2.1 Tracer des pistes", bold=True),
        line("Chef de file : Agglo"),
        line("2.2 Poser des arceaux", bold=True),
        line("Chef de file : Ville"),
    )

    first = plan.actions[0]
    assert levels(plan) == [("Axe", "frame"), ("Action", "action")]
    assert tree(plan)[:2] == ["1 ROULER > 1.1 Prêter des vélos", "2 RELIER > 2.1 Tracer des pistes"]
    assert (first.leads, first.partners) == (["Club"], ["Ville", "Agglo"])
    assert first.schedule is not None
    assert first.schedule.text == "été 2026"
    assert [funder.name for funder in first.funders] == ["État", "Région"]
    assert left_aside(plan) == []


def test_the_only_first_heading_is_the_title_above_what_the_page_says() -> None:
    plan = read(
        line("Ville de Chantelle"),
        heading("Plan vélo"),
        line("Publié le 4 mai 2026"),
        heading("Axe 1 : Rouler", 2),
        table(("Action", "Pilote"), ("Prêter des vélos", "Club")),
    )

    assert plan.title == "Plan vélo"
    assert plan.territory == "Ville de Chantelle"
    assert [(extra.header, extra.text) for extra in plan.extra] == [(None, "Publié le 4 mai 2026")]
    assert left_aside(plan) == []


def test_a_vision_beside_a_mission() -> None:
    plan = read(
        heading("Plan vélo"),
        line("Mission"),
        line("Que chacun roule."),
        line("Vision"),
        line("Une ville sans bruit."),
        table(("Objectif", "Action", "Pilote"), ("Rouler", "Prêter des vélos", "Club")),
    )

    assert plan.orientation == "Que chacun roule."
    assert [(extra.header, extra.text) for extra in plan.extra] == [
        ("Vision", "Une ville sans bruit.")
    ]
    assert content().blocks == ()


def test_three_dots_are_no_step() -> None:
    plan = read(
        heading("Axe 1 : Rouler"),
        bullet("Prêter des vélos"),
        bullet("...", depth=1),
        heading("Axe 2 : Relier"),
        bullet("Tracer des pistes"),
    )

    assert [action.steps for action in plan.actions] == [[], []]
