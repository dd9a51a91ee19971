"""Finding anything of an initiative by a few words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pacte.core import search
from tests.factories.network import ContactFactory, GroupFactory, ParticipationFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, PlanNodeFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_personas()


def ask(client, people, user, question, **headers):
    client.force_login(user)
    door = reverse("portal:search", args=[people.initiative.slug])
    return client.get(door, {"q": question}, headers=headers)


def titles(page):
    return [one.title for group in page.context["answer"].groups for one in group.shown]


def test_each_kind_of_row_is_found_with_its_door(client, people):
    place = people.initiative
    plan = PlanFactory(initiative=place, title="Plan garage", shared=True)
    ActionFactory(plan=plan, title="Ouvrir un garage solidaire", number="1.1")
    PlanNodeFactory(plan=plan, title="Axe garage", number="1")
    ParticipationFactory(initiative=place, organisation__name="Garage des Quais")
    ContactFactory(initiative=place, name="Paul Garage", phone="05 45 00 00 00")
    GroupFactory(initiative=place, name="Comité garage")
    search.rebuild()

    page = ask(client, people, people.elected, "garage")

    assert sorted(titles(page)) == [
        "1 Axe garage",
        "1.1 Ouvrir un garage solidaire",
        "Comité garage",
        "Garage des Quais",
        "Paul Garage",
        "Plan garage",
    ]
    doors = [one.url for group in page.context["answer"].groups for one in group.shown]
    assert all(client.get(door).status_code == 200 for door in doors)
    assert "05 45 00 00 00" in page.text


def test_what_one_may_not_see_is_neither_shown_nor_counted(client, people):
    draft = PlanFactory(initiative=people.initiative, title="Brouillon garage")
    shared = PlanFactory(initiative=people.initiative, title="Plan", shared=True)
    ActionFactory(plan=draft, title="Garage du brouillon")
    ActionFactory(plan=shared, title="Garage caché", is_team_only=True)
    ActionFactory(
        plan=shared, title="Forum", description="Un garage", team_only_fields=["description"]
    )
    search.rebuild()

    assert titles(ask(client, people, people.elected, "garage")) == []
    assert "Rien ne porte ces mots" in ask(client, people, people.elected, "garage").text
    assert ask(client, people, people.lead, "garage").context["answer"].count == 4


def test_rows_that_one_may_not_see_never_crowd_out_those_one_may(client, people):
    draft = PlanFactory(initiative=people.initiative)
    shared = PlanFactory(initiative=people.initiative, shared=True)
    for number in range(210):
        ActionFactory(plan=draft, title=f"Formation {number}")
    ActionFactory(plan=shared, title="Forum", description="Une formation courte")
    search.rebuild()

    page = ask(client, people, people.elected, "formation")

    assert titles(page) == ["Forum"]
    assert not page.context["answer"].is_cut


def test_a_module_that_is_off_is_not_heard(client, people):
    ParticipationFactory(initiative=people.initiative, organisation__name="Garage des Quais")
    search.rebuild()
    people.initiative.modules_off = ["network"]
    people.initiative.save()

    assert titles(ask(client, people, people.lead, "garage")) == []


def test_a_part_of_the_menu_is_one_of_the_answers(client, people):
    page = ask(client, people, people.elected, "parten")

    assert [one.title for one in page.context["places"]] == ["Partenaires"]


def test_the_list_under_the_field_shows_the_same_rows_shortly(client, people):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    for number in range(7):
        ActionFactory(plan=plan, title=f"Garage {number}")
    search.rebuild()

    short = ask(
        client, people, people.elected, "garage", **{"HX-Request": "true", "HX-Target": "palette"}
    )

    assert "<html" not in short.text
    assert short.text.count("Garage ") == 5
    assert "Tous les résultats" in short.text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_as_many_queries_whatever_it_finds(
    client, people, rows, django_assert_num_queries
):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    for number in range(rows):
        ActionFactory(plan=plan, title=f"Garage {number}")
    search.rebuild()
    ask(client, people, people.elected, "garage")

    with django_assert_num_queries(8):
        ask_again = client.get(
            reverse("portal:search", args=[people.initiative.slug]), {"q": "garage"}
        )

    assert len(titles(ask_again)) == rows
