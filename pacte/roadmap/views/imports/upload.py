"""Bringing a document, waiting for it to be read, leaving it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pacte.accounts.http import Request
from pacte.core import files
from pacte.initiatives.models import Initiative
from pacte.roadmap import operations, rules
from pacte.roadmap.forms.imports import PASTED, UploadForm
from pacte.roadmap.importing.drafting import told_refusal
from pacte.roadmap.models import Plan, PlanImport

MEGABYTE = 1024 * 1024


def importing_initiative(request: Request, slug: str) -> Initiative:
    place = get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)
    if not rules.can_import_plan(request.user, place):
        raise PermissionDenied
    return place


def seen_import(request: Request, initiative: str, pk: int) -> PlanImport:
    return get_object_or_404(
        PlanImport.objects.visible_to(request.user).select_related("initiative", "source", "plan"),
        initiative__slug=initiative,
        pk=pk,
    )


def name_of(plan_import: PlanImport) -> str:
    name = plan_import.source.name
    return _("Texte collé") if name == PASTED else name


@require_http_methods(["GET", "POST"])
def start_import(request: Request, initiative: str) -> HttpResponse:
    place = importing_initiative(request, initiative)
    plans = Plan.objects.visible_to(request.user).filter(initiative=place)
    plans = plans.order_by("-created_at", "pk")
    form = UploadForm(
        plans,
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"plan": request.GET.get("plan", "")},
    )
    if request.method == "POST" and form.is_valid():
        content, name = form.document()
        made = operations.start_import(
            initiative=place,
            content=content,
            name=name,
            plan=form.plan_to_update(),
            by=request.actor,
            at=timezone.now(),
        )
        return redirect("roadmap:import_progress", place.slug, made.pk)
    return render(request, "roadmap/start_import.html", upload_context(place, form))


def upload_context(place: Initiative, form: UploadForm) -> dict[str, object]:
    return {
        "initiative": place,
        "form": form,
        "megabytes": settings.IMPORT_MAX_BYTES // MEGABYTE,
        "most_rows": settings.IMPORT_MAX_ROWS,
        "trail": [plans_entry(place)],
    }


def plans_entry(place: Initiative) -> dict[str, str]:
    return {"label": _("Plan d’action"), "url": reverse("roadmap:plans", args=[place.slug])}


def moved(request: Request, url: str) -> HttpResponse:
    """Go to another page, from a page or from a part of it that is asked again and again."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


@require_GET
def import_source(request: Request, initiative: str, pk: int) -> HttpResponseBase:
    """The file as it was brought, for the team."""
    return files.response(seen_import(request, initiative, pk).source)


def refusal(request: Request, found: PlanImport) -> HttpResponse:
    """Why the document cannot be read, and another try."""
    told = (found.reading or {}).get("refusal", {})
    plans = Plan.objects.visible_to(request.user).filter(initiative=found.initiative)
    updated = {"plan": found.plan.slug if found.plan else ""}
    form = UploadForm(plans.order_by("-created_at", "pk"), initial=updated)
    context = {
        **upload_context(found.initiative, form),
        "refusal": told_refusal(found.problem, told),
        "name": name_of(found),
    }
    return render(request, "roadmap/start_import.html", context)
