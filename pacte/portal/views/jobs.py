"""The queue of those who run the installation: what waits, what failed, what to do about it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.core import health
from pacte.core.jobs import CannotRetry
from pacte.core.models import Job
from pacte.portal import operations, queries
from pacte.portal.views.administration import refuse_others

PAGE = 50


@never_cache
@require_GET
def jobs(request: Request) -> HttpResponse:
    refuse_others(request)
    look = request.GET.get("etat", "")
    look = look if look in queries.JOB_LOOKS else ""
    page = Paginator(queries.jobs_in(look), PAGE).get_page(request.GET.get("page"))
    context = {
        "trail": [{"label": _("Installation"), "url": reverse("portal:administration")}],
        "tabs": tabs(look),
        "page": page,
        "jobs": queries.shown_jobs(page),
        "health": health.look(timezone.now()),
        "duties": queries.shown_duties(),
        "automations": queries.shown_automations(),
    }
    return render(request, "portal/jobs.html", context)


def tabs(chosen: str) -> list[dict[str, object]]:
    counts = queries.jobs_by_status()
    return [
        {
            "label": label,
            "url": f"?etat={look}" if look else reverse("portal:jobs"),
            "count": sum(counts.get(status, 0) for status in statuses),
            "current": look == chosen,
        }
        for look, (label, statuses) in queries.JOB_LOOKS.items()
    ]


@require_POST
def retry_job(request: Request, job: str) -> HttpResponse:
    refuse_others(request)
    # Jobs are of the installation: the rule above is the gate.
    found = get_object_or_404(Job, key=job)
    try:
        operations.retry_job(job=found, by=request.actor, at=timezone.now())
    except CannotRetry:
        messages.warning(
            request,
            _(
                "Ce travail n’a pas été relancé : il n’est plus en échec, ou un autre, demandé "
                "depuis, fait la même chose."
            ),
        )
    else:
        messages.success(request, _("Le travail est de nouveau dans la file."))
    return redirect("portal:jobs")


@require_POST
def abandon_job(request: Request, job: str) -> HttpResponse:
    refuse_others(request)
    found = get_object_or_404(Job, key=job)
    if operations.abandon_job(job=found, by=request.actor, at=timezone.now()):
        messages.success(request, _("Le travail est abandonné : rien n’en a été écrit."))
    return redirect("portal:jobs")
