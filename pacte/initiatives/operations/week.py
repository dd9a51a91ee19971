"""The Monday letter to those who lead an initiative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import letters
from pacte.core.days import monday_of
from pacte.initiatives.models import Initiative, Membership
from pacte.initiatives.notifications import WEEK

if TYPE_CHECKING:
    import datetime as dt

    from pacte.core.models import Message


@transaction.atomic
def tell_team(*, initiative: Initiative, at: dt.datetime) -> list[Message]:
    """Put this week's letter in the outbox for each who leads; asked again, it writes no other."""
    today = initiative.today(at)
    monday = monday_of(today)
    leads = Membership.objects.current(today).leading().filter(initiative=initiative)
    people = {row.user for row in leads.filter(user__is_active=True).select_related("user")}
    recipients = [
        letters.Recipient(
            name=user.name,
            address=user.email,
            once=f"{user.pk} {monday}",
            about={"user": user.pk, "monday": str(monday)},
        )
        for user in sorted(people, key=lambda user: user.pk)
        if user.email
    ]
    return letters.compose(WEEK, recipients, space=initiative.audit_space, at=at)
