"""Whom to call, since writing did not do: with whom else to try, and what we need of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower

from pacte.core import letters
from pacte.core.models import Message, MessageStatus, Unsubscription
from pacte.network.models import Contact, ContactFunction
from pacte.roadmap.models import CallNote, ProgressLink, ProgressRequest
from pacte.roadmap.queries.asked import askable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action

# How long a reminder is given to be answered before someone calls.
AFTER_REMINDER = dt.timedelta(days=5)
NOT_ARRIVED = {MessageStatus.REFUSED, MessageStatus.BOUNCED, MessageStatus.UNCERTAIN}


class Why(StrEnum):
    UNANSWERED = "unanswered"  # asked twice
    LEFT = "left"  # wants no more letters
    LOST = "lost"  # the letter was refused or came back
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class ToCall:
    contact: Contact
    functions: Sequence[ContactFunction]
    why: Why
    failure: str  # what the mail server answered
    requests: Sequence[ProgressRequest]
    note: CallNote | None  # what came of the last call since they were asked

    @property
    def actions(self) -> Sequence[Action]:
        return [request.action for request in self.requests]


def to_call(initiative: Initiative, *, now: dt.datetime) -> list[ToCall]:
    """Those who cannot be reached by letter, or answered neither the request nor the reminder."""
    requests = (
        ProgressRequest.objects.open()
        .filter(
            link__initiative=initiative,
            link__revoked_at=None,
            link__contact__deleted_at=None,
            action__in=askable(initiative).values("pk"),
        )
        .select_related("action__plan", "link__contact__deputy")
        .order_by("link__contact__name", "action__node__position", "action__position", "pk")
    )
    grouped: dict[int, list[ProgressRequest]] = defaultdict(list)
    for request in requests:
        grouped[request.link.contact_id].append(request)
    last = last_letters({row.link_id for rows in grouped.values() for row in rows})
    left = letters.left_addresses(initiative.audit_space)
    functions = functions_of(list(grouped), now.date())
    notes = last_notes(initiative, list(grouped))
    found = []
    for key, rows in grouped.items():
        contact = rows[0].link.contact
        letter = max(
            (last[r.link_id] for r in rows if r.link_id in last),
            key=lambda one: one.pk,
            default=None,
        )
        why = reason(rows, letter, has_left=contact.email.lower() in left, now=now)
        if why is None:
            continue
        note = notes.get(key)
        since = min(row.asked_at for row in rows)
        found.append(
            ToCall(
                contact,
                functions.get(key, []),
                why,
                letter.failure if letter and why is Why.LOST else "",
                rows,
                note if note and note.called_at >= since else None,
            )
        )
    return found


def callable_contacts(initiative: Initiative, *, now: dt.datetime) -> QuerySet[Contact]:
    """The same people as `to_call`, for whoever only counts them: one query."""
    requests = ProgressRequest.objects.open().filter(
        link__initiative=initiative,
        link__revoked_at=None,
        link__contact__deleted_at=None,
        action__in=askable(initiative).values("pk"),
    )
    last = ProgressLink.messages.through.objects.filter(
        progresslink__contact=OuterRef("pk"), progresslink__in=requests.values("link")
    ).order_by("-message")
    reminded = requests.filter(reminded_at__lte=now - AFTER_REMINDER)
    left = Unsubscription.objects.filter(space=initiative.audit_space).values("address")
    return (
        Contact.objects.filter(pk__in=requests.values("link__contact"))
        .annotate(last_letter=Subquery(last.values("message__status")[:1]), by=Lower("email"))
        .filter(
            Q(pk__in=requests.filter(link__address="").values("link__contact"))
            | Q(by__in=left)
            | Q(last_letter__in=NOT_ARRIVED)
            | Q(pk__in=reminded.values("link__contact"))
        )
    )


def reason(
    rows: Sequence[ProgressRequest],
    letter: Message | None,
    *,
    has_left: bool,
    now: dt.datetime,
) -> Why | None:
    if not rows[0].link.address:
        return Why.NO_ADDRESS
    if has_left:
        return Why.LEFT
    if letter is not None and letter.status in NOT_ARRIVED:
        return Why.LOST
    late = now - AFTER_REMINDER
    if any(row.reminded_at is not None and row.reminded_at <= late for row in rows):
        return Why.UNANSWERED
    return None


def last_letters(links: set[int]) -> dict[int, Message]:
    """The last letter of each link."""
    through = ProgressLink.messages.through.objects.filter(progresslink__in=links)
    last: dict[int, int] = dict(through.order_by("message").values_list("progresslink", "message"))
    messages = Message.objects.in_bulk(last.values())
    return {link: messages[key] for link, key in last.items()}


def functions_of(contacts: Sequence[int], on: dt.date) -> dict[int, list[ContactFunction]]:
    found: dict[int, list[ContactFunction]] = defaultdict(list)
    rows = ContactFunction.objects.current(on).filter(contact__in=contacts)
    for row in rows.select_related("organisation", "unit").order_by("-is_main", "pk"):
        found[row.contact_id].append(row)
    return found


def last_notes(initiative: Initiative, contacts: Sequence[int]) -> dict[int, CallNote]:
    rows = CallNote.objects.filter(initiative=initiative, contact__in=contacts)
    return {row.contact_id: row for row in rows.order_by("called_at", "pk")}
