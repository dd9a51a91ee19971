"""Key projects as a person reads them: how far, what comes next, the actions she may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from pacte.core.prepared import prepared
from pacte.roadmap.enums import DONE_STATUSES
from pacte.roadmap.models import Action, KeyProject, KeyProjectAction, Milestone
from pacte.roadmap.queries.kept import as_seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan


@dataclass(frozen=True, slots=True)
class ProjectSeen:
    project: KeyProject
    actions: Sequence[Action]  # as this person may read them, in the order of the plan
    milestones: Sequence[Milestone]  # by day, those without one last
    late: frozenset[int]  # keys of the milestones whose day is past
    done: int  # actions done

    @property
    def next_milestone(self) -> Milestone | None:
        return next((one for one in self.milestones if one.reached_on is None), None)


def key_projects(
    plan: Plan,
    user: User | AnonymousUser,
    *,
    today: dt.date,
    sees_team_only: bool,
    only: KeyProject | None = None,
) -> list[ProjectSeen]:
    """In order, four queries; without `sees_team_only`, even the team sees what all members see."""
    rows = KeyProject.objects.visible_to(user).filter(plan=plan)
    seen = Action.objects.visible_to(user).filter(plan=plan)
    if not sees_team_only:
        rows, seen = rows.filter(is_team_only=False), seen.filter(is_team_only=False)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    projects = list(rows.select_related("group").order_by("position", "pk"))
    actions = actions_of(projects, seen, sees_team_only=sees_team_only)
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    dated = Milestone.objects.present().filter(project__in=projects)
    for one in dated.order_by(F("due_on").asc(nulls_last=True), "pk"):
        milestones[one.project_id].append(one)
    return [
        ProjectSeen(
            project,
            actions[project.pk],
            milestones[project.pk],
            frozenset(one.pk for one in milestones[project.pk] if one.is_late(today)),
            sum(action.status in DONE_STATUSES for action in actions[project.pk]),
        )
        for project in projects
    ]


def actions_of(
    projects: Sequence[KeyProject], seen: QuerySet[Action], *, sees_team_only: bool
) -> dict[int, list[Action]]:
    found: dict[int, list[Action]] = defaultdict(list)
    rows = KeyProjectAction.objects.filter(project__in=projects, action__in=seen)
    order = ("action__node__position", "action__node_id", "action__position", "action_id")
    for row in rows.select_related("action__node").order_by(*order):
        found[row.project_id].append(as_seen(row.action, sees_team_only=sees_team_only))
    return found


@prepared
def projects_gathering(*, action: int, led: list[int], seen: list[int]) -> QuerySet[KeyProject]:
    """Those of this action, as the person may see them."""
    rows = KeyProject.objects.visible_in(led=led, seen=seen).filter(actions=action)
    return rows.order_by("position", "pk")
