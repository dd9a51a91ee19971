"""Territories for tests: small, and nothing more than what a test names."""

from __future__ import annotations

import datetime as dt
from itertools import count

import factory

from pacte.territories.enums import Jurisdiction, TerritoryKind
from pacte.territories.models import Territory, TerritoryMembership
from pacte.territories.operations.placing import placings_to, write

_numbers = count(1)


def a_territory(
    name: str = "Val-Clair", kind: str = TerritoryKind.COMMUNE, **fields: object
) -> Territory:
    number = next(_numbers)
    given: dict[str, object] = {
        "jurisdiction": Jurisdiction.FRANCE,
        "official_code": f"T{number:04}",
        "slug": f"territoire-{number}",
        **fields,
    }
    return Territory.objects.create(name=name, kind=kind, **given)


def a_commune(
    name: str = "Val-Clair",
    *parents: Territory,
    population: int | None = 1000,
    **fields: object,
) -> Territory:
    if population is not None:
        fields.setdefault("population_year", 2023)
    commune = a_territory(name, TerritoryKind.COMMUNE, population=population, **fields)
    for parent in parents:
        placed(commune, parent)
    return commune


def an_epci(name: str = "CC du Grand Val", **fields: object) -> Territory:
    return a_territory(name, TerritoryKind.EPCI, **fields)


def placed(
    child: Territory,
    parent: Territory,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> TerritoryMembership:
    return TerritoryMembership.objects.create(
        child=child, parent=parent, valid_from=since, valid_to=until
    )


def moved(child: Territory, parent: Territory, on: dt.date) -> None:
    """Put it in another territory of that kind from that day on, as a new edition does."""
    links = TerritoryMembership.objects.filter(child=child, parent__kind=parent.kind)
    write(placings_to(child=child, parent=parent, links=list(links.order_by("pk")), on=on))


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    name = factory.Sequence(lambda n: f"Commune {n}")
    kind = TerritoryKind.COMMUNE
    jurisdiction = Jurisdiction.FRANCE
    official_code = factory.Sequence(lambda n: f"F{n:04}")
    slug = factory.Sequence(lambda n: f"commune-{n}")
