"""The demonstration's questions: whom the team asked, what they answered, who did not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.core import letters
from pacte.core.actor import Actor, ActorKind
from pacte.core.models import Message, MessageStatus
from pacte.initiatives.models import Initiative, Membership
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import Place, Table
from pacte.roadmap import operations as roadmap
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.models import ProgressRequest
from pacte.roadmap.queries.asked import ToAsk, askable, people_asked

if TYPE_CHECKING:
    from django.db.models import QuerySet

REMINDED_AFTER = 10
HANDED_AFTER = 1


def lay_questions(place: Place, initiative: Initiative, telling: Telling) -> None:
    """A first round some weeks ago, its reminder, what came back of it since."""
    told = place.get("asking")
    if not told:
        return
    by = telling.actors[told["by"]]
    asker = Membership.objects.get(initiative=initiative, user__name=telling.names[told["by"]]).user
    roadmap.edit_progress_settings(
        initiative=initiative,
        asker=asker,
        phone=told["phone"],
        takes_at_once=False,
        by=by,
        at=telling.moment(told["asked"]),
    )
    numbers = [number for one in told["people"] for number in one["actions"]]
    actions = {row.number: row for row in askable(initiative).filter(number__in=numbers)}
    voices = people_asked(
        initiative, [row.pk for row in actions.values()], on=telling.day(told["asked"])
    )
    for one in told["people"]:
        rows = [actions[number] for number in one["actions"] if number in actions]
        contact = voices.get(rows[0].pk) if rows else None
        if contact is not None:
            wanted = ToAsk(contact, [row for row in rows if voices.get(row.pk) == contact])
            ask_one(one, wanted, initiative, telling, by, told["asked"])


def ask_one(
    told: Table, wanted: ToAsk, initiative: Initiative, telling: Telling, by: Actor, shift: int
) -> None:
    """One person's story: asked, given her letter, perhaps reminded, perhaps heard."""
    at = telling.moment(told.get("asked", shift))
    (link,) = roadmap.ask_progress(initiative=initiative, wanted=[wanted], by=by, at=at)
    if told.get("on_paper"):
        return
    give(link.messages.all(), at + dt.timedelta(days=HANDED_AFTER))
    her = Actor(ActorKind.LINK, f"link:{link.pk}", wanted.contact.name)
    if "answers" in told:
        when = telling.moment(told["answered"])
        requests = {row.action.number: row for row in link.requests.select_related("action")}
        said = {requests[n]: said_of(one) for n, one in told["answers"].items() if n in requests}
        roadmap.answer_requests(told=said, said_by=wanted.contact.name, by=her, at=when)
    elif "handed_to" in told:
        name, phone = told["handed_to"]
        roadmap.hand_over(
            requests=list(link.requests.all()),
            said_by=wanted.contact.name,
            name=name,
            email="",
            phone=phone,
            note="",
            by=her,
            at=telling.moment(told["answered"]),
        )
    elif told.get("silent"):
        again = at + dt.timedelta(days=REMINDED_AFTER + HANDED_AFTER)
        ProgressRequest.objects.filter(link=link).update(reminded_at=again)


def give(written: QuerySet[Message], at: dt.datetime) -> None:
    """Nothing is sent from a demonstration: its letters were handed over."""
    for message in written.filter(status=MessageStatus.TO_PRINT):
        letters.hand_over(message, at=at)


def said_of(told: Table) -> roadmap.Told:
    text = str(told.get("schedule", ""))
    return roadmap.Told(
        stands=str(told["stands"]),
        done=str(told.get("done", "")),
        quantity=Decimal(told["quantity"]) if "quantity" in told else None,
        unit=str(told.get("unit", "")),
        next=str(told.get("next", "")),
        difficulties=str(told.get("difficulties", "")),
        schedule_text=text,
        schedule=schedule_meant(text) if text else None,
    )
