"""What follows a date that passed: a letter to who leads, then a mark for the next meeting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from pacte.core import letters
from pacte.core.days import monday_of
from pacte.roadmap.notifications import OVERDUE
from pacte.roadmap.queries.week import followed, overdue_by_person

if TYPE_CHECKING:
    from pacte.core.models import Message
    from pacte.initiatives.models import Initiative


@transaction.atomic
def tell_overdue(*, initiative: Initiative, after: int, at: dt.datetime) -> list[Message]:
    """Write once a week to who leads what passed its date the week before."""
    monday = monday_of(initiative.today(at))
    recipients = [
        letters.Recipient(
            name=one.contact.name,
            address=one.contact.email,
            once=f"{one.contact.pk} {monday}",
            about={"name": one.contact.name, "actions": [action.pk for action in one.actions]},
        )
        for one in overdue_by_person(initiative, after=after, monday=monday)
    ]
    return letters.compose(OVERDUE, recipients, space=initiative.audit_space, at=at)


@transaction.atomic
def clarify_overdue(*, initiative: Initiative, after: int, at: dt.datetime) -> int:
    """Mark for the next meeting what passed its date so long ago, without a word since."""
    today = initiative.today(at)
    last = today - dt.timedelta(days=after)
    silent = Q(news_at=None) | Q(news_at__lt=at - dt.timedelta(days=after))
    rows = followed(initiative).late(last + dt.timedelta(days=1)).filter(silent)
    return rows.filter(to_clarify_since=None).update(to_clarify_since=today)
