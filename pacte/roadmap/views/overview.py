"""The plan on one page, and one screen at a time in a meeting."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pacte.accounts.http import Request
from pacte.core.numbers import whole
from pacte.initiatives import registry
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import VersionChangedMeanwhile
from pacte.roadmap.forms.overview import OverviewForm
from pacte.roadmap.queries.figures import Counts, Figure, told
from pacte.roadmap.queries.key_projects import key_projects
from pacte.roadmap.queries.overview import contents, overview, screens
from pacte.roadmap.views.table import edited_plan, seen_plan, trail_of


def counted(counts: Counts, table: str, given: Mapping[str, object]) -> list[Figure]:
    """`given` is what every link asks for, beside what it counts."""
    return [
        Figure(one.value, one.label, one.url(table, given), one.heading) for one in told(counts)
    ]


@require_GET
def overview_page(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = seen_plan(request, initiative, plan)
    table = reverse("roadmap:plan_table", args=[initiative, plan])
    seen = overview(found, request.user, today=timezone.localdate())
    can_edit = rules.can_edit_plan(request.user, found)
    # The team sees more than this page counts: its links show the table as members see it.
    given: dict[str, object] = {"vue": "membres"} if can_edit else {}
    reserved = found.actions.filter(deleted_at=None, is_team_only=True) if can_edit else None
    context = {
        "plan": found,
        "initiative": found.initiative,
        "overview": seen,
        "figures": counted(seen.counts, table, given),
        "parts": [
            (
                part.node,
                counted(part.counts, table, {**given, "noeud": part.node.pk} if part.node else {}),
            )
            for part in seen.parts
        ],
        "projects": key_projects(
            found, request.user, today=timezone.localdate(), sees_team_only=False
        )
        if registry.is_on("roadmap.key_projects", found.initiative)
        else [],
        "can_edit": can_edit,
        "reserved": reserved.count() if reserved is not None else 0,
        "today": timezone.localdate(),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/overview.html", context)


@require_http_methods(["GET", "POST"])
def edit_overview(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = edited_plan(request, initiative, plan)
    rows = overview(found, request.user, today=timezone.localdate()).rows
    initial = {**found.overview, "version": found.version}
    form = OverviewForm(rows, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_overview(
                plan=found,
                read=form.cleaned_data["version"],
                overview=form.overview(),
                by=request.actor,
                at=timezone.now(),
            )
        except VersionChangedMeanwhile as changed:
            sent = {**request.POST.dict(), "version": changed.current}
            form = OverviewForm(rows, sent, initial=initial)
            form.add_error(
                None,
                _(
                    "Quelqu’un a changé cette page entre-temps. "
                    "Enregistrer mettra votre texte à la place."
                ),
            )
        else:
            messages.success(request, _("La vue d’ensemble est à jour."))
            return redirect("roadmap:overview", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/edit_overview.html", context)


@require_GET
def meeting(request: Request, initiative: str, plan: str) -> HttpResponse:
    """What is on the agenda, then one axis or one action a screen; nothing of the team's own."""
    found = seen_plan(request, initiative, plan)
    every = screens(found, request.user, today=timezone.localdate())
    number = min(whole(request.GET.get("ecran", ""), otherwise=0), len(every))
    context = {
        "plan": found,
        "initiative": found.initiative,
        "screen": every[number - 1] if number else None,
        "contents": contents(every) if not number else [],
        "number": number,
        "total": len(every),
        "next": number + 1 if number < len(every) else 0,
    }
    return render(request, "roadmap/meeting.html", context)
