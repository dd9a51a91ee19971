"""The process that does the jobs: one at a time, resumed after a crash, ended within seconds."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import (
    DatabaseError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.models import DBTaskResult

from pacte.core import jobs
from pacte.core.models import Job, JobStatus, PeriodicRun, WorkerBeat

if TYPE_CHECKING:
    from types import FrameType

    Task = DBTaskResult[..., object]

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.4
FOLLOW_SECONDS = 0.5
BEAT_EVERY = dt.timedelta(seconds=5)
DUTIES_EVERY = dt.timedelta(seconds=60)
# A worker of another machine that said nothing for so long is taken for dead.
SILENT_FOR = dt.timedelta(seconds=60)
GRACE_SECONDS = 1.5


def this_host() -> str:
    """Name where process numbers have a meaning: a machine, or a container in it."""
    with suppress(OSError):
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"
    return socket.gethostname()


class Worker:
    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:24]}-{os.getpid()}-{uuid4().hex[:12]}"
        self._stopping = threading.Event()
        self._beaten_at = self._minded_at = dt.datetime.min.replace(tzinfo=dt.UTC)

    def run(self, *, with_parent: bool) -> None:
        """Do jobs until told to stop; `with_parent`: also when standard input closes."""
        signal.signal(signal.SIGTERM, self._hear)
        signal.signal(signal.SIGINT, self._hear)
        if with_parent:
            threading.Thread(target=self._wait_for_parent, daemon=True).start()
        autodiscover_modules("tasks")
        jobs.worker_name[:] = [self.name]
        self._beat(timezone.now())
        follower = threading.Thread(target=self._follow, daemon=True)
        follower.start()
        logger.info("worker.started")
        while not self._stopping.is_set():
            close_old_connections()
            with suppress(OperationalError):  # a busy or absent database: tried again
                self._mind_duties(timezone.now())
                if self.do_one():
                    continue
            self._stopping.wait(POLL_SECONDS)
        follower.join(GRACE_SECONDS)
        WorkerBeat.objects.filter(worker=self.name).delete()

    def do_one(self) -> bool:
        """Do the next job, if any waits."""
        ready = DBTaskResult.objects.ready().filter(backend_name="default")
        if not ready.exists():  # reads do not wait for SQLite's one writer
            return False
        with transaction.atomic():
            found = ready.get_locked()
            if found is not None:
                found.claim(self.name)
        if found is not None:
            self._do(found)
        return found is not None

    def _do(self, found: Task) -> None:
        try:
            task = found.task
            found.set_successful(
                task.call(*found.args_kwargs["args"], **found.args_kwargs["kwargs"])
            )
        except jobs.JobInterrupted:
            DBTaskResult.objects.filter(pk=found.pk).update(status="READY", started_at=None)
        except jobs.JobPostponed as postponed:
            DBTaskResult.objects.filter(pk=found.pk).update(
                status="READY", started_at=None, run_after=timezone.now() + postponed.pause
            )
        except Exception as error:
            logger.exception("job.failed", extra={"task": found.task_path})
            found.set_failed(error)

    # Stopping

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Let the job in hand give up at its next step; do not wait longer than the grace."""
        self._stopping.set()
        for progress in jobs.running:
            progress.order = jobs.JobInterrupted
        leave = threading.Timer(GRACE_SECONDS, os._exit, [0])
        leave.daemon = True
        leave.start()

    def _wait_for_parent(self) -> None:
        with suppress(OSError, ValueError):
            while os.read(sys.stdin.fileno(), 1):
                pass
        self.stop()

    # The other thread: what goes on while a job holds the first one

    def _follow(self) -> None:
        while not self._stopping.wait(FOLLOW_SECONDS):
            close_old_connections()
            with suppress(DatabaseError):  # the job may hold SQLite's lock: said at the next turn
                for progress in list(jobs.running):
                    carry(progress)
                self._beat(timezone.now())
        connection.close()

    def _beat(self, now: dt.datetime) -> None:
        if now < self._beaten_at + BEAT_EVERY:
            return
        WorkerBeat.objects.update_or_create(
            worker=self.name,
            create_defaults={
                "host": this_host(),
                "process": os.getpid(),
                "started_at": now,
                "beat_at": now,
            },
            defaults={"beat_at": now},
        )
        release_abandoned(now)
        self._beaten_at = now

    def _mind_duties(self, now: dt.datetime) -> None:
        if now < self._minded_at + DUTIES_EVERY:
            return
        self._minded_at = now
        for duty in jobs.duties.values():
            if take_up(duty, now):
                do_duty(duty, now)


