"""Work done by the worker: asked in a transaction, followed, cancelled, done once or not at all.

A job is a function registered by name in an app's `tasks.py`:

    @jobs.job("roadmap.read_document", label=_("Lire un document"), about="document")
    def read_document(progress: jobs.Progress, *, document: int) -> None:
        for page in pages:
            progress.advance(step="pages", total=len(pages))
        with progress.commit(result={"actions": 15}):
            …everything it writes…
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from uuid import uuid4

from django.db import OperationalError, models, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks import task

from pacte.core.models import Job, JobStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.core.actor import Actor

logger = logging.getLogger(__name__)

# How many times a job is begun by itself: after its worker's death, or a passing trouble.
MOST_ATTEMPTS = 3
# How many times in all, with those that people ask for.
MOST_TRIES = 6
# Troubles that pass: a busy database, a network that does not answer.
PASSING = (OperationalError, ConnectionError, TimeoutError)
PAUSES = (dt.timedelta(minutes=1), dt.timedelta(minutes=5))  # before the second try, the third
Json = Mapping[str, object]


class JobCancelled(Exception):
    """Raised inside a job by `advance` when the person asked to stop."""


class JobInterrupted(Exception):
    """Raised inside a job when its worker must end; the job goes back to the queue."""


class JobTaken(Exception):
    """Raised inside a job that another worker has taken up meanwhile."""


class JobPostponed(Exception):
    """Raised out of a job that met a passing trouble: tried again after the pause."""

    def __init__(self, pause: dt.timedelta) -> None:
        super().__init__()
        self.pause = pause


class CannotRetry(Exception):
    """It has not failed, was tried enough, or a later job does the same."""


Run: TypeAlias = Callable[..., Json | None]
Function = TypeVar("Function", bound=Run)


@dataclass(frozen=True, slots=True)
class Work:
    """What jobs of one name do. `about` is the argument that names the thing they work on."""

    run: Run
    label: _StrPromise | str
    about: str = ""


_works: dict[str, Work] = {}


def job(
    name: str, *, label: _StrPromise | str = "", about: str = ""
) -> Callable[[Function], Function]:
    """Register the function that does the jobs of this name (`app.verb_noun`)."""

    def register(function: Function) -> Function:
        _works[name] = Work(function, label or name, about)
        return function

    return register


def work_of(name: str) -> Work:
    """What jobs of this name do; raise KeyError where nothing registered it."""
    if name not in _works:
        autodiscover_modules("tasks")
    return _works[name]


def label_of(name: str) -> str:
    """What it is called; its own name for a job of a version that is no more."""
    try:
        return str(work_of(name).label)
    except KeyError:
        return name


class Progress:
    """How far a job is. The worker's own thread carries it to the database and brings orders back.

    Without a job (a command, a test) it only counts.
    """

    def __init__(self, job: Job | None = None) -> None:
        self.job = job
        self.done = 0
        self.total = 0
        self.step = ""
        self.order: type[Exception] | None = None

    def advance(
        self,
        by: int = 1,
        *,
        step: str | None = None,
        total: int | None = None,
        to: int | None = None,
    ) -> None:
        """Count what is done; raise where the job must stop.

        `step` is a code that the page turns into words; a new step counts from zero.
        """
        if self.order is not None:
            raise self.order
        if step is not None and step != self.step:
            self.step, self.done = step, 0
        if total is not None:
            self.total = total
        self.done = to if to is not None else self.done + by

    @contextmanager
    def commit(self, result: Json | None = None) -> Iterator[None]:
        """Keep what is written inside and the end of the job together: both or neither.

        A job resumed after a crash is thus never done twice.
        """
        with transaction.atomic():
            yield
            if self.job is not None:
                self._end(self.job, result)

    def _end(self, job: Job, result: Json | None) -> None:
        ended = Job.objects.filter(
            pk=job.pk, status=JobStatus.RUNNING, worker=job.worker, attempts=job.attempts
        ).update(
            status=JobStatus.DONE,
            ended_at=timezone.now(),
            done=self.total or self.done,
            total=self.total or self.done,
            step=self.step,
            result=result,
        )
        if not ended:
            raise JobTaken
        job.status = JobStatus.DONE


def enqueue(
    name: str, *, by: Actor, at: dt.datetime, space: str = "", arguments: Json | None = None
) -> Job:
    """Ask for a job in the caller's transaction: the worker sees it once that is committed."""
    made = Job.objects.create(
        key=uuid4().hex,
        name=name,
        arguments=dict(arguments or {}),
        space=space,
        asked_by_kind=by.kind.value,
        asked_by_key=by.key,
        asked_at=at,
    )
    run_job.enqueue(made.key)
    made.refresh_from_db()
    return made


