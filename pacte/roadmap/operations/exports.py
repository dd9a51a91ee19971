"""Asking the worker for a file that takes time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from pacte.accounts.models import User
from pacte.core import audit, jobs
from pacte.core.models import Job
from pacte.roadmap.errors import TooManyExports

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Plan

EXPORT_JOB = "roadmap.export_plan"
BUNDLE = "zip"
# Of one person: the queue is everyone's, and the files stay for a while.
MOST_AT_ONCE = 3
MOST_A_DAY = 50
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to write, in words that outlive the request: those of the address."""

    form: str  # a format of `exports.Form`, or BUNDLE
    query: str = ""  # filters and choices


@transaction.atomic
def ask_export(*, plan: Plan, user: User, asked: Asked, by: Actor, at: dt.datetime) -> Job:
    """Queue the file; the history says who took what out. Raise TooManyExports.

    Asked twice while it is being made, it is made once.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two presses at once: one after the other
    arguments = {
        "plan": plan.pk,
        "user": user.pk,
        "form": asked.form,
        "query": asked.query,
        "language": translation.get_language() or "fr",
    }
    lately = Job.objects.filter(name=EXPORT_JOB, asked_at__gt=at - DAY, arguments__user=user.pk)
    under_way = [job for job in lately.order_by("pk") if not job.has_ended]
    for job in under_way:
        if (job.arguments, job.asked_by_key) == (arguments, by.key):
            return job
    if len(under_way) >= MOST_AT_ONCE or lately.count() >= MOST_A_DAY:
        raise TooManyExports
    job = jobs.enqueue(EXPORT_JOB, by=by, at=at, space=str(plan.initiative_id), arguments=arguments)
    audit.record(
        "roadmap.plan.exported", target=plan, by=by, at=at, changes={"format": ["", asked.form]}
    )
    return job
