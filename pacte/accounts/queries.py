"""What an account tells its owner: where it is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from pacte.accounts.models import OpenSession, User
from pacte.core.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet


@prepared
def session_of(*, key: str, now: dt.datetime) -> QuerySet[Session]:
    """The session of a cookie, unless it has expired."""
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@dataclass(frozen=True, slots=True)
class SeenSession:
    """A session that still opens the account; `person` is who of a shared mailbox is there."""

    row: OpenSession
    is_this_one: bool
    person_pk: int | None
    person: str


def open_sessions(
    user: User, *, this_key: str | None, person_key: str, now: dt.datetime
) -> list[SeenSession]:
    """Return this session first, then the one seen last; two queries, three for a mailbox."""
    rows = {row.session_key: row for row in user.open_sessions.all()}
    held = Session.objects.filter(session_key__in=rows, expire_date__gt=now)
    people: dict[int, str] = {}
    if user.is_shared_mailbox:
        people = dict(user.people.values_list("pk", "name"))
    found = []
    for session in held:
        kept = session.get_decoded()
        if opens(kept, user):
            person: int | None = kept.get(person_key)
            row = rows[session.session_key]
            is_this_one = row.session_key == this_key
            found.append(SeenSession(row, is_this_one, person, people.get(person or 0, "")))
    return sorted(
        found, key=lambda one: (not one.is_this_one, -one.row.seen_at.timestamp(), one.row.pk)
    )


def opens(kept: dict[str, object], user: User) -> bool:
    """Whether a session still signs this person in: a change of password ends the others."""
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    told = str(kept.get(HASH_SESSION_KEY, ""))
    return kept.get(SESSION_KEY) == str(user.pk) and any(
        constant_time_compare(told, one) for one in hashes
    )
