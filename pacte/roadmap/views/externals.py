"""Initiatives of others: their list, a page each with the actions that contribute to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.core import history
from pacte.initiatives.errors import NameTaken
from pacte.initiatives.http import place_of
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.forms.externals import BondsForm, ExternalForm
from pacte.roadmap.models import ExternalInitiative
from pacte.roadmap.queries import externals as queries
from pacte.ui.http import form_page

if TYPE_CHECKING:
    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative


def edited_place(request: Request, slug: str) -> Initiative:
    place = place_of(request, slug)
    if not rules.can_edit_lists(request.user, place):
        raise PermissionDenied
    return place


def external_of(place: Initiative, key: int) -> ExternalInitiative:
    rows = ExternalInitiative.objects.of_initiative(place).select_related("initiative")
    return get_object_or_404(rows, pk=key)


def trail_to(place: Initiative, external: ExternalInitiative | None = None) -> list[dict[str, str]]:
    url = reverse("roadmap:externals", args=[place.slug])
    trail = [{"label": _("Démarches extérieures"), "url": url}]
    if external is not None:
        url = reverse("roadmap:external", args=[place.slug, external.pk])
        trail.append({"label": external.name, "url": url})
    return trail


@require_GET
def externals(request: Request, initiative: str) -> HttpResponse:
    place = place_of(request, initiative)
    context = {
        "initiative": place,
        "externals": queries.externals(place, request.user),
        "can_edit": rules.can_edit_lists(request.user, place),
        "trail": [],
    }
    return render(request, "roadmap/externals.html", context)


@require_GET
def external(request: Request, initiative: str, external: int) -> HttpResponse:
    place = place_of(request, initiative)
    found = external_of(place, external)
    can_edit = rules.can_edit_lists(request.user, place)
    context = {
        "initiative": place,
        "external": found,
        "met": queries.actions_meeting(found, request.user),
        "can_edit": can_edit,
        "history": history.told(found) if can_edit else [],
        "trail": trail_to(place),
    }
    return render(request, "roadmap/external.html", context)


@require_http_methods(["GET", "POST"])
def add_external(request: Request, initiative: str) -> HttpResponse:
    place = edited_place(request, initiative)
    form = ExternalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add_external(
                initiative=place, fields=form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except NameTaken:
            form.add_error("name", _("Ce nom est déjà dans la liste."))
        else:
            told = _("Ajoutée. Les actions s’y rattachent depuis leur page ou leur ligne.")
            messages.success(request, told)
            return redirect("roadmap:external", place.slug, made.pk)
    titles = (_("Quelle démarche extérieure ajoutez-vous ?"), _("Ajouter"))
    return form_page(request, form, *titles, trail=trail_to(place))


@require_http_methods(["GET", "POST"])
def edit_external(request: Request, initiative: str, external: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = external_of(place, external)
    initial = {name: getattr(found, name) for name in ExternalForm.base_fields}
    form = ExternalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_external(
                external=found, asked=form.asked(), by=request.actor, at=timezone.now()
            )
        except NameTaken:
            form.add_error("name", _("Ce nom est déjà dans la liste."))
        except FieldChangedMeanwhile as changed:
            form.add_conflict(changed)
        else:
            return redirect("roadmap:external", place.slug, found.pk)
    titles = (_("Que dire de « %(name)s » ?") % {"name": found}, _("Enregistrer"))
    return form_page(request, form, *titles, trail=trail_to(place, found))


@require_http_methods(["GET", "POST"])
def tell_bonds(request: Request, initiative: str, external: int) -> HttpResponse:
    """How each of its actions meets it."""
    place = edited_place(request, initiative)
    found = external_of(place, external)
    form = BondsForm(queries.actions_meeting(found, request.user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.tell_bonds(
            external=found, bonds=form.bonds(), by=request.actor, at=timezone.now()
        )
        return redirect("roadmap:external", place.slug, found.pk)
    titles = (
        _("Comment ces actions et « %(name)s » se rejoignent-elles ?") % {"name": found},
        _("Enregistrer"),
    )
    return form_page(request, form, *titles, trail=trail_to(place, found))


@require_POST
def remove_external(request: Request, initiative: str, external: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = external_of(place, external)
    name = found.name
    if operations.remove_external(external=found, by=request.actor, at=timezone.now()):
        messages.info(request, _("« %(name)s » n’est plus dans la liste.") % {"name": name})
    else:
        told = _("« %(name)s » n’est plus proposée ; les actions qui l’ont la gardent.")
        undo = reverse("roadmap:reopen_external", args=[place.slug, external])
        messages.info(request, told % {"name": name}, extra_tags=undo)
    return redirect("roadmap:externals", place.slug)


@require_POST
def reopen_external(request: Request, initiative: str, external: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = external_of(place, external)
    operations.reopen_external(external=found, by=request.actor, at=timezone.now())
    return redirect("roadmap:external", place.slug, found.pk)
