"""What a link shows: its actions as anybody may read them, and what was said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from pacte.core.among import Among
from pacte.core.prepared import prepared
from pacte.initiatives.models import Membership
from pacte.roadmap.enums import AnswerState, RequestEnd
from pacte.roadmap.models import (
    ProgressAnswer,
    ProgressLink,
    ProgressReport,
    ProgressRequest,
    ProgressSettings,
)
from pacte.roadmap.queries.asked import askable
from pacte.roadmap.queries.kept import as_seen, kept

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action


@prepared
def link_in_force(*, key: int, now: dt.datetime) -> QuerySet[ProgressLink]:
    found = ProgressLink.objects.open(now).filter(pk=key)
    return found.select_related("initiative", "contact", "delegation__deputy", "delegation__absent")


@dataclass(frozen=True, slots=True)
class Asker:
    """In whose name the letters go: an account of the team, none where nobody leads."""

    user: User | None
    phone: str
    takes_at_once: bool

    @property
    def name(self) -> str:
        return str(self.user) if self.user else ""

    @property
    def email(self) -> str:
        return self.user.email if self.user else ""


def asker_of(initiative: Initiative) -> Asker:
    """The one that the team chose, while she leads; else the first who does."""
    chosen = settings_of.first(initiative=initiative.pk)
    team = leads_in_office(initiative=initiative.pk, on=timezone.localdate())
    people = [membership.user for membership in team]
    asker = next((user for user in people if chosen and user.pk == chosen.asker_id), None)
    return Asker(
        asker or (people[0] if people else None),
        chosen.phone if chosen else "",
        bool(chosen and chosen.takes_at_once),
    )


@prepared
def settings_of(*, initiative: int) -> QuerySet[ProgressSettings]:
    return ProgressSettings.objects.filter(initiative=initiative)


@prepared
def leads_in_office(*, initiative: int, on: dt.date) -> QuerySet[Membership]:
    rows = Membership.objects.current(on).leading()
    rows = rows.filter(initiative=initiative, user__is_active=True)
    return rows.select_related("user").order_by("from_on", "pk")


@dataclass(frozen=True, slots=True)
class Question:
    """One action of a link; `answer` is what stands of what was said by this link."""

    request: ProgressRequest
    action: Action
    last: ProgressReport | None
    answer: ProgressAnswer | None

    @property
    def is_open(self) -> bool:
        return self.request.end == ""

    def may_change(self, now: dt.datetime) -> bool:
        return self.answer is not None and now <= self.answer.changeable_until


def questions_of(link: ProgressLink) -> Sequence[Question]:
    """The actions of the link that may still be asked about, or that it answered, in order.

    What the team keeps to itself is not there: a link reads what any member reads.
    """
    ours = {"link": link.pk, "initiative": link.initiative_id}
    requests = requests_askable(**ours) + requests_answered(**ours)
    keys = [request.action_id for request in requests]
    standing = answers_standing(requests=[request.pk for request in requests])
    answers = {answer.request_id: answer for answer in standing}
    said = {row.action_id: row for row in last_reports(actions=keys)}
    return [
        Question(
            request,
            as_seen(request.action, sees_team_only=False),
            said.get(request.action_id),
            answers.get(request.pk),
        )
        for request in requests
        if request.end != RequestEnd.TOLD_OTHERWISE or request.pk in answers
    ]


@prepared
def requests_askable(*, link: int, initiative: int) -> QuerySet[ProgressRequest]:
    return (
        ProgressRequest.objects.filter(link=link)
        .exclude(end__in=[RequestEnd.WITHDRAWN, RequestEnd.HANDED_OVER])
        .filter(action__in=askable(initiative).values("pk"))
        .select_related("action__plan", "action__node")
        .order_by("action__node__position", "action__position", "pk")
    )


@prepared
def requests_answered(*, link: int, initiative: int) -> QuerySet[ProgressRequest]:
    """Those whose action ended since, with what she said: she may still correct it."""
    return (
        ProgressRequest.objects.filter(link=link)
        .filter(end=RequestEnd.ANSWERED, action__deleted_at=None)
        .exclude(action__in=askable(initiative).values("pk"))
        .filter(action__is_team_only=False, action__plan__shared_at__isnull=False)
        .select_related("action__plan", "action__node")
        .order_by("action__position", "pk")
    )


@prepared
def answers_standing(*, requests: list[int]) -> QuerySet[ProgressAnswer]:
    rows = ProgressAnswer.objects.filter(Among("request", requests))
    return rows.exclude(state=AnswerState.REPLACED)


@prepared
def last_reports(*, actions: list[int]) -> QuerySet[ProgressReport]:
    """What was said of each, that anybody may read; the last thing comes last."""
    return (
        ProgressReport.objects.present()
        .filter(Among("action", actions), is_team_only=False)
        .exclude(kept("weather", "action__"), stands="", done="", next="", difficulties="")
        .order_by("said_on", "pk")
    )
