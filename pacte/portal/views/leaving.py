"""Someone leaves, someone arrives: what goes to another, and four pages to begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
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
from pacte.initiatives import rules
from pacte.initiatives.errors import LastLead
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Membership
from pacte.network import rules as network_rules
from pacte.network.models import Contact, ContactFunction, Organisation, Unit
from pacte.network.queries import held_by, others_in_directory, takers_of
from pacte.portal import exports, operations
from pacte.portal.forms import LeavingForm, UnitHandedForm, WhoLeavesForm
from pacte.roadmap.queries.leaving import links_waiting, parts_of, parts_of_unit

if TYPE_CHECKING:
    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative


Row: TypeAlias = Any  # of whatever model leads to someone
Label: TypeAlias = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Item:
    key: str  # sort and row
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    items: list[Item]


def items(sort: str, rows: Iterable[Row], label: Label, note: Label) -> list[Item]:
    return [Item(f"{sort}:{row.pk}", str(label(row)), str(note(row))) for row in rows]


def holdings(request: Request, place: Initiative, contact: Contact, at: dt.datetime) -> list[Part]:
    """All that she holds, in the order in which one thinks of it; no empty part."""
    held = held_by(contact, on=place.today(at))
    roles = Membership.objects.current(place.today(at)).filter(
        initiative=place,
        user__email__iexact=contact.email or "-",
        role__in=rules.roles_managed_by(request.user, place),
    )
    found: list[tuple[str, str, Iterable[Row], Label, Label]] = [
        (_("Dans le plan"), "part", parts_of(contact, request.user), action_of, how_named(contact)),
        (_("Dans le plan"), "requests", links_waiting(contact, now=at), unanswered, nothing),
        (_("Ses fonctions"), "function", held.functions, title_of, where_of),
        (_("Communes"), "referent", held.referents, commune_of, says(_("personne de la commune"))),
        (
            _("Communes"),
            "deputy-referent",
            held.deputy_referents,
            commune_of,
            says(_("remplace en son absence")),
        ),
        (_("Comités et groupes"), "group", held.groups, str, says(_("en répond"))),
        (_("Remplacements"), "deputy", held.deputies, str, says(_("remplace cette personne"))),
        (_("Son accès"), "role", roles, role_of, says(_("prend fin ce jour-là"))),
    ]
    parts: dict[str, list[Item]] = {}
    for title, sort, rows, label, note in found:
        parts.setdefault(title, []).extend(items(sort, rows, label, note))
    return [Part(title, told) for title, told in parts.items() if told]


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
    parts = holdings(request, place, contact, at)
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
    parts = held_by_unit(request, place, found)
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
            at=timezone.now(),
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


def held_by_unit(request: Request, place: Initiative, unit: Unit) -> list[Part]:
    today = place.today(timezone.now())
    rows = parts_of_unit(unit, place, request.user)
    people = ContactFunction.objects.current(today).filter(unit=unit, contact__initiative=place)
    told = [
        Part(_("Dans le plan"), items("part", rows, action_of, role_in_plan)),
        Part(
            _("Personnes"),
            items("function", people.select_related("contact").order_by("pk"), who, title_of),
        ),
    ]
    return [part for part in told if part.items]


def role_in_plan(row: Row) -> str:
    return str(row.get_role_display())


def who(row: Row) -> str:
    return str(row.contact)


@require_GET
def arrival_file(request: Request, initiative: str) -> HttpResponse:
    """For whoever arrives: who is who, the plan on a page, what is due, whom to call."""
    place = seen_initiative(request, initiative)
    made = exports.arrival_file(place, request.user, at=timezone.now())
    return files.download(made.content, name=made.name)
