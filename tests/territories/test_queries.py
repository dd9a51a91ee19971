from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from pacte.territories import queries
from pacte.territories.enums import Jurisdiction, TerritoryKind
from pacte.territories.models import Territory
from pacte.territories.queries import Population
from tests.factories.territories import a_commune, a_territory, an_epci, placed

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
MOVED = dt.date(2025, 1, 1)


def names(territories: object) -> list[str]:
    return sorted(one.name for one in territories)  # type: ignore[attr-defined]


def test_communes_of_a_commune_is_itself() -> None:
    commune = a_commune()

    assert list(queries.communes_of(commune, on=TODAY)) == [commune]


def test_communes_of_goes_down_every_level() -> None:
    country = a_territory("France", TerritoryKind.COUNTRY)
    region = a_territory("Région", TerritoryKind.REGION)
    placed(region, country)
    a_commune("A", region)
    a_commune("B", region)
    a_commune("Ailleurs")

    assert names(queries.communes_of(country, on=TODAY)) == ["A", "B"]


def test_communes_of_overlapping_territories_counts_each_once() -> None:
    one, two = an_epci("Un"), an_epci("Deux")
    a_commune("A", one, two)
    a_commune("B", two)

    assert names(queries.communes_of(one, two, on=TODAY)) == ["A", "B"]
    assert queries.communes_of(one, two, on=TODAY).count() == 2


def test_communes_of_nothing_is_nothing() -> None:
    assert list(queries.communes_of(on=TODAY)) == []


def test_communes_of_ends_when_perimeters_hold_each_other() -> None:
    one = a_territory("Un", TerritoryKind.PERIMETER)
    two = a_territory("Deux", TerritoryKind.PERIMETER)
    placed(one, two)
    placed(two, one)
    a_commune("A", one)

    assert names(queries.communes_of(two, on=TODAY)) == ["A"]


def test_communes_of_leaves_out_a_commune_that_ended() -> None:
    epci = an_epci()
    a_commune("Fusionnée", epci, valid_to=MOVED)
    a_commune("Nouvelle", epci, valid_from=MOVED)

    assert names(queries.communes_of(epci, on=MOVED - dt.timedelta(days=1))) == ["Fusionnée"]
    assert names(queries.communes_of(epci, on=MOVED)) == ["Nouvelle"]


def test_population_of_a_perimeter_of_four_epci_counts_each_commune_once() -> None:
    perimeter = a_territory("Grand Confluent", TerritoryKind.PERIMETER)
    epcis = [an_epci(f"CC {number}") for number in range(4)]
    for number, epci in enumerate(epcis):
        placed(epci, perimeter)
        for index in range(5):
            a_commune(f"C{number}{index}", epci, population=100)
    shared = a_commune("Partagée", epcis[0], population=1000)
    placed(shared, perimeter)

    assert queries.population_of(perimeter, on=TODAY) == Population(3000, 2023, 21, 0)


def test_population_of_keeps_past_figures_when_a_commune_moved() -> None:
    old, new = an_epci("Ancienne"), an_epci("Nouvelle")
    a_commune("Stable", old, population=500)
    commune = a_commune("Partie", population=300)
    placed(commune, old, until=MOVED)
    placed(commune, new, since=MOVED)
    before = MOVED - dt.timedelta(days=1)

    assert queries.population_of(old, on=before) == Population(800, 2023, 2, 0)
    assert queries.population_of(new, on=before) == Population(None, None, 0, 0)
    assert queries.population_of(old, on=MOVED) == Population(500, 2023, 1, 0)
    assert queries.population_of(new, on=MOVED) == Population(300, 2023, 1, 0)


def test_population_of_says_which_communes_lack_a_figure_and_years_that_differ() -> None:
    epci = an_epci()
    a_commune("A", epci, population=100, population_year=2021)
    a_commune("B", epci, population=200, population_year=2023)
    a_commune("C", epci, population=None)

    assert queries.population_of(epci, on=TODAY) == Population(300, None, 3, 1)


def test_population_of_falls_back_on_the_published_one() -> None:
    mrc = a_territory("MRC", TerritoryKind.MRC, population=40_000, population_year=2021)
    a_commune("A", mrc, population=None)

    assert queries.population_of(mrc, on=TODAY) == Population(40_000, 2021, 1, 1)
    assert queries.population_of(mrc, mrc, on=TODAY) == Population(None, None, 1, 1)


def test_ancestors_of_a_commune_are_official_and_nearest_first() -> None:
    region = a_territory("Région", TerritoryKind.REGION)
    departement = a_territory("Département", TerritoryKind.DEPARTEMENT)
    epci = an_epci("CC")
    placed(departement, region)
    commune = a_commune("A", departement, epci)
    placed(commune, a_territory("Dessiné", TerritoryKind.PERIMETER))
    placed(commune, an_epci("Quittée"), until=MOVED)

    found = queries.ancestors_of(commune, on=TODAY)

    assert found == [epci, departement, region]


