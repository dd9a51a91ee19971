"""The plan before what ministries and funders ask: which action answers which line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pacte.roadmap import rules
from pacte.roadmap.exports.alignment import export_alignment
from pacte.roadmap.queries.frameworks import Alignment, alignment
from pacte.roadmap.views.exports import attachment
from pacte.roadmap.views.table import seen_plan, trail_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from pacte.accounts.http import Request
    from pacte.roadmap.models import Plan

TEAM = "equipe"  # in the address: with what the team keeps


def asked(request: Request, plan: Plan) -> tuple[Alignment, bool]:
    """What the address asks, and whether it shows what the team keeps."""
    is_whole = request.GET.get("vue") == TEAM and rules.can_see_team_only(
        request.user, plan.initiative
    )
    kept_by = request.GET.get("pour", "")[:200]
    return alignment(plan, request.user, kept_by=kept_by, with_team_only=is_whole), is_whole


@require_GET
def alignment_table(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = seen_plan(request, initiative, plan)
    told, is_whole = asked(request, found)
    can_edit = rules.can_edit_plan(request.user, found)
    args = [found.initiative.slug, found.slug]
    table = reverse("roadmap:plan_table", args=args)
    seen = {} if is_whole else {"vue": "membres"}
    kept_by = request.GET.get("pour", "")
    query = [("pour", kept_by)] if kept_by else []
    context = {
        "plan": found,
        "initiative": found.initiative,
        "told": told,
        "kept_by": kept_by,
        "is_whole": is_whole,
        "can_edit": can_edit,
        "table_url": f"{table}?{urlencode({**seen, 'element': ''})}",
        "add_url": reverse("roadmap:add_action", args=args) + "?element=",
        "team_url": f"?{urlencode([*query, ('vue', TEAM)])}",
        "members_url": f"?{urlencode(query)}",
        "query": request.GET.urlencode(),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/alignment_table.html", context)


@require_GET
def download_alignment(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The same table as a spreadsheet."""
    found = seen_plan(request, initiative, plan)
    told, is_whole = asked(request, found)
    return attachment(export_alignment(found, told, at=timezone.now(), has_team_only=is_whole))
