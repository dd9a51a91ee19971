"""What someone of the directory holds, which another takes over when she leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.network.models import (
    Contact,
    ContactFunction,
    Group,
    MunicipalReferent,
    Organisation,
    Unit,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative


@dataclass(frozen=True, slots=True)
class Held:
    functions: Sequence[ContactFunction]
    referents: Sequence[MunicipalReferent]
    deputy_referents: Sequence[MunicipalReferent]
    groups: Sequence[Group]
    deputies: Sequence[Contact]


def held_by(contact: Contact, *, on: dt.date) -> Held:
    functions = ContactFunction.objects.current(on).filter(contact=contact)
    referents = MunicipalReferent.objects.open().select_related("territory", "initiative")
    return Held(
        list(functions.select_related("organisation", "unit", "contact").order_by("pk")),
        list(referents.filter(contact=contact).order_by("pk")),
        list(referents.filter(deputy=contact).order_by("pk")),
        list(contact.groups.filter(deleted_at=None).order_by("name", "pk")),
        list(contact.deputy_of.filter(deleted_at=None).order_by("name", "pk")),
    )


def others_in_directory(contact: Contact) -> QuerySet[Contact]:
    """Who may take over: everybody else of the same directory."""
    present = Contact.objects.filter(initiative=contact.initiative_id, deleted_at=None)
    return present.exclude(pk=contact.pk).order_by("name", "pk")


def takers_of(unit: Unit, initiative: Initiative) -> list[Unit | Organisation]:
    """What it became first, then the other services, then organisations as a whole."""
    ours = Organisation.objects.of_initiative(initiative)
    going_on = Unit.objects.present().filter(organisation__in=ours, ended_on=None)
    units = list(going_on.exclude(pk=unit.pk).select_related("organisation").order_by("name", "pk"))
    became = set(unit.successors.values_list("pk", flat=True))
    units.sort(key=lambda one: one.pk not in became)
    return [*units, *ours.order_by("name", "pk")]
