"""One human per commune: who, where nobody, and the booklet; elected mandates."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import files
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.network import exports, operations, queries, rules
from pacte.network.enums import REFERENT_MOVES, ReferentState
from pacte.network.errors import DatesReversed, MoveRefused, PlaceTaken
from pacte.network.forms import CommuneSearchForm, EditReferentForm, MandateForm, NameReferentForm
from pacte.network.http import edited_network, form_page, trail_of
from pacte.network.models import MunicipalReferent
from pacte.network.views.contacts import ours
from pacte.territories.models import Territory

MANDATE = ("territory", "title", "from_on", "to_on")


def today_in(place: Initiative) -> dt.date:
    return place.today(timezone.now())


@require_GET
def referents(request: Request, initiative: str) -> HttpResponse:
    """Hers first, then the communes without anybody; all of them printed."""
    place = seen_initiative(request, initiative)
    today = today_in(place)
    coverage = queries.coverage_of(place, today=today)
    form = CommuneSearchForm(request.GET)
    form.is_valid()
    only_vacant = bool(form.cleaned_data.get("vacantes"))
    called = form.cleaned_data.get("q", "")
    own = set(
        queries.communes_of_person(place, request.user, on=today).values_list("pk", flat=True)
    )
    lines = [line for line in coverage.lines if line.answers_to(called)]
    lines = [line for line in lines if line.is_vacant or not only_vacant]
    context = {
        "initiative": place,
        "coverage": coverage,
        "form": form,
        "called": called,
        "lines": sorted(lines, key=lambda line: line.territory.pk not in own),
        "own": own,
        "only_vacant": only_vacant,
        "can_edit": rules.can_edit_network(request.user, place),
        "trail": trail_of(place),
    }
    return render(request, "network/referents.html", context)


def seen_commune(place: Initiative, slug: str) -> Territory:
    return get_object_or_404(queries.communes_in(place, today=today_in(place)), slug=slug)


@require_http_methods(["GET", "POST"])
def name_referent(request: Request, initiative: str, commune: str) -> HttpResponse:
    """Someone of the directory, or someone new."""
    place = edited_network(request, initiative)
    territory = seen_commune(place, commune)
    taken = set(
        MunicipalReferent.objects.of_initiative(place)
        .open()
        .filter(territory=territory, contact__deleted_at=None, contact__isnull=False)
        .values_list("rank", flat=True)
    )
    form = NameReferentForm(place, request.POST or None, initial={"rank": 2 if 1 in taken else 1})
    if request.method == "POST" and form.is_valid():
        try:
            operations.name_referent(
                initiative=place,
                territory=territory,
                contact=form.cleaned_data["contact"],
                someone_new=form.someone_new(),
                named=form.named(),
                by=request.actor,
                at=timezone.now(),
            )
        except PlaceTaken:
            refuse_rank(form)
        else:
            return redirect("network:referents", place.slug)
    title = _("Qui est la personne de %(place)s ?") % {"place": territory.name}
    return form_page(request, place, form, title, _("Désigner cette personne"))


def refuse_rank(form: forms.Form) -> None:
    text = _("Quelqu’un tient déjà cette place : terminez-la d’abord, ou formez un binôme.")
    form.add_error("rank", text)


def seen_referent(place: Initiative, referent: int) -> MunicipalReferent:
    rows = MunicipalReferent.objects.of_initiative(place).open().exclude(contact=None)
    return get_object_or_404(
        rows.select_related("contact", "territory", "deputy", "initiative"), pk=referent
    )


@require_http_methods(["GET", "POST"])
def edit_referent(request: Request, initiative: str, referent: int) -> HttpResponse:
    """Where she stands, from named to ended, and who stands in for her."""
    place = edited_network(request, initiative)
    found = seen_referent(place, referent)
    initial = {
        "kind": found.kind,
        "rank": found.rank,
        "since_on": found.since_on,
        "deputy": found.deputy_id,
        "state": found.state,
    }
    states = {ReferentState(found.state), *REFERENT_MOVES[ReferentState(found.state)]}
    form = EditReferentForm(place, states, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_referent(
                referent=found,
                named=form.named(),
                state=form.cleaned_data["state"],
                by=request.actor,
                at=timezone.now(),
            )
        except PlaceTaken:
            refuse_rank(form)
        except MoveRefused:
            form.add_error("state", _("Cette étape n’est plus possible : rechargez la page."))
        else:
            return redirect("network:referents", place.slug)
    names = {"name": found.contact, "place": found.territory.name}
    title = _("%(name)s, pour %(place)s") % names
    return form_page(request, place, form, title, _("Enregistrer"), told=found)


@require_POST
def ask_communes(request: Request, initiative: str) -> HttpResponse:
    """Write to the communes that have named nobody."""
    place = edited_network(request, initiative)
    asked = operations.ask_communes(
        initiative=place, asker=request.user, by=request.actor, at=timezone.now()
    )
    if asked:
        said = ngettext(
            "Une lettre est prête, à relire dans Courriels avant qu’elle parte.",
            "%(count)d lettres sont prêtes, à relire dans Courriels avant qu’elles partent.",
            len(asked),
        )
        messages.success(request, said % {"count": len(asked)})
    else:
        messages.info(request, _("Ces communes ont déjà été relancées aujourd’hui."))
    return redirect("network:referents", place.slug)


@require_GET
def booklet(request: Request, initiative: str, ending: str) -> HttpResponse:
    """The referents and whom to call; `?publiable=1`: only who agreed to be published."""
    place = seen_initiative(request, initiative)
    if ending not in exports.BOOKLET_FORMS:
        raise Http404
    made = exports.booklet(
        place, ending, at=timezone.now(), only_published="publiable" in request.GET
    )
    return files.download(made.content, name=made.name)


@require_GET
def mandates(request: Request, initiative: str) -> HttpResponse:
    """Who was elected where, the terms that end first."""
    place = seen_initiative(request, initiative)
    context = {
        "initiative": place,
        "terms": queries.terms_of(place, today=today_in(place)),
        "today": today_in(place),
        "can_edit": rules.can_edit_network(request.user, place),
        "trail": trail_of(place),
    }
    return render(request, "network/mandates.html", context)


@require_http_methods(["GET", "POST"])
def save_mandate(
    request: Request, initiative: str, contact: int, mandate: int | None = None
) -> HttpResponse:
    place = edited_network(request, initiative)
    person = ours(place, contact)
    found = get_object_or_404(person.mandates.all(), pk=mandate) if mandate is not None else None
    initial = {field: getattr(found, field) for field in MANDATE} if found else {}
    form = MandateForm(place, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_mandate(
                contact=person,
                mandate=found,
                territory=form.cleaned_data["territory"],
                title=form.cleaned_data["title"],
                term=(form.cleaned_data["from_on"], form.cleaned_data["to_on"]),
                by=request.actor,
                at=timezone.now(),
            )
        except DatesReversed:
            form.add_error("to_on", _("La fin précède le début."))
        else:
            return redirect("network:edit_contact", place.slug, person.pk)
    title = _("De quoi %(name)s a-t-il ou a-t-elle le mandat ?") % {"name": person.name}
    remove = (
        reverse("network:delete_mandate", args=[place.slug, person.pk, found.pk]) if found else ""
    )
    return form_page(request, place, form, title, _("Enregistrer le mandat"), remove=remove)


@require_POST
def delete_mandate(request: Request, initiative: str, contact: int, mandate: int) -> HttpResponse:
    place = edited_network(request, initiative)
    person = ours(place, contact)
    found = get_object_or_404(person.mandates.all(), pk=mandate)
    operations.delete_mandate(mandate=found, by=request.actor, at=timezone.now())
    return redirect("network:edit_contact", place.slug, person.pk)
