"""What Pacte does by itself in a démarche, each thing with its switch and its delays."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pacte.accounts.http import Request
from pacte.core import automations
from pacte.initiatives import registry, rules
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.portal.forms import AutomationForm


@require_http_methods(["GET", "POST"])
def choose_automations(request: Request, initiative: str) -> HttpResponse:
    """One form each: what is wrong in one is said there, and the others stay as they are."""
    place = seen_initiative(request, initiative)
    if not rules.can_edit_settings(request.user, place):
        raise PermissionDenied
    shown = [
        one
        for one in automations.chosen_in(place.audit_space)
        if registry.is_on(one.automation.module, place)
    ]
    asked = request.POST.get("automation", "")
    forms = [
        (one, AutomationForm(one, request.POST if one.automation.name == asked else None))
        for one in shown
    ]
    if request.method == "POST":
        chosen = next((form for one, form in forms if one.automation.name == asked), None)
        if chosen is None:
            raise Http404
        if chosen.is_valid():
            return choose(request, place, chosen)
    context = {"initiative": place, "forms": forms}
    return render(request, "portal/choose_automations.html", context)


def choose(request: Request, place: Initiative, form: AutomationForm) -> HttpResponse:
    automations.choose(
        form.chosen.automation.name,
        space=place.audit_space,
        is_on=form.cleaned_data["is_on"],
        numbers=form.numbers(),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("C’est réglé."))
    return redirect("portal:choose_automations", place.slug)
