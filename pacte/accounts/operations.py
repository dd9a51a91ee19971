"""What people do with their account; the only place that writes one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from pacte.accounts.errors import AddressTaken, LinkSpent, MailboxNotShared, PersonExists
from pacte.accounts.models import MailboxPerson, OpenSession, User
from pacte.core import audit, sealing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.sessions.backends.base import SessionBase

    from pacte.core.actor import Actor
    from pacte.core.devices import Device


class SignInTokens(PasswordResetTokenGenerator):
    """A token dies at the next sign-in or change of password, or after PASSWORD_RESET_TIMEOUT."""

    key_salt = "pacte.accounts.sign_in_link"


tokens = SignInTokens()


@transaction.atomic
def create_account(
    *,
    email: str,
    by: Actor,
    at: dt.datetime,
    name: str = "",
    password: str | None = None,
    language: str = "fr",
    is_operator: bool = False,
) -> User:
    """Open an account; without a password one signs in by link or code. Raise AddressTaken."""
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    user = User.objects.create_user(
        email,
        password,
        name=name,
        language=language,
        is_staff=is_operator,
        is_superuser=is_operator,
    )
    audit.record("accounts.user.created", target=user, by=by, at=at)
    return user


def sign_in_link(*, user: User) -> str:
    """Return the path that signs this person in, once."""
    return f"{urlsafe_base64_encode(str(user.pk).encode())}-{tokens.make_token(user)}"


def user_of_link(secret: str) -> User:
    """Raise LinkSpent unless the link is still good."""
    encoded, _, token = secret.partition("-")
    try:
        key = int(force_str(urlsafe_base64_decode(encoded)))
    except (ValueError, OverflowError):
        raise LinkSpent from None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or not tokens.check_token(user, token):
        raise LinkSpent
    return user


SITTING = dt.timedelta(hours=8)


@transaction.atomic
def note_sign_in(*, user: User, at: dt.datetime) -> User:
    """Keep when she last came, for « depuis votre dernière visite ».

    Signing in again the same day, on a telephone or after a closed page, is the same visit.
    """
    before = user.last_login
    if before is not None and at - before >= SITTING:
        user.last_visit_at = before
        user.save(update_fields=["last_visit_at"])
    return user


@transaction.atomic
def choose_language(*, user: User, language: str) -> User:
    user.language = language if language in dict(settings.LANGUAGES) else "fr"
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def edit_account(
    *, user: User, name: str, language: str, by: Actor, at: dt.datetime, phone: str = ""
) -> User:
    changes = audit.changed(user, {"name": name, "language": language, "phone": phone})
    user.name, user.language, user.phone = name, language, phone
    user.save(update_fields=["name", "language", "phone"])
    audit.record("accounts.user.edited", target=user, by=by, at=at, changes=changes)
    return user


@transaction.atomic
def name_person(*, user: User, name: str, job_title: str, at: dt.datetime) -> MailboxPerson:
    """Add one of those who read a shared mailbox, or have her back who left it.

    Raise PersonExists, MailboxNotShared.
    """
    if not user.is_shared_mailbox:
        raise MailboxNotShared
    person = MailboxPerson.objects.filter(
        user=user, name__iexact=name, left_at__isnull=False
    ).first()
    person = person or MailboxPerson(user=user, name=name)
    person.left_at, person.job_title = None, job_title
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise PersonExists from None
    audit.record(
        "accounts.person.named",
        target=user,
        by=user.as_actor(person),
        at=at,
        changes={"person": ["", person.pk]},
    )
    return person


@transaction.atomic
def remove_person(*, person: MailboxPerson, by: Actor, at: dt.datetime) -> MailboxPerson:
    """She no longer reads this mailbox; what she wrote keeps her name."""
    person.left_at = at
    person.save(update_fields=["left_at"])
    audit.record("accounts.person.left", target=person.user, by=by, at=at)
    return person


@transaction.atomic
def share_mailbox(*, user: User, is_shared: bool, by: Actor, at: dt.datetime) -> User:
    """Say whether several people read this address."""
    before, user.is_shared_mailbox = user.is_shared_mailbox, is_shared
    user.save(update_fields=["is_shared_mailbox"])
    audit.record(
        "accounts.user.mailbox_shared",
        target=user,
        by=by,
        at=at,
        changes={"is_shared_mailbox": [before, is_shared]},
    )
    return user


@transaction.atomic
def note_session(
    *, user: User, session: SessionBase, device: Device, at: dt.datetime
) -> OpenSession:
    """Keep that a session is in use: when it opened, and when it was seen last."""
    if not session.session_key:  # signing in over another account begins a session anew
        session.create()
    row, _is_new = OpenSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={"user": user, "seen_at": at},
        create_defaults={
            "user": user,
            "opened_at": at,
            "seen_at": at,
            "browser": device.browser,
            "system": device.system,
        },
    )
    return row


@transaction.atomic
def close_sessions(
    *, user: User, sessions: Iterable[OpenSession], by: Actor, at: dt.datetime
) -> int:
    """Sign someone out of these of her sessions; return how many there were."""
    keys = [session.session_key for session in sessions]
    if not keys:
        return 0
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(user=user, session_key__in=keys).delete()
    audit.record(
        "accounts.sessions.closed",
        target=user,
        by=by,
        at=at,
        changes={"sessions": [len(keys), 0]},
    )
    return len(keys)


@transaction.atomic
def close_account(*, user: User, by: Actor, at: dt.datetime) -> User:
    """Nobody enters by this account any more, and who was in is out; what it did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record("accounts.user.closed", target=user, by=by, at=at)
    close_sessions(user=user, sessions=user.open_sessions.all(), by=by, at=at)
    return user


@transaction.atomic
def reopen_account(*, user: User, by: Actor, at: dt.datetime) -> User:
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("accounts.user.reopened", target=user, by=by, at=at)
    return user


@transaction.atomic
def forget_ended_sessions() -> int:
    """Drop the rows whose session has ended; return how many there were."""
    lives = Session.objects.filter(session_key=models.OuterRef("session_key"))
    return OpenSession.objects.exclude(models.Exists(lives)).delete()[0]


@transaction.atomic
def note_second_factor(
    *,
    user: User,
    event: Literal["added", "removed", "renewed"],
    kind: str,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Keep in the history that one came, went, or that her codes were made anew."""
    audit.record(
        f"accounts.second_factor.{event}", target=user, by=by, at=at, changes={"kind": ["", kind]}
    )


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor, at: dt.datetime) -> int:
    """Let in by the password alone someone who lost her second factor; return how many she had.

    Her sessions end: who asked may not be she, and a session would outlive the doubt.
    """
    found = Authenticator.objects.filter(user=user)
    kinds = sorted(found.values_list("type", flat=True))
    found.delete()
    audit.record(
        "accounts.second_factor.reset", target=user, by=by, at=at, changes={"kind": [kinds, []]}
    )
    close_sessions(user=user, sessions=user.open_sessions.all(), by=by, at=at)
    return len(kinds)


SEALED = ("secret", "seed")


@transaction.atomic
def reseal_second_factors() -> int:
    """Seal with the present key what former keys sealed; return how many nobody can read."""
    lost = 0
    for row in Authenticator.objects.select_for_update(of=("self",)):
        try:
            again = {key: sealing.reseal(row.data[key]) for key in SEALED if key in row.data}
        except sealing.SealBroken:
            lost += 1
        else:
            row.data = {**row.data, **again}
            row.save(update_fields=["data"])
    return lost
