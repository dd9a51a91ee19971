"""Zones that tile a country with its communes, from the list its producer publishes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from pacte.core import audit
from pacte.core.actor import Actor
from pacte.territories.enums import FINEST, Jurisdiction, LineProblem, TerritoryKind
from pacte.territories.models import Territory, TerritoryMembership
from pacte.territories.operations.communes import Imported, RefusedLine
from pacte.territories.operations.placing import SLUG_LENGTH, Placing, placings_to, write


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One commune and its zone; `line` is its number in the file."""

    line: int
    commune_code: str
    zone_code: str
    zone_name: str


@transaction.atomic
def import_zones(
    *,
    rows: Sequence[ZoneRow],
    by: Actor,
    at: dt.datetime,
    since: dt.date,
    kind: TerritoryKind = TerritoryKind.EMPLOYMENT_ZONE,
) -> Imported:
    """Make the zones of a list (zones d’emploi) and place each commune in its own from a day.

    A commune that had no zone of that kind has been in this one since always, as far as is known.
    Lines of unknown communes are refused, the others are written.
    """
    imported = Imported()
    zones = zones_of(rows, kind, imported)
    communes = taken(rows, imported)
    links: dict[int, list[TerritoryMembership]] = defaultdict(list)
    for link in TerritoryMembership.objects.filter(parent__kind=kind).order_by("pk"):
        links[link.child_id].append(link)
    placings: list[Placing] = []
    for commune, code in communes:
        held = links[commune.pk]
        placings += placings_to(child=commune, parent=zones[code], links=held, on=since)
    write(placings)
    record(imported, zones, by=by, at=at)
    return imported


def taken(rows: Sequence[ZoneRow], imported: Imported) -> list[tuple[Territory, str]]:
    """Return each known commune with the code of its zone."""
    known = Territory.objects.filter(jurisdiction=Jurisdiction.FRANCE, kind__in=FINEST)
    communes = {one.official_code: one for one in known}
    found: dict[str, tuple[Territory, str]] = {}
    for row in rows:
        commune = communes.get(row.commune_code)
        if commune is None or row.commune_code in found:
            problem = LineProblem.REPEATED if commune else LineProblem.UNKNOWN_CODE
            imported.refused.append(RefusedLine(row.line, problem, row.commune_code))
        else:
            found[row.commune_code] = commune, row.zone_code
            imported.communes.append(commune)
    return list(found.values())


def zones_of(
    rows: Sequence[ZoneRow], kind: TerritoryKind, imported: Imported
) -> dict[str, Territory]:
    names = {row.zone_code: row.zone_name or row.zone_code for row in rows}
    known = Territory.objects.filter(kind=kind, jurisdiction=Jurisdiction.FRANCE)
    zones = {one.official_code: one for one in known}
    new = [
        Territory(
            name=name,
            slug=f"zone-{slugify(name)[:SLUG_LENGTH]}-{code.lower()}",
            kind=kind,
            jurisdiction=Jurisdiction.FRANCE,
            official_code=code,
        )
        for code, name in names.items()
        if code not in zones
    ]
    imported.created = len(Territory.objects.bulk_create(new))
    return zones | {one.official_code: one for one in new}


def record(imported: Imported, zones: dict[str, Territory], *, by: Actor, at: dt.datetime) -> None:
    """Write one entry, on the first zone of the list."""
    if not imported.communes:
        return
    changes: audit.Changes = {
        "zones": [0, len(zones)],
        "communes": [0, len(imported.communes)],
        "refused": [0, len(imported.refused)],
    }
    target = next(iter(zones.values()))
    audit.record("territories.zones.imported", target=target, by=by, at=at, changes=changes)
