"""Whom to call about an action: the page of each organisation it names, and who answers there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.initiatives.models import Initiative
from pacte.network.models import Contact, Participation
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityState
from pacte.roadmap.queries.asked import voices_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.network.models import Organisation
    from pacte.roadmap.models import Action, Responsibility

    People = Sequence[tuple[str, str, Sequence[Responsibility]]]  # as ActionSheet has them


@dataclass(frozen=True, slots=True)
class Named:
    """Someone the action names, and what the directory lets this person read of it."""

    row: Responsibility
    organisation: Organisation | None  # itself, or that of its unit
    page: Participation | None  # shown where this organisation takes part in the initiative
    meaning: str  # the whole name, where the label is an acronym
    voice: Contact | None  # who answers; only of those who lead, and did not decline


def reach_of(
    people: People, action: Action, user: User | AnonymousUser, *, today: dt.date
) -> list[tuple[str, str, list[Named]]]:
    """Three queries at most. A contact put aside, or that this person may not read, is not told."""
    rows = [row for _role, _label, same in people for row in same]
    if not rows:
        return []
    pages = pages_of(rows, action, user)
    voices = voices_told(rows, action, user, today=today)
    return [
        (role, label, [named(row, pages, voices.get(row.pk)) for row in same])
        for role, label, same in people
    ]


def named(row: Responsibility, pages: dict[int, Participation], voice: Contact | None) -> Named:
    organisation = organisation_of(row)
    target = row.organisation or row.unit or row.group
    meaning = target.name if target is not None and target.short_name else ""
    page = pages.get(organisation.pk) if organisation else None
    return Named(row, organisation, page, meaning, voice)


def organisation_of(row: Responsibility) -> Organisation | None:
    return row.unit.organisation if row.unit else row.organisation


def pages_of(
    rows: Sequence[Responsibility], action: Action, user: User | AnonymousUser
) -> dict[int, Participation]:
    """By organisation, those that take part in an initiative that this person sees."""
    found = {one.pk for row in rows if (one := organisation_of(row)) is not None}
    if not found:
        return {}
    present = Participation.objects.present().filter(
        initiative=action.initiative,
        organisation__in=found,
        initiative__in=Initiative.objects.visible_to(user),
    )
    return {
        one.organisation_id: one for one in present.select_related("organisation", "initiative")
    }


def voices_told(
    rows: Sequence[Responsibility],
    action: Action,
    user: User | AnonymousUser,
    *,
    today: dt.date,
) -> dict[int, Contact]:
    """By row, who answers for those who lead."""
    leading = [
        row
        for row in rows
        if row.role in LEADING_ROLES and row.state != ResponsibilityState.DECLINED
    ]
    if not leading:
        return {}
    voices = voices_of(action.initiative, today)
    spoken = {row.pk: voice.pk for row in leading if (voice := voices.of(row)) is not None}
    readable = (
        Contact.objects.visible_to(user)
        .present()
        .filter(initiative=action.initiative)
        .in_bulk(list(spoken.values()))
    )
    return {row: readable[voice] for row, voice in spoken.items() if voice in readable}
