"""Naming who leads, helps or funds an action, and noting what they answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.network.models import Contact, Group, Organisation, Unit
from pacte.network.operations import save_contact
from pacte.roadmap.enums import ResponsibilityState
from pacte.roadmap.errors import FieldChangedMeanwhile, NotDeleted, ReasonMissing, TargetUnclear
from pacte.roadmap.models import Action, Responsibility
from pacte.roadmap.operations.actions import locked, save
from pacte.roadmap.operations.amounts import kept_amount
from pacte.roadmap.operations.plans import next_position
from pacte.roadmap.queries.names import is_everybody, known_under

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.network.queries import Directory

LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a responsibility names: exactly one of these."""

    organisation: Organisation | None = None
    unit: Unit | None = None
    group: Group | None = None
    contact: Contact | None = None
    is_all: bool = False
    words: str = ""

    @classmethod
    def meant(cls, text: str, directory: Directory) -> Target:
        """Everybody, someone the directory knows under that name, else the words as they are."""
        if is_everybody(text):
            return cls(is_all=True)
        known = known_under(text, directory)
        if known is None:
            return cls(words=text[:LONGEST_WORDS])
        return cls(known.organisation, known.unit, known.group, known.contact)

    def check(self, action: Action) -> None:
        given = (
            self.organisation,
            self.unit,
            self.group,
            self.contact,
            self.is_all or None,
            self.words.strip() or None,
        )
        if sum(value is not None for value in given) != 1:
            raise TargetUnclear
        initiative = action.initiative_id
        for sealed in (self.group, self.contact):
            if sealed is not None and sealed.initiative_id != initiative:
                raise TargetUnclear

    def fields(self) -> dict[str, object]:
        return {
            "organisation": self.organisation,
            "unit": self.unit,
            "group": self.group,
            "contact": self.contact,
            "is_all": self.is_all,
            "words": self.words.strip(),
        }


def record(
    verb: str,
    responsibility: Responsibility,
    *,
    by: Actor,
    at: dt.datetime,
    changes: Mapping[str, Sequence[object]],
) -> None:
    """Write on the action's own history: a person reads it there."""
    audit.record(
        f"roadmap.responsibility.{verb}",
        target=responsibility.action,
        by=by,
        at=at,
        changes={"part": [responsibility.pk, responsibility.label], **changes},
    )


def set_deleted_at(
    responsibility: Responsibility, moment: dt.datetime | None, at: dt.datetime
) -> None:
    """Take the name off, or put it back where `moment` is none."""
    action = locked(responsibility.action)
    responsibility.deleted_at = moment
    responsibility.save(update_fields=["deleted_at"])
    save(action, [], at)


@transaction.atomic
def name_responsible(
    *,
    action: Action,
    role: str,
    named: Target,
    by: Actor,
    at: dt.datetime,
    source_text: str = "",
    amount_text: str = "",
    amount: Decimal | None = None,
) -> Responsibility:
    """Name someone as lead, co-lead, partner, funder or elected referent: *pressenti* at first."""
    named.check(action)
    action = locked(action)
    made = Responsibility(
        action=action,
        role=role,
        source_text=source_text,
        amount_text=amount_text,
        amount=kept_amount(amount),
        position=next_position(Responsibility.objects.filter(action=action)),
        **named.fields(),
    )
    made.save(force_insert=True)
    save(action, [], at)
    record("named", made, by=by, at=at, changes={"role": ["", role]})
    return made


