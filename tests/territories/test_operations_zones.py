from __future__ import annotations

import datetime as dt

import pytest

from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry
from pacte.territories import operations, queries
from pacte.territories.enums import LineProblem, TerritoryKind
from pacte.territories.models import Territory
from pacte.territories.operations import Imported, RefusedLine, ZoneRow
from tests.factories.territories import a_commune

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
SINCE = dt.date(2026, 1, 1)


def brought(*rows: ZoneRow, since: dt.date = SINCE) -> Imported:
    return operations.import_zones(rows=rows, since=since, by=SYSTEM, at=AT)


def communes(code: str, on: dt.date) -> list[str]:
    zone = Territory.objects.get(kind=TerritoryKind.EMPLOYMENT_ZONE, official_code=code)
    return sorted(queries.communes_of(zone, on=on).values_list("name", flat=True))


def test_import_zones_places_each_commune_in_its_own() -> None:
    a_commune("A", official_code="24001")
    a_commune("B", official_code="24002")

    imported = brought(ZoneRow(2, "24001", "7503", "Bergerac"), ZoneRow(3, "24002", "7512", ""))

    assert (imported.created, imported.refused) == (2, [])
    assert communes("7503", dt.date(2000, 1, 1)) == ["A"]
    assert Territory.objects.get(official_code="7512").name == "7512"
    assert AuditEntry.objects.get().changes["zones"] == [0, 2]


def test_import_zones_again_moves_only_what_changed_and_keeps_the_past() -> None:
    a_commune("A", official_code="24001")
    a_commune("B", official_code="24002")
    first = [ZoneRow(2, "24001", "7503", "Bergerac"), ZoneRow(3, "24002", "7503", "Bergerac")]
    brought(*first)
    later = dt.date(2030, 1, 1)

    imported = brought(first[0], ZoneRow(3, "24002", "7512", "Périgueux"), since=later)

    assert imported.created == 1
    assert communes("7503", dt.date(2029, 12, 31)) == ["A", "B"]
    assert (communes("7503", later), communes("7512", later)) == (["A"], ["B"])


def test_import_zones_refuses_unknown_and_repeated_communes() -> None:
    a_commune("A", official_code="24001")
    row = ZoneRow(2, "24001", "7503", "Bergerac")

    imported = brought(row, ZoneRow(3, "24001", "7503", ""), ZoneRow(4, "99999", "7503", ""))

    assert imported.refused == [
        RefusedLine(3, LineProblem.REPEATED, "24001"),
        RefusedLine(4, LineProblem.UNKNOWN_CODE, "99999"),
    ]


def test_import_zones_of_nothing_records_nothing() -> None:
    brought()

    assert not AuditEntry.objects.exists()
