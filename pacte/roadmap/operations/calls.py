"""When asking by letter does not do: whom to ask instead, and what came of a call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.network.models import Contact
from pacte.network.operations import save_contact
from pacte.roadmap.enums import CallOutcome, RequestEnd
from pacte.roadmap.errors import HandoverSettled
from pacte.roadmap.models import CallNote, Handover, ProgressRequest
from pacte.roadmap.operations.plans import touch_plan
from pacte.roadmap.queries.asked import led_by

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative


@transaction.atomic
def hand_over(
    *,
    requests: Sequence[ProgressRequest],
    said_by: str,
    name: str,
    email: str,
    phone: str,
    note: str,
    by: Actor,
    at: dt.datetime,
) -> list[Handover]:
    """« Ce n’est plus moi » : end the questions, and tell the team whom she names instead."""
    made = []
    for request in requests:
        handover, is_new = Handover.objects.get_or_create(
            request=request,
            defaults={
                "said_by": said_by,
                "name": name.strip(),
                "email": email.strip(),
                "phone": phone.strip(),
                "note": note.strip(),
                "said_at": at,
            },
        )
        if is_new:
            request.end, request.ended_at = RequestEnd.HANDED_OVER, at
            request.save(update_fields=["end", "ended_at"])
            audit.record("roadmap.answer.handed_over", target=request.action, by=by, at=at)
        made.append(handover)
    return made


@transaction.atomic
def settle_handover(
    *, handover: Handover, follow: bool, by: Actor, at: dt.datetime
) -> Contact | None:
    """Let the person named answer for the action from now on, or leave things as they are.

    She is the contact of that address or of that name, else one is added. Raise HandoverSettled.
    """
    handover = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("request__action__initiative", "request__link__contact")
        .get(pk=handover.pk)
    )
    if handover.settled_at is not None:
        raise HandoverSettled
    handover.settled_at, handover.settled_by = at, by.label
    handover.save(update_fields=["settled_at", "settled_by"])
    if not follow or not handover.name:
        return None
    action, former = handover.request.action, handover.request.link.contact
    person = _person_named(handover, by=by, at=at)
    for row in led_by(action, former, on=at.date()):
        if row.contact_id == former.pk:
            row.contact = person
        else:
            row.person = person
        row.save(update_fields=["contact", "person"])
    touch_plan(action.plan)
    audit.record(
        "roadmap.responsibility.person_named",
        target=action,
        by=by,
        at=at,
        changes={"who": [str(former), str(person)]},
    )
    return person


def _person_named(handover: Handover, *, by: Actor, at: dt.datetime) -> Contact:
    initiative = handover.request.action.initiative
    known = Contact.objects.filter(initiative=initiative, deleted_at=None).order_by("pk")
    by_address = known.filter(email__iexact=handover.email).first() if handover.email else None
    if found := by_address or known.filter(name__iexact=handover.name).first():
        return found
    values = {
        "name": handover.name,
        "email": handover.email,
        "phone": handover.phone,
        "may_publish": False,
    }
    return save_contact(initiative=initiative, values=values, by=by, at=at)


@transaction.atomic
def note_call(
    *,
    initiative: Initiative,
    contact: Contact,
    outcome: str,
    note: str,
    by: Actor,
    at: dt.datetime,
) -> CallNote:
    """Keep what came of a call, in one tap."""
    made = CallNote.objects.create(
        initiative=initiative,
        contact=contact,
        outcome=CallOutcome(outcome),
        note=note.strip(),
        called_at=at,
        called_by=by.label,
    )
    audit.record(
        "roadmap.call.noted", target=made, by=by, at=at, changes={"outcome": ["", outcome]}
    )
    return made
