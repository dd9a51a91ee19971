"""What was put aside in the network, and its way back."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.models import Initiative
from pacte.network import operations, rules
from pacte.network.errors import NameTaken
from pacte.network.http import edited_network, trail_of
from pacte.network.models import Acronym, Contact, Group, Participation, Unit

# As an address names them, where one sees the row again.
SORTS = {
    "organismes": "network:organisations",
    "services": "network:organisations",
    "groupes": "network:organisations",
    "personnes": "network:contacts",
    "sigles": "network:acronyms",
}


def recoverable(
    place: Initiative, now: dt.datetime
) -> dict[str, models.QuerySet[operations.Deletable]]:
    """What may come back, by its sort."""
    return {
        "organismes": Participation.objects.recoverable(place, now).select_related("organisation"),
        "services": Unit.objects.recoverable(place, now).select_related("organisation"),
        "groupes": Group.objects.recoverable(place, now),
        "personnes": Contact.objects.recoverable(place, now),
        "sigles": Acronym.objects.recoverable(place, now),
    }


def name_of(row: operations.Deletable) -> str:
    if isinstance(row, Participation):
        return row.organisation.name
    return f"{row.name}, {row.organisation.label}" if isinstance(row, Unit) else str(row)


def may_return(request: Request, place: Initiative, row: operations.Deletable) -> bool:
    """A service that another initiative took off is for that one to bring back."""
    return not isinstance(row, Unit) or rules.can_edit_unit(request.user, place, row)


@require_GET
def deleted(request: Request, initiative: str) -> HttpResponse:
    """Organisations, services, groups, contacts and acronyms, for thirty days."""
    place = edited_network(request, initiative)
    rows = recoverable(place, timezone.now())
    context = {
        "initiative": place,
        "removed": [
            (sort, row, name_of(row))
            for sort in rows
            for row in rows[sort]
            if may_return(request, place, row)
        ],
        "trail": trail_of(place),
    }
    return render(request, "network/deleted.html", context)


@require_POST
def restore(request: Request, initiative: str, sort: str, pk: int) -> HttpResponse:
    place = edited_network(request, initiative)
    if sort not in SORTS:
        raise Http404
    found = get_object_or_404(recoverable(place, timezone.now())[sort], pk=pk)
    if not may_return(request, place, found):
        raise PermissionDenied
    try:
        operations.restore_row(initiative=place, row=found, by=request.actor, at=timezone.now())
    except NameTaken:
        messages.warning(request, _("Un autre porte déjà ce nom : renommez-le d’abord."))
    return redirect(SORTS[sort], place.slug)
