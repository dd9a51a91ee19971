"""What a new démarche asks for before it is useful."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.initiatives.enums import MANAGERS
from pacte.initiatives.models import Initiative, Membership
from pacte.initiatives.rules import has_role
from pacte.portal.enums import FirstStep
from pacte.roadmap.models import Plan

if TYPE_CHECKING:
    from pacte.accounts.models import User

FOR_MANAGERS = frozenset({FirstStep.PRESENTATION, FirstStep.TEAM})


@dataclass(frozen=True, slots=True)
class StepState:
    """One thing that a new démarche asks for, and whether it is done."""

    key: FirstStep
    is_done: bool


def first_steps(initiative: Initiative, user: User, *, at: dt.datetime) -> list[StepState]:
    """What makes a new démarche usable, in order, of what she may do.

    The example counts for nothing.
    """
    sample = initiative.sample
    plans = Plan.objects.visible_to(user).filter(initiative=initiative)
    contacts = initiative.contacts.filter(deleted_at=None)
    partners = initiative.participations.filter(deleted_at=None)
    others = Membership.objects.current(initiative.today(at)).filter(initiative=initiative)
    states = [
        StepState(FirstStep.PLAN, plans.exclude(pk__in=sample.get("plans", ())).exists()),
        StepState(
            FirstStep.PRESENTATION, bool(initiative.presentation) or initiative.logos.exists()
        ),
        StepState(
            FirstStep.TEAM,
            others.exclude(user=user).exists() or initiative.invitations.open(at).exists(),
        ),
        StepState(
            FirstStep.DIRECTORY,
            contacts.exclude(pk__in=sample.get("contacts", ())).exists()
            or partners.exclude(pk__in=sample.get("participations", ())).exists(),
        ),
    ]
    manages = has_role(user, initiative, *MANAGERS)
    return [state for state in states if manages or state.key not in FOR_MANAGERS]
