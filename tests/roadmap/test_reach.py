"""Whom to call about an action: who reads a page, a name, a telephone; and who does not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from pacte.roadmap.queries.action import action_sheet
from pacte.roadmap.queries.reach import reach_of
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    OrganisationFactory,
    ParticipationFactory,
    UnitFactory,
)
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
PHONE = "01 99 00 00 01"


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def action(people):
    return ActionFactory(plan=PlanFactory(initiative=people.initiative, shared=True))


@pytest.fixture
def organisation(people):
    organisation = OrganisationFactory(name="Mission locale du Confluent", short_name="MLC")
    return ParticipationFactory(
        initiative=people.initiative, organisation=organisation
    ).organisation


def a_contact(people, organisation, **fields):
    fields = {"name": "Anne Roy", "phone": PHONE, **fields}
    contact = ContactFactory(initiative=people.initiative, **fields)
    ContactFunctionFactory(contact=contact, organisation=organisation)
    return contact


def told(client, user, action):
    client.force_login(user)
    answer = client.get(reverse("roadmap:action", args=[action.initiative.slug, action.code]))
    return answer.text.partition('id="qui"')[2].partition("</section>")[0]


def address_of(action, organisation):
    return reverse("portal:organisation", args=[action.initiative.slug, organisation.slug])


@pytest.mark.parametrize("persona", ["observer", "elected", "lead"])
def test_each_member_reads_the_page_the_whole_name_and_who_answers(
    client, people, action, organisation, persona
):
    ResponsibilityFactory(action=action, organisation=organisation)
    a_contact(people, organisation)

    text = told(client, getattr(people, persona), action)

    assert f'<a href="{address_of(action, organisation)}">MLC</a>' in text
    assert "Mission locale du Confluent" in text
    assert "Anne Roy" in text
    assert f'href="tel:{PHONE}"' in text


def test_who_answers_for_this_action_comes_before_who_answers_for_the_organisation(
    client, people, action, organisation
):
    a_contact(people, organisation, name="Anne Roy")
    karim = ContactFactory(initiative=people.initiative, name="Karim", email="k@exemple.test")
    ResponsibilityFactory(action=action, organisation=organisation, person=karim)

    text = told(client, people.observer, action)

    assert "Karim" in text
    assert 'href="mailto:k@exemple.test"' in text
    assert "Anne Roy" not in text


def test_a_unit_is_called_by_its_own_contact_and_leads_to_its_organisation(
    client, people, action, organisation
):
    unit = UnitFactory(organisation=organisation, name="Antenne Nord")
    contact = ContactFactory(initiative=people.initiative, name="Anne Roy", phone=PHONE)
    ContactFunctionFactory(contact=contact, unit=unit)
    ResponsibilityFactory(action=action, organisation=None, unit=unit)

    text = told(client, people.observer, action)

    assert address_of(action, organisation) in text
    assert f'href="tel:{PHONE}"' in text


@pytest.mark.parametrize("fields", [{"role": "PARTNER"}, {"role": "FUNDER"}, {"state": "DECLINED"}])
def test_who_does_not_lead_or_declined_is_not_to_be_called(
    client, people, action, organisation, fields
):
    contact = a_contact(people, organisation)
    ResponsibilityFactory(action=action, organisation=organisation, person=contact, **fields)

    text = told(client, people.observer, action)

    assert address_of(action, organisation) in text
    assert "Anne Roy" not in text
    assert PHONE not in text


def test_a_contact_put_aside_is_called_by_no_one(client, people, action, organisation):
    gone = a_contact(people, organisation, deleted_at=timezone.now())
    ResponsibilityFactory(action=action, organisation=organisation, person=gone)
    ResponsibilityFactory(action=action, organisation=None, contact=gone)

    assert PHONE not in told(client, people.observer, action)


def test_a_lead_kept_to_the_team_is_not_told_with_whom_to_call(
    client, people, action, organisation
):
    a_contact(people, organisation)
    ResponsibilityFactory(action=action, organisation=organisation)
    action.team_only_fields = ["leads"]
    action.save()

    assert PHONE not in told(client, people.observer, action)
    assert PHONE in told(client, people.lead, action)


def test_an_organisation_that_takes_no_part_here_has_no_page_but_its_whole_name(
    client, people, action
):
    elsewhere = OrganisationFactory(name="Agence du Nord", short_name="ADN")
    ParticipationFactory(organisation=elsewhere)
    ResponsibilityFactory(action=action, organisation=elsewhere)

    text = told(client, people.observer, action)

    assert address_of(action, elsewhere) not in text
    assert '<abbr class="acronym" title="Agence du Nord"' in text


def test_the_directory_of_another_initiative_answers_for_no_one_here(
    client, people, action, organisation
):
    stranger = ContactFactory(name="Anne Roy", phone=PHONE)
    ContactFunctionFactory(contact=stranger, organisation=organisation)
    ResponsibilityFactory(action=action, organisation=organisation)

    assert "Anne Roy" not in told(client, people.observer, action)


@pytest.mark.parametrize("persona", ["outsider", "operator", "former"])
def test_whoever_is_not_of_the_initiative_reads_no_page_and_no_telephone(
    people, action, organisation, persona
):
    a_contact(people, organisation)
    ResponsibilityFactory(action=action, organisation=organisation)
    today, now = people.initiative.today(timezone.now()), timezone.now()
    rows = action_sheet(action, people.lead, today=today, now=now).people

    for user in (getattr(people, persona), AnonymousUser()):
        ((_role, _label, (named,)),) = reach_of(rows, action, user, today=today)
        assert (named.page, named.voice) == (None, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_who_to_call_is_asked_in_as_many_queries_whatever_the_names(
    people, action, rows, django_assert_num_queries
):
    for _ in range(rows):
        organisation = ParticipationFactory(initiative=people.initiative).organisation
        a_contact(people, organisation)
        ResponsibilityFactory(action=action, organisation=organisation)
    today, now = people.initiative.today(timezone.now()), timezone.now()
    told = action_sheet(action, people.lead, today=today, now=now).people

    with django_assert_num_queries(3):  # two of them read the roles, once in a request
        found = reach_of(told, action, people.lead, today=today)
        shown = [named.page.organisation.slug for _r, _l, names in found for named in names]

    assert len(shown) == rows
