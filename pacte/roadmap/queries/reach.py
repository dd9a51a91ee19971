"""Whom to call about an action: the page of each organisation it names, and who answers there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.core.among import Among
from pacte.core.prepared import prepared
from pacte.initiatives.models import roles_of
from pacte.network.models import Participation
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityState
from pacte.roadmap.queries.asked import voices_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.network.models import Contact, Organisation
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
    """Two queries at most. A contact put aside is not told; to outsiders, only names are."""
    rows = [row for _role, _label, same in people for row in same]
    if not rows:
        return []
    is_told = action.initiative_id in roles_of(user)
    pages = pages_of(rows, action) if is_told else {}
    voices = voices_told(rows, action, today=today) if is_told else {}
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


def pages_of(rows: Sequence[Responsibility], action: Action) -> dict[int, Participation]:
    """By organisation, those that take part in the initiative of the action."""
    found = {one.pk: one for row in rows if (one := organisation_of(row)) is not None}
    if not found:
        return {}
    present = participations_among(initiative=action.initiative_id, organisations=sorted(found))
    for page in present:
        page.organisation, page.initiative = found[page.organisation_id], action.initiative
    return {page.organisation_id: page for page in present}


@prepared
def participations_among(*, initiative: int, organisations: list[int]) -> QuerySet[Participation]:
    rows = Participation.objects.present().filter(initiative=initiative)
    return rows.filter(Among("organisation", organisations))


def voices_told(
    rows: Sequence[Responsibility], action: Action, *, today: dt.date
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
    spoken = {row.pk: voice for row in leading if (voice := voices.of(row)) is not None}
    ours = action.initiative_id
    return {
        row: voice
        for row, voice in spoken.items()
        if voice.initiative_id == ours and voice.deleted_at is None
    }
