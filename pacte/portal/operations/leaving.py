"""Someone leaves the démarche: all that she held goes to another, at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.initiatives import operations as initiatives
from pacte.initiatives.models import Initiative, Membership
from pacte.network import operations as network
from pacte.network.models import Contact, ContactFunction, Organisation, Unit
from pacte.portal.enums import HeldSort
from pacte.roadmap import operations as roadmap
from pacte.roadmap.models import Responsibility

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Ticked = Mapping[str, Collection[int]]


@transaction.atomic
def hand_over_all(
    *,
    contact: Contact,
    to: Contact | None,
    ticked: Ticked,
    last_on: dt.date,
    by: Actor,
    at: dt.datetime,
    someone_new: Mapping[str, object] | None = None,
) -> Contact:
    """Give what was ticked, by sort, to someone of the directory or to someone new."""
    if to is None:
        values = {"may_publish": False, **(someone_new or {})}
        to = network.save_contact(initiative=contact.initiative, values=values, by=by, at=at)
    parts = Responsibility.objects.present().filter(pk__in=ticked.get(HeldSort.PART, ()))
    roadmap.hand_over_parts(
        parts=list(parts.select_related("action")), contact=contact, to=to, by=by, at=at
    )
    if ticked.get(HeldSort.REQUESTS):
        roadmap.withdraw_requests(contact=contact, by=by, at=at)
    network.hand_over_directory(
        contact=contact,
        to=to,
        taken=network.Taken(
            functions=ticked.get(HeldSort.FUNCTION, ()),
            referents=ticked.get(HeldSort.REFERENT, ()),
            deputy_referents=ticked.get(HeldSort.DEPUTY_REFERENT, ()),
            groups=ticked.get(HeldSort.GROUP, ()),
            deputies=ticked.get(HeldSort.DEPUTY, ()),
        ),
        last_on=last_on,
        by=by,
        at=at,
    )
    roles = Membership.objects.filter(
        pk__in=ticked.get(HeldSort.ROLE, ()), initiative=contact.initiative_id
    )
    for membership in roles.select_related("initiative", "user"):
        initiatives.edit_membership(
            membership=membership,
            role=membership.role,
            title=membership.title,
            from_on=membership.from_on,
            to_on=max(last_on, membership.from_on),
            by=by,
            at=at,
        )
    return to


@transaction.atomic
def hand_over_unit(
    *,
    initiative: Initiative,
    unit: Unit,
    to: Unit | Organisation,
    ticked: Ticked,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Give what was ticked to what took the service over: another one, or an organisation."""
    unit_to = to if isinstance(to, Unit) else None
    organisation = to.organisation if isinstance(to, Unit) else to
    named = roadmap.Target(unit=unit_to, organisation=None if unit_to else organisation)
    parts = Responsibility.objects.present().filter(
        unit=unit, action__initiative=initiative, pk__in=ticked.get(HeldSort.PART, ())
    )
    roadmap.hand_over_unit_parts(
        parts=list(parts.select_related("action")), named=named, by=by, at=at
    )
    functions = ContactFunction.objects.filter(
        unit=unit, contact__initiative=initiative, pk__in=ticked.get(HeldSort.FUNCTION, ())
    )
    network.move_functions(
        functions=list(functions.select_related("contact", "organisation", "unit")),
        unit=unit_to,
        organisation=organisation,
        from_on=unit.ended_on or initiative.today(at),
        by=by,
        at=at,
    )
