"""What goes for good, and what stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from pacte.core import files, purging
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, StoredFile
from pacte.roadmap.models import Action, ActionFile, Plan, PlanNode, Step
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    ActionFactory,
    PlanFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=31)
LATELY = NOW - dt.timedelta(days=29)


def test_purge_deleted_removes_only_what_was_deleted_for_thirty_days() -> None:
    old, recent, present = (
        ActionFactory(deleted_at=LONG_AGO),
        ActionFactory(deleted_at=LATELY),
        ActionFactory(),
    )
    StepFactory(action=old)

    assert purging.purge_deleted(NOW) == 1

    assert set(Action.objects.all()) == {recent, present}
    assert not Step.objects.exists()


def test_purge_deleted_keeps_the_codes_and_the_parts_that_lead_elsewhere() -> None:
    plan = PlanFactory()
    action = ActionFactory(plan=plan, deleted_at=LONG_AGO, merged_into=ActionFactory(plan=plan))
    node = PlanNodeFactory(plan=plan, deleted_at=LONG_AGO, merged_into=PlanNodeFactory(plan=plan))

    assert purging.purge_deleted(NOW) == 0

    assert Action.objects.filter(pk=action.pk).exists()
    assert PlanNode.objects.filter(pk=node.pk).exists()


def test_purge_deleted_removes_a_plan_with_its_frame_and_its_actions() -> None:
    plan = PlanFactory(deleted_at=LONG_AGO)
    axis = PlanNodeFactory(plan=plan)
    inner = PlanNodeFactory(plan=plan, level=axis.level, parent=axis)
    action = ActionFactory(plan=plan, node=inner)
    ActionFactory(plan=plan, node=axis, deleted_at=LATELY, merged_into=action)
    ResponsibilityFactory(action=action, organisation=OrganisationFactory())
    other = ActionFactory(node=PlanNodeFactory())

    assert purging.purge_deleted(NOW) == 1

    assert not Plan.objects.filter(pk=plan.pk).exists()
    assert not PlanNode.objects.filter(plan=plan.pk).exists()
    assert set(Action.objects.all()) == {other}


def test_purge_deleted_keeps_a_part_that_holds_something() -> None:
    part = PlanNodeFactory(deleted_at=LONG_AGO)
    ActionFactory(plan=part.plan, node=part)

    assert purging.purge_deleted(NOW) == 0

    assert PlanNode.objects.filter(pk=part.pk).exists()


def test_purge_files_removes_the_bytes_of_files_without_use(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    used = files.keep(b"used", name="preuve.txt", at=LONG_AGO)
    unused = files.keep(b"unused", name="preuve.txt", at=LONG_AGO)
    fresh = files.keep(b"fresh", name="preuve.txt", at=LATELY)
    ActionFile.objects.create(action=ActionFactory(), file=used)
    path = Path(settings.MEDIA_ROOT) / unused.content.name

    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        purging.purge_files(NOW)

    assert not path.exists()
    assert set(StoredFile.objects.all()) == {used, fresh}


def test_purge_jobs_keeps_those_that_run_and_the_recent_ones() -> None:
    def made(key: str, **state: object) -> Job:
        who = {"asked_by_kind": SYSTEM.kind.value, "asked_by_key": SYSTEM.key}
        return Job.objects.create(key=key, name="sample", asked_at=NOW, **who, **state)

    made("old", status="DONE", ended_at=NOW - dt.timedelta(days=91))
    kept = {made("recent", status="DONE", ended_at=LONG_AGO), made("running", status="RUNNING")}

    purging.purge_jobs(NOW)

    assert set(Job.objects.all()) == kept


def test_purge_sessions_removes_those_that_ended() -> None:
    Session.objects.create(session_key="old", expire_date=LATELY)
    kept = Session.objects.create(session_key="new", expire_date=NOW + dt.timedelta(days=1))

    purging.purge_sessions(NOW)

    assert set(Session.objects.all()) == {kept}
