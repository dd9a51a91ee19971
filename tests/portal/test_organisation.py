"""An organisation's part of the plan, as each person may read it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.documents.content import Table
from pacte.documents.reading import read
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    ParticipationFactory,
)
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


def words(content, name):
    texts = []
    for block in read(content, name=name).blocks:
        rows = block.rows if isinstance(block, Table) else ()
        texts += [cell.text for row in rows for cell in row.cells] or [getattr(block, "text", "")]
    return " ".join(texts)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_sheet_of_an_organisation_says_what_everybody_may_read(
    client, people, organisation, ending
):
    an_action(people, organisation, "LEAD", title="Forum")
    an_action(people, organisation, "LEAD", title="Négociation", is_team_only=True)
    draft = ActionFactory(plan=PlanFactory(initiative=people.initiative), title="Brouillon")
    ResponsibilityFactory(action=draft, organisation=organisation)
    caller = ContactFactory(initiative=people.initiative, name="Ana Diaz")
    ContactFunctionFactory(contact=caller, organisation=organisation)
    client.force_login(people.lead)
    keys = [people.initiative.slug, organisation.slug]

    answer = client.get(reverse("portal:organisation_sheet", args=[*keys, ending]))

    told = words(answer.content, f"fiche.{ending}")
    assert "Forum" in told
    assert "Ana Diaz" in told
    assert "Négociation" not in told
    assert "Brouillon" not in told
    assert client.get(reverse("portal:organisation_sheet", args=[*keys, "xlsx"])).status_code == 404


def test_who_ends_later_is_still_called_and_who_begins_later_is_not(client, people, organisation):
    today = timezone.localdate()
    for name, dates in {
        "Ana": {"to_on": today + dt.timedelta(days=3)},
        "Paul": {"to_on": today - dt.timedelta(days=1)},
        "Inès": {"from_on": today + dt.timedelta(days=4)},
    }.items():
        caller = ContactFactory(initiative=people.initiative, name=name)
        ContactFunctionFactory(contact=caller, organisation=organisation, **dates)

    shown = page(client, people, organisation, people.observer).context["people"]

    assert [one.contact.name for one in shown] == ["Ana"]


def test_organisation_says_whom_to_call_before_its_part_of_the_plan(client, people, organisation):
    an_action(people, organisation, "LEAD", title="Ouvrir le garage")
    contact = ContactFactory(initiative=people.initiative, name="Anne Roy", phone="0199000001")
    ContactFunctionFactory(contact=contact, organisation=organisation)

    text = page(client, people, organisation, people.observer).text

    assert (
        0 < text.find("Qui appeler") < text.find("tel:0199000001") < text.find("Ouvrir le garage")
    )


def test_organisation_without_anyone_names_no_one_to_call(client, people, organisation):
    assert "Qui appeler" not in page(client, people, organisation, people.observer).text
