"""Rearranging a plan: what will change is shown first, then done, and may be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.roadmap import operations
from pacte.roadmap.errors import (
    AlreadyUndone,
    HoldsMoreSince,
    RoadmapError,
    TeamOnlyWouldShow,
    UndoLaterFirst,
    VersionChangedMeanwhile,
)
from pacte.roadmap.forms.restructuring import MergeActionForm, SeenForm, seen_of
from pacte.roadmap.models import Plan, Restructuring
from pacte.roadmap.queries.restructurings import describe
from pacte.roadmap.views.table import edited_action, edited_plan, trail_of, trail_to

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

PAGE = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One rearrangement: its page, what it does, what it says afterwards."""

    plan: Plan
    form: SeenForm
    act: Callable[[], Restructuring]
    seen: Callable[[], Sequence[object]]  # the rows whose versions the preview stands on
    title: str
    do: str  # the verb on the button
    done: str
    after: Callable[[], HttpResponseBase]
    trail: Sequence[object]
    help: str = ""


def in_two_steps(request: Request, step: Step) -> HttpResponseBase:
    """Ask; show what will change; do it."""
    if request.method != "POST" or not step.form.is_valid():
        return form_page(request, step)
    try:
        if "confirmer" not in request.POST:
            described = operations.foresee(step.act, describe)
            return preview_page(request, step, described)
        made = step.act()
    except VersionChangedMeanwhile:
        step.form.add_error(
            None,
            _("Quelqu’un a changé ces lignes entre-temps. Regardez à nouveau ce qui changera."),
        )
    except TeamOnlyWouldShow:
        step.form.add_error(
            None,
            _(
                "L’action qui disparaît est réservée à l’équipe, l’autre non : son contenu "
                "deviendrait visible. Gardez plutôt l’autre, ou réservez les deux."
            ),
        )
    except RoadmapError:
        step.form.add_error(None, _("Cela ne peut pas se faire ainsi. Rien n’a été modifié."))
    else:
        undo = reverse(
            "roadmap:undo_restructuring",
            args=[step.plan.initiative.slug, step.plan.slug, made.pk],
        )
        messages.success(request, step.done, extra_tags=undo)
        return step.after()
    return form_page(request, step)


def form_page(request: Request, step: Step) -> HttpResponse:
    context = {
        "plan": step.plan,
        "initiative": step.plan.initiative,
        "form": step.form,
        "form_title": step.title,
        "help": step.help,
        "trail": step.trail,
    }
    return render(request, "roadmap/restructure_form.html", context)


def preview_page(request: Request, step: Step, described: object) -> HttpResponse:
    left_out = {"csrfmiddlewaretoken", "seen", "confirmer"}
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


@require_GET
def restructurings(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Everything that was rearranged in this plan, newest first."""
    found = edited_plan(request, initiative, plan)
    rows = found.restructurings.order_by("-done_at", "-pk")
    context = {
        "plan": found,
        "initiative": found.initiative,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/restructurings.html", context)


def seen_restructuring(request: Request, initiative: str, plan: str, key: int) -> Restructuring:
    return get_object_or_404(
        Restructuring.objects.visible_to(request.user).select_related("plan__initiative"),
        plan__initiative__slug=initiative,
        plan__slug=plan,
        pk=key,
    )


@require_GET
def restructuring(request: Request, initiative: str, plan: str, restructuring: int) -> HttpResponse:
    """Before and after, for each thing that was touched."""
    found = seen_restructuring(request, initiative, plan, restructuring)
    context = {
        "plan": found.plan,
        "initiative": found.plan.initiative,
        "restructuring": found,
        "described": describe(found),
        "trail": [
            trail_of(found.plan),
            {
                "label": _("Réorganisations"),
                "url": reverse("roadmap:restructurings", args=[initiative, plan]),
            },
        ],
    }
    return render(request, "roadmap/restructuring.html", context)


@require_POST
def undo_restructuring(
    request: Request, initiative: str, plan: str, restructuring: int
) -> HttpResponse:
    found = seen_restructuring(request, initiative, plan, restructuring)
    try:
        operations.undo_restructuring(restructuring=found, by=request.actor, at=timezone.now())
    except AlreadyUndone:
        messages.info(request, _("C’était déjà annulé."))
    except UndoLaterFirst:
        messages.warning(
            request,
            _(
                "Une réorganisation plus récente porte sur les mêmes lignes : annulez-la d’abord. "
                "Rien n’a été modifié."
            ),
        )
    except HoldsMoreSince as more:
        messages.warning(
            request,
            _("« %(what)s » a reçu autre chose depuis : fusionnez plutôt. Rien n’a été modifié.")
            % {"what": more.what},
        )
    else:
        messages.success(request, _("C’est annulé : tout est revenu à sa place."))
    return redirect("roadmap:restructurings", initiative, plan)
