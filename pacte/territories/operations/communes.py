"""Lists of communes brought in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from pacte.core import audit
from pacte.core.actor import Actor
from pacte.territories.enums import FINEST, LineProblem, finest_kind, tiling_of
from pacte.territories.errors import NotAPerimeter
from pacte.territories.models import Territory, TerritoryMembership, search_key
from pacte.territories.operations.placing import SLUG_LENGTH


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One line of a list of communes; `line` is its number in the file."""

    line: int
    code: str
    name: str
    population: int | None = None
    parent_code: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    line: int
    problem: LineProblem
    text: str


@dataclass(slots=True)
class Imported:
    """The communes of the list, how many were new or gained a population, the lines refused."""

    communes: list[Territory] = field(default_factory=list)
    created: int = 0
    counted: int = 0
    refused: list[RefusedLine] = field(default_factory=list)


@transaction.atomic
def import_communes(
    *,
    rows: Sequence[CommuneRow],
    jurisdiction: str,
    by: Actor,
    at: dt.datetime,
    into: Territory | None = None,
    since: dt.date | None = None,
    population_year: int | None = None,
) -> Imported:
    """Find or create the communes of a list, and draw them into a perimeter where one is given.

    A known commune keeps its official name; it gains the population of the list only where it
    had none or an older one. A line that cannot be taken is refused with its reason, the others
    are written. Raises `NotAPerimeter`.
    """
    if into is not None and not into.is_perimeter:
        raise NotAPerimeter
    known = Known(rows, jurisdiction, population_year)
    imported = taken(known, rows)
    create(known, imported)
    count_people(known, imported)
    if into is not None:
        draw(into, imported.communes, since)
    record(imported, into, by=by, at=at)
    return imported


def taken(known: Known, rows: Sequence[CommuneRow]) -> Imported:
    imported = Imported()
    for row in rows:
        found = known.take(row)
        if isinstance(found, LineProblem):
            imported.refused.append(RefusedLine(row.line, found, row.name or row.code))
        else:
            imported.communes.append(found)
    return imported


class Known:
    """What the database says of the communes of a list: by code, by name, and what is new."""

    def __init__(self, rows: Sequence[CommuneRow], jurisdiction: str, year: int | None) -> None:
        self.jurisdiction, self.year = jurisdiction, year
        official = Territory.objects.shared().filter(jurisdiction=jurisdiction)
        finest = official.filter(kind__in=FINEST)
        codes = {row.code for row in rows if row.code}
        keys = {search_key(row.name) for row in rows if not row.code}
        above = {row.parent_code for row in rows if row.parent_code}
        self.by_code = {one.official_code: one for one in finest.filter(official_code__in=codes)}
        self.by_name: dict[str, list[Territory]] = defaultdict(list)
        for one in finest.filter(search_key__in=keys, valid_to__isnull=True):
            self.by_name[one.search_key].append(one)
        self.parents = {
            one.official_code: one
            for one in official.filter(official_code__in=above).exclude(kind__in=FINEST)
            if tiling_of(one.kind)
        }
        self.new: list[tuple[Territory, CommuneRow]] = []
        self.figures: list[tuple[Territory, int | None]] = []
        self.met: set[int] = set()

    def take(self, row: CommuneRow) -> Territory | LineProblem:
        found = self.with_code(row) if row.code else self.with_name(row)
        if isinstance(found, LineProblem):
            return found
        if id(found) in self.met:
            return LineProblem.REPEATED
        self.met.add(id(found))
        self.figures.append((found, row.population))
        return found

    def with_code(self, row: CommuneRow) -> Territory | LineProblem:
        found = self.by_code.get(row.code)
        if found is None:
            if not row.name:
                return LineProblem.UNKNOWN_CODE
            found = self.by_code[row.code] = self.make(row)
            self.new.append((found, row))
        elif row.name and search_key(row.name) != search_key(found.name):
            return LineProblem.OTHER_NAME
        return found

    def with_name(self, row: CommuneRow) -> Territory | LineProblem:
        namesakes = self.by_name.get(search_key(row.name), [])
        if not namesakes:
            return LineProblem.UNKNOWN_NAME if row.name else LineProblem.NO_NAME
        return namesakes[0] if len(namesakes) == 1 else LineProblem.SEVERAL

    def make(self, row: CommuneRow) -> Territory:
        return Territory(
            name=row.name,
            slug=f"{slugify(row.name)[:SLUG_LENGTH]}-{row.code.lower()}",
            kind=finest_kind(self.jurisdiction),
            jurisdiction=self.jurisdiction,
            official_code=row.code,
            population=row.population,
            population_year=None if row.population is None else self.year,
        )


def create(known: Known, imported: Imported) -> None:
    Territory.objects.bulk_create([commune for commune, _ in known.new], batch_size=500)
    TerritoryMembership.objects.bulk_create(
        TerritoryMembership(child=commune, parent=known.parents[row.parent_code])
        for commune, row in known.new
        if row.parent_code in known.parents
    )
    imported.created = len(known.new)


def count_people(known: Known, imported: Imported) -> None:
    changed = []
    for commune, people in known.figures:
        newer = known.year is not None and known.year > (commune.population_year or 0)
        if people is not None and (commune.population is None or newer):
            commune.population, commune.population_year = people, known.year
            changed.append(commune)
    Territory.objects.bulk_update(changed, ["population", "population_year"], batch_size=500)
    imported.counted = len(changed)


def draw(perimeter: Territory, communes: Iterable[Territory], since: dt.date | None) -> None:
    Territory.objects.select_for_update(of=("self",)).get(pk=perimeter.pk)
    held = set(
        TerritoryMembership.objects.filter(parent=perimeter, valid_to__isnull=True).values_list(
            "child", flat=True
        )
    )
    TerritoryMembership.objects.bulk_create(
        TerritoryMembership(child=commune, parent=perimeter, valid_from=since)
        for commune in communes
        if commune.pk not in held
    )


def record(imported: Imported, into: Territory | None, *, by: Actor, at: dt.datetime) -> None:
    """Write one entry for the list, on the perimeter or on the first commune it touched."""
    target = into or next(iter(imported.communes), None)
    if target is None:
        return
    changes: audit.Changes = {
        "communes": [0, len(imported.communes)],
        "created": [0, imported.created],
        "refused": [0, len(imported.refused)],
    }
    if into is not None:
        drawn = [commune.official_code or commune.name for commune in imported.communes]
        changes = {**changes, "parts": [[], drawn]}
    audit.record("territories.communes.imported", target=target, by=by, at=at, changes=changes)
