"""Someone leaves: another takes over what she held in the directory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.network.enums import ReferentState
from pacte.network.models import Contact, ContactFunction, MunicipalReferent
from pacte.network.operations.communes import Naming, edit_referent, name_referent
from pacte.network.operations.contacts import Function, save_function
from pacte.network.queries import held_by

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Keys = Collection[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """The keys of what the other takes over, by sort."""

    functions: Keys = field(default_factory=frozenset)
    referents: Keys = field(default_factory=frozenset)
    deputy_referents: Keys = field(default_factory=frozenset)
    groups: Keys = field(default_factory=frozenset)
    deputies: Keys = field(default_factory=frozenset)


@transaction.atomic
def hand_over_directory(
    *, contact: Contact, to: Contact, taken: Taken, last_on: dt.date, by: Actor, at: dt.datetime
) -> None:
    """Give to another what was ticked: her functions end that day, the other's begin the next."""
    held = held_by(contact, on=contact.initiative.today(at))
    for function in held.functions:
        if function.pk in taken.functions:
            hand_function(function, to, last_on, by, at)
    for referent in held.referents:
        if referent.pk in taken.referents:
            hand_commune(referent, to, last_on, by, at)
    for referent in held.deputy_referents:
        if referent.pk in taken.deputy_referents and referent.contact_id != to.pk:
            replace_deputy("network.referent.edited", referent, to, by, at)
    for group in held.groups:
        if group.pk in taken.groups:
            group.contact = to
            group.save(update_fields=["contact"])
            audit.record("network.group.saved", target=group, by=by, at=at)
    for other in held.deputies:
        if other.pk in taken.deputies and other.pk != to.pk:
            replace_deputy("network.contact.edited", other, to, by, at)


def replace_deputy(
    event: str, row: MunicipalReferent | Contact, to: Contact, by: Actor, at: dt.datetime
) -> None:
    """Write it in the history without a name: the history outlives the people."""
    row.deputy = to
    row.save(update_fields=["deputy"])
    audit.record(event, target=row, by=by, at=at)


def hand_function(
    function: ContactFunction, to: Contact, last_on: dt.date, by: Actor, at: dt.datetime
) -> None:
    same = Function(function.title, function.organisation, function.unit)
    ended = Function(
        same.title,
        same.organisation,
        same.unit,
        function.from_on,
        max(last_on, function.from_on or last_on),
    )
    save_function(contact=function.contact, function=function, held=ended, by=by, at=at)
    begins = Function(
        same.title, same.organisation, same.unit, from_on=last_on + dt.timedelta(days=1)
    )
    made = save_function(contact=to, held=begins, by=by, at=at)
    if function.is_main:
        made.is_main = True
        made.save(update_fields=["is_main"])


def hand_commune(
    referent: MunicipalReferent, to: Contact, last_on: dt.date, by: Actor, at: dt.datetime
) -> None:
    deputy = referent.deputy if referent.deputy_id != to.pk else None
    named = Naming(
        kind=referent.kind, rank=referent.rank, since_on=referent.since_on, deputy=deputy
    )
    edit_referent(referent=referent, named=named, state=ReferentState.ENDED, by=by, at=at)
    name_referent(
        initiative=referent.initiative,
        territory=referent.territory,
        contact=to,
        named=Naming(
            kind=referent.kind,
            rank=referent.rank,
            since_on=last_on + dt.timedelta(days=1),
            deputy=deputy,
        ),
        by=by,
        at=at,
    )
