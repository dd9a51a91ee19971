"""Services of an organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import NameMissing, NameTaken
from pacte.network.models import ContactFunction, Organisation, Unit
from pacte.network.operations.contacts import Function, save_function
from pacte.network.operations.directory import sharing, stale

if TYPE_CHECKING:
    from pacte.core.actor import Actor


@transaction.atomic
def save_unit(
    *,
    initiative: Initiative,
    organisation: Organisation,
    name: str,
    short_name: str,
    by: Actor,
    at: dt.datetime,
    unit: Unit | None = None,
) -> Unit:
    """Add a service of an organisation, or rename one. Raise NameTaken for the name of another."""
    if not name.strip():
        raise NameMissing
    event = "edited" if unit else "added"
    unit = unit or Unit(organisation=organisation)
    before = told(unit)
    unit.name, unit.short_name = name.strip(), short_name.strip()
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise NameTaken from None
    stale(initiative, *sharing(organisation))
    audit.record(
        f"network.unit.{event}",
        target=unit,
        by=by,
        at=at,
        space=initiative.audit_space,
        changes=audit.between(before, told(unit)),
    )
    return unit


def told(unit: Unit) -> dict[str, str]:
    """What the history keeps of it."""
    return {"unit": unit.name, "short_name": unit.short_name}


@dataclass(frozen=True, slots=True)
class Change:
    """What a service becomes, from which day on; without a day, it goes on as it was.

    `new_name` makes one more service, in that organisation.
    """

    ended_on: dt.date | None
    successors: Iterable[Unit] = field(default_factory=tuple)
    new_name: str = ""
    new_organisation: Organisation | None = None


@transaction.atomic
def end_unit(
    *, initiative: Initiative, unit: Unit, change: Change, by: Actor, at: dt.datetime
) -> Unit:
    """Say that a service was merged, split, moved or closed: its name stays for what was before."""
    before = told_change(unit)
    became = [one for one in change.successors if one.pk != unit.pk]
    if change.ended_on is not None and change.new_name.strip():
        new = save_unit(
            initiative=initiative,
            organisation=change.new_organisation or unit.organisation,
            name=change.new_name,
            short_name="",
            by=by,
            at=at,
        )
        became.append(new)
    unit.ended_on = change.ended_on
    unit.save(update_fields=["ended_on"])
    unit.successors.set(became if change.ended_on is not None else [])
    stale(initiative, *sharing(unit.organisation))
    audit.record(
        "network.unit.ended",
        target=unit,
        by=by,
        at=at,
        space=initiative.audit_space,
        changes=audit.between(before, told_change(unit)),
    )
    return unit


def told_change(unit: Unit) -> dict[str, object]:
    became = unit.successors.order_by("name", "pk") if unit.pk else ()
    return {"ended_on": unit.ended_on, "successors": [str(one) for one in became]}


@transaction.atomic
def move_functions(
    *,
    functions: Iterable[ContactFunction],
    unit: Unit | None,
    organisation: Organisation,
    from_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Let people work elsewhere from that day on; where they worked before stays dated."""
    last_on = from_on - dt.timedelta(days=1)
    for row in functions:
        ends = max(last_on, row.from_on or last_on)
        ended = Function(row.title, row.organisation, row.unit, row.from_on, ends)
        save_function(contact=row.contact, function=row, held=ended, by=by, at=at)
        begins = Function(row.title, organisation, unit, from_on)
        made = save_function(contact=row.contact, held=begins, by=by, at=at)
        if row.is_main:
            made.is_main = True
            made.save(update_fields=["is_main"])