def carry(progress: jobs.Progress) -> None:
    """Write how far the job is; bring back an order to stop."""
    if progress.job is None:
        return
    mine = Job.objects.filter(
        pk=progress.job.pk, worker=progress.job.worker, attempts=progress.job.attempts
    )
    seen = mine.values_list("status", "cancel_asked_at", "done", "total", "step").first()
    if seen is None:
        progress.order = jobs.JobTaken
        return
    status, cancel_asked_at, *written = seen
    if cancel_asked_at:
        progress.order = jobs.JobCancelled
    now = [progress.done, progress.total, progress.step]
    if status == JobStatus.RUNNING and written != now:
        mine.filter(status=JobStatus.RUNNING).update(
            done=progress.done, total=progress.total, step=progress.step
        )


def is_dead(beat: WorkerBeat, now: dt.datetime) -> bool:
    if beat.beat_at < now - SILENT_FOR:
        return True
    if beat.host != this_host() or beat.process == os.getpid():
        # This process's number, under another worker's name, was a dead worker's.
        return beat.host == this_host() and beat.worker not in jobs.worker_name
    try:
        os.kill(beat.process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def release_abandoned(now: dt.datetime) -> None:
    """Put the work of dead workers back in the queue."""
    for beat in WorkerBeat.objects.all():
        if is_dead(beat, now):
            WorkerBeat.objects.filter(pk=beat.pk, beat_at=beat.beat_at).delete()
    alive = set(WorkerBeat.objects.values_list("worker", flat=True))
    for held in DBTaskResult.objects.filter(status="RUNNING", backend_name="default"):
        if not alive.intersection(held.worker_ids[-1:]):
            _release(held, now)


@transaction.atomic
def _release(held: Task, now: dt.datetime) -> None:
    if not DBTaskResult.objects.filter(
        pk=held.pk, status="RUNNING", worker_ids=held.worker_ids
    ).update(status="READY", started_at=None):
        return
    left = Job.objects.filter(key__in=held.args_kwargs["args"], status=JobStatus.RUNNING)
    left.filter(attempts__gte=jobs.MOST_ATTEMPTS).update(
        status=JobStatus.FAILED, ended_at=now, failure="WorkerKeptDying"
    )
    left.update(status=JobStatus.WAITING, worker="")
    logger.warning("job.resumed", extra={"task": held.task_path})


def take_up(duty: jobs.Duty, now: dt.datetime) -> bool:
    """Say whether the duty is due and this worker's, among several."""
    last, made = PeriodicRun.objects.get_or_create(name=duty.name, defaults={"ran_at": now})
    if made:
        return True
    if last.ran_at > now - duty.every:
        return False
    return bool(PeriodicRun.objects.filter(pk=last.pk, ran_at=last.ran_at).update(ran_at=now))


def do_duty(duty: jobs.Duty, now: dt.datetime) -> None:
    failure = ""
    try:
        duty.run(now)
    except Exception as error:
        # One duty that fails must not keep the others, nor the jobs, from being done.
        logger.exception("duty.failed", extra={"duty": duty.name})
        failure = type(error).__name__
    # Most have nothing to note: this is read far oftener than it is written.
    PeriodicRun.objects.filter(name=duty.name).exclude(failure=failure).update(failure=failure)
