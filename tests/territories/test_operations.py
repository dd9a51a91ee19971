from __future__ import annotations

import datetime as dt

import pytest

from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry
from pacte.territories import operations, queries
from pacte.territories.enums import Jurisdiction, LineProblem, TerritoryKind
from pacte.territories.errors import (
    EmptyPerimeter,
    NotAPerimeter,
    PerimeterInItself,
)
from pacte.territories.models import Territory, TerritoryMembership
from pacte.territories.operations import CommuneRow, RefusedLine
from tests.factories.territories import a_commune, an_epci, moved

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = AT.date()
MOVED = dt.date(2026, 1, 1)
EVE = dt.date(2025, 12, 31)


def communes(territory: Territory, on: dt.date = TODAY) -> list[str]:
    return sorted(queries.communes_of(territory, on=on).values_list("name", flat=True))


def dates(child: Territory) -> list[tuple[str, dt.date | None, dt.date | None]]:
    links = TerritoryMembership.objects.filter(child=child).order_by("pk")
    return [(link.parent.name, link.valid_from, link.valid_to) for link in links]


def drawn(*parts: Territory, name: str = "Grand Confluent", **options: object) -> Territory:
    return operations.make_perimeter(name=name, parts=parts, by=SYSTEM, at=AT, **options)  # type: ignore[arg-type]


def test_make_perimeter_holds_what_its_parts_hold() -> None:
    epci = an_epci("CC")
    a_commune("A", epci)
    alone = a_commune("B")

    perimeter = drawn(epci, alone, alone, space="7")

    assert (perimeter.kind, perimeter.slug, perimeter.space) == (
        TerritoryKind.PERIMETER,
        "grand-confluent",
        "7",
    )
    assert perimeter.jurisdiction == Jurisdiction.FRANCE
    assert communes(perimeter) == ["A", "B"]
    entry = AuditEntry.objects.get(event="territories.perimeter.made")
    assert (entry.space, entry.changes["parts"]) == ("7", [[], ["B", "CC"]])


def test_make_perimeter_of_two_countries_has_none() -> None:
    municipality = a_commune("M", jurisdiction=Jurisdiction.QUEBEC)

    assert drawn(a_commune(), municipality).jurisdiction == ""


def test_make_perimeter_finds_a_free_address() -> None:
    commune = a_commune()

    assert [drawn(commune).slug, drawn(commune).slug, drawn(commune, name="…").slug] == [
        "grand-confluent",
        "grand-confluent-2",
        "territoire",
    ]


def test_make_perimeter_since_a_day_holds_nothing_before() -> None:
    perimeter = drawn(a_commune("A"), since=MOVED)

    assert (communes(perimeter, EVE), communes(perimeter, MOVED)) == ([], ["A"])


def test_make_perimeter_refuses_nothing() -> None:
    with pytest.raises(EmptyPerimeter):
        drawn()


def changed(perimeter: Territory, *parts: Territory, on: dt.date = MOVED) -> Territory:
    return operations.change_perimeter(perimeter=perimeter, parts=parts, on=on, by=SYSTEM, at=AT)


def test_change_perimeter_keeps_its_parts_of_before() -> None:
    a, b, c = a_commune("A"), a_commune("B"), a_commune("C")
    perimeter = drawn(a, b)

    changed(perimeter, b, c)

    assert communes(perimeter, EVE) == ["A", "B"]
    assert communes(perimeter, MOVED) == ["B", "C"]
    entry = AuditEntry.objects.get(event="territories.perimeter.changed")
    assert entry.changes == {"parts": [["A", "B"], ["B", "C"]], "on": [None, "2026-01-01"]}


def test_change_perimeter_twice_on_a_day_leaves_no_trace_of_the_first() -> None:
    a, b = a_commune("A"), a_commune("B")
    perimeter = drawn(a)
    changed(perimeter, a, b)

    changed(perimeter, a)

    assert dates(b) == []


def test_change_perimeter_to_the_same_records_nothing() -> None:
    a = a_commune("A")
    perimeter = drawn(a)

    changed(perimeter, a)

    assert not AuditEntry.objects.filter(event="territories.perimeter.changed").exists()


def test_change_perimeter_refuses_what_makes_no_sense() -> None:
    commune = a_commune()
    perimeter = drawn(commune)
    around = drawn(perimeter, name="Autour")

    with pytest.raises(NotAPerimeter):
        changed(an_epci(), commune)
    with pytest.raises(EmptyPerimeter):
        changed(perimeter)
    with pytest.raises(PerimeterInItself):
        changed(perimeter, around)


def test_rename_perimeter_keeps_its_address_and_tells_only_a_change() -> None:
    perimeter = drawn(a_commune(), name="Autour")
    address = perimeter.slug

    for name in ("", "Autour", "Alentour"):
        operations.rename_perimeter(perimeter=perimeter, name=name, by=SYSTEM, at=AT)
    with pytest.raises(NotAPerimeter):
        operations.rename_perimeter(perimeter=an_epci(), name="Autre", by=SYSTEM, at=AT)

    perimeter.refresh_from_db()
    assert (perimeter.name, perimeter.slug) == ("Alentour", address)
    renamed = AuditEntry.objects.get(event="territories.perimeter.renamed")
    assert renamed.changes == {"name": ["Autour", "Alentour"]}


def test_a_commune_that_moves_keeps_past_figures() -> None:
    old, new = an_epci("Ancienne"), an_epci("Nouvelle")
    commune = a_commune("A", old)
    perimeter = drawn(old)

    moved(commune, new, MOVED)

    assert dates(commune) == [("Ancienne", None, MOVED), ("Nouvelle", MOVED, None)]
    assert (communes(old, EVE), communes(old, MOVED)) == (["A"], [])
    assert (communes(new, EVE), communes(new, MOVED)) == ([], ["A"])
    assert (communes(perimeter, EVE), communes(perimeter, MOVED)) == (["A"], [])


