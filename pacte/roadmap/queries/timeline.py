"""The plan on a line of time: what is sure drawn sharp, what is not drawn soft, the rest aside."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Value

from pacte.roadmap.enums import ScheduleKind
from pacte.roadmap.models import Milestone, Step
from pacte.roadmap.queries.filters import in_order
from pacte.roadmap.queries.kept import as_seen, hidden_from
from pacte.roadmap.queries.milestones import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from pacte.roadmap.models import Action, KeyProject, PlanNode

LONGEST = 12  # years on one sheet
SOFT = frozenset({ScheduleKind.YEAR, ScheduleKind.YEARS})
ENDLESS = frozenset({ScheduleKind.CONTINUOUS, ScheduleKind.UNDERWAY})


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the line, in per cent of its width."""

    at: str
    day: dt.date
    label: str
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """One action on the line: `shape` is point, period, soft (about then) or open (no end)."""

    action: Action
    shape: str
    start: dt.date | None
    end: dt.date | None
    left: str
    width: str
    right: str
    is_late: bool
    review: Mark | None
    steps: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class DrawnMilestone:
    title: str
    said: str  # when, in the words of the team
    at: str  # empty where its words mean no day
    day: dt.date | None  # it was reached, else it is for
    reached_on: dt.date | None
    is_about: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class DrawnProject:
    """A key project on the line: its milestones by day, those without one last."""

    key: int
    title: str
    milestones: Sequence[DrawnMilestone]

    @property
    def reached(self) -> int:
        return sum(one.reached_on is not None for one in self.milestones)


@dataclass(frozen=True, slots=True)
class Lane:
    node: PlanNode | None  # the outermost part
    rows: Sequence[Drawn]


@dataclass(frozen=True, slots=True)
class Tick:
    year: int
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Timeline:
    ticks: Sequence[Tick]
    today: str  # where it stands; empty where the line does not reach it
    projects: Sequence[DrawnProject]  # of the first page only
    lanes: Sequence[Lane]
    undated: Sequence[Action]


@dataclass(frozen=True, slots=True)
class Scale:
    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        whole = (self.last - self.first).days + 1
        return min(max(100 * (day - self.first).days / whole, 0), 100)

    def said(self, day: dt.date) -> str:
        return f"{self.at(day):.2f}%"


def timeline(
    actions: QuerySet[Action],
    outermost: Mapping[int, PlanNode],
    projects: QuerySet[KeyProject],
    *,
    offset: int,
    limit: int,
    today: dt.date,
    sees_team_only: bool,
) -> Timeline:
    """Two queries; `outermost` gives the axis of each part, `projects` those to draw."""
    rows = list(in_order(actions)[offset : offset + limit])
    hidden = {row.pk: hidden_from(row, sees_team_only=sees_team_only) for row in rows}
    rows = [as_seen(row, sees_team_only=sees_team_only) for row in rows]
    read = [row.pk for row in rows if "steps" not in hidden[row.pk]]
    steps, milestones = told_of(read, projects if offset == 0 else projects.none())
    dated = [row for row in rows if is_dated(row)]
    days = [day for row in dated for day in days_of(row)]
    days += [step.due_on for row in dated for step in steps[row.pk] if step.due_on]
    days += [one.day for some in milestones.values() for one in some if one.day]
    scale = scale_of(days, today)
    lanes: dict[int | None, list[Drawn]] = defaultdict(list)
    for row in dated:
        axis = outermost.get(row.node_id) if row.node_id is not None else None
        lanes[axis.pk if axis else None].append(drawn(row, steps[row.pk], scale, today))
    nodes = {node.pk: node for node in outermost.values()}
    is_within = scale.first <= today <= scale.last
    return Timeline(
        ticks_of(scale),
        scale.said(today) if is_within else "",
        [project_of(some, scale, today) for some in milestones.values()],
        [Lane(nodes.get(key) if key is not None else None, some) for key, some in lanes.items()],
        [row for row in rows if not is_dated(row)],
    )


class Told(NamedTuple):
    """A step of an action or a milestone of a project, as one question asks for both."""

    rank: int  # of the project; steps come first
    parent: int
    parent_title: str
    pk: int
    number: str
    title: str
    said: str
    kind: str
    due_on: dt.date | None
    done_on: dt.date | None
    is_step: int  # as the base says it

    @property
    def day(self) -> dt.date | None:
        """Of a milestone, when it was reached, else the day it is for."""
        return self.done_on or self.due_on

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


