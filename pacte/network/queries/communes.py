"""One human per commune: who, where nobody; terms of elected people that end."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from pacte.network.enums import ReferentState
from pacte.network.models import ElectedMandate, MunicipalReferent
from pacte.territories.models import search_key
from pacte.territories.queries import communes_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative
    from pacte.network.models import Contact
    from pacte.territories.models import Territory, TerritoryQuerySet

WARNED_BEFORE = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CommuneLine:
    territory: Territory
    referents: Sequence[MunicipalReferent]
    asked_on: dt.date | None

    @property
    def is_vacant(self) -> bool:
        return not self.referents

    def answers_to(self, words: str) -> bool:
        """Whether its name, or that of its people, holds each word; accents do not count."""
        names = [one.contact.name for one in self.referents if one.contact is not None]
        told = "".join(search_key(name) for name in (self.territory.name, *names))
        return all(word in told for word in search_key(words).split())


@dataclass(frozen=True, slots=True)
class Coverage:
    """The vacant communes first; `covered` of them have someone."""

    lines: Sequence[CommuneLine]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def covered(self) -> int:
        return sum(not line.is_vacant for line in self.lines)

    @property
    def vacant(self) -> list[CommuneLine]:
        return [line for line in self.lines if line.is_vacant]


def communes_in(initiative: Initiative, *, today: dt.date) -> TerritoryQuerySet:
    """The communes of its territory that day; the territory itself where it is one."""
    return communes_of(initiative.territory, on=today)


def coverage_of(initiative: Initiative, *, today: dt.date) -> Coverage:
    by_commune: dict[int, list[MunicipalReferent]] = defaultdict(list)
    rows = (
        MunicipalReferent.objects.of_initiative(initiative)
        .open()
        .select_related("contact", "deputy")
        .order_by("rank", "pk")
    )
    for row in rows:
        by_commune[row.territory_id].append(row)
    lines = [
        CommuneLine(
            commune,
            [
                row
                for row in by_commune[commune.pk]
                if row.contact is not None and row.contact.deleted_at is None
            ],
            max((row.asked_on for row in by_commune[commune.pk] if row.asked_on), default=None),
        )
        for commune in communes_in(initiative, today=today).order_by("search_key", "pk")
    ]
    return Coverage(sorted(lines, key=lambda line: not line.is_vacant))


def referents_held(contact: Contact) -> QuerySet[MunicipalReferent]:
    return contact.referent_of.exclude(state=ReferentState.ENDED).select_related("territory")


def mayors_of(
    initiative: Initiative, communes: Sequence[Territory], *, today: dt.date
) -> dict[int, Contact]:
    """Whom to write to in each commune: someone elected there, the one noted first."""
    mandates = (
        ElectedMandate.objects.current(today)
        .filter(
            contact__initiative=initiative, contact__deleted_at=None, territory__in=list(communes)
        )
        .select_related("contact")
        .order_by("-pk")
    )
    return {mandate.territory_id: mandate.contact for mandate in mandates}


def mandates_of(initiative: Initiative) -> QuerySet[ElectedMandate]:
    """The term that ends first comes first."""
    return (
        ElectedMandate.objects.filter(contact__initiative=initiative, contact__deleted_at=None)
        .select_related("contact", "territory")
        .order_by(F("to_on").asc(nulls_last=True), "contact__name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Term:
    mandate: ElectedMandate
    has_ended: bool
    ends_soon: bool


def terms_of(initiative: Initiative, *, today: dt.date) -> list[Term]:
    return [
        Term(
            mandate,
            mandate.has_ended(today),
            not mandate.has_ended(today)
            and mandate.to_on is not None
            and mandate.to_on - today <= WARNED_BEFORE,
        )
        for mandate in mandates_of(initiative)
    ]