def test_a_commune_that_moves_again_on_the_same_day_forgets_the_first_move() -> None:
    commune = a_commune("A", an_epci("Ancienne"))
    moved(commune, an_epci("Erreur"), MOVED)

    moved(commune, an_epci("Nouvelle"), MOVED)

    assert dates(commune) == [("Ancienne", None, MOVED), ("Nouvelle", MOVED, None)]


def test_a_commune_that_moved_earlier_stays_until_its_next_move() -> None:
    old, new = an_epci("Ancienne"), an_epci("Nouvelle")
    commune = a_commune("A", old)
    moved(commune, new, MOVED)

    moved(commune, an_epci("Passage"), dt.date(2024, 1, 1))

    assert dates(commune) == [
        ("Ancienne", None, dt.date(2024, 1, 1)),
        ("Nouvelle", MOVED, None),
        ("Passage", dt.date(2024, 1, 1), MOVED),
    ]


def test_a_commune_that_moves_and_comes_back_keeps_both() -> None:
    old, new = an_epci("Ancienne"), an_epci("Nouvelle")
    commune = a_commune("A", old)
    moved(commune, new, dt.date(2024, 1, 1))

    moved(commune, old, MOVED)

    assert [communes(old, dt.date(year, 6, 1)) for year in (2023, 2024, 2026)] == [["A"], [], ["A"]]


def imported(*rows: CommuneRow, **options: object) -> operations.Imported:
    given: dict[str, object] = {"jurisdiction": Jurisdiction.FRANCE, **options}
    return operations.import_communes(rows=rows, by=SYSTEM, at=AT, **given)  # type: ignore[arg-type]


def test_import_communes_draws_the_known_ones_into_a_perimeter() -> None:
    a = a_commune("Abjat", official_code="24001")
    b = a_commune("Agonac", official_code="24002")
    perimeter = drawn(b)

    result = imported(CommuneRow(2, "24001", "abjat"), CommuneRow(3, "", "AGONAC"), into=perimeter)

    assert (result.communes, result.created, result.refused) == ([a, b], 0, [])
    assert communes(perimeter) == ["Abjat", "Agonac"]
    entry = AuditEntry.objects.get(event="territories.communes.imported")
    assert entry.target_key == str(perimeter.pk)
    assert entry.changes["communes"] == [0, 2]
    assert entry.changes["parts"] == [[], ["24001", "24002"]]


def test_import_communes_creates_those_unknown_under_their_epci() -> None:
    epci = an_epci("CC", official_code="200000172")

    result = imported(
        CommuneRow(2, "24999", "L’Île-Neuve", 120, "200000172"),
        CommuneRow(3, "24998", "Sans attache", None, "1"),
        population_year=2023,
    )

    first, second = result.communes
    assert result.created == 2
    assert (first.slug, first.kind, first.population, first.population_year) == (
        "lile-neuve-24999",
        TerritoryKind.COMMUNE,
        120,
        2023,
    )
    assert (second.population, second.population_year) == (None, None)
    assert communes(epci) == ["L’Île-Neuve"]


def test_import_communes_of_quebec_creates_municipalities() -> None:
    result = imported(CommuneRow(2, "99999", "Neuville"), jurisdiction=Jurisdiction.QUEBEC)

    assert result.communes[0].kind == TerritoryKind.MUNICIPALITY


def test_import_communes_fills_populations_that_are_missing_or_older() -> None:
    missing = a_commune("A", official_code="24001", population=None)
    older = a_commune("B", official_code="24002", population=10, population_year=2020)
    newer = a_commune("C", official_code="24003", population=10, population_year=2025)

    result = imported(
        *(CommuneRow(line, f"2400{line}", "", 99) for line in (1, 2, 3)), population_year=2023
    )

    for one in (missing, older, newer):
        one.refresh_from_db()
    assert result.counted == 2
    assert [one.population for one in (missing, older, newer)] == [99, 99, 10]


def test_import_communes_refuses_lines_with_their_reason_and_takes_the_others() -> None:
    a_commune("Abjat", official_code="24001")
    a_commune("Saint-Denis", official_code="11001")
    a_commune("Saint-Denis", official_code="93066")

    result = imported(
        CommuneRow(2, "24001", ""),
        CommuneRow(3, "24001", "Abjat"),
        CommuneRow(4, "24001", "Bergerac"),
        CommuneRow(5, "99999", ""),
        CommuneRow(6, "", "Nulle-Part"),
        CommuneRow(7, "", "St-Denis"),
        CommuneRow(8, "", ""),
    )

    assert [one.name for one in result.communes] == ["Abjat"]
    assert result.refused == [
        RefusedLine(3, LineProblem.REPEATED, "Abjat"),
        RefusedLine(4, LineProblem.OTHER_NAME, "Bergerac"),
        RefusedLine(5, LineProblem.UNKNOWN_CODE, "99999"),
        RefusedLine(6, LineProblem.UNKNOWN_NAME, "Nulle-Part"),
        RefusedLine(7, LineProblem.SEVERAL, "St-Denis"),
        RefusedLine(8, LineProblem.NO_NAME, ""),
    ]


def test_import_communes_of_nothing_records_nothing() -> None:
    assert imported().communes == []
    assert not AuditEntry.objects.exists()


def test_import_communes_into_an_epci_is_refused() -> None:
    with pytest.raises(NotAPerimeter):
        imported(into=an_epci())
