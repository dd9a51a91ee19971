"""What came by the links: what is to be read, who is no longer the one to ask, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from pacte.roadmap.enums import AnswerState, RequestEnd
from pacte.roadmap.models import Handover, ProgressAnswer, ProgressLink, ProgressRequest
from pacte.roadmap.queries.calls import last_letters

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.core.models import Message
    from pacte.initiatives.models import Initiative


def answers_to_review(initiative: Initiative) -> QuerySet[ProgressAnswer]:
    """Oldest first; what belongs to an action taken out of the plan waits for its return."""
    return (
        ProgressAnswer.objects.filter(
            action__initiative=initiative,
            action__deleted_at=None,
            action__plan__deleted_at=None,
            state=AnswerState.TO_REVIEW,
        )
        .select_related("action__plan", "file", "request__link__contact")
        .order_by("answered_at", "pk")
    )


def handovers_to_settle(initiative: Initiative) -> QuerySet[Handover]:
    return (
        Handover.objects.filter(request__link__initiative=initiative, settled_at=None)
        .select_related("request__action", "request__link__contact")
        .order_by("said_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """A link of the last months: how many of its actions were answered, and its last letter."""

    link: ProgressLink
    asked: int
    answered: int
    last_at: dt.datetime
    letter: Message | None


def links_asked(initiative: Initiative, *, most: int = 200) -> Sequence[LinkAsked]:
    rows = list(
        ProgressLink.objects.filter(initiative=initiative)
        .select_related("contact", "delegation__deputy", "delegation__absent")
        .order_by("-made_at", "contact__name", "pk")[:most]
    )
    answered = Count("pk", filter=Q(end=RequestEnd.ANSWERED))
    counts = {
        link: (asked, said, last)
        for link, asked, said, last in ProgressRequest.objects.filter(link__in=rows)
        .order_by()
        .values("link")
        .annotate(asked=Count("pk"), answered=answered, last=Max("asked_at"))
        .values_list("link", "asked", "answered", "last")
    }
    letters = last_letters({row.pk for row in rows})
    return [
        LinkAsked(row, *counts[row.pk], letters.get(row.pk)) for row in rows if row.pk in counts
    ]
