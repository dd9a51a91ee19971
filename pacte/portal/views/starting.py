"""First steps in a démarche that has just opened, and an example to try with."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.portal import operations, queries
from pacte.portal.errors import SampleAbsent, SamplePresent
from pacte.roadmap import rules


def started_by(request: Request, slug: str) -> Initiative:
    place = seen_initiative(request, slug)
    if not rules.can_create_plan(request.user, place):
        raise PermissionDenied
    return place


@require_GET
def first_steps(request: Request, initiative: str) -> HttpResponse:
    """What remains to do so that the démarche can be used, each with its door."""
    place = started_by(request, initiative)
    steps = queries.first_steps(place, request.user, at=timezone.now())
    context = {
        "initiative": place,
        "steps": steps,
        "next": next((step for step in steps if not step.is_done), None),
        "has_sample": bool(place.sample),
    }
    return render(request, "portal/first_steps.html", context)


@require_POST
def add_sample(request: Request, initiative: str) -> HttpResponse:
    place = started_by(request, initiative)
    try:
        plan = operations.add_sample(initiative=place, by=request.actor, at=timezone.now())
    except SamplePresent:
        messages.info(request, _("L’exemple est déjà là."))
        return redirect("portal:first_steps", place.slug)
    messages.success(
        request, _("L’exemple est ajouté : l’équipe seule le voit. Essayez sans crainte.")
    )
    return redirect("roadmap:plan_table", place.slug, plan.slug)


@require_POST
def remove_sample(request: Request, initiative: str) -> HttpResponse:
    place = started_by(request, initiative)
    try:
        operations.remove_sample(initiative=place, by=request.actor, at=timezone.now())
    except SampleAbsent:
        messages.info(request, _("L’exemple n’est plus là."))
    else:
        messages.success(
            request, _("L’exemple est retiré. Son plan peut être rétabli pendant 30 jours.")
        )
    return redirect("portal:first_steps", place.slug)
