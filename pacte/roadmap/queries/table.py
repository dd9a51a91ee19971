"""The plan as a table: the rows a person sees, through filters, with each cell's lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.core.prepared import prepared
from pacte.initiatives.models import is_in_team
from pacte.roadmap.enums import LINKED
from pacte.roadmap.models import Action, PlanLevel, PlanNode
from pacte.roadmap.models.plans import initiative_keys_of
from pacte.roadmap.queries.cells import Line, Parts, TableRow, frame_of, make_row
from pacte.roadmap.queries.columns import (
    EXTRA,
    Column,
    chosen_columns,
    closed_columns,
    every_column,
    shown_keys,
)
from pacte.roadmap.queries.filters import Filters, filtered, in_order
from pacte.roadmap.queries.kept import FIELDS, open_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan
    from pacte.roadmap.queries.cells import People

__all__ = ["Filters", "Line", "PlanTable", "TableRow", "plan_table"]


# What a page that does not show it leaves in the base: lists, their own tables, long texts.
LONG_TO_READ = frozenset(
    {"steps", "ongoing", "priority", "where", "budget", "weather", "origin"}
    | {"indicators", "publics", "notes", *LINKED}
)
# Fields that no row of a table shows.
UNSHOWN = (
    *("status_reason", "unblocking_condition", "schedule_start"),
    *("budget_amount", "budget_currency", "updated_at", "to_clarify_since", "version"),
)


@dataclass(slots=True)
class PlanTable:
    plan: Plan
    levels: list[PlanLevel]
    columns: list[Column]  # all, in order
    rows: list[TableRow]
    total: int  # rows that the filters let through
    offset: int
    sees_team_only: bool
    nodes: list[PlanNode]  # the frame, in order
    people: People

    @property
    def is_whole(self) -> bool:
        """Whether every row is here that the filters let through."""
        return len(self.rows) == self.total

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.is_shown]


def plan_table(  # noqa: PLR0913 — what one may ask of a table, each by its name
    plan: Plan,
    user: User | AnonymousUser,
    *,
    today: dt.date,
    filters: Filters | None = None,
    offset: int = 0,
    limit: int | None = None,
    choice: Sequence[dict[str, object]] | None = None,
    with_team_only: bool = True,
    only_shown: bool = False,
) -> PlanTable:
    """Rows and columns as this person sees them; the caller took `plan` through its gate.

    At most fourteen queries whatever the number of rows: one a kind of row, one a kind of name.
    `choice` overrides the plan's columns. Without `with_team_only` even the team sees what
    everybody sees. With `only_shown` hidden columns that would be long to read stay empty.
    """
    choice = plan.columns if choice is None else choice
    closed = closed_columns(plan.initiative)
    unread = closed | (LONG_TO_READ - shown_keys(choice) if only_shown else frozenset())
    unloaded = (*UNSHOWN, *fields_of(unread)) if only_shown else ()
    sees_team_only = with_team_only and is_in_team(user, plan.initiative)
    visible = seen_actions(plan, user, sees_team_only=sees_team_only)
    actions = visible
    end = None if limit is None else offset + limit + 1
    if filters:
        actions = filtered(visible, filters, today=today, sees_team_only=sees_team_only)
        shown = list(in_order(actions, plan.pk).defer(*unloaded)[offset:end])
    else:
        asked = (sees_team_only, tuple(unloaded), offset, end)
        shown = actions_in_order(*asked, plan=plan.pk, **initiative_keys_of(user))
    total = offset + len(shown)
    if limit is not None and len(shown) > limit:  # one more than asked: there are others
        shown.pop()
        total = actions.count()
    levels = levels_of(plan=plan.pk)
    nodes = nodes_of(plan, levels)
    is_whole = len(shown) == total and not filters
    parts = Parts.of(shown, sees_team_only=sees_team_only, unread=unread)
    rows = make_rows(shown, nodes, parts, today=today, sees_team_only=sees_team_only, unread=unread)
    headers = extra_headers(rows)
    if limit is not None and not is_whole:  # the columns of one page are those of the next
        headers = every_extra_header(in_order(visible, plan.pk), sees_team_only=sees_team_only)
    columns = chosen_columns(every_column(levels, headers, closed), choice)
    return PlanTable(
        plan, levels, columns, rows, total, offset, sees_team_only, nodes, parts.people
    )


def fields_of(columns: Iterable[str]) -> list[str]:
    """The fields of an action that stand behind these columns."""
    own = {*FIELDS, "notes"}.intersection(columns)
    return [name for column in own for name in FIELDS.get(column, (column,))]


def nodes_of(plan: Plan, levels: Sequence[PlanLevel]) -> list[PlanNode]:
    """The parts of the frame in order, each with its level."""
    by_key = {level.pk: level for level in levels}
    nodes = nodes_in_order(plan=plan.pk)
    for node in nodes:
        node.level = by_key[node.level_id]
    return nodes


@prepared
def levels_of(*, plan: int) -> QuerySet[PlanLevel]:
    return PlanLevel.objects.filter(plan=plan).order_by("position")


@prepared
def nodes_in_order(*, plan: int) -> QuerySet[PlanNode]:
    return PlanNode.objects.present().filter(plan=plan).order_by("position", "pk")


@prepared
def actions_in_order(
    sees_team_only: bool,
    unloaded: Sequence[str],
    offset: int,
    end: int | None,
    *,
    plan: int,
    led: list[int],
    seen: list[int],
) -> QuerySet[Action]:
    rows = Action.objects.visible_in(led=led, seen=seen).filter(plan=plan)
    if not sees_team_only:
        rows = rows.filter(is_team_only=False)
    return in_order(rows, plan).defer(*unloaded)[offset:end]


def seen_actions(
    plan: Plan, user: User | AnonymousUser, *, sees_team_only: bool
) -> QuerySet[Action]:
    visible = Action.objects.visible_to(user).filter(plan=plan)
    return visible if sees_team_only else visible.filter(is_team_only=False)


def every_extra_header(actions: QuerySet[Action], *, sees_team_only: bool) -> list[str]:
    """Those of the whole plan, as far as this person may read them."""
    found: dict[str, None] = {}
    held = actions.exclude(extra=[]).values_list("extra", "team_only_fields")
    for extras, kept_columns in held:
        seen = extras if sees_team_only else open_extra(extras, kept_columns)
        found.update(dict.fromkeys(extra["header"] for extra in seen))
    return list(found)


def extra_headers(rows: Iterable[TableRow]) -> list[str]:
    """Headings that only the document knows, in the order met."""
    found: dict[str, None] = {}
    for row in rows:
        for key in row.cells:
            if key.startswith(EXTRA):
                found[key.removeprefix(EXTRA)] = None
    return list(found)


def make_rows(
    actions: Sequence[Action],
    nodes: Sequence[PlanNode],
    parts: Parts,
    *,
    today: dt.date,
    sees_team_only: bool,
    unread: frozenset[str],
) -> list[TableRow]:
    by_key = {node.pk: node for node in nodes}
    frames = {key: frame_of(key, by_key) for key in {action.node_id for action in actions}}
    return [
        make_row(
            action,
            frames[action.node_id],
            parts,
            today=today,
            sees_team_only=sees_team_only,
            unread=unread,
        )
        for action in actions
    ]
