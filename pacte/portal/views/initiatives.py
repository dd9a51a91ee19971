"""Opening a démarche, and saying which territory it is about."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pacte.accounts.http import Request
from pacte.initiatives import operations, rules
from pacte.initiatives.errors import SeveralCountries, SlugTaken, TerritoryMissing
from pacte.initiatives.forms import InitiativeForm, TerritoryForm
from pacte.initiatives.models import Initiative
from pacte.initiatives.operations import Opened
from pacte.initiatives.views import invitation_made
from pacte.territories import queries as territories
from pacte.territories.forms import PickingForm
from pacte.territories.models import Territory

SLUG_LENGTH = 55


@never_cache
@require_http_methods(["GET", "POST"])
def create_initiative(request: Request) -> HttpResponse:
    """Each button of the territory's choice shows the page again; only « Ouvrir » writes."""
    if not rules.can_create_initiative(request.user):
        raise PermissionDenied
    picking = PickingForm(Territory.objects.shared(), request.POST or None)
    picked = picking.picked(on=timezone.localdate())
    saves = "save" in request.POST
    form = InitiativeForm(
        request.POST if saves else None,
        initial={"lead_email": request.user.email, **request.POST.dict()},
    )
    problem = ""
    if saves and form.is_valid():
        try:
            opened = opened_by(request, form, picked)
        except (TerritoryMissing, SeveralCountries) as refusal:
            problem = told(refusal)
        except SlugTaken:
            form.add_error("name", _("Une autre démarche porte ce nom : précisez-le."))
        else:
            return welcome(request, opened)
    context = {**picking_context(picking, picked, problem), "form": form}
    return render(request, "portal/create_initiative.html", context)


def opened_by(request: Request, form: InitiativeForm, picked: territories.Picked) -> Opened:
    return operations.open_initiative(
        slug=slugify(form.cleaned_data["name"])[:SLUG_LENGTH].strip("-"),
        parts=picked.territories,
        by=request.actor,
        at=timezone.now(),
        **form.cleaned_data,
    )


def welcome(request: Request, opened: Opened) -> HttpResponse:
    """To the démarche where one leads it; else to what must be handed to whom will."""
    place = opened.initiative
    if opened.invitation is not None:
        return invitation_made(request, place, opened.invitation, opened.secret)
    messages.success(request, _("La démarche « %(name)s » est ouverte.") % {"name": place.name})
    if Initiative.objects.visible_to(request.user).filter(pk=place.pk).exists():
        return redirect("portal:first_steps", place.slug)
    return redirect("portal:home")


def told(refusal: TerritoryMissing | SeveralCountries) -> str:
    if isinstance(refusal, TerritoryMissing):
        return _("Choisissez au moins un territoire.")
    return _(
        "Choisissez des territoires d’un seul pays : la démarche en prend le papier, la monnaie "
        "et l’heure."
    )


def picking_context(
    picking: PickingForm, picked: territories.Picked, problem: str
) -> dict[str, object]:
    return {
        "picking": picking,
        "picked": picked,
        "picking_problem": problem,
        "has_reference": Territory.objects.official().exists(),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def edit_territory(request: Request, initiative: str) -> HttpResponse:
    place = get_object_or_404(
        Initiative.objects.visible_to(request.user).select_related("territory"), slug=initiative
    )
    if not rules.can_edit_territory(request.user, place):
        raise PermissionDenied
    today = timezone.localdate()
    others = Territory.objects.visible_to(request.user, spaces=[place.audit_space]).exclude(
        space=place.audit_space
    )
    picking = PickingForm(others, request.POST or None)
    picked = picking.picked(on=today, start=present_parts(place))
    saves = "save" in request.POST
    name = place.territory.name if place.territory.is_perimeter else ""
    form = TerritoryForm(
        request.POST if saves else None,
        initial={"on": today, "perimeter_name": name, **request.POST.dict()},
    )
    problem = ""
    if saves and form.is_valid():
        try:
            change_territory(request, place, form, picked)
        except (TerritoryMissing, SeveralCountries) as refusal:
            problem = told(refusal)
        else:
            messages.success(request, _("Le territoire de la démarche est enregistré."))
            return redirect("portal:territory", place.slug)
    context = {
        **picking_context(picking, picked, problem),
        "form": form,
        "initiative": place,
        "trail": [
            {"label": _("Territoire"), "url": reverse("portal:territory", args=[place.slug])}
        ],
    }
    return render(request, "portal/edit_territory.html", context)


def present_parts(place: Initiative) -> list[Territory]:
    if not place.territory.is_perimeter:
        return [place.territory]
    return list(territories.parts_of(place.territory, on=timezone.localdate()))


def change_territory(
    request: Request, place: Initiative, form: forms.Form, picked: territories.Picked
) -> Territory:
    return operations.set_territory(
        initiative=place,
        parts=picked.territories,
        by=request.actor,
        at=timezone.now(),
        **form.cleaned_data,
    )
