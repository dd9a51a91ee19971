"""What a page says of a territory: what it lies in, what changed hands and when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from pacte.territories.enums import TILINGS, TerritoryKind
from pacte.territories.models import (
    Territory,
    TerritoryMembership,
    TerritoryMembershipQuerySet,
)
from pacte.territories.queries.graph import NEAREST_FIRST, communes_of, within

LONGEST_CLIMB = 5
NEAREST_TILINGS = frozenset(TILINGS[0] | TILINGS[-1])  # EPCI; MRC and equivalent territories


@dataclass(frozen=True, slots=True)
class Surrounding:
    """A territory around another, and how many of the other's communes lie in it."""

    territory: Territory
    communes: int
    holds_all: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """A territory in another from a day (or since always) to a last day (or still)."""

    territory: Territory
    parent: Territory
    since: dt.date | None
    until: dt.date | None


def surroundings(territory: Territory, *, on: dt.date) -> list[Surrounding]:
    """Return the official territories in which its communes lie that day, the nearest first.

    What lies wholly in the territory itself is not around it.
    """
    communes = set(communes_of(territory, on=on).values_list("pk", flat=True))
    inside = set(within(territory, on=on).values_list("pk", flat=True))
    held = climbed(communes, on=on)
    above = Territory.objects.filter(pk__in=[key for key in held if key not in inside])
    order = [*NEAREST_FIRST]
    return sorted(
        (
            Surrounding(one, len(held[one.pk]), len(held[one.pk]) == len(communes))
            for one in above.exclude(kind=TerritoryKind.PERIMETER)
        ),
        key=lambda one: (
            not one.holds_all,
            order.index(TerritoryKind(one.territory.kind)),
            -one.communes,
            one.territory.name,
        ),
    )


def climbed(communes: set[int], *, on: dt.date) -> dict[int, set[int]]:
    """Return, for each territory above these communes, those of them it holds."""
    links = TerritoryMembership.objects.on(on).exclude(parent__kind=TerritoryKind.PERIMETER)
    held: dict[int, set[int]] = defaultdict(set)
    below = {commune: {commune} for commune in communes}
    for _ in range(LONGEST_CLIMB):
        risen: dict[int, set[int]] = defaultdict(set)
        for child, parent in pairs(links, below):
            if not below[child] <= held[parent]:
                risen[parent] |= below[child]
        for parent, reached in risen.items():
            held[parent] |= reached
        below = {parent: held[parent] for parent in risen}
        if not below:
            break
    return held


def pairs(
    links: TerritoryMembershipQuerySet, below: dict[int, set[int]]
) -> Iterable[tuple[int, int]]:
    """Read the links of these children by batches: a database takes so many values at once."""
    keys = sorted(below)
    for start in range(0, len(keys), 5000):
        batch = links.filter(child__in=keys[start : start + 5000])
        yield from batch.values_list("child", "parent")


def dated_stays(territory: Territory, *, on: dt.date) -> list[Stay]:
    """Return what joined or left it, and its communes that changed EPCI or MRC, latest first."""
    communes = communes_of(territory, on=on).values("pk")
    links = (
        TerritoryMembership.objects.exclude(valid_from=None, valid_to=None)
        .filter(Q(parent=territory) | Q(child__in=communes, parent__kind__in=NEAREST_TILINGS))
        .select_related("child", "parent")
        .order_by("-valid_from", "child__search_key", "pk")
    )
    day = dt.timedelta(days=1)
    return [
        Stay(
            link.child,
            link.parent,
            link.valid_from,
            link.valid_to - day if link.valid_to else None,
        )
        for link in links
    ]


def nearest_of(communes: Iterable[Territory], *, on: dt.date) -> dict[int, Territory]:
    """Return the EPCI or the MRC of each of these communes that day, by their keys."""
    links = TerritoryMembership.objects.on(on).filter(
        child__in=list(communes), parent__kind__in=NEAREST_TILINGS
    )
    return {link.child_id: link.parent for link in links.select_related("parent")}
