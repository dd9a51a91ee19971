"""An organisation that changed its name reads as it was called on each day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core import audit, history
from pacte.network.models import OrganisationName
from pacte.network.queries import current_name, names_over_time
from pacte.roadmap.models import Responsibility
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    ParticipationFactory,
)
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db
CHANGED = dt.date(2024, 1, 1)


@pytest.fixture
def place(client):
    place = InitiativeFactory()
    client.force_login(MembershipFactory(initiative=place, lead=True).user)
    return place


@pytest.fixture
def agency(place):
    return ParticipationFactory(initiative=place, organisation__name="Pôle emploi").organisation


def door(name, place, *more):
    return reverse(f"network:{name}", args=[place.slug, *more])


def rename(client, place, agency, **more):
    sent = {"name": "France Travail", "short_name": "FT", "sector": "OTHER", **more}
    answer = client.post(door("edit_organisation", place, agency.slug), sent)
    agency.refresh_from_db()
    return answer


def test_a_name_changes_on_a_day(client, place, agency):
    rename(client, place, agency, since_on="2024-01-01")

    assert current_name(agency, CHANGED - dt.timedelta(days=1)) == "Pôle emploi"
    assert current_name(agency, CHANGED) == "FT"
    assert [(one.name, one.days) for one in names_over_time(agency)] == [
        ("France Travail", "depuis le 1er janvier 2024"),
        ("Pôle emploi", "jusqu’au 1er janvier 2024"),
    ]


def test_the_correction_of_a_name_keeps_nothing(client, place, agency):
    rename(client, place, agency, is_correction="on")

    assert (agency.name, agency.names.count()) == ("France Travail", 0)
    assert names_over_time(agency) == []


def test_a_name_does_not_change_before_its_day_nor_during_another(client, place, agency):
    OrganisationName.objects.create(organisation=agency, name="ANPE", to_on=dt.date(2008, 12, 19))

    to_come = rename(client, place, agency, since_on="2999-01-01")
    too_early = rename(client, place, agency, since_on="2001-01-01")

    assert agency.name == "Pôle emploi"
    assert "Ce jour n’est pas venu" in to_come.text
    assert "Un ancien nom court encore" in too_early.text


def test_what_was_written_before_reads_with_the_name_of_its_day(client, place, agency):
    action = ActionFactory(plan=PlanFactory(initiative=place))
    client.post(
        reverse("roadmap:name_responsible", args=[place.slug, action.code]),
        {"role": "LEAD", "who": "Pôle emploi"},
    )
    assert Responsibility.objects.get().organisation == agency

    rename(client, place, agency, since_on="2024-01-01")

    (entry,) = audit.history_of(action).filter(event="roadmap.responsibility.named")
    assert entry.changes["part"][1] == "Pôle emploi"


def test_a_former_name_is_noted_mended_and_erased(client, place, agency):
    sent = {"name": "ANPE", "short_name": "", "from_on": "1967-07-13", "to_on": "2008-12-19"}
    client.post(door("add_name", place, agency.slug), sent)
    row = agency.names.get()
    client.post(door("edit_name", place, agency.slug, row.pk), {**sent, "name": "Agence"})
    row.refresh_from_db()
    assert (row.name, row.from_on) == ("Agence", dt.date(1967, 7, 13))

    client.post(door("delete_name", place, agency.slug, row.pk))

    assert not agency.names.exists()
    told = [line["what"] for line in history.told(agency)]
    assert told == ["Ancien nom effacé", "Ancien nom noté", "Ancien nom noté"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2000-01-01", "1999-01-01", "La fin précède le début."),
        ("", "2999-01-01", "un ancien nom a une fin passée"),
        ("2000-01-01", "", "un seul nom à la fois"),
        ("2005-01-01", "2020-01-01", "un seul nom à la fois"),
    ],
)
def test_a_former_name_has_days_of_its_own(client, place, agency, start, end, said):
    OrganisationName.objects.create(organisation=agency, name="ANPE", to_on=dt.date(2008, 12, 19))

    answer = client.post(
        door("add_name", place, agency.slug), {"name": "Agence", "from_on": start, "to_on": end}
    )

    assert said in answer.text
    assert agency.names.count() == 1


def test_another_name_is_of_no_day(client, place, agency):
    client.post(door("add_name", place, agency.slug), {"name": "L’agence du centre"})

    assert current_name(agency, CHANGED) == "Pôle emploi"
    assert [one.days for one in names_over_time(agency)] == ["", "aussi appelé"]


def test_a_former_name_of_another_organisation_is_not_found(client, place, agency):
    other = OrganisationName.objects.create(
        organisation=ParticipationFactory(initiative=place).organisation, name="Autre"
    )

    assert client.get(door("edit_name", place, agency.slug, other.pk)).status_code == 404


def test_what_someone_did_reads_with_the_name_of_that_time(client, place, agency):
    rename(client, place, agency, since_on="2024-01-01")
    person = ContactFactory(initiative=place)
    ContactFunctionFactory(
        contact=person, organisation=agency, title="Conseillère", to_on=dt.date(2020, 5, 1)
    )
    ContactFunctionFactory(contact=person, organisation=agency, title="Directrice")

    page = client.get(door("edit_contact", place, person.pk))

    assert [(row.title, where) for row, where in page.context["functions"]] == [
        ("Directrice", "FT"),
        ("Conseillère", "Pôle emploi"),
    ]
