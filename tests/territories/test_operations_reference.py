from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import connection

from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry
from pacte.territories import operations, queries
from pacte.territories.enums import Jurisdiction, TerritoryKind
from pacte.territories.errors import ReferenceIncomplete
from pacte.territories.models import Territory, TerritoryMembership
from pacte.territories.operations import Loaded
from pacte.territories.providers.reference import Source
from tests.factories.territories import moved
from tests.territories.conftest import COUNTRY, Edition

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = AT.date()


def load(source: Source) -> Loaded:
    return operations.load_reference(sources=[source], by=SYSTEM, at=AT)[0]


def measures(loaded: Loaded) -> tuple[int, int, int, int]:
    return loaded.created, loaded.changed, loaded.ended, loaded.moved


def commune(code: str) -> Territory:
    return Territory.objects.get(kind=TerritoryKind.COMMUNE, official_code=code)


def epci(code: str) -> Territory:
    return Territory.objects.get(kind=TerritoryKind.EPCI, official_code=code)


def people(territory: Territory, on: dt.date) -> int | None:
    return queries.population_of(territory, on=on).people


def replaced(code: str, *, name: str, population: str, parents: str) -> list[tuple[str, ...]]:
    return [row if row[1] != code else (row[0], code, name, population, parents) for row in COUNTRY]


def test_load_reference_makes_territories_and_places_them(edition: Edition) -> None:
    assert measures(load(edition())) == (8, 0, 0, 8)

    abjat = commune("24001")
    assert (abjat.slug, abjat.population, abjat.population_year, abjat.source) == (
        "abjat-24001",
        100,
        2023,
        "france",
    )
    assert [one.name for one in queries.ancestors_of(abjat, on=dt.date(1990, 1, 1))] == [
        "CC du Nord",
        "Dordogne",
        "France",
    ]
    entry = AuditEntry.objects.get(event="territories.reference.loaded")
    assert entry.changes["created"] == [0, 8]


def test_load_reference_again_changes_nothing(edition: Edition) -> None:
    load(edition())

    assert measures(load(edition())) == (0, 0, 0, 0)
    assert AuditEntry.objects.count() == 1


def test_load_reference_of_a_new_edition_keeps_the_past(edition: Edition) -> None:
    load(edition())
    rows = replaced(
        "24002", name="Agonac-le-Vieux", population="210", parents="DEPARTEMENT:24 EPCI:2"
    )
    kept = [row for row in rows if row[1] != "24003"]

    loaded = load(edition(kept, year=2027))

    assert measures(loaded) == (0, 7 - 4, 1, 2)
    moved, gone = commune("24002"), commune("24003")
    assert (moved.name, moved.search_key, moved.slug) == (
        "Agonac-le-Vieux",
        " agonac le vieux",
        "agonac-24002",
    )
    assert gone.valid_to == dt.date(2027, 1, 1)
    before, after = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    assert (people(epci("1"), before), people(epci("2"), before)) == (310, 400)
    assert (people(epci("1"), after), people(epci("2"), after)) == (100, 210)
    assert not TerritoryMembership.objects.filter(child=gone, valid_to=None).exists()


def test_load_reference_sees_a_commune_leave_for_none(edition: Edition) -> None:
    load(edition())
    rows = replaced("24003", name="Allas", population="400", parents="DEPARTEMENT:24")

    load(edition(rows, year=2027))

    links = TerritoryMembership.objects.filter(child=commune("24003"), parent=epci("2"))
    assert links.get().valid_to == dt.date(2027, 1, 1)


def test_load_reference_corrects_a_move_of_its_very_date(edition: Edition) -> None:
    load(edition())
    abjat = commune("24001")
    moved(abjat, epci("2"), dt.date(2026, 1, 1))

    assert measures(load(edition()))[3] == 2
    assert people(epci("2"), TODAY) == 400


def test_load_reference_dates_what_a_new_edition_creates(edition: Edition) -> None:
    load(edition())
    born = ("COMMUNE", "24005", "Née", "50", "DEPARTEMENT:24 EPCI:2")

    load(edition([*COUNTRY, born], year=2027))

    assert commune("24005").valid_from == dt.date(2027, 1, 1)
    assert people(epci("2"), dt.date(2026, 12, 31)) == 400
    assert people(epci("2"), dt.date(2027, 1, 1)) == 450


def test_load_reference_brings_back_what_is_listed_again(edition: Edition) -> None:
    load(edition())
    load(edition([row for row in COUNTRY if row[1] != "24004"], year=2027))

    load(edition(year=2028))

    assert commune("24004").valid_to is None


def test_load_reference_leaves_what_people_recorded_since(edition: Edition) -> None:
    load(edition())
    abjat = commune("24001")
    moved(abjat, epci("2"), dt.date(2026, 6, 1))
    rows = [
        operations.CommuneRow(2, "24002", "", 999),
        operations.CommuneRow(3, "24777", "Créée"),
    ]
    operations.import_communes(
        rows=rows, jurisdiction=Jurisdiction.FRANCE, population_year=2025, by=SYSTEM, at=AT
    )
    perimeter = operations.make_perimeter(name="P", parts=[abjat], by=SYSTEM, at=AT)

    assert measures(load(edition())) == (0, 0, 0, 0)
    assert people(epci("2"), TODAY) == 500
    assert commune("24002").population == 999
    assert commune("24777").valid_to is None
    assert people(perimeter, TODAY) == 100


def test_load_reference_adopts_a_commune_made_by_hand(edition: Edition) -> None:
    Territory.objects.create(
        name="abjat", slug="abjat", kind="COMMUNE", jurisdiction="FR", official_code="24001"
    )

    assert measures(load(edition())) == (7, 1, 0, 8)
    assert (commune("24001").name, commune("24001").slug) == ("Abjat", "abjat")


def test_load_reference_refuses_an_incomplete_file_and_writes_nothing(edition: Edition) -> None:
    with pytest.raises(ReferenceIncomplete):
        load(edition(published={"COMMUNE": 9}))

    assert not Territory.objects.exists()


def test_load_reference_brings_only_the_countries_asked_for(edition: Edition) -> None:
    loaded = operations.load_reference(
        sources=[edition()], jurisdictions=[Jurisdiction.QUEBEC], by=SYSTEM, at=AT
    )

    assert loaded == []


def test_load_reference_of_both_countries_takes_less_than_a_minute() -> None:
    started = time.process_time()  # what else the machine does is not counted
    operations.load_reference(by=SYSTEM, at=AT)
    elapsed = time.process_time() - started

    france = Territory.objects.get(kind=TerritoryKind.COUNTRY)
    assert elapsed < 60
    assert queries.population_of(france, on=TODAY) == queries.Population(
        68_952_941, 2023, 34_969, 6
    )
    kinds = Territory.objects.filter(kind=TerritoryKind.EPCI)
    assert kinds.count() == 1255
    bergerac = queries.search_territories("bergerac", on=TODAY)[0]
    assert (bergerac.territory.official_code, bergerac.within) == ("24037", "Dordogne")
    rouyn = queries.search_territories("rouyn", on=TODAY, kinds=[TerritoryKind.EQUIVALENT])[0]
    assert rouyn.within == "Abitibi-Témiscamingue"
    assert [one.created for one in operations.load_reference(by=SYSTEM, at=AT)] == [0, 0]
    assert connection.in_atomic_block
