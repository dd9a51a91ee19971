"""One page for an elected member, and one screen at a time for a meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery

from pacte.roadmap.models import Achievement, Action, ProgressReport
from pacte.roadmap.queries.figures import Counts, counted
from pacte.roadmap.queries.kept import as_seen, kept
from pacte.roadmap.queries.table import plan_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan, PlanNode
    from pacte.roadmap.queries.cells import TableRow


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan, at the outermost level of its frame."""

    node: PlanNode | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Picked:
    """An action that the officer picked, with the last thing there is to say of it."""

    action: Action
    detail: str


@dataclass(frozen=True, slots=True)
class Overview:
    counts: Counts
    parts: Sequence[Part]
    lines: str  # what the officer wrote
    successes: Sequence[Picked]
    difficulties: Sequence[Picked]
    rows: Sequence[TableRow]  # every action, to pick from


def overview(plan: Plan, user: User | AnonymousUser, *, today: dt.date) -> Overview:
    """What everybody may read of the plan on one page: the team's own is left out."""
    rows = plan_table(plan, user, today=today, with_team_only=False).rows
    by_part: dict[int | None, list[TableRow]] = {}
    nodes: dict[int | None, PlanNode | None] = {}
    for row in rows:
        outermost = row.frame[0] if row.frame else None
        key = outermost.pk if outermost else None
        nodes[key] = outermost
        by_part.setdefault(key, []).append(row)
    by_code = {row.action.code: row for row in rows}
    told = plan.overview
    picked = {
        name: [by_code[code] for code in told.get(name) or () if code in by_code]
        for name in ("successes", "difficulties")
    }
    return Overview(
        counts=counted(rows),
        parts=[Part(nodes[key], counted(some)) for key, some in by_part.items()],
        lines=str(told.get("lines") or ""),
        successes=with_last_achievement(picked["successes"]),
        difficulties=with_obstacle(picked["difficulties"]),
        rows=rows,
    )


@dataclass(frozen=True, slots=True)
class Picks:
    """What the officer wrote and picked, without the rest of the plan."""

    lines: str
    successes: Sequence[Picked]
    difficulties: Sequence[Picked]


def picks_of(plan: Plan, user: User | AnonymousUser) -> Picks:
    """As `overview` gives them, in one query however long the plan is."""
    told = plan.overview
    last_done, last_said = achievements_told(), difficulties_told()
    found = (
        Action.objects.visible_to(user)
        .filter(
            plan=plan,
            is_team_only=False,
            code__in=[*(told.get("successes") or ()), *(told.get("difficulties") or ())],
        )
        .annotate(
            last_done=Subquery(
                last_done.filter(action=OuterRef("pk")).reverse().values("text")[:1]
            ),
            last_said=Subquery(
                last_said.filter(action=OuterRef("pk")).reverse().values("difficulties")[:1]
            ),
        )
    )
    rows: dict[str, Any] = {row.code: as_seen(row, sees_team_only=False) for row in found}
    return Picks(
        str(told.get("lines") or ""),
        [
            Picked(rows[code], rows[code].last_done or "")
            for code in told.get("successes") or ()
            if code in rows
        ],
        [
            Picked(row, row.waiting_for or row.last_said or row.status_reason)
            for code in told.get("difficulties") or ()
            if (row := rows.get(code))
        ],
    )


def achievements_told() -> QuerySet[Achievement]:
    """What everybody may read of what was done, the most recent last."""
    return (
        Achievement.objects.present()
        .filter(is_planned=False, is_team_only=False)
        .exclude(kept("achievements", "action__"))
        .order_by(F("achieved_on").asc(nulls_first=True), "position", "pk")
    )


def difficulties_told() -> QuerySet[ProgressReport]:
    return (
        ProgressReport.objects.present()
        .filter(is_team_only=False)
        .exclude(difficulties="")
        .order_by("said_on", "pk")
    )


def with_last_achievement(rows: Sequence[TableRow]) -> list[Picked]:
    """The most recent thing done, among what everybody may read."""
    keys = [row.action.pk for row in rows]
    done = achievements_told().filter(action__in=keys).values_list("action", "text")
    last: dict[int, str] = dict(done)  # later ones replace those before
    return [Picked(row.action, last.get(row.action.pk, "")) for row in rows]


def with_obstacle(rows: Sequence[TableRow]) -> list[Picked]:
    """What it waits for, else what was last said to be in the way, else why it stopped."""
    keys = [row.action.pk for row in rows]
    said = difficulties_told().filter(action__in=keys).values_list("action", "difficulties")
    last: dict[int, str] = dict(said)
    return [
        Picked(
            row.action,
            row.action.waiting_for or last.get(row.action.pk, "") or row.action.status_reason,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a meeting looks at: one axis with its actions, or one action."""

    number: int  # in the order of the meeting, from 1
    axis: PlanNode | None
    rows: Sequence[TableRow]  # those of the axis that this screen lists
    count: int  # of the whole axis
    action: TableRow | None = None
    goes_on: bool = False  # an axis that the screen before began

    @property
    def within(self) -> Sequence[PlanNode]:
        """Where the action stands, below the axis."""
        return self.action.frame[1:] if self.action else ()


def screens(plan: Plan, user: User | AnonymousUser, *, today: dt.date) -> list[Screen]:
    """Each axis once, then each of its actions, in order, without the team's own."""
    by_axis: dict[int | None, list[TableRow]] = {}
    for row in plan_table(plan, user, today=today, with_team_only=False).rows:
        by_axis.setdefault(row.frame[0].pk if row.frame else None, []).append(row)
    found: list[Screen] = []
    for key, rows in by_axis.items():
        axis = rows[0].frame[0] if key is not None else None
        if axis is not None:
            for place, part in enumerate(in_screens(rows)):
                number = len(found) + 1
                found.append(Screen(number, axis, part, len(rows), goes_on=place > 0))
        for row in rows:
            found.append(Screen(len(found) + 1, axis, rows, len(rows), row))
    return found


# What 1024 x 768 holds of a list in letters of 24 px, beneath the name of its axis.
LINES_OF_A_SCREEN = 12
LETTERS_OF_A_LINE = 55


def in_screens(rows: Sequence[TableRow]) -> list[list[TableRow]]:
    """Cut a list where a projector would hide its last lines, in parts of about one length."""
    heights = [1 + len(str(row.action)) // LETTERS_OF_A_LINE for row in rows]
    wanted = -(-sum(heights) // LINES_OF_A_SCREEN)
    most = min(LINES_OF_A_SCREEN, -(-sum(heights) // wanted) + 1)
    parts: list[list[TableRow]] = [[]]
    taken = 0
    for row, height in zip(rows, heights, strict=True):
        if parts[-1] and taken + height > most:
            parts.append([])
            taken = 0
        parts[-1].append(row)
        taken += height
    return parts


def contents(every: Sequence[Screen]) -> list[tuple[Screen, Sequence[Screen]]]:
    """Each axis with the screens of its actions; actions outside any axis stand alone."""
    found: list[tuple[Screen, list[Screen]]] = []
    for screen in every:
        if screen.goes_on:
            continue
        if screen.axis is None or screen.action is None:
            found.append((screen, []))
        else:
            found[-1][1].append(screen)
    return list(found)
