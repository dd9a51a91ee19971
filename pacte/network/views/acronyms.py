"""What acronyms mean here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.network import operations, rules
from pacte.network.errors import NameTaken
from pacte.network.forms import (
    AcronymForm,
)
from pacte.network.http import edited_network, form_page, put_aside, trail_of
from pacte.network.models import Acronym
from pacte.network.queries import ranked


@require_GET
def acronyms(request: Request, initiative: str) -> HttpResponse:
    place = seen_initiative(request, initiative)
    heard = Acronym.objects.heard_in(place).select_related("organisation")
    rows = sorted(ranked(heard), key=lambda acronym: acronym.text.casefold())
    context = {
        "initiative": place,
        "acronyms": rows,
        "can_edit": rules.can_edit_network(request.user, place),
        "trail": trail_of(place),
    }
    return render(request, "network/acronyms.html", context)


@require_http_methods(["GET", "POST"])
def save_acronym(request: Request, initiative: str, acronym: int | None = None) -> HttpResponse:
    place = edited_network(request, initiative)
    found = own(place, acronym) if acronym is not None else None
    initial = (
        {"text": found.text, "expansion": found.expansion, "organisation": found.organisation_id}
        if found
        else {}
    )
    form = AcronymForm(place, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_acronym(
                initiative=place,
                acronym=found,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NameTaken:
            form.add_error("text", _("Ce sigle est déjà dans la liste."))
        else:
            return redirect("network:acronyms", place.slug)
    title, save = _("Que veut dire ce sigle ?"), _("Garder ce sens")
    return form_page(request, place, form, title, save, told=found)


def own(place: Initiative, acronym: int) -> Acronym:
    return get_object_or_404(Acronym.objects.present(), pk=acronym, initiative=place)


@require_POST
def delete_acronym(request: Request, initiative: str, acronym: int) -> HttpResponse:
    place = edited_network(request, initiative)
    put_aside(request, place, own(place, acronym), "sigles")
    return redirect("network:acronyms", place.slug)
