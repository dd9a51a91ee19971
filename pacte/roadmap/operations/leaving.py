"""Someone leaves: another is named where she was, and is asked instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.roadmap.operations.asking import revoke_link
from pacte.roadmap.operations.responsibilities import Target, name_person, rename_responsible
from pacte.roadmap.queries.leaving import links_waiting

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.network.models import Contact
    from pacte.roadmap.models import Responsibility


@transaction.atomic
def hand_over_parts(
    *,
    parts: Sequence[Responsibility],
    contact: Contact,
    to: Contact,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Name the other in each of these: *pressenti*, until she says yes. What was asked is void."""
    for part in parts:
        if part.contact_id == contact.pk:
            rename_responsible(responsibility=part, named=Target(contact=to), by=by, at=at)
        if part.person_id == contact.pk:
            name_person(responsibility=part, person=to, by=by, at=at)


@transaction.atomic
def hand_over_unit_parts(
    *, parts: Sequence[Responsibility], named: Target, by: Actor, at: dt.datetime
) -> None:
    """Name what took the service over; who answers for it on the action stays."""
    for part in parts:
        rename_responsible(responsibility=part, named=named, by=by, at=at)


@transaction.atomic
def withdraw_requests(*, contact: Contact, by: Actor, at: dt.datetime) -> int:
    """Close her links: the next round asks whoever answers now. Return how many there were."""
    links = list(links_waiting(contact, now=at))
    for link in links:
        revoke_link(link=link, by=by, at=at)
    return len(links)
