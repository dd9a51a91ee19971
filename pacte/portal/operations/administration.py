"""What those who run the installation ask of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit, jobs
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


@transaction.atomic
def retry_job(*, job: Job, by: Actor, at: dt.datetime) -> Job:
    """Put a job that failed back in the queue. Raise jobs.CannotRetry."""
    changes = {"attempts": [job.attempts, job.attempts]}
    jobs.retry(job)
    audit.record("core.job.retried", target=job, by=by, at=at, space=job.space, changes=changes)
    return job


@transaction.atomic
def abandon_job(*, job: Job, by: Actor, at: dt.datetime) -> bool:
    """Put aside a job that failed; say whether it was still to be."""
    abandoned = jobs.abandon(job, at=at)
    if abandoned:
        audit.record("core.job.abandoned", target=job, by=by, at=at, space=job.space)
    return abandoned
