"""The names of an organisation over time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import DatesReversed, DateToCome, NameMissing, NamesOverlap
from pacte.network.models import Organisation, OrganisationName
from pacte.network.operations.directory import sharing, stale
from pacte.network.operations.merging import overlap

if TYPE_CHECKING:
    from pacte.core.actor import Actor


def keep_name(organisation: Organisation, *, since_on: dt.date, today: dt.date) -> None:
    """Keep its present name as the one it had until that day."""
    if since_on > today:
        raise DateToCome
    ends = [past.to_on for past in organisation.names.all() if past.to_on]
    begins = max(ends, default=None)
    if begins is not None and since_on <= begins:
        raise NamesOverlap
    OrganisationName.objects.create(
        organisation=organisation,
        name=organisation.name,
        short_name=organisation.short_name,
        from_on=begins,
        to_on=since_on,
    )


@dataclass(frozen=True, slots=True)
class NameHeld:
    """What it was called, from when to when: `to_on` is the first day of the next name."""

    name: str
    short_name: str = ""
    from_on: dt.date | None = None
    to_on: dt.date | None = None

    def check(self, today: dt.date) -> None:
        if not self.name.strip():
            raise NameMissing
        if self.from_on and self.to_on and self.to_on <= self.from_on:
            raise DatesReversed
        if self.to_on and self.to_on > today:
            raise DateToCome
        if self.from_on and not self.to_on:
            raise NamesOverlap  # with the present name


@transaction.atomic
def save_name(
    *,
    initiative: Initiative,
    organisation: Organisation,
    held: NameHeld,
    by: Actor,
    at: dt.datetime,
    former: OrganisationName | None = None,
) -> OrganisationName:
    """Say what it was called; without dates, what it is called as well.

    Raise NamesOverlap for two names of one day.
    """
    held.check(initiative.today(at))
    row = former or OrganisationName(organisation=organisation)
    before = told(row)
    row.name, row.short_name = held.name.strip(), held.short_name.strip()
    row.from_on, row.to_on = held.from_on, held.to_on
    if any(overlap(row, other) for other in organisation.names.exclude(pk=row.pk)):
        raise NamesOverlap
    row.save()
    stale(*sharing(organisation))
    changes = audit.between(before, told(row))
    record("named", organisation, initiative, changes, by, at)
    return row


@transaction.atomic
def delete_name(
    *, initiative: Initiative, former: OrganisationName, by: Actor, at: dt.datetime
) -> None:
    """Forget a name that was noted by mistake; the history keeps it."""
    organisation, gone = former.organisation, told(former)
    former.delete()
    stale(*sharing(organisation))
    changes = {field: [value, ""] for field, value in gone.items()}
    record("unnamed", organisation, initiative, changes, by, at)


def record(
    verb: str,
    organisation: Organisation,
    initiative: Initiative,
    changes: audit.Changes,
    by: Actor,
    at: dt.datetime,
) -> None:
    event, space = f"network.organisation.{verb}", initiative.audit_space
    audit.record(event, target=organisation, by=by, at=at, space=space, changes=changes)


def told(name: OrganisationName) -> dict[str, object]:
    """What the history keeps of it."""
    words = f"{name.name} ({name.short_name})" if name.short_name else name.name
    return {"former_name": words, "from_on": name.from_on, "to_on": name.to_on}
