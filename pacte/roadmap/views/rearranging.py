"""Rearranging a plan: what will change is shown first, then done, and may be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pacte.accounts.http import Request
from pacte.core.numbers import whole
from pacte.roadmap import operations
from pacte.roadmap.errors import (
    DraftWouldShow,
    RoadmapError,
    TeamOnlyWouldShow,
    VersionChangedMeanwhile,
)
from pacte.roadmap.forms.frame import MoveNodeForm
from pacte.roadmap.forms.moving import MoveActionForm
from pacte.roadmap.forms.restructuring import (
    GroupActionsForm,
    MergeActionForm,
    MergeNodeForm,
    RearrangingForm,
    SplitActionForm,
    SplitNodeForm,
    seen_of,
)
from pacte.roadmap.models import Plan
from pacte.roadmap.queries.filters import Filters, filtered, in_order
from pacte.roadmap.queries.frame import frame_parts
from pacte.roadmap.queries.restructurings import describe
from pacte.roadmap.queries.table import seen_actions
from pacte.roadmap.views.frame import present_node
from pacte.roadmap.views.shown import row_url
from pacte.roadmap.views.table import edited_action, edited_plan, trail_of, trail_to

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

MOST_LISTED = 300  # actions to pick from at once: a longer plan is picked from part by part


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """The page of one rearrangement: its form knows the words, and what is done."""

    plan: Plan
    form: RearrangingForm
    after: Callable[[], HttpResponseBase]
    trail: Sequence[object]
    parts: Sequence[object] = field(default_factory=list)  # where one picks from, in a long plan
    is_long: bool = False

    @property
    def context(self) -> dict[str, object]:
        return {
            "plan": self.plan,
            "initiative": self.plan.initiative,
            "form": self.form,
            "form_title": self.form.worded(self.form.heading),
            "trail": self.trail,
        }


def rearrange(request: Request, asked: Rearrangement) -> HttpResponseBase:
    """Ask; show what will change; do it."""
    form = asked.form
    is_asked = request.method == "POST" and "autrement" not in request.POST
    if not is_asked or not form.is_valid():
        return form_page(request, asked)
    act = partial(form.act, by=request.actor, at=timezone.now())
    try:
        if "confirmer" not in request.POST:
            return preview_page(request, asked, operations.foresee(act, describe))
        made = act()
    except RoadmapError as refused:
        form.add_error(None, why_not(refused))
    else:
        undo = reverse(
            "roadmap:undo_restructuring",
            args=[asked.plan.initiative.slug, asked.plan.slug, made.pk],
        )
        messages.success(request, form.worded(form.done), extra_tags=undo)
        return asked.after()
    return form_page(request, asked)


def why_not(refused: RoadmapError) -> str:
    match refused:
        case VersionChangedMeanwhile():
            return _(
                "Quelqu’un a changé ces lignes entre-temps. Regardez à nouveau ce qui changera."
            )
        case TeamOnlyWouldShow():
            return _(
                "L’action qui disparaît est réservée à l’équipe, l’autre non : son contenu "
                "deviendrait visible. Gardez plutôt l’autre, ou réservez les deux."
            )
        case DraftWouldShow():
            return _(
                "L’action qui disparaît est dans un plan en brouillon, l’autre non : son contenu "
                "deviendrait visible. Gardez plutôt l’autre, ou partagez d’abord ce plan."
            )
    return _("Cela ne peut pas se faire ainsi. Rien n’a été modifié.")


def form_page(request: Request, asked: Rearrangement) -> HttpResponse:
    context = {
        **asked.context,
        "help": asked.form.help,
        "parts": asked.parts,
        "is_long": asked.is_long,
    }
    return render(request, "roadmap/restructure_form.html", context)


def preview_page(request: Request, asked: Rearrangement, described: object) -> HttpResponse:
    left_out = {"csrfmiddlewaretoken", "seen", "confirmer", "autrement"}
    context = {
        **asked.context,
        "described": described,
        "sent": [
            (key, value)
            for key, values in request.POST.lists()
            for value in values
            if key not in left_out
        ],
        "seen": seen_of(asked.form.rows()),
        "do": asked.form.do,
    }
    return render(request, "roadmap/restructure_preview.html", context)


@require_http_methods(["GET", "POST"])
def move_action(request: Request, initiative: str, code: str) -> HttpResponseBase:
    """After another action, or into another part of the plan."""
    found = edited_action(request, initiative, code)
    form = MoveActionForm(found, request.POST or None)
    if "autrement" not in request.POST and form.is_valid() and not form.has_changed():
        messages.info(request, _("L’action n’a pas bougé."))
        return redirect(row_url(request, found))

    def after() -> HttpResponseBase:
        found.refresh_from_db()
        return redirect(row_url(request, found))

    return rearrange(request, Rearrangement(found.plan, form, after, [trail_of(found.plan)]))


@require_http_methods(["GET", "POST"])
def merge_action(request: Request, initiative: str, code: str) -> HttpResponseBase:
    """Two actions that are one: what either holds stays, and both codes answer."""
    found = edited_action(request, initiative, code)
    initial = {"other": request.GET.get("avec", ""), "keeps": request.GET.get("garder") or "this"}
    form = MergeActionForm(found, request.POST or None, initial)

    def after() -> HttpResponseBase:
        return redirect("roadmap:action", initiative, form.pair()[0].code)

    return rearrange(request, Rearrangement(found.plan, form, after, trail_to(found)))


@require_http_methods(["GET", "POST"])
def split_action(request: Request, initiative: str, code: str) -> HttpResponseBase:
    """One action that is two: the new one takes what it is given, and says where it came from."""
    found = edited_action(request, initiative, code)
    form = SplitActionForm(found, request.POST or None)
    after = partial(redirect, "roadmap:action", initiative, code)
    return rearrange(request, Rearrangement(found.plan, form, after, trail_to(found)))


def of_plan(plan: Plan, form: RearrangingForm) -> Rearrangement:
    """One that is asked from the frame of the plan, and goes back to it."""
    after = partial(redirect, "roadmap:frame", plan.initiative.slug, plan.slug)
    return Rearrangement(plan, form, after, [trail_of(plan)])


@require_http_methods(["GET", "POST"])
def move_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponseBase:
    """Anywhere in the frame, with everything that the part holds."""
    found = edited_plan(request, initiative, plan)
    form = MoveNodeForm(present_node(found, node), frame_parts(found), request.POST or None)
    return rearrange(request, of_plan(found, form))


@require_http_methods(["GET", "POST"])
def merge_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponseBase:
    """Two parts of one level made one."""
    found = edited_plan(request, initiative, plan)
    form = MergeNodeForm(present_node(found, node), request.POST or None)
    return rearrange(request, of_plan(found, form))


@require_http_methods(["GET", "POST"])
def split_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponseBase:
    """A part made two, side by side."""
    found = edited_plan(request, initiative, plan)
    form = SplitNodeForm(present_node(found, node), request.POST or None)
    return rearrange(request, of_plan(found, form))


@require_http_methods(["GET", "POST"])
def group_actions(request: Request, initiative: str, plan: str) -> HttpResponseBase:
    """Actions from anywhere put together in one part, which may be made for them."""
    found = edited_plan(request, initiative, plan)
    every = seen_actions(found, request.user, sees_team_only=True)
    node = whole(request.GET.get("noeud", ""), otherwise=0) or None
    asked = filtered(every, Filters(node=node), today=timezone.localdate(), sees_team_only=True)
    is_long = node is None and every.count() > MOST_LISTED
    listed = every.none() if is_long else in_order(asked)
    form = GroupActionsForm(
        found, listed, request.POST or None, {"actions": request.GET.getlist("actions")}
    )
    parts = frame_parts(found) if is_long or node else []
    return rearrange(request, replace(of_plan(found, form), parts=parts, is_long=is_long))
