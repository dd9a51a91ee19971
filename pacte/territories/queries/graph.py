"""What lies in what on a day, and how many people live there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max, Min, Sum
from django.db.models.expressions import RawSQL

from pacte.territories.enums import TerritoryKind
from pacte.territories.models import (
    Territory,
    TerritoryMembership,
    TerritoryMembershipQuerySet,
    TerritoryQuerySet,
)

# From the nearest to the widest, as a breadcrumb read backwards.
NEAREST_FIRST = (
    TerritoryKind.COMMUNE,
    TerritoryKind.MUNICIPALITY,
    TerritoryKind.EPCI,
    TerritoryKind.MRC,
    TerritoryKind.EQUIVALENT,
    TerritoryKind.EMPLOYMENT_ZONE,
    TerritoryKind.ARRONDISSEMENT,
    TerritoryKind.DEPARTEMENT,
    TerritoryKind.COLLECTIVITY,
    TerritoryKind.ADMINISTRATIVE_REGION,
    TerritoryKind.REGION,
    TerritoryKind.PROVINCE,
    TerritoryKind.COUNTRY,
)

# Said alike by SQLite and PostgreSQL; UNION drops what was met before, so that a territory is
# counted once and a loop ends. Placeholders: the first territories, then the day twice.
WALK = """
    WITH RECURSIVE walk(id) AS (
        SELECT id FROM territories_territory WHERE id IN ({starts})
        UNION
        SELECT link.{to} FROM territories_territorymembership link
        JOIN walk ON link.{come_from} = walk.id
        WHERE (link.valid_from IS NULL OR link.valid_from <= %s)
          AND (link.valid_to IS NULL OR link.valid_to > %s)
    )
    SELECT id FROM walk
"""


@dataclass(frozen=True, slots=True)
class Population:
    """How many people, added up from the communes, each once.

    `people` is nothing where no figure is known; `without` communes have none, so that the sum
    is at least the truth; `year` is nothing where the figures are of several years.
    """

    people: int | None
    year: int | None
    communes: int
    without: int


def walked(
    starts: Iterable[Territory], *, on: dt.date, come_from: str, to: str
) -> TerritoryQuerySet:
    keys = [territory.pk for territory in starts]
    if not keys:
        return Territory.objects.none()
    day = connection.ops.adapt_datefield_value(on)
    sql = WALK.format(starts=", ".join(["%s"] * len(keys)), come_from=come_from, to=to)
    # Nothing but two names of our own columns and placeholders enters the text.
    met = RawSQL(sql, [*keys, day, day])  # noqa: S611 — see above
    return Territory.objects.filter(pk__in=met)


def within(*territories: Territory, on: dt.date) -> TerritoryQuerySet:
    """Return these territories and all that lies in them on that day, each once."""
    return walked(territories, on=on, come_from="parent_id", to="child_id")


def links_above(keys: Iterable[int], *, on: dt.date) -> TerritoryMembershipQuerySet:
    """Return the links by which these lie in others on that day, up to the widest."""
    starts = [Territory(pk=key) for key in keys]
    met = walked(starts, on=on, come_from="child_id", to="parent_id")
    return TerritoryMembership.objects.on(on).filter(child__in=met)


def communes_of(*territories: Territory, on: dt.date) -> TerritoryQuerySet:
    """Return the communes or municipalities of these territories on that day, each once.

    A commune is in itself, a perimeter in what its parts hold on that day.
    """
    return within(*territories, on=on).finest().on(on)


def ancestors_of(territory: Territory, *, on: dt.date) -> list[Territory]:
    """Return the official territories it lies in on that day, the nearest first."""
    above = walked([territory], on=on, come_from="child_id", to="parent_id")
    found = above.exclude(pk=territory.pk).exclude(kind=TerritoryKind.PERIMETER)
    return sorted(
        found, key=lambda one: (NEAREST_FIRST.index(TerritoryKind(one.kind)), one.name, one.pk)
    )


def parts_of(territory: Territory, *, on: dt.date) -> TerritoryQuerySet:
    """Return what lies directly in it on that day, by name."""
    links = TerritoryMembership.objects.on(on).filter(parent=territory)
    return Territory.objects.filter(pk__in=links.values("child")).order_by("search_key", "pk")


def population_of(*territories: Territory, on: dt.date) -> Population:
    """Return the population of these territories together on that day, without double count.

    A single territory none of whose communes has a figure gives its own published one.
    """
    summed = communes_of(*territories, on=on).aggregate(
        people=Sum("population"),
        known=Count("population"),
        communes=Count("pk"),
        first=Min("population_year"),
        last=Max("population_year"),
    )
    people, year = summed["people"], summed["first"]
    if year != summed["last"]:
        year = None
    if people is None and len(territories) == 1:
        people, year = territories[0].population, territories[0].population_year
    return Population(people, year, summed["communes"], summed["communes"] - summed["known"])
