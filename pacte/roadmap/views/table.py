"""The plan as a table: filters, pages, cells changed in place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core.similarity import VERY_CLOSE
from pacte.core.tallies import done_once, once
from pacte.initiatives.http import part_closed, place_of
from pacte.network.queries import directory_of
from pacte.roadmap import operations, rules
from pacte.roadmap.enums import LINKED
from pacte.roadmap.errors import (
    ContinuousNeverDone,
    FieldChangedMeanwhile,
    NotDeleted,
    TransitionRefused,
)
from pacte.roadmap.forms.cells import CellForm, held, is_editable
from pacte.roadmap.forms.filters import (
    ONE_OF,
    FilterForm,
    active_filters,
    kept_query,
)
from pacte.roadmap.forms.names import PEOPLE
from pacte.roadmap.forms.plans import NewActionForm
from pacte.roadmap.models import Action, Plan
from pacte.roadmap.models.plans import initiative_keys_of
from pacte.roadmap.queries.attachments import names_offered
from pacte.roadmap.queries.columns import EXTRA, column_closed, every_column, is_named_alike
from pacte.roadmap.queries.filters import Filters
from pacte.roadmap.queries.gates import plan_of_slug
from pacte.roadmap.queries.similar import Similar, similar_actions
from pacte.roadmap.queries.table import PlanTable, plan_table
from pacte.roadmap.views.remarks import remark_on
from pacte.roadmap.views.shown import (
    PAGE,
    filters_asked,
    looks_of,
    names_of,
    page_number,
    page_url,
    row_url,
    saved_of,
    seconds_kept,
    shown,
)


def seen_plan(request: Request, initiative: str, plan: str) -> Plan:
    place = place_of(request, initiative)
    found = plan_of_slug.first(initiative=place.pk, slug=plan, **initiative_keys_of(request.user))
    if found is None:
        raise Http404
    found.initiative = place
    return found


def edited_plan(request: Request, initiative: str, plan: str) -> Plan:
    found = seen_plan(request, initiative, plan)
    if not rules.can_edit_plan(request.user, found):
        raise PermissionDenied
    return found


def edited_action(request: Request, initiative: str, code: str) -> Action:
    action = get_object_or_404(
        Action.objects.visible_to(request.user).select_related("plan__initiative", "node"),
        initiative__slug=initiative,
        code=code,
    )
    if not rules.can_edit_action(request.user, action):
        raise PermissionDenied
    return action


@require_GET
def plan_table_page(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The table; `?page=` for the rows that follow, fetched on scroll or by a link."""
    found = seen_plan(request, initiative, plan)
    filters = filters_asked(request, found.initiative)
    number = page_number(request)
    can_edit = rules.can_edit_plan(request.user, found)
    table = shown(
        request, found, filters, number=number, can_edit=can_edit, today=timezone.localdate()
    )
    context = {
        "plan": found,
        "initiative": found.initiative,
        "table": table,
        "form": SimpleLazyObject(lambda: FilterForm(request.GET)),
        "seconds_kept": seconds_kept(filters),
        "prints_reserved": can_edit and request.GET.get("impression") == "equipe",
        "badges": active_filters(request.GET, filters, names=names_of(found, filters)),
        "can_edit": can_edit,
        "is_filtered": bool(filters),
        "looks": looks_of(request, found, "plan_table"),
        "kept_query": kept_query(request.GET) if filters else "",
        "saved": saved_of(request, found),
        "next_url": page_url(request, number + 1) if number * PAGE < table.total else "",
        "previous_url": page_url(request, number - 1) if number > 1 else "",
        "number": number,
        "pages": max((table.total - 1) // PAGE + 1, 1),
        "size": PAGE,
        "cell_url": reverse("roadmap:edit_cell", args=[found.initiative.slug, "CODE", "KEY"]),
        "row_url": reverse("roadmap:row", args=[found.initiative.slug, "CODE"]),
        "trail": [],
    }
    return render(request, "roadmap/plan_table.html", context)


@require_http_methods(["GET", "POST"])
def edit_cell(request: Request, initiative: str, code: str, column: str) -> HttpResponse:
    """One cell: its form as a page or as a part, and its new content once saved."""
    action = edited_action(request, initiative, code)
    if not is_editable(column):
        raise Http404
    if closed := column_closed(column, action.initiative):
        return part_closed(request, action.initiative, closed)
    label = label_of(action.plan, column)
    if request.method == "GET":
        return cell_form(request, action, column, CellForm(action, column, label=label))
    form = CellForm(action, column, request.POST, label=label)
    if not form.is_valid():
        return cell_form(request, action, column, form, status=422)
    try:
        is_saved = save_cell(request, form)
    except FieldChangedMeanwhile:
        return conflict(request, action, column)
    if not is_saved:
        return cell_form(request, action, column, form, status=422)
    return saved(request, action, column)


def save_cell(request: Request, form: CellForm) -> bool:
    """Save what was typed, or say in the form why it cannot stand.

    Raises:
        FieldChangedMeanwhile: someone else saved the cell since it was shown.
    """
    try:
        operations.edit_cell(
            action=form.action,
            column=form.column,
            read=form.read_value(),
            value=form.meaning(),
            by=request.actor,
            at=timezone.now(),
        )
    except TransitionRefused:
        form.add_error("value", _("Cet état ne peut pas suivre celui d’aujourd’hui."))
    except ContinuousNeverDone:
        form.add_error(
            "value", _("Une action « en continu » n’est jamais réalisée : elle est à revoir.")
        )
    return form.is_valid()


def label_of(plan: Plan, column: str) -> str:
    named = {str(c["key"]): str(c.get("label") or "") for c in plan.columns}
    levels = [] if is_named_alike(column) else list(plan.levels.order_by("position"))
    known = {c.key: c.label for c in every_column(levels, [])}
    return named.get(column) or known.get(column) or column.removeprefix(EXTRA)


def cell_form(
    request: Request, action: Action, column: str, form: CellForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "action": action,
        "initiative": action.initiative,
        "column": column,
        "form": form,
        "names": directory_of(action.initiative).labels() if column in PEOPLE else [],
        "listed": listed_names(action, column),
        "back": safe_back(request, action),
        "theirs": "",
        "trail": trail_to(action),
    }
    name = "roadmap/edit_cell.html" + ("#form" if request.htmx else "")
    response = render(request, name, context, status=status)
    response["Pacte-Held"] = held_digest(action, column)
    return response


def listed_names(action: Action, column: str) -> list[str]:
    """What the lists of the initiative propose for this column."""
    if column != "publics" and column not in LINKED:
        return []
    return names_offered(action.initiative, column, timezone.localdate())


def held_digest(action: Action, column: str) -> str:
    """What tells a browser that takes an edit back whether someone else wrote since."""
    return hashlib.sha256(held(action, column).encode()).hexdigest()[:16]


def conflict(request: Request, action: Action, column: str) -> HttpResponse:
    """Both texts are shown; hers is in the field, and saving again replaces the other knowingly."""
    action.refresh_from_db()
    theirs = held(action, column)
    sent = request.POST.copy()
    sent["read"] = theirs
    form = CellForm(action, column, sent, label=label_of(action.plan, column))
    context = {
        "action": action,
        "initiative": action.initiative,
        "column": column,
        "form": form,
        "names": [],
        "listed": listed_names(action, column),
        "back": safe_back(request, action),
        "theirs": theirs or _("(vide)"),
        "trail": trail_to(action),
    }
    name = "roadmap/edit_cell.html" + ("#form" if request.htmx else "")
    return render(request, name, context, status=409)


def safe_back(request: Request, action: Action) -> str:
    """Where one came from, if it is a page of ours; the action's page otherwise."""
    asked = request.POST.get("back") or request.GET.get("retour", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("roadmap:action", args=[action.initiative.slug, action.code])


def saved(request: Request, action: Action, column: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, _("Enregistré."))
        return redirect(safe_back(request, action))
    table = one_row(request, action)
    context = {"table": table, "column": column}
    response = render(request, "roadmap/edit_cell.html#saved", context)
    action.refresh_from_db()
    response["Pacte-Held"] = held_digest(action, column)
    said = {"pacte-saved": ""}
    if remark := remark_on(action, column):
        said["pacte:said"] = remark
    response["HX-Trigger"] = json.dumps(said)
    return response


def one_row(request: Request, action: Action) -> PlanTable:
    return plan_table(
        action.plan,
        request.user,
        today=timezone.localdate(),
        filters=Filters(codes=(action.code,)),
    )


@require_http_methods(["GET", "POST"])
def add_action(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Add a row: a title is enough."""
    found = edited_plan(request, initiative, plan)
    form = NewActionForm(found, request.POST or None, request.GET)
    filled = filled_from(request, found)
    similar: list[Similar] = []
    sending = form.sending() if form.is_valid() else ""
    if sending and "vu" not in request.POST and not done_once(sending):
        title = form.cleaned_data["title"]
        similar = similar_actions(found.initiative, request.user, title, at_least=VERY_CLOSE)
    if sending and not similar:
        add = partial(
            operations.add_filled_action,
            plan=found,
            cells={one.column: [one.label] for one in filled},
            by=request.actor,
            at=timezone.now(),
            **form.asked(),
        )
        return added(request, found, once(sending, lambda: add().code))
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "filled": filled,
        "similar": similar,
        "trail": [trail_of(found)],
    }
    form.watch_title(found)
    if request.htmx:  # the window that the table opens over itself
        status = 422 if form.is_bound else 200
        return render(request, "roadmap/add_action.html#form", context, status=status)
    return render(request, "roadmap/add_action.html", context)


# What an empty cell of the matrix asks of a new action: the filter, the column it fills.
FILLED = {
    "public": "publics",
    "theme": "themes",
    "pilier": "pillars",
    "territoire": "territories",
    "exterieure": "externals",
    "element": "alignments",
    "responsable": "leads",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell of the new action that the address fills already."""

    name: str
    key: int
    column: str
    label: str


def filled_from(request: Request, plan: Plan) -> list[Filled]:
    asked = request.POST if request.method == "POST" else request.GET
    filters = FilterForm(asked).filters(request.user, plan.initiative)
    names = names_of(plan, filters)
    return [
        Filled(name, getattr(filters, ONE_OF[name]), column, names[name])
        for name, column in FILLED.items()
        if names.get(name)
    ]


def added(request: Request, plan: Plan, code: str) -> HttpResponse:
    """The row; the plan where another sending of the same form is still adding it."""
    said = _("L’action est ajoutée.")
    rows = Action.objects.visible_to(request.user).select_related("plan__initiative", "initiative")
    action = rows.filter(plan=plan, code=code).first()
    if action is None:
        return redirect("roadmap:plan_table", plan.initiative.slug, plan.slug)
    if request.htmx:
        undo = reverse("roadmap:delete_action", args=[action.initiative.slug, action.code])
        context = {"action": action, "text": said, "undo": undo}
        return render(request, "roadmap/row.html#done", context)
    messages.success(request, said)
    return redirect(row_url(request, action))


def trail_of(plan: Plan, kept: str = "") -> dict[str, str]:
    url = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug]) + kept
    return {"label": plan.title, "url": url}


def trail_to(action: Action) -> list[dict[str, str]]:
    url = reverse("roadmap:action", args=[action.initiative.slug, action.code])
    return [trail_of(action.plan), {"label": action.number or action.code, "url": url}]


@require_POST
def delete_action(request: Request, initiative: str, code: str) -> HttpResponse:
    action = edited_action(request, initiative, code)
    operations.delete_action(action=action, by=request.actor, at=timezone.now())
    text = _("L’action %(code)s est retirée. Elle peut être rétablie pendant 30 jours.")
    undo = reverse("roadmap:restore_action", args=[initiative, code])
    if request.htmx:
        context = {"action": action, "text": text % {"code": code}, "undo": undo}
        return render(request, "roadmap/row.html#done", context)
    messages.info(request, text % {"code": code}, extra_tags=undo)
    return redirect("roadmap:plan_table", initiative, action.plan.slug)


@require_POST
def restore_action(request: Request, initiative: str, code: str) -> HttpResponse:
    action = get_object_or_404(
        Action.objects.filter(plan__in=Plan.objects.visible_to(request.user)).select_related(
            "plan__initiative"
        ),
        initiative__slug=initiative,
        code=code,
    )
    if not rules.can_edit_action(request.user, action):
        # Members see no deleted action, nor what the team keeps: 403 would say that it exists.
        seen = Action.objects.visible_to(request.user).filter(pk=action.pk).exists()
        raise PermissionDenied if seen else Http404
    try:
        operations.restore_action(action=action, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("Cette action est déjà dans le plan."))
    return redirect("roadmap:action", initiative, code)
