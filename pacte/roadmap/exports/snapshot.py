"""What is taken out of a plan: rows, columns and reading, for one person, on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from pacte.roadmap.exports.reading import read_actions
from pacte.roadmap.queries.filters import Filters
from pacte.roadmap.queries.table import PlanTable, plan_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.importing.plan import ReadNode, ReadPlan
    from pacte.roadmap.models import Plan


@dataclass(frozen=True, slots=True)
class Snapshot:
    table: PlanTable
    reading: ReadPlan  # the same actions, in the same order
    reader: User | AnonymousUser
    taken_at: dt.datetime
    is_partial: bool  # filters, or rights, may have left actions out

    @property
    def plan(self) -> Plan:
        return self.table.plan

    @property
    def initiative(self) -> Initiative:
        return self.table.plan.initiative


def take_snapshot(
    plan: Plan,
    user: User | AnonymousUser,
    *,
    at: dt.datetime,
    filters: Filters | None = None,
    columns: Sequence[dict[str, object]] | None = None,
    every_column: bool = False,
    with_team_only: bool = True,
) -> Snapshot:
    """Read what this person may take out of a plan that the caller took through its gate.

    `columns` overrides the plan's own choice; `plan.source_columns` gives back those of the
    document that was imported. `every_column` shows those that the screen hides as well.
    Without `with_team_only` the team takes out what everybody may see.
    """
    filters = filters or Filters()
    today = timezone.localdate(at)
    table = plan_table(
        plan,
        user,
        today=today,
        filters=filters,
        choice=columns or None,
        with_team_only=with_team_only,
    )
    if every_column:
        table.columns = [replace(column, is_shown=True) for column in table.columns]
    actions = [row.action for row in table.rows]
    reading = read_actions(plan, actions, sees_team_only=table.sees_team_only)
    if filters:
        held = {action.node for action in reading.actions}
        reading.nodes = _with_ancestors(reading, held)
    return Snapshot(table, reading, user, at, is_partial=bool(filters) or not table.sees_team_only)


def _with_ancestors(reading: ReadPlan, held: set[str | None]) -> list[ReadNode]:
    kept = set(held)
    for node in reversed(reading.nodes):  # children come after their parents
        if node.id in kept:
            kept.add(node.parent)
    return [node for node in reading.nodes if node.id in kept]
