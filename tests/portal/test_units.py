"""A service merged, split, moved or closed: its name stays, its actions go on elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core import audit
from pacte.network.queries import directory_of
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    ParticipationFactory,
    UnitFactory,
)
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def place(client):
    place = InitiativeFactory()
    client.force_login(MembershipFactory(initiative=place, lead=True).user)
    return place


@pytest.fixture
def town(place):
    return ParticipationFactory(initiative=place, organisation__name="Ville").organisation


@pytest.fixture
def youth(town):
    return UnitFactory(organisation=town, name="Direction jeunesse")


@pytest.fixture
def sport(town):
    return UnitFactory(organisation=town, name="Direction des sports")


def becomes(client, place, unit, **more):
    address = reverse("network:end_unit", args=[place.slug, unit.organisation.slug, unit.pk])
    answer = client.post(address, {"ended_on": DAY.isoformat(), "new_name": "", **more})
    unit.refresh_from_db()
    return answer


def door(place, unit):
    return reverse("portal:hand_over_unit", args=[place.slug, unit.pk])


def a_part(place, unit, **fields):
    plan = PlanFactory(initiative=place)
    return ResponsibilityFactory(
        action=ActionFactory(plan=plan, **fields), organisation=None, unit=unit
    )


def test_a_service_that_merged_is_known_by_its_name_still(client, place, youth, sport):
    becomes(client, place, youth, successors=[sport.pk])

    assert (youth.ended_on, list(youth.successors.all())) == (DAY, [sport])
    assert directory_of(place).find("Direction jeunesse").unit == sport
    (entry,) = audit.history_of(youth)
    assert entry.changes["successors"] == [[], ["Direction des sports"]]


def test_one_that_split_stays_itself_in_texts(client, place, town, youth, sport):
    becomes(client, place, youth, successors=[sport.pk], new_name="Mission jeunesse")

    assert {one.name for one in youth.successors.all()} == {
        "Direction des sports",
        "Mission jeunesse",
    }
    assert directory_of(place).find("Direction jeunesse").unit == youth


def test_one_that_moves_begins_again_in_another_organisation(client, place, youth):
    other = ParticipationFactory(initiative=place, organisation__name="Agglo").organisation

    becomes(client, place, youth, new_name="Direction jeunesse", new_organisation=other.pk)

    (moved,) = youth.successors.all()
    assert (moved.name, moved.organisation) == ("Direction jeunesse", other)


def test_correcting_its_last_day_keeps_what_it_became_even_if_that_ended_since(
    client, place, youth, sport
):
    becomes(client, place, youth, successors=[sport.pk])
    becomes(client, place, sport)

    becomes(client, place, youth, successors=[sport.pk])

    assert list(youth.successors.all()) == [sport]


def test_without_a_date_it_goes_on(client, place, youth, sport):
    becomes(client, place, youth, successors=[sport.pk])
    becomes(client, place, youth, ended_on="", successors=[sport.pk], new_name="Autre")

    assert (youth.ended_on, youth.successors.count()) == (None, 0)
    assert not youth.organisation.units.filter(name="Autre").exists()


def test_a_new_service_has_a_name_of_its_own(client, place, youth, sport):
    answer = becomes(client, place, youth, new_name=sport.name)

    assert answer.context["form"].errors.keys() == {"new_name"}
    assert youth.ended_on is None


def test_its_actions_and_people_are_in_one_list_and_go_on_elsewhere(client, place, youth, sport):
    becomes(client, place, youth, successors=[sport.pk])
    going_on, over = a_part(place, youth), a_part(place, youth, status="DONE")
    function = ContactFunctionFactory(
        contact=ContactFactory(initiative=place),
        organisation=youth.organisation,
        unit=youth,
        is_main=True,
    )
    page = client.get(door(place, youth))
    keys = [item.key for part in page.context["parts"] for item in part.items]

    client.post(door(place, youth), {"what": keys, "to": f"unit:{sport.pk}"})

    assert keys == [f"part:{going_on.pk}", f"function:{function.pk}"]
    assert page.context["form"].fields["to"].choices[0][0] == f"unit:{sport.pk}"
    for row in (going_on, over, function):
        row.refresh_from_db()
    assert (going_on.unit, over.unit) == (sport, youth)
    assert function.to_on == DAY - dt.timedelta(days=1)
    began = function.contact.functions.get(unit=sport)
    assert (began.from_on, began.title, began.is_main) == (DAY, function.title, True)
    assert "rien à transmettre" in client.get(door(place, youth)).text


def test_each_action_may_go_to_another_place(client, place, town, youth, sport):
    first, second = a_part(place, youth), a_part(place, youth)

    client.post(door(place, youth), {"what": [f"part:{first.pk}"], "to": f"unit:{sport.pk}"})
    client.post(
        door(place, youth), {"what": [f"part:{second.pk}"], "to": f"organisation:{town.pk}"}
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.unit == sport
    assert (second.organisation, second.unit) == (town, None)


def test_another_initiative_keeps_what_it_says_of_the_service(client, place, youth, sport):
    theirs = a_part(InitiativeFactory(), youth)

    page = client.get(door(place, youth))
    answer = client.post(
        door(place, youth), {"what": [f"part:{theirs.pk}"], "to": f"unit:{sport.pk}"}
    )

    theirs.refresh_from_db()
    assert page.context["parts"] == []
    assert answer.context["form"].errors.keys() == {"what"}
    assert theirs.unit == youth


def test_the_page_of_the_organisation_says_until_when_and_leads_to_the_list(client, place, youth):
    becomes(client, place, youth)
    address = reverse("portal:organisation", args=[place.slug, youth.organisation.slug])

    page = client.get(address).text

    assert "jusqu’au 1er janvier 2026" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert door(place, youth) in page


def test_a_service_of_elsewhere_is_not_found(client, place):
    assert client.get(door(place, UnitFactory())).status_code == 404
