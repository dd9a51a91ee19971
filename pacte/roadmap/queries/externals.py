"""Initiatives of others as a person reads them: how many actions, and which, meet each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.initiatives.models import is_in_team
from pacte.roadmap.models import Action, Attachment, ExternalInitiative
from pacte.roadmap.queries.kept import as_seen, kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative


@dataclass(frozen=True, slots=True)
class ExternalSeen:
    external: ExternalInitiative
    count: int  # actions that this person sees


@dataclass(frozen=True, slots=True)
class Met:
    """An action tied to it, as this person may read it."""

    attachment: Attachment
    action: Action


def ties_seen(
    initiative: Initiative, user: User | AnonymousUser, tie: str, column: str
) -> QuerySet[Attachment]:
    """Attachments of the actions that this person sees, where they do not keep that column."""
    actions = Action.objects.visible_to(user).filter(initiative=initiative)
    rows = Attachment.objects.filter(action__in=actions, **{f"{tie}__isnull": False})
    return rows if is_in_team(user, initiative) else rows.exclude(kept(column, "action__"))


def externals(initiative: Initiative, user: User | AnonymousUser) -> list[ExternalSeen]:
    """Those still going on first, in the order of the list. Three queries."""
    counts = Counter(
        ties_seen(initiative, user, "external", "externals").values_list("external", flat=True)
    )
    rows = ExternalInitiative.objects.of_initiative(initiative)
    found = [ExternalSeen(one, counts[one.pk]) for one in rows]
    return sorted(found, key=lambda seen: seen.external.closed_at is not None)


def actions_meeting(external: ExternalInitiative, user: User | AnonymousUser) -> Sequence[Met]:
    """Plan by plan, in the order of each."""
    place = external.initiative
    rows = ties_seen(place, user, "external", "externals").filter(external=external)
    order = ("action__plan__title", "action__plan_id", "action__node__position")
    found = rows.select_related("action__plan", "action__node").order_by(
        *order, "action__node_id", "action__position", "action_id"
    )
    team = is_in_team(user, place)
    return [Met(row, as_seen(row.action, sees_team_only=team)) for row in found]
