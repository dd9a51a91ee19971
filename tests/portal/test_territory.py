"""Opening a démarche on a territory, and the page that tells what the territory is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pacte.initiatives.models import Initiative, Invitation
from pacte.territories import queries
from pacte.territories.enums import Jurisdiction, TerritoryKind
from pacte.territories.models import Territory
from tests.factories.accounts import UserFactory
from tests.factories.territories import a_commune, a_territory, an_epci, placed
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
DOOR = "portal:create_initiative"


@pytest.fixture
def operator(client):
    user = UserFactory(is_staff=True, email="operatrice@exemple.test")
    client.force_login(user)
    return user


def asked(**more):
    return {"name": "Pacte du Val", "lead_email": "operatrice@exemple.test", "save": "1", **more}


def test_a_search_shows_kind_and_place_of_namesakes_without_writing(client, operator):
    for name in ("Dordogne", "Gironde"):
        departement = a_territory(name, TerritoryKind.DEPARTEMENT)
        a_commune("Saint-Sauveur", departement)

    page = client.post(reverse(DOOR), {"q": "st sauveur", "search": "1", "name": "Mon pacte"})

    assert {one.within for one in page.context["picked"].results} == {"Dordogne", "Gironde"}
    assert "Commune, Dordogne" in page.text
    assert 'value="Mon pacte"' in page.text
    assert not Initiative.objects.exists()


def test_an_initiative_opens_on_one_official_territory(client, operator):
    epci = an_epci("CA Bergeracoise")

    answer = client.post(reverse(DOOR), asked(part=[epci.pk]))

    place = Initiative.objects.get()
    first = reverse("portal:first_steps", args=[place.slug])
    assert (place.territory, place.paper, answer["Location"]) == (epci, "A4", first)


def test_an_initiative_opens_on_a_perimeter_of_its_own(client, operator):
    epci, commune = an_epci("CC du Nord"), a_commune("Abjat", population=120)
    a_commune("Bergerac", epci, population=300)

    client.post(reverse(DOOR), asked(part=[epci.pk, commune.pk], perimeter_name="Grand Val"))

    place = Initiative.objects.get()
    assert (place.territory.name, place.territory.space) == ("Grand Val", place.audit_space)
    found = queries.population_of(place.territory, on=dt.date(2026, 3, 3))
    assert (found.people, found.communes) == (420, 2)


def test_a_pasted_list_keeps_the_lines_it_could_not_take(client, operator):
    abjat = a_commune("Abjat")

    page = client.post(reverse(DOOR), {"liste": "Abjat\nNulle-Part", "read": "1"})

    assert page.context["picked"].territories == [abjat]
    assert (
        "Ligne 2, «\u202fNulle-Part\u202f»\u00a0: aucun territoire de ce nom ou de ce code."
        in page.text
    )
    assert ">Nulle-Part</textarea>" in page.text.replace("\n", "")


@pytest.mark.parametrize(
    ("button", "left"), [("remove", ["Bergerac"]), ("clear", []), ("search", ["Abjat", "Bergerac"])]
)
def test_parts_are_taken_away_one_by_one_or_all(client, operator, button, left):
    abjat, bergerac = a_commune("Abjat"), a_commune("Bergerac")

    page = client.post(reverse(DOOR), {"part": [abjat.pk, bergerac.pk], button: abjat.pk})

    assert [one.name for one in page.context["picked"].territories] == left


def test_what_a_search_found_joins_what_is_chosen(client, operator):
    abjat, bergerac = a_commune("Abjat"), a_commune("Bergerac")

    page = client.post(reverse(DOOR), {"part": [abjat.pk], "q": "berg", "add": bergerac.pk})

    assert page.context["picked"].territories == [abjat, bergerac]
    assert page.context["picked"].results == []


def test_an_initiative_has_a_name_that_an_address_is_made_of(client, operator):
    page = client.post(reverse(DOOR), asked(part=[an_epci().pk], name="…"))

    assert page.context["form"].errors.keys() == {"name"}
    assert not Initiative.objects.exists()


def test_two_countries_or_no_territory_are_refused_with_what_was_typed(client, operator):
    here = a_commune("Abjat")
    there = a_territory("Granby", TerritoryKind.MUNICIPALITY, jurisdiction=Jurisdiction.QUEBEC)

    nowhere = client.post(reverse(DOOR), asked())
    both = client.post(reverse(DOOR), asked(part=[here.pk, there.pk]))

    assert "Choisissez au moins un territoire." in nowhere.text
    assert "Choisissez des territoires d’un seul pays" in both.text
    assert 'value="Pacte du Val"' in both.text
    assert not Initiative.objects.exists()


def test_whom_an_initiative_is_opened_for_is_invited_to_lead_it(client, operator):
    page = client.post(reverse(DOOR), asked(part=[a_commune().pk], lead_email="Ana@exemple.test"))

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ana@exemple.test", "LEAD")
    assert "/invitation/" in page.text
    assert "Revenir aux démarches" in page.text


def test_without_reference_data_the_page_says_what_to_run(client, operator):
    assert "pacte load-territories" in client.get(reverse(DOOR)).text


def test_the_territory_page_tells_what_it_covers_is_part_of_and_what_changed(client):
    people = make_personas()
    root = people.initiative.territory
    Territory.objects.filter(pk=root.pk).update(kind=TerritoryKind.EPCI, name="CC du Nord")
    departement = a_territory("Dordogne", TerritoryKind.DEPARTEMENT)
    a_commune("Abjat", root, departement, population=100)
    moved = a_commune("Bussac", departement, population=50)
    placed(moved, root, since=dt.date(2026, 1, 1))
    client.force_login(people.observer)

    page = client.get(reverse("portal:territory", args=[people.initiative.slug]))

    assert [one.territory.name for one in page.context["around"]] == ["Dordogne"]
    assert [commune.name for commune, _ in page.context["communes"]] == ["Abjat", "Bussac"]
    assert "depuis le 1er janvier 2026" in page.text
    assert "population de 2023" in page.text
    assert "Changer de territoire" not in page.text


def test_a_lead_redraws_the_perimeter_from_a_day_and_the_past_stays(client):
    people = make_personas()
    place = people.initiative
    parts = [a_commune("Abjat", population=10), a_commune("Bussac", population=20)]
    door = reverse("portal:edit_territory", args=[place.slug])
    client.force_login(people.lead)
    client.post(door, {"part": [p.pk for p in parts], "on": "2026-01-01", "save": "1"})
    place.refresh_from_db()
    cherval = a_commune("Cherval", population=40)

    client.post(
        door,
        {
            "part": [parts[0].pk, cherval.pk],
            "on": "2026-03-01",
            "perimeter_name": "Grand Nord",
            "save": "1",
        },
    )

    def people_on(day):
        return queries.population_of(place.territory, on=day).people

    place.territory.refresh_from_db()
    assert place.territory.name == "Grand Nord"
    assert (people_on(dt.date(2026, 2, 1)), people_on(dt.date(2026, 3, 2))) == (30, 50)
    page = client.get(reverse("portal:territory", args=[place.slug]))
    assert "Périmètre changé" in page.text
    assert "jusqu’au 28 février 2026" in page.text


@pytest.mark.parametrize("communes", [1, 3])
def test_the_territory_page_asks_as_much_for_one_commune_as_for_three(
    client, communes, django_assert_num_queries
):
    people = make_personas()
    root = people.initiative.territory
    Territory.objects.filter(pk=root.pk).update(kind=TerritoryKind.EPCI)
    departement = a_territory("Dordogne", TerritoryKind.DEPARTEMENT)
    for number in range(communes):
        a_commune(f"Commune {number}", root, departement)
    client.force_login(people.observer)
    url = reverse("portal:territory", args=[people.initiative.slug])

    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 17


def test_the_territory_page_leaves_out_columns_that_say_nothing(client):
    people = make_personas()
    root = people.initiative.territory
    Territory.objects.filter(pk=root.pk).update(kind=TerritoryKind.EPCI, name="CC du Nord")
    a_commune("Abjat", root, population=100)
    client.force_login(people.observer)

    page = client.get(reverse("portal:territory", args=[people.initiative.slug])).text

    assert "<span>commune</span>" in page
    assert 'data-label="Intercommunalité"' not in page
    assert 'data-label="Habitants"' in page
