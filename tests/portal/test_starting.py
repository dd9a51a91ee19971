"""First steps in a démarche, and the example that one tries with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pacte.network.models import Contact, Group
from pacte.roadmap.models import Action, Plan
from tests.factories.network import ContactFactory, ParticipationFactory
from tests.factories.roadmap import PlanFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def lead(client, people):
    client.force_login(people.lead)
    return client


def door(people, name):
    return reverse(f"portal:{name}", args=[people.initiative.slug])


def done(page):
    return [step.is_done for step in page.context["steps"]]


def test_a_new_initiative_says_what_remains_to_do(lead, people):
    page = lead.get(door(people, "first_steps"))

    assert done(page) == [False, False, True, False]  # others take part in it already
    assert page.context["next"].url == reverse(
        "roadmap:start_import", args=[people.initiative.slug]
    )


def test_what_is_done_is_said_so(lead, people):
    PlanFactory(initiative=people.initiative)
    ContactFactory(initiative=people.initiative)
    people.initiative.presentation = "Un territoire qui travaille."
    people.initiative.save()

    page = lead.get(door(people, "first_steps"))

    assert done(page) == [True, True, True, True]
    assert "Tout est en place." in page.text


def test_a_consultant_is_asked_only_what_she_may_do(client, people):
    client.force_login(people.consultant)

    page = client.get(door(people, "first_steps"))

    assert reverse("initiatives:invite", args=[people.initiative.slug]) not in page.text
    assert len(page.context["steps"]) == 2


def test_the_example_is_a_plan_of_the_team_with_whom_it_names(lead, people):
    answer = lead.post(door(people, "add_sample"))

    plan = Plan.objects.get()
    assert answer["Location"] == reverse(
        "roadmap:plan_table", args=[people.initiative.slug, plan.slug]
    )
    assert plan.shared_at is None
    assert plan.actions.count() == 7
    assert people.initiative.participations.count() == 4
    names = Contact.objects.values_list("name", flat=True)
    assert names
    assert all("xemple" in name for name in names)


def test_the_example_counts_for_nothing_among_the_first_steps(lead, people):
    lead.post(door(people, "add_sample"))

    assert done(lead.get(door(people, "first_steps"))) == [False, False, True, False]


def test_one_click_takes_the_example_away_and_leaves_the_rest(lead, people):
    mine = PlanFactory(initiative=people.initiative, title="Le vrai plan")
    known = ContactFactory(initiative=people.initiative, name="Awa Diarra")
    lead.post(door(people, "add_sample"))

    lead.post(door(people, "remove_sample"))

    assert list(Plan.objects.present()) == [mine]
    assert list(Contact.objects.present()) == [known]
    assert not Group.objects.present().exists()
    assert not people.initiative.participations.filter(deleted_at=None).exists()
    people.initiative.refresh_from_db()
    assert people.initiative.sample == {}


def test_the_example_may_come_back_after_it_left(lead, people):
    for name in ("add_sample", "remove_sample", "add_sample"):
        lead.post(door(people, name))

    assert Plan.objects.present().count() == 1
    assert people.initiative.participations.filter(deleted_at=None).count() == 4


def test_the_example_is_added_once_and_its_leaving_twice_is_said(lead, people):
    lead.post(door(people, "add_sample"))
    again = lead.post(door(people, "add_sample"), follow=True)

    assert "L’exemple est déjà là." in again.text
    assert Action.objects.count() == 7
    lead.post(door(people, "remove_sample"))

    assert "L’exemple n’est plus là." in lead.post(door(people, "remove_sample"), follow=True).text


def test_an_organisation_that_took_part_already_stays_when_the_example_leaves(lead, people):
    kept = ParticipationFactory(
        initiative=people.initiative, organisation__name="Maison de quartier (exemple)"
    )
    lead.post(door(people, "add_sample"))

    lead.post(door(people, "remove_sample"))

    assert list(people.initiative.participations.filter(deleted_at=None)) == [kept]