@transaction.atomic
def rename_responsible(
    *,
    responsibility: Responsibility,
    named: Target,
    by: Actor,
    at: dt.datetime,
    role: str = "",
    amount_text: str | None = None,
    amount: Decimal | None = None,
) -> Responsibility:
    """Match words of the document with the directory, name another, or give another role.

    The answer of who is no longer named is void; a role or an amount changes nothing to it.
    """
    named.check(responsibility.action)
    action = locked(responsibility.action)
    before, role_before = responsibility.label, responsibility.role
    changes: dict[str, list[object]] = {}
    if any(getattr(responsibility, field) != value for field, value in named.fields().items()):
        take_over(responsibility, named, before)
        changes["who"] = [before, responsibility.label]
    if role and role != role_before:
        responsibility.role = role
        changes["role"] = [role_before, role]
    if amount_text is not None and amount_text != responsibility.amount_text:
        changes["amount_text"] = [responsibility.amount_text, amount_text]
        responsibility.amount_text, responsibility.amount = amount_text, kept_amount(amount)
    if not changes:
        return responsibility
    responsibility.save()
    save(action, [], at)
    record("renamed", responsibility, by=by, at=at, changes=changes)
    return responsibility


def take_over(responsibility: Responsibility, named: Target, before: str) -> None:
    for field, value in named.fields().items():
        setattr(responsibility, field, value)
    if not responsibility.source_text:
        responsibility.source_text = before
    responsibility.state = ResponsibilityState.SOUGHT
    responsibility.state_by, responsibility.state_on, responsibility.state_reason = "", None, ""


@transaction.atomic
def note_answer(
    *,
    responsibility: Responsibility,
    state: str,
    said_by: str,
    said_on: dt.date,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
    read: str | None = None,
) -> Responsibility:
    """Note that they confirmed or declined; declining wants its reason."""
    if state == ResponsibilityState.DECLINED and not reason.strip():
        raise ReasonMissing
    action = locked(responsibility.action)
    responsibility.refresh_from_db()
    before = responsibility.state
    if read is not None and before not in {read, state}:
        raise FieldChangedMeanwhile("state", read, before, state)
    responsibility.state = state
    sought = state == ResponsibilityState.SOUGHT
    responsibility.state_by = "" if sought else said_by
    responsibility.state_on = None if sought else said_on
    responsibility.state_reason = reason.strip()
    responsibility.save(update_fields=["state", "state_by", "state_on", "state_reason"])
    save(action, [], at)
    changes = {"state": [before, state], "reason": ["", responsibility.state_reason]}
    record("answered", responsibility, by=by, at=at, changes=changes)
    return responsibility


@transaction.atomic
def drop_responsible(
    *, responsibility: Responsibility, by: Actor, at: dt.datetime
) -> Responsibility:
    """Take the name off; it comes back within thirty days."""
    set_deleted_at(responsibility, at, at)
    record("dropped", responsibility, by=by, at=at, changes={"role": [responsibility.role, ""]})
    return responsibility


@transaction.atomic
def restore_responsible(
    *, responsibility: Responsibility, by: Actor, at: dt.datetime
) -> Responsibility:
    """Raise NotDeleted where the name is there already."""
    if responsibility.deleted_at is None:
        raise NotDeleted
    set_deleted_at(responsibility, None, at)
    record("restored", responsibility, by=by, at=at, changes={"role": ["", responsibility.role]})
    return responsibility


@transaction.atomic
def name_person(
    *,
    responsibility: Responsibility,
    person: Contact | None,
    by: Actor,
    at: dt.datetime,
    someone_new: Mapping[str, object] | None = None,
) -> Responsibility:
    """Say who answers for this organisation, unit or group on this action; None: whoever does.

    `someone_new` holds the name, phone and email of whom the directory does not know yet.
    """
    row = Responsibility.objects.select_related("action__initiative", "person").get(
        pk=responsibility.pk
    )
    if someone_new is not None:
        person = save_contact(
            initiative=row.action.initiative,
            values={**someone_new, "may_publish": False},
            by=by,
            at=at,
        )
    if person is not None and person.initiative_id != row.action.initiative_id:
        raise TargetUnclear
    before = str(row.person) if row.person else ""
    row.person = person
    row.save(update_fields=["person"])
    save(locked(row.action), [], at)
    after = str(person) if person else ""
    record("person_named", row, by=by, at=at, changes={"who": [before, after]})
    return row
