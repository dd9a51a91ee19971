"""The lists of an initiative, kept by its team: publics, themes, pillars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.initiatives.enums import ListKind
from pacte.initiatives.errors import ListStarted, NameTaken
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import LISTS
from pacte.roadmap import operations, rules
from pacte.roadmap.forms.listed import ListedForm, PlaceForm
from pacte.roadmap.queries.attachments import list_with_counts, unmatched_publics
from pacte.ui.http import form_page

if TYPE_CHECKING:
    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative, Listed


# As addresses say them.
KINDS = {"publics": ListKind.PUBLICS, "themes": ListKind.THEMES, "piliers": ListKind.PILLARS}


def listing_place(request: Request, slug: str) -> Initiative:
    place = seen_initiative(request, slug)
    if not rules.can_edit_lists(request.user, place):
        raise PermissionDenied
    return place


def kind_of(word: str) -> ListKind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def entry_of(place: Initiative, word: str, key: int) -> Listed:
    return get_object_or_404(LISTS[kind_of(word)].objects.of_initiative(place), pk=key)


@require_GET
def lists(request: Request, initiative: str) -> HttpResponse:
    """Every list with its entries; and the words of publics that name none of them."""
    place = listing_place(request, initiative)
    return lists_page(request, place)


def lists_page(
    request: Request, place: Initiative, *, kind: str = "", form: ListedForm | None = None
) -> HttpResponse:
    kinds = [
        {
            "word": word,
            "label": one.label,
            "rows": list_with_counts(place, one),
            "form": form if form is not None and kind == one else ListedForm(prefix=one.value),
        }
        for word, one in KINDS.items()
    ]
    context = {
        "initiative": place,
        "kinds": kinds,
        "unmatched": unmatched_publics(place),
        "publics": LISTS[ListKind.PUBLICS].objects.of_initiative(place).offered(),
        "trail": [],
    }
    return render(request, "roadmap/lists.html", context, status=422 if form is not None else 200)


def to_lists(place: Initiative, anchor: str) -> HttpResponse:
    return redirect(reverse("roadmap:lists", args=[place.slug]) + f"#{anchor}")


@require_POST
def add_listed(request: Request, initiative: str, listed: str) -> HttpResponse:
    place, asked = listing_place(request, initiative), kind_of(listed)
    form = ListedForm(request.POST, prefix=asked.value)
    if form.is_valid():
        try:
            operations.add_listed(
                initiative=place,
                kind=asked,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NameTaken:
            form.add_error("name", _("Ce nom est déjà dans la liste."))
        else:
            return to_lists(place, listed)
    return lists_page(request, place, kind=asked, form=form)


@require_POST
def start_list(request: Request, initiative: str, listed: str) -> HttpResponse:
    place, asked = listing_place(request, initiative), kind_of(listed)
    try:
        operations.start_list(initiative=place, kind=asked, by=request.actor, at=timezone.now())
    except ListStarted:
        messages.info(request, _("La liste est déjà commencée."))
    return to_lists(place, listed)


@require_http_methods(["GET", "POST"])
def edit_listed(request: Request, initiative: str, listed: str, entry: int) -> HttpResponse:
    place = listing_place(request, initiative)
    found = entry_of(place, listed, entry)
    form = ListedForm(request.POST or None, initial=ListedForm.of(found))
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_listed(
                entry=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except NameTaken:
            form.add_error("name", _("Ce nom est déjà dans la liste."))
        else:
            messages.success(request, _("Enregistré."))
            return to_lists(place, listed)
    url = reverse("roadmap:lists", args=[place.slug])
    trail = [{"label": _("Listes"), "url": url}]
    back = f"{url}#{listed}"
    return form_page(request, form, found.name, _("Enregistrer"), back=back, trail=trail)


@require_POST
def remove_listed(request: Request, initiative: str, listed: str, entry: int) -> HttpResponse:
    place = listing_place(request, initiative)
    found = entry_of(place, listed, entry)
    name = found.name
    is_gone = operations.remove_listed(
        entry=found, kind=kind_of(listed), by=request.actor, at=timezone.now()
    )
    if is_gone:
        messages.info(request, _("« %(name)s » n’est plus dans la liste.") % {"name": name})
    else:
        told = _("« %(name)s » n’est plus proposé ; les actions qui l’ont le gardent.")
        undo = reverse("roadmap:reopen_listed", args=[place.slug, listed, entry])
        messages.info(request, told % {"name": name}, extra_tags=undo)
    return to_lists(place, listed)


@require_POST
def reopen_listed(request: Request, initiative: str, listed: str, entry: int) -> HttpResponse:
    place = listing_place(request, initiative)
    operations.reopen_listed(
        entry=entry_of(place, listed, entry), by=request.actor, at=timezone.now()
    )
    return to_lists(place, listed)


@require_POST
def place_words(request: Request, initiative: str) -> HttpResponse:
    """Words that documents write mean this public from now on."""
    place = listing_place(request, initiative)
    form = PlaceForm(request.POST)
    if form.is_valid():
        key, words = form.cleaned_data["entry"], form.cleaned_data["words"]
        entry = entry_of(place, "publics", key) if key else None
        entry = operations.place_words(
            initiative=place, entry=entry, words=words, by=request.actor, at=timezone.now()
        )
        told = _("« %(words)s » compte désormais avec « %(name)s ».")
        messages.success(request, told % {"words": words, "name": entry.name})
    return to_lists(place, "hors-liste")
