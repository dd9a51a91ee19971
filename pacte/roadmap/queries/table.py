"""The plan as a table: the rows a person sees, through filters, with each cell's lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.initiatives.models import is_in_team
from pacte.roadmap.models import Action
from pacte.roadmap.queries.cells import Line, Parts, TableRow, make_row
from pacte.roadmap.queries.columns import EXTRA, Column, chosen_columns, every_column
from pacte.roadmap.queries.filters import Filters, filtered, in_order
from pacte.roadmap.queries.kept import open_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan, PlanLevel

__all__ = ["Filters", "Line", "PlanTable", "TableRow", "plan_table"]


@dataclass(slots=True)
class PlanTable:
    plan: Plan
    levels: list[PlanLevel]
    columns: list[Column]  # all, in order
    rows: list[TableRow]
    total: int  # rows that the filters let through
    offset: int
    sees_team_only: bool

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.is_shown]


def plan_table(
    plan: Plan,
    user: User | AnonymousUser,
    *,
    today: dt.date,
    filters: Filters | None = None,
    offset: int = 0,
    limit: int | None = None,
    choice: Sequence[dict[str, object]] | None = None,
    with_team_only: bool = True,
) -> PlanTable:
    """Rows and columns as this person sees them; the caller took `plan` through its gate.

    At most fourteen queries whatever the number of rows: one a kind of row, one a kind of name.
    `choice` overrides the plan's columns. Without `with_team_only` even the team sees what
    everybody sees.
    """
    sees_team_only = with_team_only and is_in_team(user, plan.initiative)
    visible = seen_actions(plan, user, sees_team_only=sees_team_only)
    actions = filtered(visible, filters or Filters(), today=today, sees_team_only=sees_team_only)
    end = None if limit is None else offset + limit + 1
    shown = list(in_order(actions)[offset:end])
    total = offset + len(shown)
    if limit is not None and len(shown) > limit:  # one more than asked: there are others
        shown.pop()
        total = actions.count()
    levels = list(plan.levels.order_by("position"))
    rows = make_rows(plan, shown, today=today, sees_team_only=sees_team_only)
    headers = extra_headers(rows)
    if limit is not None:  # the columns of one page are those of the next
        headers = every_extra_header(visible, sees_team_only=sees_team_only)
    columns = chosen_columns(
        every_column(levels, headers),
        plan.columns if choice is None else choice,
    )
    return PlanTable(plan, levels, columns, rows, total, offset, sees_team_only)


def seen_actions(
    plan: Plan, user: User | AnonymousUser, *, sees_team_only: bool
) -> QuerySet[Action]:
    visible = Action.objects.visible_to(user).filter(plan=plan)
    return visible if sees_team_only else visible.filter(is_team_only=False)


def every_extra_header(actions: QuerySet[Action], *, sees_team_only: bool) -> list[str]:
    """Those of the whole plan, as far as this person may read them."""
    found: dict[str, None] = {}
    held = in_order(actions).exclude(extra=[]).values_list("extra", "team_only_fields")
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
    plan: Plan, actions: Sequence[Action], *, today: dt.date, sees_team_only: bool
) -> list[TableRow]:
    nodes = {node.pk: node for node in plan.nodes.filter(deleted_at=None).select_related("level")}
    parts = Parts.of(actions, sees_team_only=sees_team_only)
    return [
        make_row(action, nodes, parts, today=today, sees_team_only=sees_team_only)
        for action in actions
    ]
