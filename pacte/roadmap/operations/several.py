"""Several actions at once: rows pasted from a spreadsheet, one cell mended in many rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.roadmap.enums import ResponsibilityState
from pacte.roadmap.models import Responsibility
from pacte.roadmap.operations.actions import add_action
from pacte.roadmap.operations.cells import edit_cell
from pacte.roadmap.operations.responsibilities import note_answer

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Action, Plan, PlanNode


@transaction.atomic
def paste_actions(
    *,
    plan: Plan,
    rows: Sequence[Mapping[str, object]],
    node: PlanNode | None,
    by: Actor,
    at: dt.datetime,
    after: Action | None = None,
) -> list[Action]:
    """Add an action for each row, all or none; a row maps columns to what `edit_cell` takes.

    Each row has a title. They follow `after` where that stands in `node`, else end the plan.
    """
    made = []
    above = after if after is not None and after.node_id == (node.pk if node else None) else None
    for row in rows:
        action = add_action(
            plan=plan, title=str(row["title"]), node=node, after=above, by=by, at=at
        )
        if above is not None:
            above = action
        for column, value in row.items():
            if column != "title" and value not in ("", []):
                action = edit_cell(action=action, column=column, read="", value=value, by=by, at=at)
        made.append(action)
    return made


@transaction.atomic
def add_filled_action(
    *,
    plan: Plan,
    title: str,
    cells: Mapping[str, Sequence[str]],
    by: Actor,
    at: dt.datetime,
    node: PlanNode | None = None,
    after: Action | None = None,
) -> Action:
    """Add an action with some of its columns of lines filled already."""
    action = add_action(plan=plan, title=title, node=node, after=after, by=by, at=at)
    for column, lines in cells.items():
        read: list[str] = []
        action = edit_cell(action=action, column=column, read=read, value=list(lines), by=by, at=at)
    return action


@transaction.atomic
def mend_actions(
    *,
    cells: Sequence[tuple[Action, object, object]],
    column: str,
    by: Actor,
    at: dt.datetime,
) -> int:
    """Write one column of several actions, each given with what its cell held and is to hold."""
    for action, read, value in cells:
        edit_cell(action=action, column=column, read=read, value=value, by=by, at=at)
    return len(cells)


@transaction.atomic
def confirm_sought(
    *,
    actions: Sequence[Action],
    roles: Sequence[str],
    said_by: str,
    said_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> int:
    """Note that all who are sought in these roles said yes; return how many they were."""
    rows = Responsibility.objects.present().filter(
        action__in=actions, role__in=roles, state=ResponsibilityState.SOUGHT, is_all=False
    )
    sought = list(rows.select_related("action", "organisation", "unit", "group", "contact"))
    for row in sought:
        note_answer(
            responsibility=row,
            state=ResponsibilityState.CONFIRMED,
            read=ResponsibilityState.SOUGHT,
            said_by=said_by,
            said_on=said_on,
            by=by,
            at=at,
        )
    return len(sought)
