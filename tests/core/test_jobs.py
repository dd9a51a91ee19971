"""Jobs inside one process; tests/core/test_worker.py has them in a real worker."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pacte.core import jobs, worker
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, JobStatus, PeriodicRun, WorkerBeat

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def seen() -> Iterator[list[object]]:
    """What the job `test.note` was given."""
    notes: list[object] = []

    @jobs.job("test.note")
    def note(progress: jobs.Progress, **arguments: object) -> dict[str, object]:
        progress.advance(step="noting", total=2)
        notes.append(arguments)
        return {"noted": len(notes)}

    yield notes
    del jobs._works["test.note"]


def asked(name: str = "test.note", **arguments: object) -> Job:
    return jobs.enqueue(name, by=SYSTEM, at=NOW, space="7", arguments=arguments)


def waiting(**state: object) -> Job:
    return Job.objects.create(
        key="k", name="test.note", asked_by_kind="SYSTEM", asked_by_key="p", asked_at=NOW, **state
    )


def test_enqueue_does_the_job_and_keeps_its_result(seen: list[object]) -> None:
    job = asked(word="été")

    assert seen == [{"word": "été"}]
    assert (job.status, job.result, job.percent) == (JobStatus.DONE, {"noted": 1}, 100)
    assert job.has_ended


def test_enqueue_keeps_the_name_of_what_failed(seen: list[object]) -> None:
    @jobs.job("test.fail")
    def fail(progress: jobs.Progress) -> None:
        raise LookupError

    assert (asked("test.fail").status, asked("test.fail").failure) == ("FAILED", "LookupError")


@pytest.mark.parametrize(("attempts", "status"), [(0, "WAITING"), (1, "WAITING"), (2, "FAILED")])
def test_a_passing_trouble_is_tried_again_three_times_in_all(attempts: int, status: str) -> None:
    @jobs.job("test.busy")
    def busy(progress: jobs.Progress) -> None:
        raise ConnectionResetError

    Job.objects.create(key="k", name="test.busy", asked_at=NOW, attempts=attempts)

    with pytest.raises((jobs.JobPostponed, ConnectionResetError)):
        jobs.run_job.call("k")

    found = Job.objects.get()
    assert (found.status, found.failure) == (status, "ConnectionResetError")
    assert found.attempts == attempts + 1


def test_a_postponed_job_is_ready_after_its_pause(settings: LazySettings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    @jobs.job("test.busy")
    def busy(progress: jobs.Progress) -> None:
        raise TimeoutError

    Job.objects.create(key="k", name="test.busy", asked_at=NOW)
    DBTaskResult.objects.create(
        args_kwargs={"args": ["k"], "kwargs": {}},
        task_path="pacte.core.jobs.run_job",
        backend_name="default",
        status="READY",
        run_after=NOW,
    )

    worker.Worker().do_one()

    kept = DBTaskResult.objects.get()
    assert kept.status == "READY"
    assert kept.run_after > timezone.now() + dt.timedelta(seconds=50)


def test_enqueue_fails_a_job_whose_name_nothing_registered() -> None:
    assert asked("test.unknown").failure == "KeyError"


def test_commit_undoes_what_a_job_wrote_when_another_has_taken_it(seen: list[object]) -> None:
    @jobs.job("test.write")
    def write(progress: jobs.Progress) -> None:
        assert progress.job is not None
        Job.objects.filter(pk=progress.job.pk).update(attempts=2)
        with progress.commit():
            PeriodicRun.objects.create(name="written", ran_at=NOW)

    asked("test.write")

    assert not PeriodicRun.objects.exists()


def test_run_job_does_nothing_for_a_job_that_ended(seen: list[object]) -> None:
    waiting(status=JobStatus.CANCELLED, ended_at=NOW)

    jobs.run_job.call("k")

    assert seen == []


def test_cancel_ends_a_job_that_waits() -> None:
    job = waiting()

    jobs.cancel(job, at=NOW)

    assert (job.status, job.ended_at) == (JobStatus.CANCELLED, NOW)


def test_cancel_asks_a_job_that_runs_to_stop_at_its_next_step() -> None:
    job = waiting(status=JobStatus.RUNNING)
    progress = jobs.Progress(job)

    jobs.cancel(job, at=NOW)
    worker.carry(progress)

    assert job.cancel_asked_at == NOW
    with pytest.raises(jobs.JobCancelled):
        progress.advance()


def test_carry_writes_how_far_a_job_is() -> None:
    job = waiting(status=JobStatus.RUNNING)
    progress = jobs.Progress(job)

    progress.advance(3, step="pages", total=12)
    worker.carry(progress)

    job.refresh_from_db()
    assert (job.step, job.done, job.total, job.percent) == ("pages", 3, 12, 25)


def test_carry_stops_a_job_that_another_worker_has_taken() -> None:
    progress = jobs.Progress(waiting(status=JobStatus.RUNNING))
    Job.objects.update(worker="another")

    worker.carry(progress)

    with pytest.raises(jobs.JobTaken):
        progress.advance()


def test_advance_counts_without_a_job() -> None:
    progress = jobs.Progress()
    progress.advance(step="pages", total=5)
    progress.advance(to=4)

    with progress.commit():
        pass

    assert (progress.done, progress.total, waiting().percent) == (4, 5, None)


def beat(name: str, *, at: dt.datetime = NOW, process: int = 1, host: str = "elsewhere") -> None:
    WorkerBeat.objects.create(worker=name, host=host, process=process, started_at=at, beat_at=at)


def held(name: str) -> None:
    job = waiting(status=JobStatus.RUNNING, worker=name, attempts=1)
    DBTaskResult.objects.create(
        args_kwargs={"args": [job.key], "kwargs": {}},
        task_path="pacte.core.jobs.run_job",
        backend_name="default",
        status="RUNNING",
        worker_ids=[name],
        run_after=NOW,
    )


@pytest.mark.parametrize(
    ("name", "at", "process", "host", "released"),
    [
        ("lives elsewhere", NOW, 1, "elsewhere", False),
        ("silent", NOW - dt.timedelta(seconds=61), 1, "elsewhere", True),
        ("here", NOW, os.getppid(), worker.this_host(), False),
        ("dead here", NOW, 4_194_304, worker.this_host(), True),
        ("had my number", NOW, os.getpid(), worker.this_host(), True),
    ],
    ids=["elsewhere", "silent", "here", "dead", "number-reused"],  # the same in every process
)
def test_release_abandoned_gives_back_the_jobs_of_dead_workers(
    name: str, at: dt.datetime, process: int, host: str, *, released: bool
) -> None:
    beat(name, at=at, process=process, host=host)
    held(name)

    worker.release_abandoned(NOW)

    assert Job.objects.get().status == ("WAITING" if released else "RUNNING")
    assert DBTaskResult.objects.get().status == ("READY" if released else "RUNNING")


def test_take_up_lets_one_worker_do_a_duty_when_it_is_due() -> None:
    duty = jobs.Duty("test.duty", dt.timedelta(hours=1), lambda now: now)

    taken = [worker.take_up(duty, NOW + dt.timedelta(minutes=m)) for m in (0, 30, 61, 62)]

    assert taken == [True, False, True, False]


def test_do_duty_does_not_let_one_failure_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(now: dt.datetime) -> None:
        raise LookupError

    worker.do_duty(jobs.Duty("test.duty", dt.timedelta(hours=1), fail), NOW)

    assert [record.message for record in caplog.records] == ["duty.failed"]


def test_do_duty_keeps_what_stopped_it_until_it_goes_well() -> None:
    PeriodicRun.objects.create(name="test.duty", ran_at=NOW)

    def fail(now: dt.datetime) -> None:
        raise LookupError

    worker.do_duty(jobs.Duty("test.duty", dt.timedelta(hours=1), fail), NOW)
    kept = PeriodicRun.objects.get().failure
    worker.do_duty(jobs.Duty("test.duty", dt.timedelta(hours=1), lambda now: now), NOW)

    assert (kept, PeriodicRun.objects.get().failure) == ("LookupError", "")


def test_periodic_registers_a_duty() -> None:
    @jobs.periodic("test.registered", every=dt.timedelta(days=1))
    def run(now: dt.datetime) -> None:
        pass

    assert jobs.duties.pop("test.registered").run is run
