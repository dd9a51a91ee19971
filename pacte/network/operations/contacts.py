"""People one may call, and what they do where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import DatesReversed, NameMissing
from pacte.network.models import Contact, ContactFunction, Organisation, Unit
from pacte.network.operations.directory import stale

if TYPE_CHECKING:
    from pacte.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Function:
    """What someone does, where, and from when to when; a unit brings its organisation."""

    title: str
    organisation: Organisation | None = None
    unit: Unit | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None


@transaction.atomic
def save_contact(
    *,
    initiative: Initiative,
    values: Mapping[str, object],
    by: Actor,
    at: dt.datetime,
    contact: Contact | None = None,
) -> Contact:
    """Add or change someone one may call.

    `values` holds name, email, phone and may_publish; for someone new also, where they are known,
    title, organisation and unit of her function.
    """
    if not str(values["name"]).strip():
        raise NameMissing
    event = "edited" if contact else "added"
    contact = contact or Contact(initiative=initiative)
    agreed = contact.may_publish
    for field in ("name", "email", "phone", "may_publish"):
        setattr(contact, field, values[field])
    contact.save()
    stale(initiative)
    # Who changed what is kept, not the telephone itself: the history outlives the contact.
    changes = {} if agreed == contact.may_publish else {"may_publish": [agreed, not agreed]}
    audit.record(f"network.contact.{event}", target=contact, by=by, at=at, changes=changes)
    if any(values.get(field) for field in ("title", "organisation", "unit")):
        organisation, unit = values.get("organisation"), values.get("unit")
        save_function(
            contact=contact,
            held=Function(
                title=str(values.get("title") or ""),
                organisation=organisation if isinstance(organisation, Organisation) else None,
                unit=unit if isinstance(unit, Unit) else None,
                from_on=at.date(),
            ),
            by=by,
            at=at,
        )
    return contact


@transaction.atomic
def save_function(
    *,
    contact: Contact,
    held: Function,
    by: Actor,
    at: dt.datetime,
    function: ContactFunction | None = None,
) -> ContactFunction:
    """Say what she does, where and when; someone may have several. Raise DatesReversed."""
    if held.from_on and held.to_on and held.to_on < held.from_on:
        raise DatesReversed
    event = "edited" if function else "added"
    function = function or ContactFunction(contact=contact)
    before = told(function)
    function.title, function.unit = held.title.strip(), held.unit
    function.organisation = held.unit.organisation if held.unit else held.organisation
    function.from_on, function.to_on = held.from_on, held.to_on
    function.save()
    changes = audit.between(before, told(function))
    audit.record(f"network.function.{event}", target=contact, by=by, at=at, changes=changes)
    return function


def told(function: ContactFunction) -> dict[str, object]:
    """What the history keeps of it; who holds it is not named."""
    places = [place.label for place in (function.unit, function.organisation) if place]
    return {
        "title": function.title,
        "where": ", ".join(places),
        "from_on": function.from_on,
        "to_on": function.to_on,
    }
