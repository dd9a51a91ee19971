"""Ideas and actions that people propose: their list, the form, what the team decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.roadmap import operations, rules
from pacte.roadmap.enums import ProposalState
from pacte.roadmap.errors import ProposalDecided
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.forms.proposals import ProposalForm, RefusalForm
from pacte.roadmap.models import Proposal
from pacte.roadmap.queries.carried import organisations_of
from pacte.roadmap.views.table import seen_plan, trail_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from pacte.accounts.http import Request

PAGE = 50


@require_GET
def proposals(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Those that wait, then what became of the others: all for the team, one's own for others."""
    found = seen_plan(request, initiative, plan)
    rows = Proposal.objects.visible_to(request.user).filter(plan=found)
    rows = rows.select_related("node", "action")
    decided = rows.exclude(state=ProposalState.WAITING).order_by("-decided_at", "-pk")
    context = {
        "plan": found,
        "initiative": found.initiative,
        "waiting": rows.waiting().order_by("proposed_at", "pk"),
        "page": Paginator(decided, PAGE).get_page(request.GET.get("page")),
        "can_decide": rules.can_decide_proposals(request.user, found),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/proposals.html", context)


@require_http_methods(["GET", "POST"])
def propose_action(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Any member declares what her organisation does or would do, or leaves an idea."""
    found = seen_plan(request, initiative, plan)
    if not rules.can_propose_action(request.user, found):
        raise PermissionDenied
    works = organisations_of(request.user, found.initiative).order_by("pk").first()
    initial = {"node": request.GET.get("noeud"), "carried_by": works.label if works else ""}
    form = ProposalForm(found, request.POST or None, initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        operations.propose_action(
            plan=found,
            kind=given["kind"],
            title=given["title"],
            node=given["node"],
            words=given,
            proposer=request.user,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(
            request,
            _("C’est proposé. L’équipe vous répondra ici ; rien ne paraît dans le plan d’ici là."),
        )
        return redirect("roadmap:proposals", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/propose_action.html", context)


def decided_proposal(request: Request, initiative: str, plan: str, key: int) -> Proposal:
    found = get_object_or_404(
        Proposal.objects.visible_to(request.user).select_related("plan__initiative", "node"),
        plan__initiative__slug=initiative,
        plan__slug=plan,
        pk=key,
    )
    if not rules.can_decide_proposals(request.user, found.plan):
        raise PermissionDenied
    return found


def undo_of(proposal: Proposal) -> str:
    plan = proposal.plan
    args = [plan.initiative.slug, plan.slug, proposal.pk]
    return reverse("roadmap:reopen_proposal", args=args)


def told_already(request: Request) -> None:
    messages.info(request, _("Quelqu’un de l’équipe en a décidé entre-temps."))


@require_POST
def take_proposal(request: Request, initiative: str, plan: str, proposal: int) -> HttpResponse:
    """One tap: it is an action of the plan."""
    found = decided_proposal(request, initiative, plan, proposal)
    try:
        taken = operations.take_proposal(
            proposal=found,
            schedule=schedule_meant(found.schedule_text),
            by=request.actor,
            at=timezone.now(),
        )
    except ProposalDecided:
        told_already(request)
    else:
        text = _("« %(what)s » est dans le plan.") % {"what": taken}
        messages.success(request, text, extra_tags=undo_of(taken))
    return redirect("roadmap:proposals", initiative, plan)


@require_http_methods(["GET", "POST"])
def refuse_proposal(request: Request, initiative: str, plan: str, proposal: int) -> HttpResponse:
    found = decided_proposal(request, initiative, plan, proposal)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.refuse_proposal(
                proposal=found,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except ProposalDecided:
            told_already(request)
        else:
            text = _("« %(what)s » n’entre pas dans le plan.") % {"what": found}
            messages.info(request, text, extra_tags=undo_of(found))
        return redirect("roadmap:proposals", initiative, plan)
    context = {
        "plan": found.plan,
        "initiative": found.plan.initiative,
        "form": form,
        "proposal": found,
        "trail": [trail_of(found.plan)],
    }
    return render(request, "roadmap/refuse_proposal.html", context)


@require_POST
def reopen_proposal(request: Request, initiative: str, plan: str, proposal: int) -> HttpResponse:
    found = decided_proposal(request, initiative, plan, proposal)
    operations.reopen_proposal(proposal=found, by=request.actor, at=timezone.now())
    messages.info(request, _("« %(what)s » attend à nouveau une réponse.") % {"what": found})
    return redirect("roadmap:proposals", initiative, plan)
