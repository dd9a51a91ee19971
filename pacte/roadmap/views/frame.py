"""The frame of a plan: its levels' names and its parts; and what was taken out of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core.history import Line
from pacte.roadmap import operations
from pacte.roadmap.errors import (
    FieldChangedMeanwhile,
    NotDeleted,
    PartHoldsActions,
    VersionChangedMeanwhile,
)
from pacte.roadmap.forms.frame import DeleteNodeForm, LevelsForm, NamingForm, NodeForm, ShiftForm
from pacte.roadmap.models import Plan, PlanNode
from pacte.roadmap.queries.deleted import deleted_actions, deleted_nodes
from pacte.roadmap.queries.frame import frame_parts
from pacte.roadmap.queries.plan_history import part_history
from pacte.roadmap.views.table import edited_plan, trail_of
from pacte.ui.http import form_page


@require_http_methods(["GET", "POST"])
def frame(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Names of the levels, and the parts one may rename or add to."""
    found = edited_plan(request, initiative, plan)
    levels = list(found.levels.order_by("position"))
    form = LevelsForm(levels, request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.rename_levels(
            plan=found, labels=form.labels(), by=request.actor, at=timezone.now()
        )
        messages.success(request, _("Les niveaux portent leurs nouveaux noms."))
        return redirect("roadmap:frame", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "parts": frame_parts(found),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/frame.html", context)


@require_http_methods(["GET", "POST"])
def add_node(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = edited_plan(request, initiative, plan)
    form = NodeForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.add_node(plan=found, by=request.actor, at=timezone.now(), **form.cleaned_data)
        return redirect("roadmap:frame", initiative, plan)
    return node_page(request, found, form, _("Quelle partie ajoutez-vous ?"))


@require_http_methods(["GET", "POST"])
def edit_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponse:
    found = edited_plan(request, initiative, plan)
    row = present_node(found, node)
    form = NamingForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_node(node=row, asked=form.asked(), by=request.actor, at=timezone.now())
        except FieldChangedMeanwhile as changed:
            form.add_error(
                changed.field,
                _("Quelqu’un a enregistré autre chose : « %(theirs)s ». Rouvrez la page.")
                % {"theirs": changed.current},
            )
        else:
            return redirect("roadmap:frame", initiative, plan)
    title = _("Comment s’appelle cette partie ?")
    return node_page(request, found, form, title, history=part_history(row))


def present_node(plan: Plan, key: int) -> PlanNode:
    return get_object_or_404(
        plan.nodes.filter(deleted_at=None).select_related("level", "plan"), pk=key
    )


def changed_meanwhile(request: Request) -> None:
    messages.warning(
        request, _("Quelqu’un a changé cette partie entre-temps. Regardez, puis recommencez.")
    )


@require_POST
def shift_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponse:
    """One place up or down among the parts beside it."""
    found = edited_plan(request, initiative, plan)
    row = present_node(found, node)
    form = ShiftForm(request.POST)
    try:
        operations.shift_node(
            node=row,
            up="up" in request.POST,
            version=form.cleaned_data["version"] if form.is_valid() else 0,
            by=request.actor,
            at=timezone.now(),
        )
    except VersionChangedMeanwhile:
        changed_meanwhile(request)
    return redirect(reverse("roadmap:frame", args=[initiative, plan]) + f"#partie-{node}")


@require_http_methods(["GET", "POST"])
def delete_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponse:
    """Empty, it goes; otherwise one says where its actions and parts go."""
    found = edited_plan(request, initiative, plan)
    row = present_node(found, node)
    form = DeleteNodeForm(row, frame_parts(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.delete_node(
                node=row,
                to=form.cleaned_data.get("to"),
                moves=form.holds,
                version=form.cleaned_data["version"],
                by=request.actor,
                at=timezone.now(),
            )
        except (VersionChangedMeanwhile, PartHoldsActions):
            changed_meanwhile(request)
        else:
            undo = reverse("roadmap:restore_node", args=[initiative, plan, node])
            text = _("« %(part)s » est retirée. Elle peut être rétablie pendant 30 jours.")
            messages.info(request, text % {"part": row}, extra_tags=undo)
        return redirect("roadmap:frame", initiative, plan)
    title = _("Retirer « %(part)s » ?") % {"part": row}
    return node_page(request, found, form, title, save=_("Retirer la partie"))


@require_POST
def restore_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponse:
    found = edited_plan(request, initiative, plan)
    row = get_object_or_404(found.nodes.all(), pk=node)
    try:
        operations.restore_node(node=row, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("Cette partie est déjà dans le plan."))
    else:
        messages.success(request, _("« %(part)s » est de retour.") % {"part": row})
    return redirect("roadmap:frame", initiative, plan)


def node_page(
    request: Request,
    plan: Plan,
    form: Form,
    title: str,
    *,
    save: str = "",
    history: Sequence[Line] = (),
) -> HttpResponse:
    back = reverse("roadmap:frame", args=[plan.initiative.slug, plan.slug])
    save = save or _("Enregistrer la partie")
    trail = [trail_of(plan)]
    return form_page(request, form, title, save, back=back, trail=trail, history=history)


@require_GET
def deleted(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The actions taken out of the plan, for thirty days."""
    found = edited_plan(request, initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "actions": deleted_actions(found, timezone.now()),
        "nodes": deleted_nodes(found, timezone.now()),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/deleted.html", context)
