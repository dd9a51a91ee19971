"""Perimeters of several territories, or drawn freely from communes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from pacte.core import audit, slugs
from pacte.core.actor import Actor
from pacte.territories import queries
from pacte.territories.enums import TerritoryKind
from pacte.territories.errors import EmptyPerimeter, NotAPerimeter, PerimeterInItself
from pacte.territories.models import Territory, TerritoryMembership
from pacte.territories.operations.placing import SLUG_LENGTH


@transaction.atomic
def make_perimeter(
    *,
    name: str,
    parts: Iterable[Territory],
    by: Actor,
    at: dt.datetime,
    space: str = "",
    since: dt.date | None = None,
) -> Territory:
    """Draw a perimeter over territories of any kind, which may overlap.

    It holds what its parts hold: when a commune leaves one of its EPCI, it leaves the perimeter
    on that day. `space` keeps it for one initiative; empty, everyone sees it.
    Raises `EmptyPerimeter`.
    """
    held = distinct(parts)
    if not held:
        raise EmptyPerimeter
    countries = {part.jurisdiction for part in held}
    perimeter = Territory.objects.create(
        name=name,
        slug=slugs.free_slug(
            name, Territory.objects.all(), length=SLUG_LENGTH, otherwise="territoire"
        ),
        kind=TerritoryKind.PERIMETER,
        jurisdiction=countries.pop() if len(countries) == 1 else "",
        space=space,
    )
    add(perimeter, held, since)
    changes: audit.Changes = {"name": ["", name], "parts": [[], names(held)]}
    audit.record("territories.perimeter.made", target=perimeter, by=by, at=at, changes=changes)
    return perimeter


@transaction.atomic
def change_perimeter(
    *,
    perimeter: Territory,
    parts: Iterable[Territory],
    on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Territory:
    """Make the perimeter hold these parts from that day on; the days before keep theirs.

    Raises `NotAPerimeter`, `EmptyPerimeter`, `PerimeterInItself`.
    """
    if not perimeter.is_perimeter:
        raise NotAPerimeter
    wanted = distinct(parts)
    if not wanted:
        raise EmptyPerimeter
    if queries.within(*wanted, on=on).filter(pk=perimeter.pk).exists():
        raise PerimeterInItself
    Territory.objects.select_for_update(of=("self",)).get(pk=perimeter.pk)
    before = list(queries.parts_of(perimeter, on=on))
    gone, come = without(before, wanted), without(wanted, before)
    if not gone and not come:
        return perimeter
    remove(perimeter, gone, on)
    add(perimeter, come, on)
    changes: audit.Changes = {"parts": [names(before), names(wanted)], "on": [None, on]}
    audit.record("territories.perimeter.changed", target=perimeter, by=by, at=at, changes=changes)
    return perimeter


@transaction.atomic
def rename_perimeter(*, perimeter: Territory, name: str, by: Actor, at: dt.datetime) -> Territory:
    """Give it another name, if one is given; its address stays. Raises `NotAPerimeter`."""
    if not perimeter.is_perimeter:
        raise NotAPerimeter
    if name and name != perimeter.name:
        changes: audit.Changes = {"name": [perimeter.name, name]}
        perimeter.name = name
        perimeter.save(update_fields=["name", "search_key"])
        audit.record(
            "territories.perimeter.renamed", target=perimeter, by=by, at=at, changes=changes
        )
    return perimeter


def distinct(territories: Iterable[Territory]) -> list[Territory]:
    return list({territory.pk: territory for territory in territories}.values())


def without(territories: Iterable[Territory], others: Iterable[Territory]) -> list[Territory]:
    known = {other.pk for other in others}
    return [territory for territory in territories if territory.pk not in known]


def names(territories: Iterable[Territory]) -> list[str]:
    return sorted(territory.name for territory in territories)


def add(perimeter: Territory, parts: Iterable[Territory], since: dt.date | None) -> None:
    TerritoryMembership.objects.bulk_create(
        TerritoryMembership(child=part, parent=perimeter, valid_from=since) for part in parts
    )


def remove(perimeter: Territory, parts: Iterable[Territory], on: dt.date) -> None:
    links = TerritoryMembership.objects.on(on).filter(parent=perimeter, child__in=list(parts))
    links.filter(valid_from=on).delete()
    links.update(valid_to=on)
