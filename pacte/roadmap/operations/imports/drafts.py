"""The draft of an import, from the file that is kept to the day when it is applied or forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction

from pacte.core import audit, files, jobs
from pacte.core.models import Job
from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import ImportEnded
from pacte.roadmap.models import ImportedPage, Plan, PlanImport, RememberedHeading
from pacte.roadmap.models.imports import DRAFTS_KEPT_FOR

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative

READING_JOB = "roadmap.read_document"
OPEN = frozenset({ImportState.READING, ImportState.TO_REVIEW})
Json = Mapping[str, Any]


@transaction.atomic
def start_import(
    *,
    initiative: Initiative,
    content: bytes | IO[bytes],
    name: str,
    by: Actor,
    at: dt.datetime,
    plan: Plan | None = None,
) -> PlanImport:
    """Keep the file and ask the worker to read it; `plan` is the one that it may update."""
    made = PlanImport.objects.create(
        initiative=initiative,
        plan=plan,
        choices={"earlier": earlier_answers(plan)} if plan else {},
        source=files.keep(content, name=name, at=at),
        started_by=by.label,
        started_at=at,
    )
    ask_job(made, READING_JOB, by=by, at=at)
    audit.record("roadmap.import.started", target=made, by=by, at=at, changes={"file": ["", name]})
    return made


def earlier_answers(plan: Plan) -> dict[str, str]:
    """What was answered about the plan's former documents, by question and words of the passage.

    Rows move from one version to the next: where the passage stood does not count.
    """
    answers: dict[str, str] = {}
    applied = plan.imports.filter(applied_at__isnull=False).order_by("applied_at", "pk")
    for choices in applied.values_list("choices", flat=True):
        answers.update(choices.get("earlier", {}))
        for key, value in choices.get("answers", {}).items():
            code, _where, words = [*key.split("|"), "", ""][:3]
            answers[f"{code}|{words}"] = value
    return answers


def ask_job(
    plan_import: PlanImport, job: str, *, by: Actor, at: dt.datetime, **arguments: object
) -> None:
    asked = jobs.enqueue(
        job,
        by=by,
        at=at,
        space=str(plan_import.initiative_id),
        arguments={"plan_import": plan_import.pk, **arguments},
    )
    plan_import.job_key = asked.key
    plan_import.save(update_fields=["job_key"])


def locked(plan_import: PlanImport) -> PlanImport:
    return (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("initiative", "plan", "source")
        .get(pk=plan_import.pk)
    )


@transaction.atomic
def keep_reading(
    *, plan_import: PlanImport, reading: Json, pages: Sequence[Sequence[Json]] | None
) -> PlanImport:
    """Keep what was understood; `pages` of the document where they are not kept yet."""
    plan_import = locked(plan_import)
    if plan_import.state not in OPEN:
        raise ImportEnded
    plan_import.reading, plan_import.state, plan_import.problem = reading, ImportState.TO_REVIEW, ""
    plan_import.version += 1
    plan_import.comparison = None
    plan_import.save(update_fields=["reading", "state", "problem", "version", "comparison"])
    if pages is not None:
        plan_import.pages.all().delete()
        ImportedPage.objects.bulk_create(
            (
                ImportedPage(plan_import=plan_import, number=number, blocks=list(blocks))
                for number, blocks in enumerate(pages, 1)
            ),
            batch_size=50,
        )
    return plan_import


@transaction.atomic
def refuse_reading(*, plan_import: PlanImport, problem: str, values: Json) -> PlanImport:
    """Note why the document cannot be read; the file stays with the draft."""
    plan_import = locked(plan_import)
    if plan_import.state not in OPEN:
        raise ImportEnded
    plan_import.state, plan_import.problem = ImportState.REFUSED, problem
    plan_import.reading = {"refusal": dict(values)}
    plan_import.save(update_fields=["state", "problem", "reading"])
    return plan_import


@transaction.atomic
def correct_import(
    *,
    plan_import: PlanImport,
    choices: Json,
    by: Actor,
    at: dt.datetime,
    reading: Json | None = None,
    read_again: bool = False,
    remember: Mapping[str, str] | None = None,
) -> PlanImport:
    """Merge corrections into those made before.

    A mapping is merged key by key, and an empty value takes its key away; other values replace.
    `reading` is what the corrections give; where reading takes long, `read_again` has the worker
    do it. `remember` holds meanings by heading, for the initiative's next documents.
    """
    plan_import = locked(plan_import)
    if plan_import.state not in OPEN:
        raise ImportEnded
    before = plan_import.choices
    plan_import.choices = merged_choices(before, choices)
    if reading is not None:
        plan_import.reading = {**reading, "bases": (plan_import.reading or {}).get("bases", {})}
        plan_import.version += 1
        plan_import.comparison = None
    if read_again:
        plan_import.state = ImportState.READING
    plan_import.save(update_fields=["choices", "reading", "version", "state", "comparison"])
    if read_again:
        ask_job(plan_import, READING_JOB, by=by, at=at)
    for heading, meaning in (remember or {}).items():
        _remember(plan_import.initiative, heading, meaning)
    if plan_import.choices != before:
        changes = {name: [before.get(name), plan_import.choices.get(name)] for name in choices}
        audit.record("roadmap.import.corrected", target=plan_import, by=by, at=at, changes=changes)
    return plan_import


def _remember(initiative: Initiative, heading: str, meaning: str) -> None:
    """Read this heading so in the initiative's next documents."""
    known = RememberedHeading.objects.filter(initiative=initiative, heading__iexact=heading[:200])
    if not meaning:
        known.delete()
    elif not known.update(meaning=meaning):
        RememberedHeading.objects.create(
            initiative=initiative, heading=heading[:200], meaning=meaning
        )


