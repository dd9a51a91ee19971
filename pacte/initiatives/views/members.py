"""Doors of an initiative's people: who takes part, in which role, from when until when."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.initiatives import operations, queries, rules
from pacte.initiatives.errors import (
    AlreadyMember,
    EndBeforeStart,
    InitiativeError,
    LastLead,
    NoEnd,
    TooLong,
)
from pacte.initiatives.forms import MembershipForm, UntilForm
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative, Invitation, Membership

REFUSALS = {
    AlreadyMember: ("role", gettext_lazy("Cette personne a déjà ce rôle à ces dates.")),
    EndBeforeStart: ("to_on", gettext_lazy("Un rôle prend fin le jour où il commence, ou après.")),
    NoEnd: (
        "to_on",
        gettext_lazy(
            "Dites jusqu’à quand : l’accès d’une consultante ou d’un consultant a une fin."
        ),
    ),
    TooLong: ("to_on", gettext_lazy("Un an au plus : vous pourrez prolonger.")),
    LastLead: (
        None,
        gettext_lazy(
            "La démarche n’aurait plus personne pour la mener. Invitez d’abord quelqu’un."
        ),
    ),
}


def managed(request: Request, slug: str) -> Initiative:
    initiative = seen_initiative(request, slug)
    if not rules.can_manage_members(request.user, initiative):
        raise PermissionDenied
    return initiative


def refuse_unless_managed(request: Request, place: Initiative, role: str) -> None:
    if role not in rules.roles_managed_by(request.user, place):
        raise PermissionDenied


def say_refusal(form: forms.Form, error: InitiativeError) -> None:
    field, text = REFUSALS[type(error)]
    form.add_error(field, str(text))


@require_GET
def members(request: Request, initiative: str) -> HttpResponse:
    place = seen_initiative(request, initiative)
    managed_roles = rules.roles_managed_by(request.user, place)
    now = timezone.now()
    context = {
        "initiative": place,
        "people": queries.people_of(place, place.today(now)),
        "invitations": Invitation.objects.open(now)
        .filter(initiative=place)
        .order_by("-invited_at", "pk")
        if managed_roles
        else Invitation.objects.none(),
        "can_manage": bool(managed_roles),
        "managed_roles": managed_roles,
    }
    return render(request, "initiatives/members.html", context)


@require_http_methods(["GET", "POST"])
def edit_membership(request: Request, initiative: str, membership: int) -> HttpResponse:
    place = managed(request, initiative)
    found = get_object_or_404(place.memberships.select_related("user"), pk=membership)
    refuse_unless_managed(request, place, found.role)
    form = MembershipForm(
        rules.roles_managed_by(request.user, place),
        request.POST or None,
        initial={field: getattr(found, field) for field in ("role", "title", "from_on", "to_on")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_membership(
                membership=found, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except tuple(REFUSALS) as error:
            say_refusal(form, error)
        else:
            messages.success(request, _("C’est noté pour %(name)s.") % {"name": found.user})
            return redirect("initiatives:members", place.slug)
    context = {
        "initiative": place,
        "member": found,
        "form": form,
        "is_current": found.is_current(place.today(timezone.now())),
        "trail": [
            {
                "label": _("Équipe"),
                "url": reverse("initiatives:members", args=[place.slug]),
            }
        ],
    }
    return render(request, "initiatives/edit_membership.html", context)


@require_POST
def end_membership(request: Request, initiative: str, membership: int) -> HttpResponse:
    place = managed(request, initiative)
    found = get_object_or_404(place.memberships.select_related("user"), pk=membership)
    refuse_unless_managed(request, place, found.role)
    today = place.today(timezone.now())
    until = found.to_on
    try:
        ended = operations.end_membership(membership=found, by=request.actor, at=timezone.now())
    except LastLead:
        messages.error(request, str(REFUSALS[LastLead][1]))
    else:
        text = (
            _("%(name)s ne participe plus.")
            if found.from_on <= today
            else _("%(name)s ne participera pas.")
        )
        undo = undo_address(place, ended, until) if ended.pk else ""
        messages.info(request, text % {"name": found.user}, extra_tags=undo)
    return redirect("initiatives:members", place.slug)


def undo_address(place: Initiative, member: Membership, until: object) -> str:
    door = reverse("initiatives:restore_membership", args=[place.slug, member.pk])
    return f"{door}?to_on={until}" if until else door


@require_POST
def restore_membership(request: Request, initiative: str, membership: int) -> HttpResponse:
    """« Annuler », after someone was taken off the list."""
    place = managed(request, initiative)
    found = get_object_or_404(place.memberships.select_related("user"), pk=membership)
    refuse_unless_managed(request, place, found.role)
    form = UntilForm(request.GET)
    until = form.cleaned_data["to_on"] if form.is_valid() else None
    try:
        operations.restore_membership(
            membership=found, to_on=until, by=request.actor, at=timezone.now()
        )
    except tuple(REFUSALS) as error:
        messages.error(request, str(REFUSALS[type(error)][1]))
    else:
        messages.info(request, _("%(name)s participe de nouveau.") % {"name": found.user})
    return redirect("initiatives:members", place.slug)
