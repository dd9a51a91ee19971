"""What falls due in a month: actions and their steps, day by day."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q

from pacte.roadmap.enums import DONE_STATUSES, FeedScope, ScheduleKind
from pacte.roadmap.models import Action, Step
from pacte.roadmap.queries.carried import carried_by
from pacte.roadmap.queries.filters import Seen, is_unended
from pacte.roadmap.queries.kept import as_seen
from pacte.roadmap.queries.milestones import EXACT, milestones_in, projects_told

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.roadmap.models import CalendarFeed, KeyProject, Milestone

MOST = 200
MOST_IN_A_DIARY = 2000
# A day that only ends what was said in years: nothing happens on it.
ABOUT = frozenset({ScheduleKind.YEAR, ScheduleKind.YEARS})


@dataclass(frozen=True, slots=True)
class Due:
    """Something of an action that falls on a day; `kind` is action, review or step."""

    day: dt.date
    kind: str
    action: Action
    step: Step | None
    is_done: bool
    is_about: bool  # said in years: any day until this one

    @property
    def rank(self) -> tuple[int, int, int]:
        return int(self.kind != "action"), self.action.position, self.action.pk


@dataclass(frozen=True, slots=True)
class DueMilestone:
    """A milestone of a key project that falls on a day: the last that its words mean."""

    day: dt.date
    milestone: Milestone
    is_done: bool
    is_about: bool
    kind: str = "milestone"

    @property
    def rank(self) -> tuple[int, int, int]:
        return -1, self.milestone.project.position, self.milestone.pk


Falling: TypeAlias = Due | DueMilestone


@dataclass(frozen=True, slots=True)
class Day:
    day: dt.date
    is_within: bool  # of this month
    dues: Sequence[Falling]


@dataclass(frozen=True, slots=True)
class Month:
    first: dt.date
    weeks: Sequence[Sequence[Day]]
    days: Sequence[Day]  # those on which something falls
    is_cut: bool

    @property
    def before(self) -> dt.date:
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> dt.date:
        return (self.first + dt.timedelta(days=31)).replace(day=1)


def month_of(
    actions: QuerySet[Action],
    projects: QuerySet[KeyProject],
    first: dt.date,
    *,
    sees_team_only: bool,
) -> Month:
    """Three queries; a month holds at most two hundred things."""
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    seen = Seen(sees_team_only=sees_team_only)
    dues: list[Falling] = [
        *ends_in(actions, first, last, seen),
        *steps_in(actions, first, last, seen),
        *reached_in(projects, first, last),
    ]
    dues.sort(key=lambda due: (due.day, due.rank))
    by_day: dict[dt.date, list[Falling]] = defaultdict(list)
    for due in dues[:MOST]:
        by_day[due.day].append(due)
    weeks = [
        [Day(day, day.month == first.month, by_day.get(day, [])) for day in week]
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = [Day(day, True, by_day[day]) for day in sorted(by_day)]
    return Month(first, weeks, days, is_cut=len(dues) > MOST)


def dues_of(feed: CalendarFeed, *, first: dt.date, last: dt.date) -> list[Falling]:
    """What is still to do of it, as any member reads the shared plans; three queries."""
    actions = Action.objects.present().filter(
        initiative=feed.initiative_id,
        plan__in=feed.initiative.plans.filter(deleted_at=None, shared_at__isnull=False),
        is_team_only=False,
    )
    seen = Seen(sees_team_only=False)
    projects = projects_told(feed, actions)
    actions = actions.filter(is_unended(seen))
    if feed.scope == FeedScope.MINE:
        actions = actions.filter(pk__in=carried_by(feed.user.email).values("action"))
    found: list[Falling] = [
        *ends_in(actions, first, last, seen, most=MOST_IN_A_DIARY),
        *steps_in(actions, first, last, seen, most=MOST_IN_A_DIARY),
        *reached_in(projects, first, last, most=MOST_IN_A_DIARY),
    ]
    return sorted((due for due in found if not due.is_done), key=lambda due: due.day)


def ends_in(
    actions: QuerySet[Action], first: dt.date, last: dt.date, seen: Seen, *, most: int = MOST
) -> list[Due]:
    within = (first, last)
    due = seen(
        "schedule",
        Q(schedule_end__range=within, is_continuous=False)
        | Q(review_on__range=within, is_continuous=True),
    )
    found = []
    for row in actions.filter(due).order_by("schedule_end", "position", "pk")[: most + 1]:
        action = as_seen(row, sees_team_only=seen.sees_team_only)
        if (day := action.due_on) is not None:
            kind = "review" if action.is_continuous else "action"
            about = action.schedule_kind in ABOUT and not action.is_continuous
            done = action.status in DONE_STATUSES
            found.append(Due(day, kind, action, None, done, about))
    return found


def steps_in(
    actions: QuerySet[Action], first: dt.date, last: dt.date, seen: Seen, *, most: int = MOST
) -> list[Due]:
    rows = (
        Step.objects.present()
        .filter(
            seen("steps", Q(due_on__range=(first, last)), "action__"),
            action__in=actions,
        )
        .select_related("action")
        .order_by("due_on", "position", "pk")
    )
    return [
        Due(step.due_on, "step", step.action, step, step.done_on is not None, is_about=False)
        for step in rows[: most + 1]
        if step.due_on
    ]


def reached_in(
    projects: QuerySet[KeyProject], first: dt.date, last: dt.date, *, most: int = MOST
) -> list[DueMilestone]:
    return [
        DueMilestone(
            one.due_on,
            one,
            is_done=one.reached_on is not None,
            is_about=one.schedule_kind not in EXACT,
        )
        for one in milestones_in(projects, first, last, most=most)
        if one.due_on
    ]
