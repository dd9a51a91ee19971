"""What a newer version of the document changes in a plan: only what a person has accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import FieldChangedMeanwhile, ImportEnded, RoadmapError
from pacte.roadmap.models import Achievement, Action, Plan, PlanImport, PlanNode
from pacte.roadmap.operations.actions import delete_action, move_action
from pacte.roadmap.operations.cells import (
    BudgetMeant,
    ScheduleMeant,
    StatusMeant,
    as_lines,
    edit_cell,
)
from pacte.roadmap.operations.imports.drafts import locked
from pacte.roadmap.operations.imports.framing import node_at, nodes_of, path_of
from pacte.roadmap.operations.imports.making import Base, finish, make_actions
from pacte.roadmap.operations.imports.people import settle_names
from pacte.roadmap.operations.imports.rows import action_row
from pacte.roadmap.operations.plans import next_position, touch_plan

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.operations.imports.people import People

Json = Mapping[str, Any]
Value = str | list[str]
FRAME = "frame"  # the column that says under which node an action stands


@dataclass(frozen=True, slots=True)
class Accepted:
    """One column of one action: what the page showed as present, and what takes its place."""

    code: str
    column: str
    now: Value
    told: Json  # the action of the document
    value: Value


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person takes of a document.

    `matched` pairs ids of the reading with codes: it tells beside what a new action stands.
    """

    accepted: Sequence[Accepted]
    added: Sequence[Json]
    removed: Sequence[str]
    matched: Mapping[str, str]

    @property
    def count(self) -> int:
        return len(self.accepted) + len(self.added) + len(self.removed)


@dataclass(slots=True)
class Outcome:
    plan: Plan
    changed: int = 0
    added: int = 0
    removed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)  # code and column


@transaction.atomic
def update_plan(
    *,
    plan_import: PlanImport,
    wanted: Wanted,
    base_of: Base,
    by: Actor,
    at: dt.datetime,
    watch: Callable[[], object] | None = None,
) -> Outcome:
    """Apply what was accepted, all at once; the import is then over.

    A cell that somebody changed since the page was shown, or a status that may not follow the
    present one, is left as it is and told in `refused`. `watch` is called at each change and may
    raise to stop: nothing is then changed.
    """
    plan_import = locked(plan_import)
    plan = plan_import.plan
    if plan_import.state not in {ImportState.TO_REVIEW, ImportState.APPLYING} or plan is None:
        raise ImportEnded
    people = settle_names(
        initiative=plan_import.initiative,
        reading={**(plan_import.reading or {}), "plan": {"organisations": []}},
        chosen=plan_import.choices.get("names", {}),
        by=by,
        at=at,
    )
    outcome = Outcome(plan)
    actions = {
        action.code: action
        for action in Action.objects.present().filter(
            plan=plan, code__in={*wanted.removed, *(change.code for change in wanted.accepted)}
        )
    }
    reading = plan_import.reading or {}
    for change in wanted.accepted:
        if watch is not None:
            watch()
        _change(outcome, actions.get(change.code), change, reading, by=by, at=at)
    for code in wanted.removed:
        if code in actions:
            delete_action(action=actions[code], by=by, at=at)
            outcome.removed += 1
    if wanted.added:
        _add(plan, reading, wanted, people, by=by, at=at)
        outcome.added = len(wanted.added)
    touch_plan(plan)
    finish(plan_import, plan, base_of, "roadmap.import.updated", by=by, at=at)
    return outcome


def _add(
    plan: Plan, reading: Json, wanted: Wanted, people: People, *, by: Actor, at: dt.datetime
) -> None:
    nodes = nodes_of(plan, reading, wanted.added, by=by, at=at)
    beside = _beside(plan, reading, wanted.added, wanted.matched)
    placed = [{**told, "node": told["node"] or told["id"]} for told in wanted.added]
    after = next_position(plan.actions.all())
    make_actions(plan, placed, {**beside, **nodes}, people, by=by, at=at, after=after)


def _change(
    outcome: Outcome,
    action: Action | None,
    change: Accepted,
    reading: Json,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    if action is None:
        outcome.refused.append((change.code, change.column))
        return
    try:
        with transaction.atomic():
            if change.column == FRAME:
                _move(action, change, reading, by=by, at=at)
            else:
                _edit(action, change, by=by, at=at)
    except RoadmapError:
        outcome.refused.append((change.code, change.column))
    else:
        outcome.changed += 1


def _edit(action: Action, change: Accepted, *, by: Actor, at: dt.datetime) -> None:
    edit_cell(
        action=action,
        column=change.column,
        read=change.now,
        value=_meant(change, action.plan, at),
        by=by,
        at=at,
    )
    if change.column == "achievements":
        _plan_achievements(action, change.told)


def _move(action: Action, change: Accepted, reading: Json, *, by: Actor, at: dt.datetime) -> None:
    """Put the action where the document puts it, behind what stands there."""
    here = path_of(action.node)
    if here != as_lines(change.now):
        raise FieldChangedMeanwhile(FRAME, change.now, here, change.value)
    lines = as_lines(change.value)
    node = node_at(action.plan, reading, change.told, lines, by=by, at=at)
    beside = Action.objects.present().filter(plan=action.plan, node=node).exclude(pk=action.pk)
    last = beside.order_by("position", "pk").last()
    move_action(action=action, node=node, after=last, by=by, at=at)


def _meant(change: Accepted, plan: Plan, at: dt.datetime) -> object:
    """The words of the document with what they mean, where the column keeps both."""
    row = action_row(change.told, plan=plan, at=at, node=None, code="")
    if change.column == "schedule":
        return ScheduleMeant(
            row.schedule_text,
            row.schedule_kind,
            row.schedule_start,
            row.schedule_end,
        )
    if change.column == "status":
        return StatusMeant(row.status, row.status_reason)
    if change.column == "budget":
        return BudgetMeant(row.budget_text, row.budget_amount, row.budget_currency)
    return change.value


def _plan_achievements(action: Action, told: Json) -> None:
    planned = {item["text"] for item in told["achievements"] if item["planned"]}
    rows = Achievement.objects.present().filter(action=action)
    rows.filter(text__in=planned).update(is_planned=True)


def _beside(
    plan: Plan, reading: Json, added: Sequence[Json], matched: Mapping[str, str]
) -> dict[str, PlanNode]:
    """For new actions that the document puts under nothing: the node of the row above them."""
    nodes = {
        action.code: action.node
        for action in plan.actions.filter(deleted_at=None).select_related("node")
    }
    fresh = {action["id"] for action in added if not action["node"]}
    found: dict[str, PlanNode] = {}
    above: PlanNode | None = None
    for action in reading["actions"]:
        if action["id"] in matched:
            above = nodes.get(matched[action["id"]])
        elif action["id"] in fresh and above is not None:
            found[action["id"]] = above
    return found
