"""What those who run the installation ask of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import jobs
from pacte.core.models import Job, JobStatus

if TYPE_CHECKING:
    from pacte.core.actor import Actor

BACKUP = "portal.make_backup"
NOT_ENDED = (JobStatus.WAITING, JobStatus.RUNNING)


@transaction.atomic
def ask_backup(*, by: Actor, at: dt.datetime) -> Job:
    """Have the worker make a backup; one that waits already is enough."""
    waiting = Job.objects.filter(name=BACKUP, status__in=NOT_ENDED).order_by("pk").first()
    return waiting or jobs.enqueue(BACKUP, by=by, at=at)
