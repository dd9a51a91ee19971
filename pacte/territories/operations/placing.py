"""Placing a territory in another from a day on, without touching what was so before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from pacte.territories.models import Territory, TerritoryMembership

SLUG_LENGTH = 110
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Placing:
    """What to write so that a child is in another parent from a day: not written yet."""

    ended: list[TerritoryMembership]
    dropped: list[TerritoryMembership]
    begun: list[TerritoryMembership]


def in_force(links: Iterable[TerritoryMembership], on: dt.date) -> TerritoryMembership | None:
    return next((link for link in links if holds(link, on)), None)


def holds(link: TerritoryMembership, on: dt.date) -> bool:
    begun = link.valid_from is None or link.valid_from <= on
    return begun and (link.valid_to is None or link.valid_to > on)


def placing_to(
    *,
    child: Territory,
    parent: Territory | None,
    links: Sequence[TerritoryMembership],
    on: dt.date,
) -> Placing:
    """Say how `child` goes to `parent` (or to none) on that day.

    `links` are all its links, past and coming, that exclude one another. What begins later
    stands: the new link ends where the next one begins.
    """
    placing = Placing([], [], [])
    held = in_force(links, on)
    if held is not None and held.valid_from == on:
        placing.dropped.append(held)
    elif held is not None:
        held.valid_to = on
        placing.ended.append(held)
    if parent is not None:
        later = (link.valid_from for link in links if link.valid_from and link.valid_from > on)
        placing.begun.append(
            TerritoryMembership(
                child=child, parent=parent, valid_from=on, valid_to=min(later, default=None)
            )
        )
    return placing


def placings_to(
    *,
    child: Territory,
    parent: Territory | None,
    links: Sequence[TerritoryMembership],
    on: dt.date,
) -> list[Placing]:
    """Say what must change for `child` to be in `parent` on that day: nothing where it is.

    A child met there for the first time has been there as long as it exists, as far as is known.
    """
    held = in_force(links, on)
    if (held.parent_id if held else None) == (parent.pk if parent else None):
        return []
    placing = placing_to(child=child, parent=parent, links=links, on=on)
    for link in placing.begun if not links else ():
        link.valid_from = child.valid_from
    return [placing]


def write(placings: Iterable[Placing]) -> int:
    """Write these placings in bulk and return how many links changed."""
    listed = list(placings)
    dropped = [link.pk for placing in listed for link in placing.dropped]
    ended = [link for placing in listed for link in placing.ended]
    begun = [link for placing in listed for link in placing.begun]
    TerritoryMembership.objects.filter(pk__in=dropped).delete()
    TerritoryMembership.objects.bulk_update(ended, ["valid_to"], batch_size=500)
    TerritoryMembership.objects.bulk_create(begun, batch_size=BATCH)
    return len(dropped) + len(ended) + len(begun)


def insert_links(links: Sequence[tuple[int, int, dt.date | None]]) -> None:
    """Write (child, parent, since) rows by the ten thousand, without making an object of each."""
    table = TerritoryMembership._meta.db_table
    sql = f"INSERT INTO {table} (child_id, parent_id, valid_from) VALUES (%s, %s, %s)"  # noqa: S608 — our own table
    adapted = connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(child, parent, adapted(day)) for child, parent, day in links])
