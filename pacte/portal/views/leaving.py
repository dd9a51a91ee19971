"""Someone leaves, someone arrives: what goes to another, and four pages to begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pacte.core import files
from pacte.initiatives.errors import LastLead
from pacte.initiatives.http import seen_initiative
from pacte.network import rules as network_rules
from pacte.network.models import Contact, Organisation, Unit
from pacte.network.queries import others_in_directory, takers_of
from pacte.portal import exports, operations, queries
from pacte.portal.enums import HeldSort
from pacte.portal.forms import LeavingForm, UnitHandedForm, WhoLeavesForm

if TYPE_CHECKING:
    from pacte.accounts.http import Request


Row: TypeAlias = Any  # of whatever model leads to someone
Label: TypeAlias = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Words:
    """How what is held of one sort is said: under which heading, each row, what it is."""

    title: str
    label: Label
    note: Label


@dataclass(frozen=True, slots=True)
class Item:
    key: str  # sort and row
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    items: list[Item]


def shown(found: Iterable[queries.Holding], words: Mapping[HeldSort, Words]) -> list[Part]:
    """What was found, under the headings of its sorts."""
    parts: dict[str, list[Item]] = {}
    for holding in found:
        said = words[holding.sort]
        parts.setdefault(said.title, []).extend(
            Item(f"{holding.sort}:{row.pk}", said.label(row), said.note(row))
            for row in holding.rows
        )
    return [Part(title, items) for title, items in parts.items()]


def words_of(contact: Contact) -> dict[HeldSort, Words]:
    communes = _("Communes")
    return {
        HeldSort.PART: Words(_("Dans le plan"), action_of, how_named(contact)),
        HeldSort.REQUESTS: Words(_("Dans le plan"), unanswered, nothing),
        HeldSort.FUNCTION: Words(_("Ses fonctions"), title_of, where_of),
        HeldSort.REFERENT: Words(communes, commune_of, says(_("personne de la commune"))),
        HeldSort.DEPUTY_REFERENT: Words(communes, commune_of, says(_("remplace en son absence"))),
        HeldSort.GROUP: Words(_("Comités et groupes"), str, says(_("en répond"))),
        HeldSort.DEPUTY: Words(_("Remplacements"), str, says(_("remplace cette personne"))),
        HeldSort.ROLE: Words(_("Son accès"), role_of, says(_("prend fin ce jour-là"))),
    }


def words_of_unit() -> dict[HeldSort, Words]:
    return {
        HeldSort.PART: Words(_("Dans le plan"), action_of, role_of),
        HeldSort.FUNCTION: Words(_("Personnes"), who, title_of),
    }


def says(text: str) -> Label:
    return lambda _row: text


def nothing(_row: Row) -> str:
    return ""


def unanswered(_row: Row) -> str:
    return _("Une demande de nouvelles sans réponse")


def action_of(row: Row) -> str:
    return str(row.action)


def title_of(row: Row) -> str:
    return str(row.title)


def where_of(row: Row) -> str:
    return ", ".join(str(place) for place in (row.unit, row.organisation) if place)


def commune_of(row: Row) -> str:
    return str(row.territory)


def role_of(row: Row) -> str:
    return str(row.get_role_display())


def how_named(contact: Contact) -> Label:
    """As what: named herself, or answering for an organisation."""

    def told(row: Row) -> str:
        role = str(row.get_role_display())
        if row.contact_id == contact.pk:
            return role
        return f"{role}, " + _("répond pour %(name)s") % {"name": row.label}

    return told


def who(row: Row) -> str:
    return str(row.contact)


@require_http_methods(["GET", "POST"])
def hand_over_all(request: Request, initiative: str) -> HttpResponse:
    """Who leaves, what she holds, who takes it over."""
    place = seen_initiative(request, initiative)
    if not network_rules.can_edit_network(request.user, place):
        raise PermissionDenied
    who = WhoLeavesForm(place, request.GET if "personne" in request.GET else None)
    contact = who.cleaned_data["personne"] if who.is_bound and who.is_valid() else None
    if contact is None:
        context = {"initiative": place, "who": who}
        return render(request, "portal/hand_over_all.html", context)
    at = timezone.now()
    parts = shown(queries.holdings(place, contact, request.user, at=at), words_of(contact))
    keys = [item.key for part in parts for item in part.items]
    form = LeavingForm(
        others_in_directory(contact),
        keys,
        request.POST or None,
        initial={"last_on": place.today(at), "what": keys},
    )
    if request.method == "POST" and form.is_valid() and taken_over(request, contact, form, at):
        here = reverse("portal:hand_over_all", args=[place.slug])
        return redirect(f"{here}?personne={contact.pk}")
    context = {
        "initiative": place,
        "who": who,
        "contact": contact,
        "parts": parts,
        "form": form,
        "ticked": set(form["what"].value() or ()),
    }
    return render(request, "portal/hand_over_all.html", context)


def taken_over(request: Request, contact: Contact, form: LeavingForm, at: dt.datetime) -> bool:
    try:
        to = operations.hand_over_all(
            contact=contact,
            to=form.cleaned_data["to"],
            someone_new=form.someone_new(),
            ticked=form.ticked(),
            last_on=form.cleaned_data["last_on"],
            by=request.actor,
            at=at,
        )
    except LastLead:
        form.add_error("what", _("Plus personne ne mènerait la démarche : décochez son accès."))
        return False
    told = _("%(to)s reprend ce que tenait %(name)s, et paraît pressentie jusqu’à sa réponse.")
    messages.success(request, told % {"to": to.name, "name": contact.name})
    return True


@require_http_methods(["GET", "POST"])
def hand_over_unit(request: Request, initiative: str, unit: int) -> HttpResponse:
    """The actions and the people of a service that was merged, split, moved or closed."""
    place = seen_initiative(request, initiative)
    if not network_rules.can_edit_network(request.user, place):
        raise PermissionDenied
    found = get_object_or_404(
        Unit.objects.present().select_related("organisation"),
        pk=unit,
        organisation__in=Organisation.objects.of_initiative(place),
    )
    at = timezone.now()
    parts = shown(queries.held_by_unit(place, found, request.user, at=at), words_of_unit())
    keys = [item.key for part in parts for item in part.items]
    takers = takers_of(found, place)
    form = UnitHandedForm(takers, keys, request.POST or None, initial={"what": keys})
    if request.method == "POST" and form.is_valid():
        operations.hand_over_unit(
            initiative=place,
            unit=found,
            to=form.taker(),
            ticked=form.ticked(),
            by=request.actor,
            at=at,
        )
        told = _("« %(name)s » ne tient plus ce qui était coché.")
        messages.success(request, told % {"name": found.name})
        return redirect("portal:hand_over_unit", place.slug, found.pk)
    context = {
        "initiative": place,
        "unit": found,
        "successors": found.successors.filter(deleted_at=None).order_by("name", "pk"),
        "parts": parts,
        "form": form,
        "ticked": set(form["what"].value() or ()),
    }
    return render(request, "portal/hand_over_unit.html", context)


@require_GET
def arrival_file(request: Request, initiative: str) -> HttpResponse:
    """For whoever arrives: who is who, the plan on a page, what is due, whom to call."""
    place = seen_initiative(request, initiative)
    made = exports.arrival_file(place, request.user, at=timezone.now())
    return files.download(made.content, name=made.name)