def test_parts_of_gives_what_lies_directly_in_it() -> None:
    perimeter = a_territory("P", TerritoryKind.PERIMETER)
    epci, other = an_epci("Été"), an_epci("Agglo")
    a_commune("Dedans", epci)
    placed(epci, perimeter)
    placed(other, perimeter)
    placed(an_epci("Partie"), perimeter, until=MOVED)

    assert list(queries.parts_of(perimeter, on=TODAY)) == [other, epci]


@pytest.mark.parametrize(
    "words",
    ["Saint-Étienne", "saint etienne", "SAINT ETIENNE", "st etien", "etienne st", "s etienne"],
)
def test_search_territories_ignores_accents_case_and_hyphens(words: str) -> None:
    commune = a_commune("Saint-Étienne")
    a_commune("Étoile")

    assert [one.territory for one in queries.search_territories(words, on=TODAY)] == [commune]


def test_search_territories_puts_the_closest_then_the_largest_first() -> None:
    a_commune("Grand-Val", population=9)
    a_commune("Valmont", population=5)
    a_commune("Valence", population=7)
    a_commune("Val", population=1)

    found = queries.search_territories("val", on=TODAY)

    assert [one.territory.name for one in found] == ["Val", "Valence", "Valmont", "Grand-Val"]


def test_search_territories_finds_a_code_and_narrows_to_kinds_and_country() -> None:
    commune = a_commune("Ajaccio", official_code="2A004")
    a_territory("Ajaccio", TerritoryKind.ARRONDISSEMENT)
    a_territory("Ajaccio", TerritoryKind.COMMUNE, jurisdiction=Jurisdiction.QUEBEC)

    by_code = queries.search_territories(" 2a004 ", on=TODAY)
    by_name = queries.search_territories(
        "ajaccio", on=TODAY, kinds=[TerritoryKind.COMMUNE], jurisdiction=Jurisdiction.FRANCE
    )

    assert [one.territory for one in by_code] == [commune]
    assert [one.territory for one in by_name] == [commune]


def test_search_territories_is_bounded_and_needs_a_word() -> None:
    for _ in range(3):
        a_commune("Val")

    assert len(queries.search_territories("val", on=TODAY, limit=2)) == 2
    assert queries.search_territories(" - ", on=TODAY) == []


def test_search_territories_keeps_to_what_the_reader_sees() -> None:
    drawn = a_territory("Val à nous", TerritoryKind.PERIMETER, space="1")

    assert queries.search_territories("val", on=TODAY) == []
    among = Territory.objects.all()
    assert [one.territory for one in queries.search_territories("val", on=TODAY, among=among)] == [
        drawn
    ]


def test_placed_says_where_each_lies() -> None:
    region = a_territory("Nouvelle-Aquitaine", TerritoryKind.REGION)
    dordogne = a_territory("Dordogne", TerritoryKind.DEPARTEMENT)
    gironde = a_territory("Gironde", TerritoryKind.DEPARTEMENT)
    arrondissement = a_territory("Bergerac", TerritoryKind.ARRONDISSEMENT)
    placed(dordogne, region)
    placed(arrondissement, dordogne)
    epci = an_epci("CC")
    commune = a_commune("A", arrondissement, epci)
    a_commune("B", gironde, epci)
    abitibi = a_territory("Abitibi-Témiscamingue", TerritoryKind.ADMINISTRATIVE_REGION)
    mrc = a_territory("Abitibi", TerritoryKind.MRC)
    placed(mrc, abitibi)
    amos = a_territory("Amos", TerritoryKind.MUNICIPALITY)
    placed(amos, mrc)
    every = [region, dordogne, arrondissement, epci, commune, abitibi, mrc, amos]

    found = {one.territory.name: one.within for one in queries.placed(every, on=TODAY)}

    assert found == {
        "Nouvelle-Aquitaine": "",
        "Dordogne": "Nouvelle-Aquitaine",
        "Bergerac": "Dordogne",
        "CC": "Dordogne, Gironde",
        "A": "Dordogne",
        "Abitibi-Témiscamingue": "",
        "Abitibi": "Abitibi-Témiscamingue",
        "Amos": "Abitibi",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_search_territories_takes_as_many_queries_for_one_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dordogne = a_territory("Dordogne", TerritoryKind.DEPARTEMENT)
    for number in range(count):
        arrondissement = a_territory(f"Arr {number}", TerritoryKind.ARRONDISSEMENT)
        placed(arrondissement, dordogne)
        a_commune(f"Val {number}", arrondissement)

    with django_assert_num_queries(4):
        queries.search_territories("val", on=TODAY)
