"""What an account tells its owner: where it is signed in, what it asks besides a password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
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


@dataclass(frozen=True, slots=True)
class Passkey:
    pk: int
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What someone may pass; `codes_left` is None where none were made."""

    has_app: bool
    passkeys: list[Passkey]
    codes_left: int | None

    def __bool__(self) -> bool:
        return self.has_app or bool(self.passkeys)


def second_factors(user: User) -> SecondFactors:
    """Read without unsealing anything."""
    rows = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    has_app, passkeys, codes_left = False, [], None
    for row in rows:
        if row.type == Authenticator.Type.TOTP:
            has_app = True
        elif row.type == Authenticator.Type.RECOVERY_CODES:
            codes_left = mfa.RECOVERY_CODE_COUNT - int(row.data["used_mask"]).bit_count()
        else:
            passkeys.append(Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at))
    return SecondFactors(has_app, passkeys, codes_left)


def has_second_factor(user: User) -> bool:
    """Codes kept on paper alone are none: they stand in for one that is lost."""
    rows = Authenticator.objects.filter(user=user)
    return bool(rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
