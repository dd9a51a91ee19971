"""An organisation's part of the plan, as each person may read it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.network import ParticipationFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def organisation(people):
    return ParticipationFactory(initiative=people.initiative).organisation


def page(client, people, organisation, user):
    client.force_login(user)
    return client.get(
        reverse("portal:organisation", args=[people.initiative.slug, organisation.slug])
    )


def an_action(people, organisation, role, **fields):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    action = ActionFactory(plan=plan, schedule_text="fin 2026", **fields)
    ResponsibilityFactory(action=action, organisation=organisation, role=role)
    return action


def test_organisation_shows_what_it_leads_and_for_when(client, people, organisation):
    action = an_action(people, organisation, "LEAD", status="IN_PROGRESS")

    answer = page(client, people, organisation, people.observer)

    ((_role, (part,)),) = answer.context["roles"]
    assert (part.responsibility.action, part.schedule) == (action, "fin 2026")
    assert "fin 2026" in answer.text


@pytest.mark.parametrize(("role", "column"), [("LEAD", "leads"), ("FUNDER", "funders")])
def test_a_role_kept_by_the_team_is_not_shown(client, people, organisation, role, column):
    an_action(people, organisation, role, team_only_fields=[column])

    assert page(client, people, organisation, people.observer).context["roles"] == []
    assert len(page(client, people, organisation, people.lead).context["roles"]) == 1


def test_a_schedule_kept_by_the_team_is_not_shown(client, people, organisation):
    an_action(people, organisation, "LEAD", team_only_fields=["schedule"])

    assert "fin 2026" not in page(client, people, organisation, people.observer).text
    assert "fin 2026" in page(client, people, organisation, people.lead).text
