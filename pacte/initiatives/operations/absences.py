"""Leaving for a time: who stands in, from when until when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.initiatives.errors import AlreadyAway, DeputyUnknown, EndBeforeStart
from pacte.initiatives.models import Delegation, Initiative, roles_of

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor


@transaction.atomic
def delegate(
    *,
    initiative: Initiative,
    absent: User,
    deputy: User,
    from_on: dt.date,
    to_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Delegation:
    """Have somebody of the initiative stand in for her, these days only, both included.

    Raise EndBeforeStart, also where it is over already; DeputyUnknown; AlreadyAway.
    """
    if to_on < max(from_on, initiative.today(at)):
        raise EndBeforeStart
    if deputy == absent or not deputy.is_active or initiative.pk not in roles_of(deputy, at=at):
        raise DeputyUnknown
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)  # two at once: one
    others = Delegation.objects.filter(initiative=initiative, absent=absent, cancelled_at=None)
    if others.filter(from_on__lte=to_on, to_on__gte=from_on).exists():
        raise AlreadyAway
    made = Delegation.objects.create(
        initiative=initiative, absent=absent, deputy=deputy, from_on=from_on, to_on=to_on
    )
    audit.record(
        "initiatives.delegation.made",
        target=initiative,
        by=by,
        at=at,
        changes={"who": ["", str(made)], "from_on": [None, from_on], "to_on": [None, to_on]},
    )
    return made


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Actor, at: dt.datetime) -> Delegation:
    """She is back before the day: at once, nobody acts for her any more."""
    delegation.cancelled_at = at
    delegation.save(update_fields=["cancelled_at"])
    audit.record(
        "initiatives.delegation.ended",
        target=delegation.initiative,
        by=by,
        at=at,
        changes={"who": [str(delegation), ""]},
    )
    return delegation
