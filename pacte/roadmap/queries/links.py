"""What a link shows: its actions as anybody may read them, and what was said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.initiatives.models import Membership
from pacte.roadmap.enums import AnswerState, RequestEnd
from pacte.roadmap.models import (
    ProgressAnswer,
    ProgressReport,
    ProgressRequest,
    ProgressSettings,
)
from pacte.roadmap.queries.asked import askable
from pacte.roadmap.queries.kept import as_seen, kept

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action, ProgressLink


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
    chosen = ProgressSettings.objects.filter(initiative=initiative).first()
    team = (
        Membership.objects.current()
        .leading()
        .filter(initiative=initiative, user__is_active=True)
        .select_related("user")
        .order_by("from_on", "pk")
    )
    people = [membership.user for membership in team]
    asker = next((user for user in people if chosen and user.pk == chosen.asker_id), None)
    return Asker(
        asker or (people[0] if people else None),
        chosen.phone if chosen else "",
        bool(chosen and chosen.takes_at_once),
    )


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
    requests = list(
        link.requests.exclude(end__in=[RequestEnd.WITHDRAWN, RequestEnd.HANDED_OVER])
        .filter(action__in=askable(link.initiative).values("pk"))
        .select_related("action__plan", "action__node")
        .order_by("action__node__position", "action__position", "pk")
    ) + answered_and_ended(link)
    keys = [request.action_id for request in requests]
    answers = {
        answer.request_id: answer
        for answer in ProgressAnswer.objects.filter(request__in=requests).exclude(
            state=AnswerState.REPLACED
        )
    }
    said = last_reports(keys)
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


def answered_and_ended(link: ProgressLink) -> list[ProgressRequest]:
    """Those whose action ended since, with what she said: she may still correct it."""
    return list(
        link.requests.filter(end=RequestEnd.ANSWERED, action__deleted_at=None)
        .exclude(action__in=askable(link.initiative).values("pk"))
        .filter(action__is_team_only=False, action__plan__shared_at__isnull=False)
        .select_related("action__plan", "action__node")
        .order_by("action__position", "pk")
    )


def last_reports(actions: Sequence[int]) -> dict[int, ProgressReport]:
    """The last thing said of each, that anybody may read."""
    rows = (
        ProgressReport.objects.present()
        .filter(action__in=actions, is_team_only=False)
        .exclude(kept("weather", "action__"), stands="", done="", next="", difficulties="")
        .order_by("said_on", "pk")
    )
    return {row.action_id: row for row in rows}
