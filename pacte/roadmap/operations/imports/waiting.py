"""What the worker does of a draft under review: asked, stopped, given back to the review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from pacte.core import audit, jobs
from pacte.core.models import Job
from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import ImportEnded
from pacte.roadmap.operations.imports.drafts import ask_job, locked

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import PlanImport

COMPARING_JOB = "roadmap.compare_import"
APPLYING_JOB = "roadmap.apply_import"
UPDATING_JOB = "roadmap.update_plan"
AT_WORK = frozenset({ImportState.COMPARING, ImportState.APPLYING})
Json = Mapping[str, Any]


@transaction.atomic
def ask_comparison(*, plan_import: PlanImport, by: Actor, at: dt.datetime) -> PlanImport:
    """Have the worker compare the document with its plan; asked twice, it is done once."""
    plan_import = locked(plan_import)
    if plan_import.state == ImportState.COMPARING:
        return plan_import
    if plan_import.state != ImportState.TO_REVIEW or plan_import.plan is None:
        raise ImportEnded
    return _hand_over(plan_import, ImportState.COMPARING, COMPARING_JOB, by=by, at=at)


@transaction.atomic
def keep_comparison(*, plan_import: PlanImport, comparison: Json, plan_version: int) -> PlanImport:
    """Keep what the document would change, and of which version of the plan."""
    plan_import = locked(plan_import)
    if plan_import.state != ImportState.COMPARING:
        raise ImportEnded
    plan_import.state = ImportState.TO_REVIEW
    plan_import.comparison = {**comparison, "plan_version": plan_version}
    plan_import.save(update_fields=["state", "comparison"])
    return plan_import


@transaction.atomic
def ask_application(*, plan_import: PlanImport, by: Actor, at: dt.datetime) -> PlanImport:
    """Have the worker make a large plan; asked twice, it is made once."""
    plan_import = locked(plan_import)
    if plan_import.state in {ImportState.APPLYING, ImportState.APPLIED}:
        return plan_import
    if plan_import.state != ImportState.TO_REVIEW:
        raise ImportEnded
    return _hand_over(plan_import, ImportState.APPLYING, APPLYING_JOB, by=by, at=at)


@transaction.atomic
def ask_update(
    *, plan_import: PlanImport, comparison: Json, picked: Json, by: Actor, at: dt.datetime
) -> PlanImport:
    """Have the worker change the plan as was picked in a comparison."""
    plan_import = locked(plan_import)
    if plan_import.state in {ImportState.APPLYING, ImportState.APPLIED}:
        return plan_import
    if plan_import.state != ImportState.TO_REVIEW or plan_import.plan is None:
        raise ImportEnded
    plan_import.comparison = {"plan_version": plan_import.plan.version, **comparison}
    plan_import.save(update_fields=["comparison"])
    return _hand_over(
        plan_import, ImportState.APPLYING, UPDATING_JOB, by=by, at=at, picked=dict(picked)
    )


def _hand_over(
    plan_import: PlanImport,
    state: ImportState,
    job: str,
    *,
    by: Actor,
    at: dt.datetime,
    **arguments: object,
) -> PlanImport:
    plan_import.state = state
    plan_import.save(update_fields=["state"])
    actor = [by.kind.value, by.key, by.label]
    ask_job(plan_import, job, by=by, at=at, actor=actor, **arguments)
    return plan_import


@transaction.atomic
def stop_import(*, plan_import: PlanImport, by: Actor, at: dt.datetime) -> PlanImport:
    """Ask the worker to stop: the draft goes back to its review, and nothing is made of it."""
    plan_import = locked(plan_import)
    job = Job.objects.filter(key=plan_import.job_key).first()
    if plan_import.state in AT_WORK and job is not None:
        jobs.cancel(job, at=at)
    return reopen_import(plan_import=plan_import, by=by, at=at)


@transaction.atomic
def reopen_import(
    *, plan_import: PlanImport, by: Actor, at: dt.datetime, is_stopped: bool = False
) -> PlanImport:
    """Go back to the review after work that failed or was stopped: nothing was made of it.

    `is_stopped`: the worker itself says so, just before its job ends.
    """
    plan_import = locked(plan_import)
    job = Job.objects.filter(key=plan_import.job_key).first()
    goes_on = job is not None and not job.has_ended and not is_stopped
    if plan_import.state not in AT_WORK or goes_on:
        return plan_import
    plan_import.state = ImportState.TO_REVIEW
    plan_import.save(update_fields=["state"])
    audit.record("roadmap.import.reopened", target=plan_import, by=by, at=at)
    return plan_import
