"""What the pages of a network share: their gate, what leads to them, a page with one form."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.accounts.http import Request
from pacte.core import history
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.network import operations, rules
from pacte.network.models import Contact, Participation, Unit
from pacte.network.queries import functions_of, referents_held


def edited_network(request: Request, slug: str) -> Initiative:
    place = seen_initiative(request, slug)
    if not rules.can_edit_network(request.user, place):
        raise PermissionDenied
    return place


def trail_of(place: Initiative) -> list[dict[str, str]]:
    url = reverse("network:organisations", args=[place.slug])
    return [{"label": _("Partenaires"), "url": url}]


def form_page(
    request: Request,
    place: Initiative,
    form: forms.Form,
    title: str,
    save: str,
    *,
    told: models.Model | None = None,
    remove: str = "",
    contact: Contact | None = None,
) -> HttpResponse:
    """Show a form; `told` is the row whose history follows, `remove` the address that takes it off.

    `contact` is whose functions are listed beneath.
    """
    context = {
        "initiative": place,
        "form": form,
        "form_title": title,
        "save": save,
        "history": history.told(told, space=place.audit_space) if told else [],
        "remove": remove,
        "contact": contact,
        "unit": told if isinstance(told, Unit) else None,
        "functions": functions_of(contact) if contact else [],
        "mandates": contact.mandates.select_related("territory").order_by("from_on", "pk")
        if contact
        else [],
        "communes": referents_held(contact) if contact else [],
        "back": reverse("network:organisations", args=[place.slug]),
        "trail": trail_of(place),
    }
    return render(request, "network/form.html", context)


def put_aside(request: Request, place: Initiative, row: operations.Deletable, sort: str) -> None:
    """Take it off and say so, with the way back."""
    operations.delete_row(initiative=place, row=row, by=request.actor, at=timezone.now())
    name = row.organisation.name if isinstance(row, Participation) else str(row)
    text = _("« %(name)s » n’est plus dans la liste, et peut y revenir pendant 30 jours.")
    undo = reverse("network:restore", args=[place.slug, sort, row.pk])
    messages.info(request, text % {"name": name}, extra_tags=undo)
