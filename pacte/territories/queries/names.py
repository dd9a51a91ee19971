"""Who goes by which name, and what tells namesakes apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Case, F, IntegerField, Q, Value, When

from pacte.territories.enums import TerritoryKind
from pacte.territories.models import (
    Territory,
    TerritoryMembership,
    TerritoryQuerySet,
    search_key,
)

# What tells two territories of one name apart, for each kind.
CONTEXT: Mapping[str, frozenset[TerritoryKind]] = {
    TerritoryKind.COMMUNE: frozenset({TerritoryKind.DEPARTEMENT, TerritoryKind.COLLECTIVITY}),
    TerritoryKind.EPCI: frozenset({TerritoryKind.DEPARTEMENT}),
    TerritoryKind.EMPLOYMENT_ZONE: frozenset({TerritoryKind.DEPARTEMENT}),
    TerritoryKind.ARRONDISSEMENT: frozenset({TerritoryKind.DEPARTEMENT}),
    TerritoryKind.DEPARTEMENT: frozenset({TerritoryKind.REGION}),
    TerritoryKind.MUNICIPALITY: frozenset({TerritoryKind.MRC, TerritoryKind.EQUIVALENT}),
    TerritoryKind.MRC: frozenset({TerritoryKind.ADMINISTRATIVE_REGION}),
    TerritoryKind.EQUIVALENT: frozenset({TerritoryKind.ADMINISTRATIVE_REGION}),
}
# Those whose place is known only through their communes.
ACROSS = (TerritoryKind.EPCI, TerritoryKind.EMPLOYMENT_ZONE)
LONGEST_CLIMB = 3  # commune, arrondissement, département


@dataclass(frozen=True, slots=True)
class Found:
    """A territory met by its name, and where it lies (« Dordogne »), to tell it from namesakes."""

    territory: Territory
    within: str


def search_territories(
    words: str,
    *,
    on: dt.date,
    among: TerritoryQuerySet | None = None,
    kinds: Sequence[str] = (),
    jurisdiction: str = "",
    limit: int = 20,
) -> list[Found]:
    """Return the territories of that name or code, the closest and largest first.

    Accents, case, hyphens and apostrophes do not count, « St » is « Saint », and each word may
    be cut short. `among` is what the reader may see (by default what is shared).
    """
    key = search_key(words)
    if not key:
        return []
    seen = (Territory.objects.shared() if among is None else among).on(on)
    if kinds:
        seen = seen.filter(kind__in=kinds)
    if jurisdiction:
        seen = seen.filter(jurisdiction=jurisdiction)
    named = Q(official_code=words.strip().upper())
    named |= reduce(and_, (Q(search_key__contains=f" {word}") for word in key.split()))
    found = (
        seen.filter(named)
        .annotate(far=distance(key, words.strip().upper()))
        .order_by("far", F("population").desc(nulls_last=True), "search_key", "pk")
    )
    return placed(list(found[:limit]), on=on)


def distance(key: str, code: str) -> Case:
    """Rank a name that is the one searched, then one that begins so, then the others."""
    return Case(
        When(Q(search_key=key) | Q(official_code=code), then=Value(0)),
        When(search_key__startswith=key, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def placed(territories: Sequence[Territory], *, on: dt.date) -> list[Found]:
    """Say of each territory where it lies, in a handful of queries for all."""
    places = Places(territories, on=on)
    return [Found(territory, places.of(territory)) for territory in territories]


class Places:
    """The names of the territories that tell others apart, climbed for many at once."""

    def __init__(self, territories: Iterable[Territory], *, on: dt.date) -> None:
        self.links = TerritoryMembership.objects.on(on)
        self.parents: dict[int, list[Territory]] = defaultdict(list)
        self.children: dict[int, list[int]] = defaultdict(list)
        listed = list(territories)
        across = [one.pk for one in listed if one.kind in ACROSS]
        for parent, child in self.links.filter(parent__in=across).values_list("parent", "child"):
            self.children[parent].append(child)
        below = {child for children in self.children.values() for child in children}
        self.climb({one.pk for one in listed if one.kind in CONTEXT} | below)

    def climb(self, starts: set[int]) -> None:
        for _ in range(LONGEST_CLIMB):
            starts = {key for key in starts if key not in self.parents}
            if not starts:
                return
            found = self.links.filter(child__in=starts).exclude(
                parent__kind=TerritoryKind.PERIMETER
            )
            for link in found.select_related("parent"):
                self.parents[link.child_id].append(link.parent)
            starts = {parent.pk for key in starts for parent in self.parents[key]}

    def of(self, territory: Territory) -> str:
        wanted = CONTEXT.get(territory.kind)
        if wanted is None:
            return ""
        starts = self.children[territory.pk] if territory.kind in ACROSS else [territory.pk]
        names = {name for start in starts for name in self.above(start, wanted)}
        return ", ".join(sorted(names))

    def above(self, start: int, wanted: frozenset[TerritoryKind]) -> set[str]:
        names, keys = set(), [start]
        for _ in range(LONGEST_CLIMB):
            parents = [parent for key in keys for parent in self.parents.get(key, [])]
            names |= {parent.name for parent in parents if parent.kind in wanted}
            keys = [parent.pk for parent in parents]
        return names
