"""What a plan may start from."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pacte.roadmap.enums import LevelKind
from pacte.roadmap.models import Plan
from pacte.roadmap.providers.starting_points import STARTING_POINTS, titles_of
from tests.personas import make_personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(client):
    people = make_personas()
    client.force_login(people.lead)
    return reverse("roadmap:create_plan", args=[people.initiative.slug])


def sent(page, **changes):
    """What the form holds when its page opens, as a browser would send it back."""
    form = page.context["form"]
    return {**{name: str(form[name].value() or "") for name in form.fields}, **changes}


def titles(plan):
    rows = plan.nodes.order_by("position").values_list("level__label", "number", "title")
    return [" ".join(str(one) for one in row if one) for row in rows]


def test_each_starting_point_is_offered_with_what_it_holds(client, door):
    page = client.get(door)

    assert [f"?modele={one.key}" in page.text for one in STARTING_POINTS] == [True] * 4
    assert "Aider les entreprises du territoire à recruter" in page.text


def test_a_plan_of_five_axes_has_one_numbered_objective_beneath_each(client, door):
    address = f"{door}?modele=cinq-axes"

    client.post(address, sent(client.get(address), title="Plan 2030"))

    plan = Plan.objects.get()
    assert titles(plan)[:3] == [
        "Axe Individus et collectivité",
        "Objectif 1 Que chaque personne éloignée du travail mène son propre parcours",
        "Axe Environnement",
    ]
    assert plan.nodes.filter(parent=None).count() == 5
    assert plan.nodes.count() == 10
    assert list(plan.levels.order_by("position").values_list("label", "kind")) == [
        ("Axe", LevelKind.FRAME),
        ("Objectif", LevelKind.FRAME),
        ("Objectif spécifique", LevelKind.ACTION),
        ("Moyen", LevelKind.STEP),
    ]


def test_a_plan_of_four_axes_numbers_them(client, door):
    address = f"{door}?modele=quatre-axes"

    client.post(address, sent(client.get(address), title="Feuille de route"))

    plan = Plan.objects.get()
    assert list(plan.nodes.order_by("position").values_list("number", flat=True)) == list("1234")
    assert plan.kind == "ROADMAP"


def test_levels_taken_away_take_their_parts_with_them(client, door):
    address = f"{door}?modele=trois-questions"

    client.post(address, sent(client.get(address), title="Ateliers", frame="Question"))

    assert titles(Plan.objects.get()) == [
        "Question 1 Sur quoi agir, et où\u202f?",
        "Question 2 Avec qui agir\u202f?",
        "Question 3 Pour quels publics\u202f?",
    ]


def test_a_plan_without_any_frame_has_no_part(client, door):
    address = f"{door}?modele=quatre-axes"

    client.post(address, sent(client.get(address), title="Liste", frame=""))

    assert Plan.objects.get().nodes.count() == 0


def test_what_was_typed_comes_back_when_the_title_is_missing(client, door):
    page = client.post(f"{door}?modele=cinq-axes", {"kind": "PACT", "frame": "Pilier"})

    assert page.status_code == 200
    assert 'value="Pilier"' in page.text
    assert Plan.objects.count() == 0


def test_an_unknown_starting_point_offers_the_choice_again(client, door):
    assert "?modele=quatre-axes" in client.get(f"{door}?modele=inconnu").text


@pytest.mark.parametrize("start", STARTING_POINTS, ids=lambda start: start.key)
def test_no_starting_point_holds_more_levels_than_it_names(start):
    depth = max(
        (2 if beneath else 1 for _title, beneath in titles_of(start.parts, depth=2)), default=0
    )

    assert depth <= len(start.frame)
