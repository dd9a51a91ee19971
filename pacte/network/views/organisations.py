"""Organisations that take part in an initiative."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import pages
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.network import operations, rules
from pacte.network.errors import DateToCome, NamesOverlap, NameTaken, NumberTaken
from pacte.network.forms import (
    EditOrganisationForm,
    OrganisationForm,
    SearchForm,
)
from pacte.network.http import edited_network, form_page, put_aside
from pacte.network.models import Group, Organisation, Participation
from pacte.network.queries import called, folded

PAGE = 100


@require_GET
def organisations(request: Request, initiative: str) -> HttpResponse:
    place = seen_initiative(request, initiative)
    form = SearchForm(request.GET)
    form.is_valid()
    rows = Participation.objects.present().filter(initiative=place)
    if words := form.cleaned_data.get("q"):
        rows = rows.filter(organisation__in=called(place, words))
    if sector := form.cleaned_data.get("domaine"):
        rows = rows.filter(organisation__sector=sector)
    rows = rows.select_related("organisation", "initiative").order_by("pk")
    # In the order of the alphabet: no engine's own puts « Département » before « Direction ».
    named = sorted(rows, key=lambda row: folded(row.organisation.name))
    context = {
        "initiative": place,
        "form": form,
        "page": Paginator(named, PAGE).get_page(request.GET.get("page")),
        "groups": Group.objects.visible_to(request.user)
        .filter(initiative=place, deleted_at=None)
        .prefetch_related("organisations")
        .order_by("name", "pk"),
        "can_edit": rules.can_edit_network(request.user, place),
    }
    return render(request, "network/organisations.html", context)


@require_http_methods(["GET", "POST"])
def add_organisation(request: Request, initiative: str) -> HttpResponse:
    place = edited_network(request, initiative)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add_organisation(
                initiative=place, values=form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except NameTaken:
            form.add_error("name", _("Cet organisme est déjà dans la liste."))
        else:
            messages.success(request, _("%(name)s fait partie du réseau.") % {"name": made.name})
            return redirect("network:organisations", place.slug)
    return form_page(request, place, form, _("Quel organisme ajoutez-vous ?"), _("Ajouter"))


def ours(place: Initiative, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.of_initiative(place), slug=slug)


def to_organisation(place: Initiative, organisation: Organisation) -> HttpResponse:
    """Go to the page that shows it, which a higher app has; else to the list."""
    shown = pages.address_of(Participation(initiative=place, organisation=organisation))
    return redirect(shown or reverse("network:organisations", args=[place.slug]))


@require_http_methods(["GET", "POST"])
def edit_organisation(request: Request, initiative: str, organisation: str) -> HttpResponse:
    place = edited_network(request, initiative)
    found = ours(place, organisation)
    if not rules.can_edit_organisation(request.user, place, found):
        raise PermissionDenied
    initial = {field: getattr(found, field) for field in operations.IDENTITY}
    form = EditOrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_organisation(
                initiative=place,
                organisation=found,
                values=form.cleaned_data,
                since_on=form.cleaned_data["since_on"],
                is_correction=form.cleaned_data["is_correction"],
                by=request.actor,
                at=timezone.now(),
            )
        except NumberTaken:
            form.add_error(None, _("Ce numéro est celui d’un autre organisme."))
        except DateToCome:
            form.add_error("since_on", _("Ce jour n’est pas venu : changez le nom ce jour-là."))
        except NamesOverlap:
            text = _("Un ancien nom court encore ce jour-là : choisissez un jour plus tard.")
            form.add_error("since_on", text)
        else:
            return to_organisation(place, found)
    title = _("Modifier « %(name)s »") % {"name": found.name}
    return form_page(request, place, form, title, _("Enregistrer"))


@require_POST
def end_participation(request: Request, initiative: str, organisation: str) -> HttpResponse:
    place = edited_network(request, initiative)
    row = get_object_or_404(
        Participation.objects.select_related("organisation", "initiative"),
        initiative=place,
        organisation__slug=organisation,
        deleted_at=None,
    )
    put_aside(request, place, row, "organismes")
    return redirect("network:organisations", place.slug)
