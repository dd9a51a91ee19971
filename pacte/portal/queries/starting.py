"""What a new démarche asks for before it is useful."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from pacte.initiatives.enums import MANAGERS
from pacte.initiatives.models import Initiative, Membership
from pacte.initiatives.rules import has_role
from pacte.roadmap.models import Plan

if TYPE_CHECKING:
    from pacte.accounts.models import User


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing that a new démarche asks for: where it is done, whether it is."""

    name: str
    why: str
    url: str
    label: str
    is_done: bool
    is_managers: bool = False


def first_steps(initiative: Initiative, user: User, *, at: dt.datetime) -> list[FirstStep]:
    """What makes a new démarche usable, in order, of what she may do.

    The example counts for nothing.
    """

    def door(name: str) -> str:
        return reverse(name, args=[initiative.slug])

    sample = initiative.sample
    plans = Plan.objects.visible_to(user).filter(initiative=initiative)
    partners = initiative.participations.filter(deleted_at=None)
    others = Membership.objects.current(initiative.today(at)).filter(initiative=initiative)
    steps = [
        FirstStep(
            _("Mettre votre plan dans Pacte"),
            _("Le document que vous avez déjà, un modèle, ou une page blanche."),
            door("roadmap:start_import"),
            _("Déposer votre document"),
            plans.exclude(pk__in=sample.get("plans", ())).exists(),
        ),
        FirstStep(
            _("Dire qui l’on est"),
            _("Une présentation, les logos, le papier, les rubriques ouvertes."),
            door("initiatives:edit_settings"),
            _("Ouvrir les réglages"),
            bool(initiative.presentation) or initiative.logos.exists(),
            is_managers=True,
        ),
        FirstStep(
            _("Faire venir votre équipe"),
            _("Collègues, personnes élues, membres du comité : par courriel ou lettre imprimée."),
            door("initiatives:invite"),
            _("Inviter une personne"),
            others.exclude(user=user).exists() or initiative.invitations.open(at).exists(),
            is_managers=True,
        ),
        FirstStep(
            _("Noter avec qui l’on travaille"),
            _("Les organismes du plan y sont déjà ; il reste à dire qui appeler."),
            door("network:contacts"),
            _("Ajouter une personne à appeler"),
            initiative.contacts.filter(deleted_at=None)
            .exclude(pk__in=sample.get("contacts", ()))
            .exists()
            or partners.exclude(pk__in=sample.get("participations", ())).exists(),
        ),
    ]
    manages = has_role(user, initiative, *MANAGERS)
    return [step for step in steps if manages or not step.is_managers]
