"""Who carries an action says where it stands, and does nothing else to it."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.network.models import ContactFunction
from pacte.roadmap.models import ProgressReport
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import ContactFactory, OrganisationFactory, UnitFactory
from tests.factories.roadmap import ActionFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
SAID = {"done": "Huit communes ont pris des dépliants", "said_on": "2026-03-02"}


@pytest.fixture
def member(client, plan):
    user = MembershipFactory(
        initiative=plan.initiative, user__email="sandrine@port.example", user__name="Sandrine"
    ).user
    client.force_login(user)
    return user


@pytest.fixture
def contact(plan, member):
    return ContactFactory(initiative=plan.initiative, email="Sandrine@port.example")


def door(name, action):
    return reverse(f"roadmap:{name}", args=[action.initiative.slug, action.code])


def test_a_named_lead_says_where_it_stands_under_her_own_name(client, plan, contact):
    action = ActionFactory(plan=plan)
    ResponsibilityFactory(action=action, organisation=None, contact=contact)

    assert door("report_progress", action) in client.get(door("action", action)).content.decode()
    sent = {**SAID, "said_by": "La présidente", "is_team_only": "on", "weather": "WATCH"}
    client.post(door("report_progress", action), sent)

    report = ProgressReport.objects.get(action=action)
    assert (report.said_by, report.is_team_only, report.weather) == ("Sandrine", False, "WATCH")
    assert client.get(door("set_waiting", action)).status_code == 403
    assert client.post(door("delete_action", action)).status_code == 403


@pytest.mark.parametrize("through_unit", [False, True])
def test_who_works_where_it_is_led_carries_it_until_she_leaves(client, plan, contact, through_unit):
    action, organisation = ActionFactory(plan=plan), OrganisationFactory()
    unit = UnitFactory(organisation=organisation) if through_unit else None
    works = ContactFunction.objects.create(
        contact=contact, title="Directrice", organisation=organisation, unit=unit
    )
    target = {"organisation": None, "unit": unit} if unit else {"organisation": organisation}
    role = ResponsibilityFactory(action=action, **target)
    address = door("report_progress", action)

    assert client.get(address).status_code == 200
    works.to_on = dt.date(2020, 1, 1)
    works.save()
    assert client.get(address).status_code == 403
    works.to_on = None
    works.save()
    role.state = "DECLINED"
    role.save()
    assert client.get(address).status_code == 403


def test_a_partner_a_stranger_and_an_unseen_action_get_nothing(client, plan, contact):
    helped, other, hidden = (ActionFactory(plan=plan, team_only=n == 2) for n in range(3))
    ResponsibilityFactory(action=helped, organisation=None, contact=contact, role="PARTNER")
    ResponsibilityFactory(action=hidden, organisation=None, contact=contact)
    unit = UnitFactory()
    ContactFunction.objects.create(contact=contact, title="Conseillère", unit=unit)
    ResponsibilityFactory(action=helped, organisation=None, unit=unit, role="PARTNER")

    assert client.get(door("report_progress", helped)).status_code == 403
    assert client.get(door("report_progress", other)).status_code == 403
    assert client.get(door("report_progress", hidden)).status_code == 404


def test_an_address_of_the_directory_counts_where_it_stands_and_while_it_does(
    client, plan, contact
):
    """Only the team of this initiative says who is who, and what it put aside says nothing."""
    action = ActionFactory(plan=plan)
    role = ResponsibilityFactory(action=action, organisation=None, contact=contact)
    address = door("report_progress", action)
    assert client.get(address).status_code == 200

    contact.deleted_at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    contact.save()
    assert client.get(address).status_code == 403

    role.contact = ContactFactory(email=contact.email)  # in another initiative
    role.save()
    assert client.get(address).status_code == 403


def test_a_weather_that_the_team_keeps_is_neither_shown_nor_set(client, plan, contact):
    action = ActionFactory(plan=plan, weather="NEEDS_SUPPORT", team_only_fields=["weather"])
    ResponsibilityFactory(action=action, organisation=None, contact=contact)

    assert "NEEDS_SUPPORT" not in client.get(door("report_progress", action)).content.decode()
    client.post(door("report_progress", action), {**SAID, "weather": "ON_TRACK"})

    action.refresh_from_db()
    assert action.weather == "NEEDS_SUPPORT"
