"""Asking for letters, letting the first of a kind go, and taking one in hand again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from pacte.core import jobs
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, JobStatus, LookedAtKind, Message, MessageStatus

if TYPE_CHECKING:
    from pacte.core.actor import Actor

SENDING_JOB = "core.send_mail"
# What has not left yet, and may still be given up.
STILL_HERE = (MessageStatus.HELD, MessageStatus.WAITING, MessageStatus.TO_PRINT)
# What did not reach its reader, and may be tried again by someone's decision.
MAY_GO_AGAIN = (MessageStatus.REFUSED, MessageStatus.BOUNCED, MessageStatus.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Recipient:
    """`once` names this letter to this person: asked again, it is not written twice."""

    name: str
    address: str  # empty: on paper
    once: str
    about: Mapping[str, object]


@transaction.atomic
def compose(
    kind: str, recipients: Iterable[Recipient], *, space: str, at: dt.datetime
) -> list[Message]:
    """Put letters in the outbox, in the caller's transaction; return those that are new.

    Without a mail server, or without an address, they are to be printed.
    """
    ready = MessageStatus.WAITING if is_looked_at(kind, space) else MessageStatus.HELD
    messages = [
        Message(
            key=uuid4().hex,
            once=f"{kind} {space} {one.once}",
            kind=kind,
            space=space,
            about=dict(one.about),
            name=one.name,
            address=one.address.lower(),
            status=ready if one.address and settings.EMAIL_HOST else MessageStatus.TO_PRINT,
            composed_at=at,
            due_at=at,
        )
        for one in recipients
    ]
    keys = [message.key for message in messages]
    Message.objects.bulk_create(messages, batch_size=200, ignore_conflicts=True)
    made = list(Message.objects.filter(key__in=keys).order_by("pk"))
    if any(message.status == MessageStatus.WAITING for message in made):
        ask_sending(at=at)
    return made


def is_looked_at(kind: str, space: str) -> bool:
    return LookedAtKind.objects.filter(kind=kind, space=space).exists()


@transaction.atomic
def approve_kind(kind: str, *, space: str, by: Actor, at: dt.datetime) -> int:
    """Say that letters of this kind may leave; return how many were waiting for it."""
    LookedAtKind.objects.get_or_create(
        kind=kind, space=space, defaults={"looked_at": at, "looked_by": by.label}
    )
    held = Message.objects.filter(kind=kind, space=space, status=MessageStatus.HELD)
    count = held.update(status=MessageStatus.WAITING, due_at=at)
    if count:
        ask_sending(at=at)
    return count


@transaction.atomic
def cancel(message: Message, *, at: dt.datetime) -> bool:
    """Give up a letter that has not left; say whether it had not."""
    here = Message.objects.filter(pk=message.pk, status__in=STILL_HERE)
    return bool(here.update(status=MessageStatus.CANCELLED, ended_at=at))


@transaction.atomic
def hand_over(message: Message, *, at: dt.datetime) -> bool:
    """Say that a printed letter has been given."""
    here = Message.objects.filter(pk=message.pk, status=MessageStatus.TO_PRINT)
    return bool(here.update(status=MessageStatus.PRINTED, ended_at=at))


@transaction.atomic
def send_again(message: Message, *, at: dt.datetime) -> bool:
    """Try once more a letter that did not arrive, or may not have."""
    left = Message.objects.filter(pk=message.pk, status__in=MAY_GO_AGAIN)
    changed = left.update(
        status=MessageStatus.WAITING, due_at=at, ended_at=None, attempts=0, failure=""
    )
    if changed:
        ask_sending(at=at)
    return bool(changed)


def ask_sending(*, at: dt.datetime) -> None:
    """Wake the worker, unless it was asked already and has not begun."""
    if not Job.objects.filter(name=SENDING_JOB, status=JobStatus.WAITING).exists():
        jobs.enqueue(SENDING_JOB, by=SYSTEM, at=at)
