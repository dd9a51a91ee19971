"""Loading the official territories shipped with Pacte, again and again without harm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.utils.text import slugify

from pacte.core import audit
from pacte.core.actor import Actor
from pacte.territories.enums import Jurisdiction, tiling_of
from pacte.territories.models import Territory, TerritoryMembership, search_key
from pacte.territories.operations.placing import (
    BATCH,
    SLUG_LENGTH,
    Placing,
    insert_links,
    placings_to,
    write,
)
from pacte.territories.providers import reference

Key: TypeAlias = tuple[str, str]
Held: TypeAlias = dict[int, dict[frozenset[str], list[TerritoryMembership]]]
FOLLOWED = ["name", "search_key", "population", "population_year", "source", "valid_to"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one source brought: all zero when it was loaded before."""

    source: reference.Source
    created: int
    changed: int
    ended: int
    moved: int


@transaction.atomic
def load_reference(
    *,
    by: Actor,
    at: dt.datetime,
    jurisdictions: Iterable[str] = Jurisdiction.values,
    sources: Iterable[reference.Source] | None = None,
) -> list[Loaded]:
    """Bring in the official territories of these countries, or bring them up to date.

    What differs from the database changes on the source's date: a commune that changed EPCI
    keeps its former one before it, a territory no longer listed ends. What was recorded since
    (a move, a population of a later year) stands. `sources` are those shipped unless others are
    given. Raises `ReferenceIncomplete`.
    """
    wanted = set(jurisdictions)
    known = reference.sources().values() if sources is None else sources
    chosen = [one for one in known if one.jurisdiction in wanted]
    return [load(source, by=by, at=at) for source in chosen]


def load(source: reference.Source, *, by: Actor, at: dt.datetime) -> Loaded:
    rows = reference.read(source)
    official = Territory.objects.filter(jurisdiction=source.jurisdiction).exclude(official_code="")
    territories: dict[Key, Territory] = {(one.kind, one.official_code): one for one in official}
    new = add_missing(source, rows, territories)
    changed = follow(source, rows, territories)
    ended = end_missing(source, rows, territories)
    moved = place(source, rows, territories, fresh={one.pk for one in new})
    loaded = Loaded(source, len(new), len(changed), len(ended), moved)
    if new or changed or ended or moved:
        record(loaded, territories[rows[0].kind, rows[0].code], by=by, at=at)
    return loaded


def add_missing(
    source: reference.Source, rows: Sequence[reference.Row], territories: dict[Key, Territory]
) -> list[Territory]:
    loaded_before = any(one.source == source.name for one in territories.values())
    new = [
        Territory(
            name=row.name,
            slug=f"{slugify(row.name)[:SLUG_LENGTH]}-{row.code.lower()}",
            kind=row.kind,
            jurisdiction=source.jurisdiction,
            official_code=row.code,
            population=row.population,
            population_year=source.population_year if row.population is not None else None,
            source=source.name,
            valid_from=source.as_of if loaded_before else None,
        )
        for row in rows
        if (row.kind, row.code) not in territories
    ]
    Territory.objects.bulk_create(new, batch_size=BATCH)
    territories.update({(one.kind, one.official_code): one for one in new})
    return new


def follow(
    source: reference.Source, rows: Sequence[reference.Row], territories: dict[Key, Territory]
) -> list[Territory]:
    """Update names and populations that the source knows better; an address never changes."""
    changed = []
    for row in rows:
        one = territories[row.kind, row.code]
        before = tuple(getattr(one, field) for field in FOLLOWED)
        one.name, one.search_key, one.source = row.name, search_key(row.name), source.name
        if one.valid_to is not None and one.valid_to <= source.as_of:
            one.valid_to = None
        newer = (source.population_year or 0) >= (one.population_year or 0)
        if row.population is not None and newer:
            one.population, one.population_year = row.population, source.population_year
        if before != tuple(getattr(one, field) for field in FOLLOWED):
            changed.append(one)
    Territory.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=FOLLOWED,
    )
    return changed


def end_missing(
    source: reference.Source, rows: Sequence[reference.Row], territories: dict[Key, Territory]
) -> list[Territory]:
    """End, on the source's date, what an earlier edition listed and this one does not."""
    listed = {(row.kind, row.code) for row in rows}
    gone = [
        one
        for key, one in territories.items()
        if key not in listed and one.source == source.name and one.valid_to is None
    ]
    for one in gone:
        one.valid_to = source.as_of
    Territory.objects.bulk_update(gone, ["valid_to"], batch_size=500)
    links = TerritoryMembership.objects.on(source.as_of)
    keys = [one.pk for one in gone]
    (links.filter(child__in=keys) | links.filter(parent__in=keys)).update(valid_to=source.as_of)
    return gone


def place(
    source: reference.Source,
    rows: Sequence[reference.Row],
    territories: dict[Key, Territory],
    *,
    fresh: set[int],
) -> int:
    """Make each territory lie where the source says on its date; return how many links changed.

    Links are compared within one tiling at a time (an EPCI replaces an EPCI), and a tiling the
    source does not speak of is left alone.
    """
    newcomers = begin(rows, territories, fresh)
    known = [row for row in rows if territories[row.kind, row.code].pk not in fresh]
    return newcomers + write(placings(source, known, territories, held_links(source, fresh)))


def begin(rows: Sequence[reference.Row], territories: dict[Key, Territory], fresh: set[int]) -> int:
    """Place those that were never there, in plain rows: a first loading is nothing else."""
    links = []
    for row in rows:
        child = territories[row.kind, row.code]
        if child.pk in fresh:
            parents = {tiling(kind): territories[kind, code] for kind, code in row.parents}
            links += [(child.pk, parent.pk, child.valid_from) for parent in parents.values()]
    insert_links(links)
    return len(links)


def placings(
    source: reference.Source,
    rows: Sequence[reference.Row],
    territories: dict[Key, Territory],
    held: Held,
) -> Iterator[Placing]:
    tilings = {tiling(kind) for row in rows for kind, _ in row.parents}
    for row in rows:
        child = territories[row.kind, row.code]
        wanted = {tiling(kind): territories[kind, code] for kind, code in row.parents}
        for kinds in tilings & (wanted.keys() | held[child.pk].keys()):
            yield from placings_to(
                child=child,
                parent=wanted.get(kinds),
                links=held[child.pk][kinds],
                on=source.as_of,
            )


def tiling(kind: str) -> frozenset[str]:
    return frozenset(tiling_of(kind) or {kind})


def held_links(source: reference.Source, fresh: set[int]) -> Held:
    """Return the country's official links by child and tiling, but those of `fresh` children."""
    held: Held = defaultdict(lambda: defaultdict(list))
    official = Territory.objects.filter(jurisdiction=source.jurisdiction).exclude(official_code="")
    kinds = dict(official.values_list("pk", "kind"))
    links = TerritoryMembership.objects.filter(child__jurisdiction=source.jurisdiction)
    for link in links.order_by("pk"):
        if link.child_id not in fresh and link.parent_id in kinds:
            held[link.child_id][tiling(kinds[link.parent_id])].append(link)
    return held


def record(loaded: Loaded, root: Territory, *, by: Actor, at: dt.datetime) -> None:
    changes: audit.Changes = {
        "as_of": [None, loaded.source.as_of],
        "created": [0, loaded.created],
        "changed": [0, loaded.changed],
        "ended": [0, loaded.ended],
        "moved": [0, loaded.moved],
    }
    audit.record("territories.reference.loaded", target=root, by=by, at=at, changes=changes)
