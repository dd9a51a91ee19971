"""Committees and working groups."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.network import operations
from pacte.network.errors import NameTaken
from pacte.network.forms import (
    GroupForm,
)
from pacte.network.http import edited_network, form_page, put_aside
from pacte.network.models import Group


@require_http_methods(["GET", "POST"])
def save_group(request: Request, initiative: str, group: int | None = None) -> HttpResponse:
    place = edited_network(request, initiative)
    found = get_object_or_404(Group, pk=group, initiative=place, deleted_at=None) if group else None
    initial = (
        {
            "name": found.name,
            "short_name": found.short_name,
            "organisations": found.organisations.all(),
        }
        if found
        else {}
    )
    form = GroupForm(place, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_group(
                initiative=place,
                group=found,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NameTaken:
            form.add_error("name", _("Un groupe porte déjà ce nom."))
        else:
            return redirect("network:organisations", place.slug)
    title, save = _("Un comité ou un groupe"), _("Enregistrer le groupe")
    return form_page(request, place, form, title, save, told=found)


@require_POST
def delete_group(request: Request, initiative: str, group: int) -> HttpResponse:
    place = edited_network(request, initiative)
    found = get_object_or_404(Group, pk=group, initiative=place, deleted_at=None)
    put_aside(request, place, found, "groupes")
    return redirect("network:organisations", place.slug)
