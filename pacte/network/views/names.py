"""The names that an organisation had, and the one it is merged into."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.models import Initiative
from pacte.network import operations, queries, rules
from pacte.network.errors import AlreadyMerged, DatesReversed, DateToCome, NamesOverlap
from pacte.network.forms import MergerForm, NameForm
from pacte.network.http import edited_network, form_page, trail_of
from pacte.network.models import Organisation
from pacte.network.views.organisations import ours, to_organisation

FIELDS = ("name", "short_name", "from_on", "to_on")


def renamed(request: Request, place: Initiative, slug: str) -> Organisation:
    found = ours(place, slug)
    if not rules.can_edit_organisation(request.user, place, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def save_name(
    request: Request, initiative: str, organisation: str, former: int | None = None
) -> HttpResponse:
    """A name it had, with its days; or another name by which it is known."""
    place = edited_network(request, initiative)
    found = renamed(request, place, organisation)
    row = get_object_or_404(found.names.all(), pk=former) if former is not None else None
    initial = {field: getattr(row, field) for field in FIELDS} if row else {}
    form = NameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_name(
                initiative=place,
                organisation=found,
                former=row,
                held=operations.NameHeld(**form.cleaned_data),
                by=request.actor,
                at=timezone.now(),
            )
        except (DatesReversed, DateToCome, NamesOverlap) as error:
            refuse(form, error)
        else:
            return to_organisation(place, found)
    title = _("Comment « %(name)s » s’est-il appelé ?") % {"name": found.name}
    remove = reverse("network:delete_name", args=[place.slug, found.slug, row.pk]) if row else ""
    return form_page(request, place, form, title, _("Enregistrer le nom"), remove=remove)


def refuse(form: forms.Form, error: Exception) -> None:
    if isinstance(error, DatesReversed):
        form.add_error("to_on", _("La fin précède le début."))
    elif isinstance(error, DateToCome):
        form.add_error("to_on", _("Ce jour n’est pas venu : un ancien nom a une fin passée."))
    else:
        text = _("Un organisme a un seul nom à la fois : un autre court ces jours-là.")
        form.add_error("from_on", text)


@require_POST
def delete_name(request: Request, initiative: str, organisation: str, former: int) -> HttpResponse:
    place = edited_network(request, initiative)
    found = renamed(request, place, organisation)
    row = get_object_or_404(found.names.all(), pk=former)
    operations.delete_name(initiative=place, former=row, by=request.actor, at=timezone.now())
    return to_organisation(place, found)


@require_http_methods(["GET", "POST"])
def merge_organisations(request: Request, initiative: str, organisation: str) -> HttpResponse:
    """Choose the other one, see what would move, then do it: this cannot be undone."""
    place = edited_network(request, initiative)
    merged = merged_or_found(place, organisation)
    if not rules.can_merge_organisations(request.user, place, merged):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    form = MergerForm(place, merged, asked if "avec" in asked else None)
    kept = form.cleaned_data["avec"] if form.is_bound and form.is_valid() else None
    can_merge = kept is not None and rules.can_merge_organisations(
        request.user, place, merged, kept
    )
    if request.method == "POST" and kept is not None:
        if not can_merge:
            raise PermissionDenied
        return merge(request, place, merged, kept)
    context = {
        "initiative": place,
        "organisation": merged,
        "form": form,
        "look_alikes": queries.look_alikes(place, merged) if kept is None else [],
        "merger": queries.merger_of(merged, kept) if kept else None,
        "can_merge": can_merge,
        "trail": trail_of(place),
    }
    return render(request, "network/merge_organisations.html", context)


def merged_or_found(place: Initiative, slug: str) -> Organisation:
    """One that was merged meanwhile is still known by its address, so as to say so."""
    both = Organisation.objects.of_initiative(place) | Organisation.objects.merged_in(place)
    return get_object_or_404(both, slug=slug)


def merge(
    request: Request, place: Initiative, merged: Organisation, kept: Organisation
) -> HttpResponse:
    try:
        operations.merge_organisations(
            merged=merged,
            kept=kept,
            takes_identity=True,
            by=request.actor,
            at=timezone.now(),
        )
    except AlreadyMerged as meanwhile:
        text = _("« %(name)s » vient d’être réuni avec « %(into)s ». Rien d’autre n’a changé.")
        names = {"name": meanwhile.merged, "into": meanwhile.into}
        messages.warning(request, text % names)
        return redirect("network:organisations", place.slug)
    text = _("« %(name)s » et « %(into)s » ne font plus qu’un.")
    messages.success(request, text % {"name": merged.name, "into": kept.name})
    return to_organisation(place, kept)