def merged_choices(before: Json, choices: Json) -> dict[str, Any]:
    after = dict(before)
    for name, value in choices.items():
        if isinstance(value, Mapping):
            held = {**after.get(name, {}), **value}
            after[name] = {key: kept for key, kept in held.items() if kept}
        else:
            after[name] = value
    return after


@transaction.atomic
def choose_plan(
    *, plan_import: PlanImport, plan: Plan | None, by: Actor, at: dt.datetime
) -> PlanImport:
    """Say which plan the document updates; None where it makes a new one."""
    plan_import = locked(plan_import)
    if plan_import.state not in OPEN:
        raise ImportEnded
    before, plan_import.plan = plan_import.plan, plan
    plan_import.comparison = None
    plan_import.save(update_fields=["plan", "comparison"])
    audit.record(
        "roadmap.import.plan_chosen",
        target=plan_import,
        by=by,
        at=at,
        changes={"plan": [before, plan]},
    )
    return plan_import


@transaction.atomic
def ask_reading(*, plan_import: PlanImport, by: Actor, at: dt.datetime) -> PlanImport:
    """Have the worker read the document again, with the choices made since."""
    plan_import = locked(plan_import)
    if plan_import.state not in OPEN | {ImportState.REFUSED}:
        raise ImportEnded
    plan_import.state = ImportState.READING
    plan_import.save(update_fields=["state"])
    ask_job(plan_import, READING_JOB, by=by, at=at)
    return plan_import


@transaction.atomic
def cancel_import(*, plan_import: PlanImport, by: Actor, at: dt.datetime) -> PlanImport:
    """Leave the draft aside; the plan, where there was one, does not change."""
    plan_import = locked(plan_import)
    if plan_import.state == ImportState.CANCELLED:
        return plan_import
    if plan_import.state == ImportState.APPLIED:
        raise ImportEnded
    job = Job.objects.filter(key=plan_import.job_key, ended_at__isnull=True).first()
    if job is not None:
        jobs.cancel(job, at=at)
    plan_import.state = ImportState.CANCELLED
    plan_import.save(update_fields=["state"])
    audit.record("roadmap.import.cancelled", target=plan_import, by=by, at=at)
    return plan_import


@transaction.atomic
def resume_import(*, plan_import: PlanImport, by: Actor, at: dt.datetime) -> PlanImport:
    """Take up a draft that was left aside, as it was; read it where that was not done."""
    plan_import = locked(plan_import)
    if plan_import.state != ImportState.CANCELLED:
        return plan_import
    if plan_import.problem:
        plan_import.state = ImportState.REFUSED
    elif plan_import.reading:
        plan_import.state = ImportState.TO_REVIEW
    else:
        plan_import.state = ImportState.READING
    plan_import.save(update_fields=["state"])
    if plan_import.state == ImportState.READING:
        ask_job(plan_import, READING_JOB, by=by, at=at)
    audit.record("roadmap.import.resumed", target=plan_import, by=by, at=at)
    return plan_import


@transaction.atomic
def purge_drafts(*, by: Actor, at: dt.datetime) -> int:
    """Remove the imports left for ninety days; their file goes when the kernel purges files."""
    unfinished = PlanImport.objects.exclude(state__in=[ImportState.APPLYING, ImportState.APPLIED])
    old = list(unfinished.filter(started_at__lt=at - DRAFTS_KEPT_FOR).order_by("pk"))
    for draft in old:
        audit.record("roadmap.import.purged", target=draft, by=by, at=at)
        draft.delete()
    return len(old)
