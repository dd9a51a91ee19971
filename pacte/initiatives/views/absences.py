"""Doors of an absence: each says her own, and ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from pacte.initiatives import operations, queries
from pacte.initiatives.errors import AlreadyAway, DeputyUnknown, EndBeforeStart
from pacte.initiatives.forms import AbsenceForm
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Delegation

if TYPE_CHECKING:
    from pacte.accounts.http import Request

REFUSALS = {
    EndBeforeStart: (
        "to_on",
        gettext_lazy("Choisissez un dernier jour à venir, après le premier."),
    ),
    DeputyUnknown: ("deputy", gettext_lazy("Choisissez quelqu’un de la liste.")),
    AlreadyAway: ("from_on", gettext_lazy("Quelqu’un vous remplace déjà ces jours-là.")),
}


@require_http_methods(["GET", "POST"])
def absence(request: Request, initiative: str) -> HttpResponse:
    """« Je m’absente » : whoever takes part says when, and who stands in."""
    place = seen_initiative(request, initiative)
    today = place.today(timezone.now())
    people = queries.may_stand_in(request.user, place, today)
    form = AbsenceForm(people, request.POST or None, initial={"from_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.delegate(
                initiative=place,
                absent=request.user,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except tuple(REFUSALS) as error:
            field, text = REFUSALS[type(error)]
            form.add_error(field, str(text))
        else:
            messages.success(request, _("%(name)s vous remplace.") % {"name": made.deputy})
            return redirect("initiatives:absence", place.slug)
    mine = Delegation.objects.filter(
        initiative=place, absent=request.user, cancelled_at=None, to_on__gte=today
    )
    context = {
        "initiative": place,
        "form": form,
        "delegations": mine.select_related("deputy").order_by("from_on", "pk"),
    }
    return render(request, "initiatives/absence.html", context)


@require_POST
def end_absence(request: Request, initiative: str, delegation: int) -> HttpResponse:
    place = seen_initiative(request, initiative)
    found = get_object_or_404(
        Delegation, pk=delegation, initiative=place, absent=request.user, cancelled_at=None
    )
    operations.end_delegation(delegation=found, by=request.actor, at=timezone.now())
    messages.info(request, _("%(name)s ne vous remplace plus.") % {"name": found.deputy})
    return redirect("initiatives:absence", place.slug)
