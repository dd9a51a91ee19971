"""Keeping filters under a name, for oneself or for others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.models import SavedFilter

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Plan


@transaction.atomic
def save_filter(
    *, plan: Plan, owner: User, name: str, query: str, reach: str, by: Actor, at: dt.datetime
) -> SavedFilter:
    """Keep it; one of hers that bears this name is replaced."""
    SavedFilter.objects.filter(plan=plan, owner=owner, name__iexact=name).delete()
    saved = SavedFilter.objects.create(
        plan=plan, owner=owner, name=name, query=query, reach=reach, created_at=at
    )
    audit.record("roadmap.filter.saved", target=saved, by=by, at=at, changes={"reach": ["", reach]})
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: Actor, at: dt.datetime) -> None:
    audit.record("roadmap.filter.deleted", target=saved, by=by, at=at)
    saved.delete()
