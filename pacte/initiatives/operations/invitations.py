"""Inviting people: a secret sent or printed, the day a role begins, joining by it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.accounts.models import User
from pacte.core import audit
from pacte.initiatives.errors import (
    AlreadyMember,
    InvitationForAnother,
    InvitationSpent,
)
from pacte.initiatives.models import Initiative, Invitation, Membership
from pacte.initiatives.operations.people import add_member, check_dates
from pacte.initiatives.queries import fingerprint, invitation_of, new_code

if TYPE_CHECKING:
    from pacte.core.actor import Actor

INVITATION_LIVES = dt.timedelta(days=30)


@transaction.atomic
def invite(
    *,
    initiative: Initiative,
    email: str,
    role: str,
    by: Actor,
    at: dt.datetime,
    name: str = "",
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
) -> tuple[Invitation, str]:
    """Make an invitation; its code is returned once and kept nowhere.

    One that is open already for this address and role is renewed: its former link is dead.
    Raise AlreadyMember, EndBeforeStart, and of a consultant NoEnd or TooLong.
    """
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)  # two at once: one
    today = initiative.today(at)
    begins = max(from_on or today, today)
    check_dates(role, begins, to_on)
    held = Membership.objects.filter(initiative=initiative, user__email__iexact=email, role=role)
    if held.overlapping(begins, to_on).exists():
        raise AlreadyMember
    waiting = Invitation.objects.open(at).filter(
        initiative=initiative, email__iexact=email, role=role
    )
    if (same := waiting.order_by("pk").first()) is not None:
        same.from_on, same.to_on = from_on, to_on
        return renew_invitation(invitation=same, by=by, at=at)
    secret = new_code()
    invitation = Invitation.objects.create(
        initiative=initiative,
        email=email.lower(),
        name=name,
        role=role,
        from_on=from_on,
        to_on=to_on,
        secret_sha256=fingerprint(secret),
        invited_at=at,
        expires_at=at + INVITATION_LIVES,
    )
    audit.record(
        "initiatives.invitation.made",
        target=initiative,
        by=by,
        at=at,
        changes={"role": ["", role], "from_on": [None, from_on], "to_on": [None, to_on]},
    )
    return invitation, secret


@transaction.atomic
def renew_invitation(
    *, invitation: Invitation, by: Actor, at: dt.datetime
) -> tuple[Invitation, str]:
    """Give the same invitation another secret and thirty more days; the former link is dead."""
    secret = new_code()
    invitation.secret_sha256 = fingerprint(secret)
    invitation.expires_at = at + INVITATION_LIVES
    invitation.revoked_at = None
    invitation.save(update_fields=["secret_sha256", "expires_at", "revoked_at", "from_on", "to_on"])
    audit.record("initiatives.invitation.renewed", target=invitation.initiative, by=by, at=at)
    return invitation, secret


def open_invitation(secret: str, now: dt.datetime) -> Invitation:
    """Raise InvitationSpent unless it may still be accepted."""
    found = invitation_of(secret)
    if found is None or not found.is_open(now) or found.is_over(now):
        raise InvitationSpent
    return found


@transaction.atomic
def accept_invitation(
    *,
    secret: str,
    at: dt.datetime,
    signed_in: User | None,
    name: str = "",
    password: str | None = None,
) -> User:
    """Join, with one's account or a new one; who holds the secret may make the account.

    Raise InvitationSpent, or InvitationForAnother where the address has an account already and
    another person, or nobody, is signed in.
    """
    invitation = open_invitation(secret, at)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        raise InvitationSpent
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user != signed_in:
        raise InvitationForAnother
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=name or invitation.name)
    actor = user.as_actor()
    today = invitation.initiative.today(at)
    with suppress(AlreadyMember):  # two invitations for one role: the second changes nothing
        add_member(
            initiative=invitation.initiative,
            user=user,
            role=invitation.role,
            from_on=max(invitation.from_on or today, today),
            to_on=invitation.to_on,
            by=actor,
            at=at,
        )
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("initiatives.invitation.accepted", target=invitation.initiative, by=actor, at=at)
    return user


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Actor, at: dt.datetime) -> Invitation:
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    audit.record("initiatives.invitation.revoked", target=invitation.initiative, by=by, at=at)
    return invitation
