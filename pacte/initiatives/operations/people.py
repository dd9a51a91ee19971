"""Giving roles, changing their dates, letting people go and come back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.core.days import a_year_after
from pacte.initiatives.enums import ENDS_BY_ITSELF, Role
from pacte.initiatives.errors import (
    AlreadyMember,
    EndBeforeStart,
    LastLead,
    NoEnd,
    TooLong,
)
from pacte.initiatives.models import ONE_DAY, Initiative, Membership, Visit

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor


def check_dates(role: str, from_on: dt.date, to_on: dt.date | None) -> None:
    """Raise EndBeforeStart; of a consultant, NoEnd or TooLong: a year at most."""
    if to_on is not None and to_on < from_on:
        raise EndBeforeStart
    if role == ENDS_BY_ITSELF:
        if to_on is None:
            raise NoEnd
        if to_on > a_year_after(from_on):
            raise TooLong


@transaction.atomic
def add_member(
    *,
    initiative: Initiative,
    user: User,
    role: str,
    by: Actor,
    at: dt.datetime,
    title: str = "",
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
) -> Membership:
    """Give a role, from today where no day is given, without end where none is.

    Raise AlreadyMember where she holds this role on one of these days, EndBeforeStart, and of a
    consultant NoEnd or TooLong.
    """
    begins = from_on or initiative.today(at)
    check_dates(role, begins, to_on)
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)  # two at once: one
    own = Membership.objects.filter(initiative=initiative, user=user, role=role)
    if own.overlapping(begins, to_on).exists():
        raise AlreadyMember
    membership = Membership.objects.create(
        initiative=initiative, user=user, role=role, title=title, from_on=begins, to_on=to_on
    )
    audit.record(
        "initiatives.member.added",
        target=initiative,
        by=by,
        at=at,
        changes={
            "member": [None, user.pk],
            "who": ["", str(user)],
            "role": ["", role],
            **({"from_on": [None, begins]} if begins > initiative.today(at) else {}),
            "to_on": [None, to_on],
        },
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, at: dt.datetime) -> Membership:
    """She leaves today. Raise LastLead where nobody would lead the initiative."""
    initiative = membership.initiative
    today = initiative.today(at)
    if membership.role == Role.LEAD and membership.is_current(today):
        refuse_last_lead(membership, today)
    if membership.from_on >= today:
        membership.delete()
    else:
        membership.to_on = today - ONE_DAY
        membership.save(update_fields=["to_on"])
    audit.record(
        "initiatives.member.left",
        target=initiative,
        by=by,
        at=at,
        changes={
            "member": [membership.user_id, None],
            "who": [str(membership.user), ""],
            "role": [membership.role, ""],
        },
    )
    return membership


@transaction.atomic
def restore_membership(
    *, membership: Membership, by: Actor, at: dt.datetime, to_on: dt.date | None = None
) -> Membership:
    """She takes part again, from when she did, until that day.

    Raise AlreadyMember, EndBeforeStart, and of a consultant NoEnd or TooLong.
    """
    check_dates(membership.role, membership.from_on, to_on)
    refuse_overlap(membership, membership.from_on, to_on)
    membership.to_on = to_on
    membership.save(update_fields=["to_on"])
    audit.record(
        "initiatives.member.restored",
        target=membership.initiative,
        by=by,
        at=at,
        changes={
            "member": [None, membership.user_id],
            "who": ["", str(membership.user)],
            "role": ["", membership.role],
        },
    )
    return membership


@transaction.atomic
def edit_membership(
    *,
    membership: Membership,
    role: str,
    title: str,
    from_on: dt.date,
    to_on: dt.date | None,
    by: Actor,
    at: dt.datetime,
) -> Membership:
    """Change what someone does in the initiative, and since when, until when.

    Another role begins on that day, today at the earliest, and the former one ends the day before.
    Raise LastLead, AlreadyMember, EndBeforeStart, and of a consultant NoEnd or TooLong.
    """
    if role != membership.role:
        return take_other_role(membership, role, title, from_on, to_on, by=by, at=at)
    check_dates(role, from_on, to_on)
    refuse_overlap(membership, from_on, to_on)
    today = membership.initiative.today(at)
    stays = from_on <= today and (to_on is None or to_on >= today)
    if role == Role.LEAD and membership.is_current(today) and not stays:
        refuse_last_lead(membership, today)
    values = {"title": title, "from_on": from_on, "to_on": to_on}
    if changes := audit.changed(membership, values):
        for field, value in values.items():
            setattr(membership, field, value)
        membership.save(update_fields=list(changes))
        audit.record(
            "initiatives.member.edited",
            target=membership.initiative,
            by=by,
            at=at,
            changes={"who": ["", str(membership.user)], **changes},
        )
    return membership


def take_other_role(
    membership: Membership,
    role: str,
    title: str,
    from_on: dt.date,
    to_on: dt.date | None,
    *,
    by: Actor,
    at: dt.datetime,
) -> Membership:
    initiative = membership.initiative
    today = initiative.today(at)
    begins = max(from_on, today)
    fresh = add_member(
        initiative=initiative,
        user=membership.user,
        role=role,
        title=title,
        from_on=begins,
        to_on=to_on,
        by=by,
        at=at,
    )
    ends = begins - ONE_DAY
    if begins <= max(membership.from_on, today):
        end_membership(membership=membership, by=by, at=at)
    elif membership.to_on is None or membership.to_on > ends:
        edit_membership(
            membership=membership,
            role=membership.role,
            title=membership.title,
            from_on=membership.from_on,
            to_on=ends,
            by=by,
            at=at,
        )
    return fresh


def refuse_overlap(membership: Membership, from_on: dt.date, to_on: dt.date | None) -> None:
    same = Membership.objects.filter(
        initiative=membership.initiative_id, user=membership.user_id, role=membership.role
    ).exclude(pk=membership.pk)
    if same.overlapping(from_on, to_on).exists():
        raise AlreadyMember


def refuse_last_lead(membership: Membership, today: dt.date) -> None:
    """Raise LastLead where nobody else leads the initiative, locking those who do."""
    leads = (
        Membership.objects.select_for_update()
        .current(today)
        .leading()
        .filter(initiative=membership.initiative_id)
    )
    if len(leads) <= 1:
        raise LastLead


@transaction.atomic
def mark_seen(*, initiative: Initiative, user: User, at: dt.datetime) -> Visit:
    """What changed until now is no longer new to her; it is her own mark, kept in no history."""
    visit, _made = Visit.objects.update_or_create(
        initiative=initiative, user=user, defaults={"seen_at": at}
    )
    return visit
