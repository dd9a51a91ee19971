"""Finding whom to call: by last name, by what she does and where; one's own commune first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pacte.network.queries.people import by_last_name
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    ElectedMandateFactory,
    MunicipalReferentFactory,
    OrganisationFactory,
    UnitFactory,
)
from tests.factories.territories import a_commune, an_epci

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 9
PAST = dt.date(2020, 1, 1)


@pytest.fixture
def place():
    return InitiativeFactory(territory=an_epci())


@pytest.fixture
def member(client, place):
    user = MembershipFactory(initiative=place).user
    client.force_login(user)
    return user


@pytest.fixture
def communes(place):
    return [a_commune(name, place.territory) for name in ("Arlac", "Épône", "Urçay")]


def shown(client, name, place, **asked):
    return client.get(reverse(f"network:{name}", args=[place.slug]), asked)


def names(page):
    return [person.contact.name for person in page.context["page"]]


def test_people_come_by_last_name_accents_aside(client, member, place):
    for name in ("Zoé Abel", "Anne Écart", "Yves Le Gall", "DUPONT Marie", "Ali de Brie"):
        ContactFactory(initiative=place, name=name)

    assert names(shown(client, "contacts", place)) == [
        "Zoé Abel",
        "Ali de Brie",
        "DUPONT Marie",
        "Anne Écart",
        "Yves Le Gall",
    ]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Anne Roy", " roy"),
        ("Roy", " roy"),
        ("", ""),
        ("Anne VAN DAMME", " van damme"),
        ("DAMME Anne", " damme"),
        ("Léa Des Forges", " des forges"),
        ("Anne R.", " r"),
        ("ANNE ROY", " roy"),
    ],
)
def test_the_last_name_is_told_as_far_as_the_words_tell(name, last):
    assert by_last_name(name)[0] == last


@pytest.mark.parametrize(
    "words", ["helene", "HÉLÈNE roy", "directrice", "mlc", "locale conseil", "epone", "maire urcay"]
)
def test_people_are_found_by_name_function_organisation_or_commune(
    client, member, place, communes, words
):
    found = ContactFactory(initiative=place, name="Hélène Roy")
    local = OrganisationFactory(name="Mission locale", short_name="MLC")
    unit = UnitFactory(organisation=local, name="Conseil")
    ContactFunctionFactory(contact=found, organisation=local, unit=unit, title="Directrice")
    MunicipalReferentFactory(initiative=place, territory=communes[1], contact=found, state="ACTIVE")
    ElectedMandateFactory(contact=found, territory=communes[2], title="Maire")
    ContactFactory(initiative=place, name="Paul Martin")

    page = shown(client, "contacts", place, q=words)

    assert names(page) == ["Hélène Roy"]
    assert 'value="' in page.text.partition('name="q"')[2]
    for told in ("Directrice", "MLC", "Conseil", "Épône", "Maire", "Urçay"):
        assert told in page.text


def test_people_are_not_found_by_what_is_over_nor_elsewhere(client, member, place, communes):
    someone = ContactFactory(initiative=place, name="Hélène Roy")
    ContactFunctionFactory(contact=someone, title="Directrice", to_on=PAST)
    ElectedMandateFactory(contact=someone, territory=communes[0], title="Maire", to_on=PAST)
    ended = {"state": "ENDED", "ended_on": PAST}
    MunicipalReferentFactory(initiative=place, territory=communes[1], contact=someone, **ended)
    ContactFactory(name="Maire directrice d’Épône")

    for words in ("directrice", "maire", "epone"):
        page = shown(client, "contacts", place, q=words)
        assert names(page) == []
        assert "Personne ne répond à cette recherche dans le carnet." in page.text
        assert "/recherche/?q=" in page.text


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_of_people_asks_the_database_as_much_for_many_as_for_one(
    client, member, place, communes, django_assert_num_queries, count
):
    for _ in range(count):
        someone = ContactFactory(initiative=place)
        ContactFunctionFactory(contact=someone, organisation=OrganisationFactory())
        ElectedMandateFactory(contact=someone, territory=communes[0])

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        shown(client, "contacts", place)


def lines(page):
    return [line.territory.name for line in page.context["lines"]]


@pytest.mark.parametrize("role", ["contact", "deputy", "elected"])
def test_ones_own_commune_comes_first(client, member, place, communes, role):
    own = ContactFactory(initiative=place, email=member.email.upper())
    given = {"contact": own} if role == "contact" else {"contact": ContactFactory(initiative=place)}
    if role == "deputy":
        given["deputy"] = own
    MunicipalReferentFactory(initiative=place, territory=communes[2], state="ACTIVE", **given)
    if role == "elected":
        ElectedMandateFactory(contact=own, territory=communes[2])

    page = shown(client, "referents", place)

    assert lines(page) == ["Urçay", "Arlac", "Épône"]
    assert page.text.count("Votre commune") == 1


def test_the_commune_of_another_or_of_before_is_not_ones_own(client, member, place, communes):
    mine = ContactFactory(initiative=place, email=member.email)
    ElectedMandateFactory(contact=mine, territory=communes[2], to_on=PAST)
    elsewhere = ContactFactory(email=member.email)
    ElectedMandateFactory(contact=elsewhere, territory=communes[1])

    assert "Votre commune" not in shown(client, "referents", place).text


def test_communes_are_found_by_their_name_or_their_person(client, member, place, communes):
    someone = ContactFactory(initiative=place, name="Hélène Roy")
    MunicipalReferentFactory(
        initiative=place, territory=communes[0], contact=someone, state="ACTIVE"
    )

    assert lines(shown(client, "referents", place, q="epone")) == ["Épône"]
    assert lines(shown(client, "referents", place, q="helene")) == ["Arlac"]
    assert lines(shown(client, "referents", place, q="helene", vacantes="1")) == []
    none = shown(client, "referents", place, q="Tours")
    assert "Aucune commune ne répond à cette recherche." in none.text
