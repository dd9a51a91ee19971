"""« Existe déjà ? »: what resembles an action being typed, and what overlaps in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pacte.roadmap.queries.similar import overlaps, similar_actions
from pacte.roadmap.views.table import edited_plan, trail_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from pacte.accounts.http import Request

LONGEST = 500  # of what is typed, read at each pause


@require_GET
def already_there(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The actions that resemble `?title=`: a part of the form, or a page without script."""
    found = edited_plan(request, initiative, plan)
    typed = request.GET.get("title", "")[:LONGEST]
    context = {
        "plan": found,
        "initiative": found.initiative,
        "similar": similar_actions(found.initiative, request.user, typed) if typed else [],
        "trail": [trail_of(found)],
    }
    name = "roadmap/already_there.html" + ("#found" if request.htmx else "")
    return render(request, name, context)


@require_GET
def overlap_report(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Pairs of actions that may do the same thing, for someone to look at."""
    found = edited_plan(request, initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "pairs": [
            {
                "actions": [(one, pair.leads[one.pk]) for one in (pair.first, pair.second)],
                "first": pair.first,
                "second": pair.second,
                "shared": pair.shared,
                "is_near": pair.is_near,
            }
            for pair in overlaps(found, request.user)
        ],
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/overlaps.html", context)
