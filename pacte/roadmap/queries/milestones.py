"""The milestones of key projects, beside the actions that a look or a diary shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from pacte.initiatives import registry
from pacte.roadmap.enums import FeedScope, ScheduleKind
from pacte.roadmap.models import KeyProject, KeyProjectAction, Milestone
from pacte.roadmap.queries.carried import carried_by, contacts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action, CalendarFeed, Plan
    from pacte.roadmap.queries.filters import Filters

# Said with a day; of anything else, the day is the last one that the words mean.
EXACT = frozenset({ScheduleKind.DATE, ""})


def in_use(initiative: Initiative, projects: QuerySet[KeyProject]) -> QuerySet[KeyProject]:
    """None where the démarche does without key projects."""
    return projects if registry.is_on("roadmap.key_projects", initiative) else projects.none()


def projects_shown(
    plan: Plan,
    user: User | AnonymousUser,
    actions: QuerySet[Action],
    *,
    filters: Filters,
    sees_team_only: bool,
) -> QuerySet[KeyProject]:
    """Those of the plan; where filters are at work, those that gather an action let through."""
    rows = in_use(plan.initiative, KeyProject.objects.visible_to(user).filter(plan=plan))
    if filters.is_open or not sees_team_only:
        rows = rows.filter(is_team_only=False)
    if replace(filters, is_open=False):
        rows = rows.filter(pk__in=gathering(actions))
    return rows


def projects_told(feed: CalendarFeed, actions: QuerySet[Action]) -> QuerySet[KeyProject]:
    """Those that any member reads; of her own feed, those she runs or of which she leads an action.

    She runs the project whose group she answers for. `actions` are what any member reads.
    """
    told = KeyProject.objects.present().filter(
        plan__in=feed.initiative.plans.filter(deleted_at=None, shared_at__isnull=False),
        is_team_only=False,
    )
    rows = in_use(feed.initiative, told)
    if feed.scope == FeedScope.MINE:
        contacts = contacts_of(feed.user.email).filter(initiative=feed.initiative_id)
        carried = carried_by(feed.user.email).filter(action__in=actions).values("action")
        rows = rows.filter(
            Q(group__contact__in=contacts, group__deleted_at=None) | Q(pk__in=gathering(carried))
        )
    return rows


def gathering(actions: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The keys of the projects that gather one of these."""
    return KeyProjectAction.objects.filter(action__in=actions).values("project")


def milestones_in(
    projects: QuerySet[KeyProject], first: dt.date, last: dt.date, *, most: int
) -> list[Milestone]:
    """Those that fall on these days, each with its project; one query."""
    rows = Milestone.objects.present().filter(project__in=projects, due_on__range=(first, last))
    found = rows.select_related("project__plan").order_by("due_on", "project__position", "pk")
    return list(found[: most + 1])
