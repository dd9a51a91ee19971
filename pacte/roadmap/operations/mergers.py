"""Where two organisations became one, an action that named both names it once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator

from pacte.roadmap.enums import ResponsibilityState
from pacte.roadmap.models import AchievementCredit, Responsibility
from pacte.roadmap.operations.actions import locked, save
from pacte.roadmap.operations.responsibilities import record

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.network.models import Organisation

# The answer that says most stays.
STRENGTH = {
    ResponsibilityState.CONFIRMED: 0,
    ResponsibilityState.SOUGHT: 1,
    ResponsibilityState.DECLINED: 2,
}


@transaction.atomic
def settle_merger(kept: Organisation, by: Actor, at: dt.datetime) -> None:
    """Put aside each name that an action gives twice in a role: it comes back within 30 days.

    A success that was owed to both is owed to one.
    """
    credited: set[int] = set()
    for credit in AchievementCredit.objects.filter(organisation=kept).order_by("position", "pk"):
        if credit.achievement_id in credited:
            credit.delete()
        credited.add(credit.achievement_id)
    rows = (
        Responsibility.objects.present()
        .filter(Q(organisation=kept) | Q(unit__organisation=kept))
        .select_related("action", "organisation", "unit")
    )
    for _key, same in groupby(sorted(rows, key=order), key=place):
        first, *others = same
        for other in others:
            fill(first, other)
            other.deleted_at = at
            other.save(update_fields=["deleted_at"])
            record("dropped", other, by=by, at=at, changes={"role": [other.role, ""]})
        if others:
            first.save(update_fields=["amount_text", "amount", "person"])
            save(locked(first.action), [], at)


def place(row: Responsibility) -> tuple[int, str, int, int]:
    return row.action_id, row.role, row.organisation_id or 0, row.unit_id or 0


def order(row: Responsibility) -> tuple[object, ...]:
    return (*place(row), STRENGTH[ResponsibilityState(row.state)], row.position, row.pk)


def fill(first: Responsibility, other: Responsibility) -> None:
    """What only the other said of them; two amounts that differ were given both."""
    if not first.amount_text:
        first.amount_text, first.amount = other.amount_text, other.amount
    elif other.amount_text and other.amount_text != first.amount_text:
        both = f"{first.amount_text} + {other.amount_text}"
        longest = Responsibility._meta.get_field("amount_text").max_length or len(both)
        first.amount_text = Truncator(both).chars(longest)
        known = [row.amount for row in (first, other) if row.amount is not None]
        first.amount = sum(known, Decimal()) if known else None
    if first.person_id is None:
        first.person_id = other.person_id
