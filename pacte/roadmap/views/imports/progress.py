"""Waiting for the worker: how far it is, stopping it, trying again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.core.models import Job, JobStatus
from pacte.roadmap import operations
from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import ImportEnded
from pacte.roadmap.models import PlanImport
from pacte.roadmap.operations.imports.waiting import AT_WORK, COMPARING_JOB, UPDATING_JOB
from pacte.roadmap.views.imports.compare import say
from pacte.roadmap.views.imports.upload import moved, name_of, plans_entry, seen_import
from pacte.ui.figures import number

# Shares of the whole that each stage takes, measured on long workbooks.
STAGES = {
    "": (0, 2),
    "reading": (2, 30),
    "understanding": (30, 92),
    "keeping": (92, 99),
    "making": (2, 90),
    "comparing": (30, 99),  # the plan is gathered first
    "updating": (2, 95),
}


@never_cache
@require_GET
def import_progress(request: Request, initiative: str, pk: int) -> HttpResponse:
    """How far the worker is; asked again and again, so what is heavy stays in the database."""
    found = get_object_or_404(
        PlanImport.objects.visible_to(request.user)
        .select_related("initiative", "source", "plan")
        .defer("reading", "applied", "comparison"),
        initiative__slug=initiative,
        pk=pk,
    )
    job = Job.objects.filter(key=found.job_key).first()
    if found.state not in {ImportState.READING, *AT_WORK}:
        return ended(request, found, job)
    context = {
        "initiative": found.initiative,
        "import": found,
        "name": name_of(found),
        # A job that ended without a word has failed: nothing was made of it.
        "has_failed": job is not None and job.has_ended,
        "work": str(found.state),
        "percent": percent_of(job) if job else 0,
        "stage": stage_of(job) if job else "",
        "trail": [plans_entry(found.initiative)],
    }
    return render(request, "roadmap/import_progress.html", context)


def ended(request: Request, found: PlanImport, job: Job | None) -> HttpResponse:
    """To what the work has given: the changes proposed, or the review."""
    slug = found.initiative.slug
    compares = job is not None and job.name == COMPARING_JOB and job.status == JobStatus.DONE
    if found.state == ImportState.TO_REVIEW and compares:
        return moved(request, reverse("roadmap:compare_import", args=[slug, found.pk]))
    if found.state == ImportState.APPLIED and job is not None and job.name == UPDATING_JOB:
        say(request, job.result or {})
    return moved(request, reverse("roadmap:review_import", args=[slug, found.pk]))


def percent_of(job: Job) -> int:
    first, last = STAGES.get(job.step, (0, 100))
    share = (job.percent or 0) if job.total else 0
    return first + (last - first) * share // 100


def stage_of(job: Job) -> str:
    if job.cancel_asked_at:
        return _("Arrêt demandé")
    counts = {"done": number(job.done), "total": number(job.total)}
    told = {
        "reading": _("Lecture : %(done)s lignes") if job.done else _("Ouverture du fichier"),
        "understanding": _("Compréhension : %(done)s actions trouvées"),
        "keeping": _("Rangement"),
        "making": _("Création des actions"),
        "comparing": _("%(done)s actions comparées sur %(total)s"),
        "updating": _("Mise à jour des actions"),
    }
    return told.get(job.step, _("En attente de son tour")) % counts


@require_POST
def retry_import(request: Request, initiative: str, pk: int) -> HttpResponse:
    """Read again after a failure; go back to a review whose making failed, or that was left."""
    found = seen_import(request, initiative, pk)
    try:
        if found.state in AT_WORK:
            operations.reopen_import(plan_import=found, by=request.actor, at=timezone.now())
        elif found.state == ImportState.CANCELLED:
            operations.resume_import(plan_import=found, by=request.actor, at=timezone.now())
        else:
            operations.ask_reading(plan_import=found, by=request.actor, at=timezone.now())
    except ImportEnded:
        return redirect("roadmap:review_import", initiative, pk)
    return redirect("roadmap:import_progress", initiative, pk)


@require_POST
def stop_import(request: Request, initiative: str, pk: int) -> HttpResponse:
    """Stop a comparison, or the making of a plan: the draft stays as it was reviewed."""
    found = seen_import(request, initiative, pk)
    operations.stop_import(plan_import=found, by=request.actor, at=timezone.now())
    return moved(request, reverse("roadmap:import_progress", args=[initiative, pk]))


@require_POST
def cancel_import(request: Request, initiative: str, pk: int) -> HttpResponse:
    found = seen_import(request, initiative, pk)
    try:
        operations.cancel_import(plan_import=found, by=request.actor, at=timezone.now())
    except ImportEnded:
        return moved(request, reverse("roadmap:review_import", args=[initiative, pk]))
    messages.info(
        request,
        _("« %(name)s » est abandonné : aucun plan n’a changé.") % {"name": name_of(found)},
        extra_tags=reverse("roadmap:retry_import", args=[initiative, pk]),
    )
    return moved(request, reverse("roadmap:plans", args=[initiative]) + "?tous=1")