def told_of(
    keys: Sequence[int], projects: QuerySet[KeyProject]
) -> tuple[Mapping[int, list[Told]], Mapping[int, list[Told]]]:
    """The dated steps of these actions, the milestones of these projects in order; one query."""
    nothing = Value("")
    steps = Step.objects.present().filter(action__in=keys, due_on__isnull=False)
    milestones = Milestone.objects.present().filter(project__in=projects)
    both = steps.values_list(
        *(Value(-1), "action_id", nothing, "pk", "number", "title", nothing, nothing),
        *("due_on", "done_on", Value(1)),
    ).union(
        milestones.values_list(
            *("project__position", "project_id", "project__title", "pk", nothing, "title"),
            *("schedule_text", "schedule_kind", "due_on", "reached_on", Value(0)),
        ),
        all=True,
    )
    rows = [Told(*row) for row in both]
    rows.sort(key=lambda one: (one.rank, one.parent, one.due_on or dt.date.max, one.pk))
    found: tuple[dict[int, list[Told]], dict[int, list[Told]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for row in rows:
        found[0 if row.is_step else 1][row.parent].append(row)
    return found


def project_of(milestones: Sequence[Told], scale: Scale, today: dt.date) -> DrawnProject:
    return DrawnProject(
        milestones[0].parent,
        milestones[0].parent_title,
        [
            DrawnMilestone(
                one.title,
                one.said,
                scale.said(one.day) if one.day else "",
                one.day,
                one.done_on,
                is_about=one.done_on is None and one.kind not in EXACT,
                is_late=one.done_on is None and one.due_on is not None and one.due_on < today,
            )
            for one in milestones
        ],
    )


def is_dated(action: Action) -> bool:
    return bool(days_of(action)) or action.schedule_kind in ENDLESS or action.is_continuous


def days_of(action: Action) -> list[dt.date]:
    days = (action.schedule_start, action.schedule_end, action.review_on)
    return [day for day in days if day is not None]


def scale_of(days: Iterable[dt.date], today: dt.date) -> Scale:
    """Whole years; twelve at most, those around today first."""
    years = [day.year for day in days] or [today.year]
    first, last = min(*years, today.year), max(*years, today.year)
    first = max(first, today.year - LONGEST // 2)
    last = min(last, first + LONGEST - 1)
    return Scale(dt.date(first, 1, 1), dt.date(last, 12, 31))


def ticks_of(scale: Scale) -> list[Tick]:
    whole = (scale.last - scale.first).days + 1
    found = []
    for year in range(scale.first.year, scale.last.year + 1):
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        width = 100 * ((last - first).days + 1) / whole
        found.append(Tick(year, scale.said(first), f"{width:.2f}%"))
    return found


def drawn(action: Action, steps: Sequence[Told], scale: Scale, today: dt.date) -> Drawn:
    start, end = action.schedule_start, action.schedule_end
    if action.is_continuous or action.schedule_kind in ENDLESS:
        shape, start, end = "open", start or scale.first, None
    elif action.schedule_kind in SOFT or (start is None and end is not None and is_vague(action)):
        shape = "soft"
    else:
        shape = "point" if start is None or start == end else "period"
    first = start or (dt.date(end.year, 1, 1) if shape == "soft" and end else end)
    first = first or action.review_on or today
    last = end or (scale.last if shape == "open" else first)
    left, right = scale.at(first), scale.at(last + dt.timedelta(days=1))
    return Drawn(
        action,
        shape,
        start,
        end,
        f"{left:.2f}%",
        f"{max(right - left, 0.6):.2f}%",
        f"{right:.2f}%",
        action.is_late(today),
        Mark(scale.said(action.review_on), action.review_on, "") if action.review_on else None,
        [
            Mark(scale.said(step.due_on), step.due_on, str(step), is_done=step.done_on is not None)
            for step in steps
            if step.due_on
        ],
    )


def is_vague(action: Action) -> bool:
    return action.schedule_kind == ScheduleKind.LONG_TERM
