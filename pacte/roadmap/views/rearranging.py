"""Rearranging a plan: what will change is shown first, then done, and may be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
from pacte.roadmap.forms.restructuring import (
    GroupForm,
    MergeActionForm,
    MergeNodeForm,
    SplitActionForm,
    SplitNodeForm,
    seen_of,
)
from pacte.roadmap.models import Plan, Restructuring
from pacte.roadmap.operations import NewPart
from pacte.roadmap.queries.filters import Filters, filtered, in_order
from pacte.roadmap.queries.frame import frame_parts
from pacte.roadmap.queries.restructurings import describe
from pacte.roadmap.queries.table import seen_actions
from pacte.roadmap.views.frame import present_node
from pacte.roadmap.views.table import edited_action, edited_plan, trail_of, trail_to

if TYPE_CHECKING:
    from django.forms import Form
    from django.http.response import HttpResponseBase

MOST_LISTED = 300  # actions to pick from at once: a longer plan is picked from part by part


@dataclass(frozen=True, slots=True)
class Step:
    """One rearrangement: its page, what it does, what it says afterwards."""

    plan: Plan
    form: Form
    act: Callable[[], Restructuring]
    seen: Callable[[], Sequence[object]]  # the rows whose versions the preview stands on
    title: str
    do: str  # the verb on the button
    done: str
    after: Callable[[], HttpResponseBase]
    trail: Sequence[object]
    help: str = ""
    parts: Sequence[object] = field(default_factory=list)  # where one picks from, in a long plan
    is_long: bool = False


def in_two_steps(request: Request, step: Step) -> HttpResponseBase:
    """Ask; show what will change; do it."""
    is_asked = request.method == "POST" and "autrement" not in request.POST
    if not is_asked or not step.form.is_valid():
        return form_page(request, step)
    try:
        if "confirmer" not in request.POST:
            described = operations.foresee(step.act, describe)
            return preview_page(request, step, described)
        made = step.act()
    except RoadmapError as refused:
        step.form.add_error(None, why_not(refused))
    else:
        undo = reverse(
            "roadmap:undo_restructuring",
            args=[step.plan.initiative.slug, step.plan.slug, made.pk],
        )
        messages.success(request, step.done, extra_tags=undo)
        return step.after()
    return form_page(request, step)


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


def form_page(request: Request, step: Step) -> HttpResponse:
    context = {
        "plan": step.plan,
        "initiative": step.plan.initiative,
        "form": step.form,
        "form_title": step.title,
        "help": step.help,
        "parts": step.parts,
        "is_long": step.is_long,
        "trail": step.trail,
    }
    return render(request, "roadmap/restructure_form.html", context)


def preview_page(request: Request, step: Step, described: object) -> HttpResponse:
    left_out = {"csrfmiddlewaretoken", "seen", "confirmer", "autrement"}
    context = {
        "plan": step.plan,
        "initiative": step.plan.initiative,
        "form_title": step.title,
        "described": described,
        "sent": [
            (key, value)
            for key, values in request.POST.lists()
            for value in values
            if key not in left_out
        ],
        "seen": seen_of(step.seen()),
        "do": step.do,
        "trail": step.trail,
    }
    return render(request, "roadmap/restructure_preview.html", context)


@require_http_methods(["GET", "POST"])
def merge_action(request: Request, initiative: str, code: str) -> HttpResponseBase:
    """Two actions that are one: what either holds stays, and both codes answer."""
    found = edited_action(request, initiative, code)
    initial = {"other": request.GET.get("avec", ""), "keeps": request.GET.get("garder") or "this"}
    form = MergeActionForm(found, request.POST or None, initial)

    def act() -> Restructuring:
        kept, absorbed = form.pair()
        return operations.merge_actions(
            kept=kept,
            absorbed=absorbed,
            versions=form.versions(),
            by=request.actor,
            at=timezone.now(),
        )

    return in_two_steps(
        request,
        Step(
            plan=found.plan,
            form=form,
            act=act,
            seen=form.pair,
            title=_("Fusionner « %(action)s »") % {"action": found},
            do=_("Fusionner ces deux actions"),
            done=_("Les deux actions n’en font plus qu’une. L’ancien code y mène toujours."),
            after=lambda: redirect("roadmap:action", initiative, form.pair()[0].code),
            trail=trail_to(found),
            help=_(
                "L’action qui reste garde son code, son intitulé et son état ; elle reprend les "
                "responsables, les étapes, les réalisations, le suivi et les fichiers de l’autre. "
                "Ce que les deux disent autrement va dans ses notes."
            ),
        ),
    )


@require_http_methods(["GET", "POST"])
def split_action(request: Request, initiative: str, code: str) -> HttpResponseBase:
    """One action that is two: the new one takes what it is given, and says where it came from."""
    found = edited_action(request, initiative, code)
    form = SplitActionForm(found, request.POST or None)

    def act() -> Restructuring:
        return operations.split_action(
            action=found,
            title=form.cleaned_data["title"],
            number=form.cleaned_data["number"],
            given=form.parts(),
            same_people=form.cleaned_data["same_people"],
            versions=form.versions(),
            by=request.actor,
            at=timezone.now(),
        )

    return in_two_steps(
        request,
        Step(
            plan=found.plan,
            form=form,
            act=act,
            seen=lambda: [found],
            title=_("Diviser « %(action)s »") % {"action": found},
            do=_("Faire deux actions"),
            done=_("La nouvelle action suit celle dont elle vient ; elle a son propre code."),
            after=lambda: redirect("roadmap:action", initiative, code),
            trail=trail_to(found),
            help=_(
                "La nouvelle action prend place juste après, avec la même échéance et le même "
                "état. Celle-ci garde son code, son suivi et son historique."
            ),
        ),
    )


def to_frame(plan: Plan) -> HttpResponseBase:
    return redirect("roadmap:frame", plan.initiative.slug, plan.slug)


@require_http_methods(["GET", "POST"])
def move_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponseBase:
    """Anywhere in the frame, with everything that the part holds."""
    found = edited_plan(request, initiative, plan)
    row = present_node(found, node)
    form = MoveNodeForm(row, frame_parts(found), request.POST or None)

    def act() -> Restructuring:
        parent, after = form.where()
        return operations.move_part(
            node=row,
            parent=parent,
            after=after,
            version=form.cleaned_data["version"],
            by=request.actor,
            at=timezone.now(),
        )

    return in_two_steps(
        request,
        Step(
            plan=found,
            form=form,
            act=act,
            seen=lambda: [row],
            title=_("Où va « %(part)s » ?") % {"part": row},
            do=_("La placer ici"),
            done=_("« %(part)s » a changé de place.") % {"part": row},
            after=lambda: to_frame(found),
            trail=[trail_of(found)],
        ),
    )


@require_http_methods(["GET", "POST"])
def merge_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponseBase:
    """Two parts of one level made one."""
    found = edited_plan(request, initiative, plan)
    row = present_node(found, node)
    form = MergeNodeForm(row, request.POST or None)

    def act() -> Restructuring:
        kept, absorbed = form.pair()
        return operations.merge_nodes(
            kept=kept,
            absorbed=absorbed,
            versions=form.versions(),
            by=request.actor,
            at=timezone.now(),
        )

    return in_two_steps(
        request,
        Step(
            plan=found,
            form=form,
            act=act,
            seen=form.pair,
            title=_("Fusionner « %(action)s »") % {"action": row},
            do=_("Fusionner ces deux parties"),
            done=_("Les deux parties n’en font plus qu’une."),
            after=lambda: to_frame(found),
            trail=[trail_of(found)],
            help=_("La partie qui reste garde son nom et reçoit tout ce que l’autre contient."),
        ),
    )


@require_http_methods(["GET", "POST"])
def split_node(request: Request, initiative: str, plan: str, node: int) -> HttpResponseBase:
    """A part made two, side by side."""
    found = edited_plan(request, initiative, plan)
    row = present_node(found, node)
    form = SplitNodeForm(row, request.POST or None)

    def act() -> Restructuring:
        return operations.split_node(
            node=row,
            title=form.cleaned_data["title"],
            number=form.cleaned_data["number"],
            actions=form.keys("actions"),
            parts=form.keys("parts"),
            versions=form.versions(),
            by=request.actor,
            at=timezone.now(),
        )

    return in_two_steps(
        request,
        Step(
            plan=found,
            form=form,
            act=act,
            seen=lambda: [row],
            title=_("Diviser « %(action)s »") % {"action": row},
            do=_("Faire deux parties"),
            done=_("La nouvelle partie suit celle dont elle vient."),
            after=lambda: to_frame(found),
            trail=[trail_of(found)],
            help=_("La nouvelle partie prend place juste après, au même niveau."),
        ),
    )


@require_http_methods(["GET", "POST"])
def group_actions(request: Request, initiative: str, plan: str) -> HttpResponseBase:
    """Actions from anywhere put together in one part, which may be made for them."""
    found = edited_plan(request, initiative, plan)
    every = seen_actions(found, request.user, sees_team_only=True)
    node = whole(request.GET.get("noeud", ""), otherwise=0) or None
    asked = filtered(every, Filters(node=node), today=timezone.localdate(), sees_team_only=True)
    is_long = node is None and every.count() > MOST_LISTED
    listed = every.none() if is_long else in_order(asked)
    form = GroupForm(
        found, listed, request.POST or None, {"actions": request.GET.getlist("actions")}
    )

    def act() -> Restructuring:
        given = form.cleaned_data
        level = form.level()
        new = NewPart(given["title"], level, given["parent"]) if level else None
        return operations.group_actions(
            plan=found,
            actions=list(given["actions"]),
            to=given["to"],
            new=new,
            versions=form.versions(),
            by=request.actor,
            at=timezone.now(),
        )

    return in_two_steps(
        request,
        Step(
            plan=found,
            form=form,
            act=act,
            seen=lambda: list(form.cleaned_data["actions"]),
            title=_("Regrouper des actions"),
            do=_("Les regrouper"),
            done=_("Les actions sont ensemble, avec leurs codes et leur historique."),
            after=lambda: to_frame(found),
            trail=[trail_of(found)],
            parts=frame_parts(found) if is_long or node else [],
            is_long=is_long,
        ),
    )
