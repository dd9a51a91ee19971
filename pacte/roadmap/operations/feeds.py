"""Opening and closing the address that a diary reads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import get_random_string

from pacte.core import audit
from pacte.roadmap.models import CalendarFeed
from pacte.roadmap.models.asking import print_of

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative


@transaction.atomic
def make_feed(
    *, initiative: Initiative, user: User, scope: str, by: Actor, at: dt.datetime
) -> CalendarFeed:
    """A new address; the one she had for the same thing no longer opens."""
    for old in CalendarFeed.objects.select_for_update(of=("self",)).filter(
        initiative=initiative, user=user, scope=scope, revoked_at=None
    ):
        revoke_feed(feed=old, by=by, at=at)
    feed = CalendarFeed(
        initiative=initiative, user=user, scope=scope, nonce=get_random_string(32), made_at=at
    )
    feed.secret_sha256 = print_of(feed.secret)
    feed.save()
    audit.record("roadmap.feed.made", target=feed, by=by, at=at)
    return feed


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Actor, at: dt.datetime) -> CalendarFeed:
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    audit.record("roadmap.feed.revoked", target=feed, by=by, at=at)
    return feed
