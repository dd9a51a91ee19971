"""One column pasted downwards in the table: shown first, then written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pacte.roadmap import operations
from pacte.roadmap.errors import RoadmapError
from pacte.roadmap.forms.filling import FillForm
from pacte.roadmap.views.several import pasted_columns
from pacte.roadmap.views.table import edited_plan, trail_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from pacte.accounts.http import Request

HEADS = frozenset({"number", "title"})  # a paste that begins there makes actions


@require_POST
def fill_column(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The lines of one column go into the cells under each other."""
    found = edited_plan(request, initiative, plan)
    columns = {
        column.key: column for column in pasted_columns(request, found) if column.key not in HEADS
    }
    form = FillForm(found, columns, request.POST)
    if form.is_valid() and "read" in request.POST:
        try:
            count = operations.mend_actions(
                cells=form.meant(), column=form.key, by=request.actor, at=timezone.now()
            )
        except RoadmapError:
            form.add_error(None, _("Une de ces cellules a changé pendant ce temps."))
        else:
            told = ngettext("%(n)d action complétée.", "%(n)d actions complétées.", count)
            messages.success(request, told % {"n": count})
            return redirect("roadmap:plan_table", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "label": form.told,
        "filled": form.filled,
        "seen": form.seen(),
        "after": request.POST.get("codes", "").partition(" ")[0],
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/fill_column.html", context)
