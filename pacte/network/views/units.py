"""Services of an organisation."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.models import Initiative
from pacte.network import operations, rules
from pacte.network.errors import NameTaken
from pacte.network.forms import EndUnitForm, UnitForm
from pacte.network.http import edited_network, form_page, put_aside
from pacte.network.models import Organisation, Unit
from pacte.network.views.organisations import ours, to_organisation


def edited_unit(request: Request, place: Initiative, parent: Organisation, unit: int) -> Unit:
    found = get_object_or_404(Unit.objects.present(), pk=unit, organisation=parent)
    if not rules.can_edit_unit(request.user, place, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def save_unit(
    request: Request, initiative: str, organisation: str, unit: int | None = None
) -> HttpResponse:
    place = edited_network(request, initiative)
    parent = ours(place, organisation)
    found = edited_unit(request, place, parent, unit) if unit is not None else None
    initial = {"name": found.name, "short_name": found.short_name} if found else {}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_unit(
                initiative=place,
                organisation=parent,
                unit=found,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NameTaken:
            form.add_error("name", _("Ce service est déjà dans la liste."))
        else:
            return to_organisation(place, parent)
    if found is None:
        title = _("Quel service de « %(name)s » ?") % {"name": parent.name}
        return form_page(request, place, form, title, _("Ajouter le service"))
    title = _("Modifier « %(name)s »") % {"name": found.name}
    remove = reverse("network:delete_unit", args=[place.slug, parent.slug, found.pk])
    return form_page(request, place, form, title, _("Enregistrer"), told=found, remove=remove)


@require_http_methods(["GET", "POST"])
def end_unit(request: Request, initiative: str, organisation: str, unit: int) -> HttpResponse:
    """Merged, split, moved or closed from a day on; its actions are then to hand over."""
    place = edited_network(request, initiative)
    parent = ours(place, organisation)
    found = edited_unit(request, place, parent, unit)
    became = found.successors.all()
    initial = {"ended_on": found.ended_on, "successors": became}
    form = EndUnitForm(place, became, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_unit(
                initiative=place,
                unit=found,
                change=form.change(),
                by=request.actor,
                at=timezone.now(),
            )
        except NameTaken:
            form.add_error("new_name", _("Ce service est déjà dans la liste."))
        else:
            return to_organisation(place, parent)
    title = _("Que devient « %(name)s » ?") % {"name": found.name}
    return form_page(request, place, form, title, _("Enregistrer"), told=found)


@require_POST
def delete_unit(request: Request, initiative: str, organisation: str, unit: int) -> HttpResponse:
    place = edited_network(request, initiative)
    parent = ours(place, organisation)
    found = edited_unit(request, place, parent, unit)
    put_aside(request, place, found, "services")
    return to_organisation(place, parent)
