"""First steps in a démarche that has just opened, and an example to try with."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.portal import operations, queries
from pacte.portal.enums import FirstStep
from pacte.portal.errors import SampleAbsent, SamplePresent
from pacte.roadmap import rules


@dataclass(frozen=True, slots=True)
class Words:
    """How a first step is said, and where it is done."""

    name: Promise
    why: Promise
    door: str
    label: Promise


@dataclass(frozen=True, slots=True)
class ShownStep:
    words: Words
    url: str
    is_done: bool


WORDS = {
    FirstStep.PLAN: Words(
        gettext_lazy("Mettre votre plan dans Pacte"),
        gettext_lazy("Le document que vous avez déjà, un modèle, ou une page blanche."),
        "roadmap:start_import",
        gettext_lazy("Déposer votre document"),
    ),
    FirstStep.PRESENTATION: Words(
        gettext_lazy("Dire qui l’on est"),
        gettext_lazy("Une présentation, les logos, le papier, les rubriques ouvertes."),
        "initiatives:edit_settings",
        gettext_lazy("Ouvrir les réglages"),
    ),
    FirstStep.TEAM: Words(
        gettext_lazy("Faire venir votre équipe"),
        gettext_lazy(
            "Collègues, personnes élues, membres du comité : par courriel ou lettre imprimée."
        ),
        "initiatives:invite",
        gettext_lazy("Inviter une personne"),
    ),
    FirstStep.DIRECTORY: Words(
        gettext_lazy("Noter avec qui l’on travaille"),
        gettext_lazy("Les organismes du plan y sont déjà ; il reste à dire qui appeler."),
        "network:contacts",
        gettext_lazy("Ajouter une personne à appeler"),
    ),
}


def started_by(request: Request, slug: str) -> Initiative:
    place = seen_initiative(request, slug)
    if not rules.can_create_plan(request.user, place):
        raise PermissionDenied
    return place


@require_GET
def first_steps(request: Request, initiative: str) -> HttpResponse:
    """What remains to do so that the démarche can be used, each with its door."""
    place = started_by(request, initiative)
    steps = [
        ShownStep(words, reverse(words.door, args=[place.slug]), state.is_done)
        for state in queries.first_steps(place, request.user, at=timezone.now())
        for words in [WORDS[state.key]]
    ]
    context = {
        "initiative": place,
        "steps": steps,
        "next": next((step for step in steps if not step.is_done), None),
        "has_sample": bool(place.sample),
    }
    return render(request, "portal/first_steps.html", context)


@require_POST
def add_sample(request: Request, initiative: str) -> HttpResponse:
    place = started_by(request, initiative)
    try:
        plan = operations.add_sample(initiative=place, by=request.actor, at=timezone.now())
    except SamplePresent:
        messages.info(request, _("L’exemple est déjà là."))
        return redirect("portal:first_steps", place.slug)
    messages.success(
        request, _("L’exemple est ajouté : l’équipe seule le voit. Essayez sans crainte.")
    )
    return redirect("roadmap:plan_table", place.slug, plan.slug)


@require_POST
def remove_sample(request: Request, initiative: str) -> HttpResponse:
    place = started_by(request, initiative)
    try:
        operations.remove_sample(initiative=place, by=request.actor, at=timezone.now())
    except SampleAbsent:
        messages.info(request, _("L’exemple n’est plus là."))
    else:
        messages.success(
            request, _("L’exemple est retiré. Son plan peut être rétabli pendant 30 jours.")
        )
    return redirect("portal:first_steps", place.slug)