def cancel(job: Job, *, at: dt.datetime) -> None:
    """Stop a job that waits; ask one that runs to stop at its next step."""
    waiting = Job.objects.filter(pk=job.pk, status=JobStatus.WAITING)
    if not waiting.update(status=JobStatus.CANCELLED, ended_at=at, cancel_asked_at=at):
        Job.objects.filter(
            pk=job.pk, status=JobStatus.RUNNING, cancel_asked_at__isnull=True
        ).update(cancel_asked_at=at)
    job.refresh_from_db()


def can_retry(job: Job) -> bool:
    """Whether it failed, may be tried once more, and nothing asked since does the same."""
    if job.status != JobStatus.FAILED or job.attempts >= MOST_TRIES:
        return False
    try:
        about = work_of(job.name).about
    except KeyError:
        return False
    later = Job.objects.filter(space=job.space, pk__gt=job.pk)
    if about:
        same = later.filter(**{f"arguments__{about}": job.arguments.get(about)})
    else:
        same = later.filter(name=job.name, arguments=job.arguments)
    return not same.exists()


def retry(job: Job) -> None:
    """Put a job that failed back in the queue. Raise CannotRetry."""
    if not can_retry(job):
        raise CannotRetry
    back = Job.objects.filter(pk=job.pk, status=JobStatus.FAILED).update(
        status=JobStatus.WAITING, worker="", ended_at=None, cancel_asked_at=None
    )
    if not back:
        raise CannotRetry
    run_job.enqueue(job.key)
    job.refresh_from_db()


def abandon(job: Job, *, at: dt.datetime) -> bool:
    """Put aside a job that failed: nobody will try it again. Say whether it had."""
    failed = Job.objects.filter(pk=job.pk, status=JobStatus.FAILED)
    return bool(failed.update(status=JobStatus.CANCELLED, cancel_asked_at=at))


# What this process is doing now, for the worker's other thread.
running: list[Progress] = []
# The name under which this process takes jobs.
worker_name: list[str] = []


@task
def run_job(key: str) -> None:
    """Take up one job; the only task that the queue holds."""
    taken = _take(key)
    if taken is None:
        return
    progress = Progress(taken)
    running.append(progress)
    try:
        result = work_of(taken.name).run(progress, **taken.arguments)
        if taken.status != JobStatus.DONE:
            with progress.commit(result):
                pass
    except JobCancelled:
        _close(taken, JobStatus.CANCELLED)
    except JobTaken:
        logger.warning("job.taken", extra={"job": taken.name})
    except JobInterrupted:
        Job.objects.filter(pk=taken.pk, worker=taken.worker, status=JobStatus.RUNNING).update(
            status=JobStatus.WAITING, worker="", attempts=models.F("attempts") - 1
        )
        raise
    except PASSING as error:
        _postpone(taken, error)
    except Exception as error:
        _close(taken, JobStatus.FAILED, failure=type(error).__name__)
        raise
    finally:
        running.remove(progress)


def _take(key: str) -> Job | None:
    """Return the job, now this worker's, unless it has ended or another has it."""
    name = worker_name[0] if worker_name else ""
    taken = Job.objects.filter(key=key, status=JobStatus.WAITING).update(
        status=JobStatus.RUNNING,
        worker=name,
        started_at=timezone.now(),
        attempts=models.F("attempts") + 1,
        done=0,
        total=0,
        step="",
    )
    return Job.objects.get(key=key) if taken else None


def _postpone(job: Job, error: Exception) -> None:
    """Leave it for later, or take it for failed after enough tries."""
    if job.attempts >= MOST_ATTEMPTS:
        _close(job, JobStatus.FAILED, failure=type(error).__name__)
        raise error
    Job.objects.filter(pk=job.pk, worker=job.worker, status=JobStatus.RUNNING).update(
        status=JobStatus.WAITING, worker="", failure=type(error).__name__
    )
    logger.warning("job.postponed", extra={"job": job.name})
    raise JobPostponed(PAUSES[job.attempts - 1]) from error


def _close(job: Job, status: JobStatus, *, failure: str = "") -> None:
    Job.objects.filter(pk=job.pk, worker=job.worker, status=JobStatus.RUNNING).update(
        status=status, ended_at=timezone.now(), failure=failure
    )


@dataclass(frozen=True)
class Duty:
    """Something the worker does from time to time, by itself."""

    name: str
    every: dt.timedelta
    run: Callable[[dt.datetime], object]
    label: _StrPromise | str = ""


duties: dict[str, Duty] = {}


def all_duties() -> dict[str, Duty]:
    """Every duty, in a process that may not be a worker."""
    autodiscover_modules("tasks")
    return duties


def periodic(
    name: str, *, every: dt.timedelta, label: _StrPromise | str = ""
) -> Callable[[Callable[[dt.datetime], object]], Callable[[dt.datetime], object]]:
    """Register a duty of the worker: a function of the time, short, that may be run again."""

    def register(function: Callable[[dt.datetime], object]) -> Callable[[dt.datetime], object]:
        duties[name] = Duty(name, every, function, label or name)
        return function

    return register
