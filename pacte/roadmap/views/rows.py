"""What one does with a whole row: move it, make it a step, make a row of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.roadmap import operations
from pacte.roadmap.errors import (
    FieldChangedMeanwhile,
    NotDeleted,
    RoadmapError,
    StepCannotHold,
    VersionChangedMeanwhile,
)
from pacte.roadmap.forms.cells import CellForm, held, is_editable
from pacte.roadmap.forms.rows import IndentForm, OutdentForm, held_told, schedule_of
from pacte.roadmap.models import Action, Step
from pacte.roadmap.queries.columns import mark_of
from pacte.roadmap.queries.rows import row_sheet
from pacte.roadmap.views.shown import row_url
from pacte.roadmap.views.table import edited_action, one_row, save_cell, trail_of, trail_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@require_GET
def row(request: Request, initiative: str, code: str) -> HttpResponse:
    """Everything that a row may undergo: a page, and the menu of the row in the table."""
    return row_page(request, edited_action(request, initiative, code))


def row_page(
    request: Request,
    action: Action,
    *,
    form: IndentForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet = row_sheet(action)
    context = {
        "action": action,
        "initiative": action.initiative,
        "plan": action.plan,
        "above": sheet.above,
        "steps": sheet.steps,
        "form": form or IndentForm(action, sheet.above),
        "refused": refused,
        "trail": [trail_of(action.plan)],
    }
    name = "roadmap/row.html" + ("#row" if request.htmx else "")
    return render(request, name, context, status=status)


def done(request: Request, action: Action, text: str, undo: str = "") -> HttpResponse:
    """Say what was done and how to take it back, on the table at that row."""
    if request.htmx:
        context = {"action": action, "text": text, "undo": undo}
        return render(request, "roadmap/row.html#done", context)
    messages.success(request, text, extra_tags=undo)
    return redirect(row_url(request, action))


@require_POST
def indent_action(request: Request, initiative: str, code: str) -> HttpResponse:
    """The row becomes a step of the action above, or of the one that was chosen."""
    action = edited_action(request, initiative, code)
    form = IndentForm(action, row_sheet(action).above, request.POST)
    if not form.is_valid():
        text = _("Aucune action ne se trouve au-dessus : choisissez celle qui la prendra.")
        return row_page(request, action, refused=text, status=422)
    under = form.cleaned_data["under"]
    try:
        operations.indent_action(
            action=action,
            under=under,
            version=form.cleaned_data["version"],
            by=request.actor,
            at=timezone.now(),
        )
    except StepCannotHold as kept:
        text = _(
            "« %(action)s » reste une action : une étape ne peut pas contenir %(held)s. "
            "Rien n’a été modifié."
        ) % {"action": action, "held": held_told(kept.held)}
        return row_page(request, action, refused=text, status=422)
    except VersionChangedMeanwhile:
        return row_page(request, action, refused=changed_meanwhile(), status=409)
    except RoadmapError:
        text = _("Cette action ne peut pas devenir une étape de celle-là. Rien n’a été modifié.")
        return row_page(request, action, refused=text, status=422)
    text = _("« %(action)s » est devenue une étape de « %(under)s ».")
    undo = reverse("roadmap:restore_action", args=[initiative, code])
    return done(request, under, text % {"action": action, "under": under}, undo)


@require_http_methods(["GET", "POST"])
def edit_row(request: Request, initiative: str, code: str) -> HttpResponse:
    """The cells of a row in one form, those that the table shows; each is saved by itself."""
    action = edited_action(request, initiative, code)
    if request.method == "GET":
        return row_form(request, action, row_cells(request, action))
    cells = row_cells(request, action, request.POST)
    if [cell for cell in cells if not cell.is_valid()]:  # each says what is wrong with it
        return row_form(request, action, cells)
    kept, theirs = [], {}
    for cell in cells:
        try:
            if cell.is_changed() and not save_cell(request, cell):
                kept.append(cell)
        except FieldChangedMeanwhile:
            theirs[cell.column] = held(action, cell.column) or _("(vide)")
    if not kept and not theirs:
        messages.success(request, _("Enregistré."))
        return redirect(row_url(request, action))
    return row_form(request, action, cells_again(request, action, kept, theirs), theirs)


def row_cells(
    request: Request, action: Action, sent: Mapping[str, str] | None = None
) -> list[CellForm]:
    shown = [column for column in one_row(request, action).shown if is_editable(column.key)]
    cells = [
        CellForm(action, column.key, sent, label=column.label, prefix=f"c{mark_of(column.key)}")
        for column in shown
    ]
    for cell in cells:
        if not held(action, cell.column):  # among the others, a state may still be unsaid
            cell.fields["value"].required = cell.column == "title"
    return cells


def cells_again(
    request: Request, action: Action, kept: Sequence[CellForm], theirs: Mapping[str, str]
) -> list[CellForm]:
    """What is saved is shown as it stands; what is not, as it was typed."""
    action = edited_action(request, action.initiative.slug, action.code)
    sent = request.POST.copy()
    fresh = row_cells(request, action)
    for cell in fresh:
        if cell.column in theirs:
            sent[cell.add_prefix("read")] = held(action, cell.column)
    typed = {cell.column: cell for cell in row_cells(request, action, sent)}
    again = {cell.column: cell for cell in kept} | {key: typed[key] for key in theirs}
    return [again.get(cell.column, cell) for cell in fresh]


def row_form(
    request: Request,
    action: Action,
    cells: Sequence[CellForm],
    theirs: Mapping[str, str] | None = None,
) -> HttpResponse:
    context = {
        "action": action,
        "initiative": action.initiative,
        "cells": [(cell, (theirs or {}).get(cell.column, "")) for cell in cells],
        "back": row_url(request, action),
        "trail": trail_to(action),
    }
    return render(request, "roadmap/edit_row.html", context, status=409 if theirs else 200)


def changed_meanwhile() -> str:
    return _("Quelqu’un l’a modifiée entre-temps. Regardez ce qu’elle dit, puis recommencez.")


@require_POST
def outdent_step(request: Request, initiative: str, code: str, step: int) -> HttpResponse:
    """The step becomes an action, just after the one it belonged to, or just before."""
    action = edited_action(request, initiative, code)
    found = get_object_or_404(Step.objects.filter(action=action), pk=step)
    form = OutdentForm(request.POST)
    if not form.is_valid():
        return row_page(request, action, refused=changed_meanwhile(), status=422)
    try:
        made = operations.outdent_step(
            step=found,
            read=form.cleaned_data["read"],
            schedule=schedule_of(found),
            before=form.cleaned_data["before"],
            by=request.actor,
            at=timezone.now(),
        )
    except (FieldChangedMeanwhile, NotDeleted):
        return row_page(request, action, refused=changed_meanwhile(), status=409)
    except RoadmapError:
        text = _("L’action qu’elle a été ne peut pas être dite réalisée. Rien n’a été modifié.")
        return row_page(request, action, refused=text, status=422)
    undo = reverse("roadmap:restore_part", args=[initiative, code, "etapes", step])
    text = _("« %(step)s » est maintenant une action, %(code)s.")
    return done(request, made, text % {"step": made.title, "code": made.code}, undo)


@require_POST
def shift_action(request: Request, initiative: str, code: str) -> HttpResponse:
    """One row up, or one row down."""
    action = edited_action(request, initiative, code)
    up = "up" in request.POST
    operations.shift_action(action=action, up=up, by=request.actor, at=timezone.now())
    said = _("L’action est une ligne plus haut.") if up else _("L’action est une ligne plus bas.")
    return done(request, action, said)
