"""Several rows at once: pasted from a spreadsheet, or mended together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pacte.accounts.http import Request
from pacte.initiatives.http import part_closed
from pacte.network.queries import directory_of
from pacte.roadmap import operations
from pacte.roadmap.enums import LINKED
from pacte.roadmap.errors import RoadmapError
from pacte.roadmap.forms.cells import is_editable
from pacte.roadmap.forms.mending import ANSWERS, MENDED, MendForm
from pacte.roadmap.forms.names import PEOPLE
from pacte.roadmap.forms.several import PasteForm
from pacte.roadmap.models import Plan
from pacte.roadmap.queries.columns import Column, Holds, column_closed
from pacte.roadmap.queries.table import plan_table
from pacte.roadmap.views.shown import filters_asked
from pacte.roadmap.views.table import edited_plan, trail_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_MENDED = 200
# A status follows another by rules of its own; lists take no other name than theirs.
NOT_PASTED = frozenset({"status", "weather", "origin", *LINKED})


def pasted_columns(request: Request, plan: Plan) -> list[Column]:
    shown = plan_table(plan, request.user, today=timezone.localdate(), limit=1).shown
    return [
        column
        for column in shown
        if column.holds is not Holds.FRAME
        and is_editable(column.key)
        and column.key not in NOT_PASTED
    ]


@require_http_methods(["GET", "POST"])
def paste_actions(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Rows of a spreadsheet, in the order of the screen's columns, become actions."""
    found = edited_plan(request, initiative, plan)
    columns = pasted_columns(request, found)
    is_preview = "apercu" in request.POST  # what the grid caught: shown, not written yet
    sent = request.POST if request.method == "POST" and not is_preview else None
    form = PasteForm(found, columns, sent)
    if is_preview:
        beside = found.actions.filter(deleted_at=None, code=request.POST.get("after", "")).first()
        form.initial = {"rows": request.POST.get("rows", "")}
        if beside is not None:
            form.initial |= {"after": beside.code, "node": beside.node_id}
    if sent is not None and form.is_valid():
        try:
            made = operations.paste_actions(
                plan=found,
                rows=form.cleaned_data["rows"],
                node=form.cleaned_data["node"],
                after=form.cleaned_data["after"],
                by=request.actor,
                at=timezone.now(),
            )
        except RoadmapError:
            form.add_error("rows", _("Une date de fin tombe avant son début. Rien n’a été ajouté."))
        else:
            count = len(made)
            messages.success(
                request,
                ngettext("%(n)d action ajoutée.", "%(n)d actions ajoutées.", count) % {"n": count},
            )
            return redirect("roadmap:plan_table", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "columns": columns,
        "preview": form.preview(request.POST.get("rows", "")) if is_preview else [],
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/paste_actions.html", context)


# What one comes to complete from a line of « Ce qui manque ».
MENDS = {
    "lead": "leads",
    "schedule": "schedule",
    "status": "status",
    "answer": f"{ANSWERS}leads",
}


@require_http_methods(["GET", "POST"])
def mend_actions(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The actions of the filters in the address, and what to complete in those that are ticked."""
    found = edited_plan(request, initiative, plan)
    filters = filters_asked(request, found.initiative)
    table = plan_table(
        found, request.user, today=timezone.localdate(), filters=filters, limit=MOST_MENDED
    )
    actions = [row.action for row in table.rows]
    things = mended_things(table.columns)
    wanted = MENDS.get(filters.missing, "leads")
    asked = request.POST.get("column") or request.GET.get("quoi") or wanted
    if closed := column_closed(asked, found.initiative):
        return part_closed(request, found.initiative, closed)
    column = asked if asked in things else "leads"
    ticked = request.GET.get("cochees", "toutes" if filters else "") == "toutes"
    form = MendForm(
        actions,
        column,
        request.POST or None,
        ticked=[action.code for action in actions] if ticked else (),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, mended(request, form))
        except RoadmapError:
            form.add_error(None, _("Une des actions ne le permet pas. Rien n’a été modifié."))
        else:
            return redirect("roadmap:plan_table", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "things": [
            {"label": label, "url": asked_for(request, quoi=key), "current": key == column}
            for key, label in things.items()
        ],
        "all_url": asked_for(request, cochees="toutes"),
        "none_url": asked_for(request, cochees="aucune"),
        "is_cut": table.total > MOST_MENDED,
        "most": MOST_MENDED,
        "names": directory_of(found.initiative).labels() if column in PEOPLE else [],
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/mend_actions.html", context)


def mended_things(columns: Sequence[Column]) -> dict[str, str]:
    """What may be completed in several actions, under the plan's own headings."""
    labels = {column.key: column.label for column in columns}
    told = {key: labels[key] for key in MENDED if key in labels}
    answers = _("Réponses : %(who)s")
    told |= {
        f"{ANSWERS}{key}": answers % {"who": labels[key]}
        for key in ("leads", "partners")
        if key in labels
    }
    return told


def mended(request: Request, form: MendForm) -> str:
    """Write what the form says; return what to tell."""
    if form.asked.startswith(ANSWERS):
        count = operations.confirm_sought(
            actions=form.ticked(),
            roles=form.roles,
            said_by=form.cleaned_data["said_by"],
            said_on=form.cleaned_data["said_on"],
            by=request.actor,
            at=timezone.now(),
        )
        told = ngettext("%(n)d réponse notée.", "%(n)d réponses notées.", count)
    else:
        count = operations.mend_actions(
            cells=form.cells(), column=form.asked, by=request.actor, at=timezone.now()
        )
        told = ngettext("%(n)d action complétée.", "%(n)d actions complétées.", count)
    return told % {"n": count}


def asked_for(request: Request, **changed: str) -> str:
    query = request.GET.copy()
    for key, value in changed.items():
        query[key] = value
    return f"?{query.urlencode()}"
