"""Filters kept under a name, for oneself or for others."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pacte.roadmap.models import SavedFilter
from tests.factories.roadmap import THEN, ActionFactory, PlanFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def plan(people):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    ActionFactory(plan=plan, status="DONE")
    return plan


def door(plan, name="save_filter", *keys):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug, *keys])


def a_filter(plan, owner, reach="MINE", name="Finies", query="etat=DONE"):
    return SavedFilter.objects.create(
        plan=plan, owner=owner, name=name, query=query, reach=reach, created_at=THEN
    )


def names_seen(client, plan, user):
    client.force_login(user)
    return [one.name for one in client.get(door(plan, "plan_table")).context["saved"]]


def test_filters_are_kept_and_applied_in_one_click(client, people, plan):
    client.force_login(people.elected)

    answer = client.post(f"{door(plan)}?etat=DONE&autre=x", {"name": "Ce qui est fini"})

    saved = SavedFilter.objects.get()
    assert (saved.owner, saved.query, saved.reach) == (people.elected, "etat=DONE", "MINE")
    assert answer.url == f"{door(plan, 'plan_table')}?etat=DONE"
    page = client.get(door(plan, "plan_tree"))
    assert 'href="?etat=DONE"' in page.text
    assert "Ce qui est fini" in page.text


def test_a_member_keeps_filters_for_herself_whatever_she_sends(client, people, plan):
    client.force_login(people.elected)

    client.post(f"{door(plan)}?etat=DONE", {"name": "À tous", "reach": "MEMBERS"})

    assert SavedFilter.objects.get().reach == "MINE"


def test_filters_reach_those_they_are_shared_with(client, people, plan):
    a_filter(plan, people.lead, "MINE", "À moi")
    a_filter(plan, people.lead, "TEAM", "À l’équipe")
    a_filter(plan, people.lead, "MEMBERS", "À tous")

    assert names_seen(client, plan, people.lead) == ["À l’équipe", "À moi", "À tous"]
    assert names_seen(client, plan, people.consultant) == ["À l’équipe", "À tous"]
    assert names_seen(client, plan, people.elected) == ["À tous"]


def test_keeping_under_the_same_name_replaces(client, people, plan):
    a_filter(plan, people.elected)
    client.force_login(people.elected)

    client.post(f"{door(plan)}?etat=IDEA", {"name": "finies"})

    assert SavedFilter.objects.get().query == "etat=IDEA"


def test_a_name_is_asked_for_and_what_was_chosen_stays(client, people, plan):
    client.force_login(people.lead)

    page = client.post(f"{door(plan)}?etat=DONE", {"name": "", "reach": "TEAM"})

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"name"}
    assert page.context["form"]["reach"].value() == "TEAM"


def test_without_filters_there_is_nothing_to_keep(client, people, plan):
    client.force_login(people.elected)

    assert client.get(door(plan)).url == door(plan, "plan_table")


@pytest.mark.parametrize(
    ("who", "owner", "reach", "status"),
    [
        ("elected", "elected", "MINE", 302),
        ("elected", "lead", "MEMBERS", 403),
        ("elected", "lead", "MINE", 404),
        ("consultant", "lead", "TEAM", 302),
        ("lead", "elected", "MINE", 404),
    ],
)
def test_who_takes_filters_away(client, people, plan, who, owner, reach, status):
    saved = a_filter(plan, getattr(people, owner), reach)
    client.force_login(getattr(people, who))

    answer = client.post(door(plan, "delete_filter", saved.pk))

    assert answer.status_code == status
    assert SavedFilter.objects.exists() is (status != 302)
