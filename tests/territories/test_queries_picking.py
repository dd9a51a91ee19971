"""Choosing a territory: lists as people paste them, and what a page says of what is chosen."""

from __future__ import annotations

import datetime as dt

import pytest

from pacte.territories import queries
from pacte.territories.enums import ListedProblem, TerritoryKind
from pacte.territories.models import Territory
from tests.factories.territories import a_commune, a_territory, an_epci, placed

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 3)


@pytest.fixture
def dordogne() -> Territory:
    return a_territory("Dordogne", TerritoryKind.DEPARTEMENT, official_code="24")


@pytest.fixture
def gironde() -> Territory:
    return a_territory("Gironde", TerritoryKind.DEPARTEMENT, official_code="33")


def names(read: queries.ReadList) -> list[str]:
    return [one.name for one in read.found]


def test_read_list_takes_names_codes_cells_and_postal_codes(dordogne: Territory) -> None:
    a_commune("Périgueux", dordogne, official_code="24322")
    a_territory("Périgueux", TerritoryKind.ARRONDISSEMENT)
    a_commune("Sarlat-la-Canéda", dordogne, official_code="24520")
    a_commune("Saint-Astier", dordogne, official_code="24372")
    a_commune("Lembras", dordogne, official_code="24237")
    a_commune("Autre", dordogne, official_code="24100")
    pasted = "perigueux\n24520\tSarlat la Caneda\t8700\nSt Astier\n\n24100 Lembras\n24322"

    read = queries.read_list(pasted, on=TODAY)

    assert names(read) == ["Périgueux", "Sarlat-la-Canéda", "Saint-Astier", "Lembras"]
    assert read.left == []


def test_read_list_takes_several_names_between_commas(dordogne: Territory) -> None:
    a_commune("Abjat", dordogne)
    a_commune("Bergerac", dordogne)

    assert names(queries.read_list("Abjat, Bergerac", on=TODAY)) == ["Abjat", "Bergerac"]


def test_read_list_says_what_is_unknown_or_several_and_whom_it_may_mean(
    dordogne: Territory, gironde: Territory
) -> None:
    here = a_commune("Saint-Sauveur", dordogne, official_code="24500")
    there = a_commune("Saint-Sauveur", gironde, official_code="33471")
    abjat = a_commune("Abjat-sur-Bandiat", dordogne, official_code="24001")

    read = queries.read_list("Saint-Sauveur\nAbjat\nBergerak\n99999", on=TODAY)

    told = [(one.line, one.text, one.problem) for one in read.left]
    assert told == [
        (1, "Saint-Sauveur", ListedProblem.SEVERAL),
        (2, "Abjat", ListedProblem.NOT_FOUND),
        (3, "Bergerak", ListedProblem.NOT_FOUND),
        (4, "99999", ListedProblem.NOT_FOUND),
    ]
    assert {one.within for one in read.left[0].choices} == {"Dordogne", "Gironde"}
    assert [one.territory for one in read.left[1].choices] == [abjat]
    assert {one.territory for one in read.left[0].choices} == {here, there}


@pytest.mark.parametrize(
    "line", ["Saint-Sauveur (24)", "24520 Saint-Sauveur", "St Sauveur (dordogne)"]
)
def test_read_list_tells_namesakes_apart_by_what_stands_beside(
    dordogne: Territory, gironde: Territory, line: str
) -> None:
    here = a_commune("Saint-Sauveur", dordogne, official_code="24500")
    a_commune("Saint-Sauveur", gironde, official_code="33471")

    assert queries.read_list(line, on=TODAY).found == [here]


def test_picked_drops_a_line_once_one_of_its_namesakes_is_chosen(
    dordogne: Territory, gironde: Territory
) -> None:
    here = a_commune("Saint-Sauveur", dordogne)
    a_commune("Saint-Sauveur", gironde)

    got = queries.picked(
        parts=[here],
        words="",
        text="Saint-Sauveur\nNulle-Part",
        among=Territory.objects.shared(),
        on=TODAY,
    )

    assert got.text == "Nulle-Part"
    assert got.territories == [here]


def test_picked_counts_a_commune_of_two_chosen_territories_once() -> None:
    epci = an_epci()
    commune = a_commune("Abjat", epci, population=120)

    got = queries.picked(
        parts=[epci, commune], words="", text="", among=Territory.objects.shared(), on=TODAY
    )

    assert got.population == queries.Population(120, 2023, 1, 0)


def test_surroundings_tell_what_holds_it_all_from_what_it_straddles(
    dordogne: Territory, gironde: Territory
) -> None:
    region = a_territory("Nouvelle-Aquitaine", TerritoryKind.REGION)
    placed(dordogne, region)
    placed(gironde, region)
    epci = an_epci("CC des Deux Rives")
    a_commune("Abjat", epci, dordogne)
    a_commune("Bergerac", epci, dordogne)
    a_commune("Gours", epci, gironde)

    around = queries.surroundings(epci, on=TODAY)

    assert [(one.territory.name, one.communes, one.holds_all) for one in around] == [
        ("Nouvelle-Aquitaine", 3, True),
        ("Dordogne", 2, False),
        ("Gironde", 1, False),
    ]


def test_dated_stays_tell_a_commune_that_changed_epci_and_keep_other_spaces_sealed() -> None:
    joined = dt.date(2026, 1, 1)
    before, after = an_epci("CC du Nord"), an_epci("CC du Sud")
    commune = a_commune("Abjat")
    placed(commune, before, until=joined)
    placed(commune, after, since=joined)
    secret = a_territory("Secret", TerritoryKind.PERIMETER, space="9", official_code="")
    placed(commune, secret, since=joined)

    stays = queries.dated_stays(after, on=TODAY)

    told = {(one.parent.name, one.since, one.until) for one in stays}
    assert told == {("CC du Sud", joined, None), ("CC du Nord", None, dt.date(2025, 12, 31))}
    assert queries.nearest_of([commune], on=TODAY) == {commune.pk: after}
