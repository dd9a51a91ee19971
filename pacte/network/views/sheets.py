"""A list of organisations and people: dropped, checked, taken in; wrong lines come back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import files
from pacte.core.models import Job
from pacte.network import exports, operations
from pacte.network.enums import LineProblem, SheetState
from pacte.network.errors import SheetEnded
from pacte.network.forms import SheetForm
from pacte.network.http import edited_network, trail_of
from pacte.network.models import SheetImport

SHOWN = 50
AT_WORK = {SheetState.READING, SheetState.APPLYING}


@require_http_methods(["GET", "POST"])
def start_sheet(request: Request, initiative: str) -> HttpResponse:
    place = edited_network(request, initiative)
    is_sent = request.method == "POST"
    form = SheetForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        upload = form.cleaned_data["file"]
        made = operations.start_sheet(
            initiative=place,
            content=upload,
            name=upload.name,
            by=request.actor,
            at=timezone.now(),
        )
        return redirect("network:sheet", place.slug, made.pk)
    context = {"initiative": place, "form": form, "trail": trail_of(place)}
    return render(request, "network/start_sheet.html", context)


@require_GET
def sheet_to_fill(request: Request, initiative: str) -> HttpResponse:
    edited_network(request, initiative)
    content = exports.sheet_to_fill()
    return files.download(content, name=_("partenaires.xlsx"))


def seen_sheet(request: Request, initiative: str, sheet: int) -> SheetImport:
    edited_network(request, initiative)
    rows = SheetImport.objects.visible_to(request.user).select_related("initiative", "source")
    return get_object_or_404(rows, initiative__slug=initiative, pk=sheet)


@never_cache
@require_GET
def sheet(request: Request, initiative: str, sheet: int) -> HttpResponse:
    """How far the worker is, then what the list would change, then what it changed."""
    found = seen_sheet(request, initiative, sheet)
    job = Job.objects.filter(key=found.job_key).first()
    wrong = [
        (table["name"], line, LineProblem(line["problem"]).label)
        for table in found.tables
        for line in table["lines"]
        if line["problem"]
    ]
    context = {
        "initiative": found.initiative,
        "sheet": found,
        "counts": {**dict.fromkeys(("lines", "wrong"), 0), **found.counts},
        "right": found.counts.get("lines", 0) - found.counts.get("wrong", 0),
        "wrong": wrong[:SHOWN],
        "unknown": [
            heading
            for table in found.tables
            for heading, field in zip(table["headings"], table["fields"], strict=False)
            if heading and not field
        ],
        "has_failed": job is not None and job.has_ended and found.state in AT_WORK,
        "percent": job.percent if job else None,
        "trail": trail_of(found.initiative),
    }
    if request.htmx and found.state not in AT_WORK:
        return HttpResponse(headers={"HX-Redirect": request.path})
    return render(request, "network/sheet.html", context)


@require_POST
def apply_sheet(request: Request, initiative: str, sheet: int) -> HttpResponse:
    found = seen_sheet(request, initiative, sheet)
    try:
        operations.ask_sheet(sheet=found, by=request.actor, at=timezone.now())
    except SheetEnded:
        messages.info(request, _("Cette liste est déjà reprise : rien n’a été fait deux fois."))
    return redirect("network:sheet", initiative, sheet)


@require_GET
def rejected_lines(request: Request, initiative: str, sheet: int) -> HttpResponse:
    found = seen_sheet(request, initiative, sheet)
    content = exports.rejected_lines(found)
    return files.download(content, name=_("lignes-a-corriger.xlsx"))
