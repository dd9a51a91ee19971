"""Adding, editing, moving and taking away actions; every change is in the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max

from pacte.core import audit
from pacte.roadmap.enums import (
    ActionStatus,
    ScheduleKind,
)
from pacte.roadmap.errors import (
    ContinuousNeverDone,
    FieldChangedMeanwhile,
    NodeElsewhere,
    NotDeleted,
    NothingAwaited,
    ScheduleReversed,
    TitleMissing,
)
from pacte.roadmap.models import Action, ActionCounter, Plan, PlanNode, Step
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS, next_position, touch_plan
from pacte.roadmap.operations.publics import match_publics

if TYPE_CHECKING:
    from pacte.core.actor import Actor

CODE = "ACT-{:04d}"
# Fields that change one at a time, by a person who has their present value before her eyes.
EDITABLE = frozenset(
    {
        "title",
        "number",
        "description",
        "expected_result",
        "weather",
        "origin",
        "priority",
        "budget_text",
        "budget_amount",
        "budget_currency",
        "indicators",
        "publics",
        "review_on",
        "is_team_only",
        "team_only_fields",
        "extra",
    }
)
SCHEDULE = ("schedule_text", "schedule_kind", "schedule_start", "schedule_end", "is_continuous")


def take_codes(plan: Plan, count: int = 1) -> list[str]:
    """Reserve permanent codes, in the caller's transaction; one taken is never given again."""
    counter, _ = ActionCounter.objects.get_or_create(initiative_id=plan.initiative_id)
    counter = ActionCounter.objects.select_for_update(of=("self",)).get(pk=counter.pk)
    first = counter.next_number
    counter.next_number = first + count
    counter.save(update_fields=["next_number"])
    touch_plan(plan)
    return [CODE.format(number) for number in range(first, first + count)]


@transaction.atomic
def add_action(
    *,
    plan: Plan,
    title: str,
    by: Actor,
    at: dt.datetime,
    node: PlanNode | None = None,
    after: Action | None = None,
    fields: Mapping[str, object] | None = None,
) -> Action:
    """Add an action at the end of the plan, or right after another one."""
    if not title.strip():
        raise TitleMissing
    if (node is not None and node.plan_id != plan.pk) or (after and after.plan_id != plan.pk):
        raise NodeElsewhere
    (code,) = take_codes(plan)
    action = Action(
        initiative_id=plan.initiative_id,
        plan=plan,
        node=node if node is not None else (after.node if after else None),
        position=place_after(plan, after),
        code=code,
        title=title.strip(),
        created_at=at,
        updated_at=at,
    )
    for name, value in (fields or {}).items():
        if name not in EDITABLE:
            raise KeyError(name)
        setattr(action, name, value)
    action.save(force_insert=True)
    if action.publics:
        match_publics(action.initiative_id, [action])
    audit.record(
        "roadmap.action.added", target=action, by=by, at=at, changes={"title": ["", action.title]}
    )
    return action


def place_after(plan: Plan, after: Action | None) -> int:
    """A free position right after `after`; rows are spread again where there is no room left."""
    if after is None:
        return next_position(plan.actions.all())
    following = plan.actions.filter(position__gt=after.position).order_by("position", "pk").first()
    if following is None:
        return after.position + STEP_BETWEEN_POSITIONS
    if following.position - after.position > 1:
        return (after.position + following.position) // 2
    plan.actions.filter(position__gt=after.position).update(
        position=F("position") + STEP_BETWEEN_POSITIONS
    )
    return after.position + STEP_BETWEEN_POSITIONS // 2


def place_before(plan: Plan, before: Action) -> int:
    """A free position right before `before`; the rows from there on move where there is none."""
    earlier = plan.actions.filter(position__lt=before.position).aggregate(last=Max("position"))
    last = earlier["last"] if earlier["last"] is not None else -1
    if before.position - last > 1:
        return (before.position + last + 1) // 2
    plan.actions.filter(position__gte=before.position).update(
        position=F("position") + STEP_BETWEEN_POSITIONS
    )
    return before.position + STEP_BETWEEN_POSITIONS // 2


def locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)


def save(action: Action, fields: list[str], at: dt.datetime) -> None:
    """Write these fields, and raise the versions of the row and of its plan."""
    action.version += 1
    action.updated_at = at
    action.save(update_fields=[*fields, "version", "updated_at"])
    if "publics" in fields:
        match_publics(action.initiative_id, [action])
    touch_plan(action.plan)


@transaction.atomic
def edit_action(
    *, action: Action, field: str, read: object, value: object, by: Actor, at: dt.datetime
) -> Action:
    """Change one field of `EDITABLE`. `read` is the value the person saw.

    Raise FieldChangedMeanwhile where that very field has another value by now; a change of another
    field meanwhile is no conflict.
    """
    if field not in EDITABLE:
        raise KeyError(field)
    action = locked(action)
    before = getattr(action, field)
    if before == value:
        return action
    if before != read:
        raise FieldChangedMeanwhile(field, read, before, value)
    if field == "title" and not str(value).strip():
        raise TitleMissing
    setattr(action, field, value)
    save(action, [field], at)
    audit.record(
        "roadmap.action.edited", target=action, by=by, at=at, changes={field: [before, value]}
    )
    return action


@transaction.atomic
def schedule_action(
    *,
    action: Action,
    read: str,
    text: str,
    kind: str,
    start: dt.date | None,
    end: dt.date | None,
    by: Actor,
    at: dt.datetime,
) -> Action:
    """Set the schedule's own words, and the kind and dates they mean; `read` is the old words."""
    if start and end and end < start:
        raise ScheduleReversed
    action = locked(action)
    if action.schedule_text not in {read, text}:
        raise FieldChangedMeanwhile("schedule_text", read, action.schedule_text, text)
    after = dict(
        zip(SCHEDULE, (text, kind, start, end, kind == ScheduleKind.CONTINUOUS), strict=True)
    )
    if after["is_continuous"] and action.status == ActionStatus.DONE:
        raise ContinuousNeverDone
    changes = audit.changed(action, after)
    if not changes:
        return action
    for name, value in after.items():
        setattr(action, name, value)
    save(action, list(after), at)
    audit.record("roadmap.action.scheduled", target=action, by=by, at=at, changes=changes)
    return action


@transaction.atomic
def set_waiting(
    *,
    action: Action,
    waiting_for: str,
    condition: str,
    by: Actor,
    at: dt.datetime,
    read: tuple[str, str] = ("", ""),
) -> Action:
    """Say what the action waits for, and what will unblock it; `read` is what both said before.

    Raise FieldChangedMeanwhile where someone else said otherwise since.
    """
    if not waiting_for.strip():
        raise NothingAwaited
    action = locked(action)
    if action.is_waiting and in_words(awaited(action)) == in_words((waiting_for, condition)):
        return action
    check_wait(action, read, (waiting_for, condition))
    changes = {
        "waiting_for": [action.waiting_for, waiting_for.strip()],
        "unblocking_condition": [action.unblocking_condition, condition.strip()],
    }
    action.is_waiting = True
    action.waiting_for, action.unblocking_condition = waiting_for.strip(), condition.strip()
    save(action, ["is_waiting", "waiting_for", "unblocking_condition"], at)
    audit.record("roadmap.action.waiting", target=action, by=by, at=at, changes=changes)
    return action


@transaction.atomic
def end_waiting(*, action: Action, read: tuple[str, str], by: Actor, at: dt.datetime) -> Action:
    """End the wait that was read; raise FieldChangedMeanwhile where it is another one by now."""
    action = locked(action)
    if not action.is_waiting:
        return action
    check_wait(action, read, ("", ""))
    changes = {"waiting_for": [action.waiting_for, ""]}
    action.is_waiting, action.waiting_for, action.unblocking_condition = False, "", ""
    save(action, ["is_waiting", "waiting_for", "unblocking_condition"], at)
    audit.record("roadmap.action.waiting_ended", target=action, by=by, at=at, changes=changes)
    return action


def awaited(action: Action) -> tuple[str, str]:
    return action.waiting_for, action.unblocking_condition


def in_words(texts: tuple[str, str]) -> list[list[str]]:
    """Without the line ends and spaces that a form does not give back as they were."""
    return [text.split() for text in texts]


def check_wait(action: Action, read: tuple[str, str], asked: tuple[str, str]) -> None:
    if in_words(awaited(action)) != in_words(read):
        raise FieldChangedMeanwhile("waiting_for", read, awaited(action), asked)


@transaction.atomic
def move_action(
    *,
    action: Action,
    by: Actor,
    at: dt.datetime,
    node: PlanNode | None = None,
    after: Action | None = None,
    before: Action | None = None,
) -> Action:
    """Put the action under another node or beside another action; its code and history stay."""
    action = locked(action)
    beside = after or before
    if any(row is not None and row.plan_id != action.plan_id for row in (node, beside)):
        raise NodeElsewhere
    target = node if node is not None else (beside.node if beside else action.node)
    changes: dict[str, list[object]] = {}
    if (target.pk if target else None) != action.node_id:
        changes["node"] = [action.node_id, target.pk if target else None]
    position = place_before(action.plan, before) if before else place_after(action.plan, after)
    changes["position"] = [action.position, position]
    action.node, action.position = target, position
    save(action, ["node", "position"], at)
    audit.record("roadmap.action.moved", target=action, by=by, at=at, changes=changes)
    return action


@transaction.atomic
def shift_action(*, action: Action, up: bool, by: Actor, at: dt.datetime) -> Action:
    """Exchange places with the row above or below; past the edge of its part it enters the next."""
    order = ("node__position", "node_id", "position", "pk")
    keys = list(
        action.plan.actions.filter(deleted_at=None).order_by(*order).values_list("pk", flat=True)
    )
    place = keys.index(action.pk) + (-1 if up else 1)
    if not 0 <= place < len(keys):
        return action
    other = Action.objects.select_related("node").get(pk=keys[place])
    is_above = up == (other.node_id == action.node_id)  # into another part: at its near edge
    before, after = (other, None) if is_above else (None, other)
    return move_action(action=action, before=before, after=after, by=by, at=at)


@transaction.atomic
def delete_action(*, action: Action, by: Actor, at: dt.datetime) -> Action:
    """Take the action out of the plan; it comes back, with its code, within thirty days."""
    action = locked(action)
    action.deleted_at = at
    save(action, ["deleted_at"], at)
    audit.record(
        "roadmap.action.deleted", target=action, by=by, at=at, changes={"title": [action.title, ""]}
    )
    return action


@transaction.atomic
def restore_action(*, action: Action, by: Actor, at: dt.datetime) -> Action:
    """Bring the action back, in place of the step that it had become if it had."""
    action = locked(action)
    if action.deleted_at is None or action.merged_into_id is not None:
        raise NotDeleted
    action.deleted_at = None
    action.node = present_node(action.node)
    save(action, ["deleted_at", "node"], at)
    for step in Step.objects.present().filter(as_action=action).select_related("action"):
        leave_step(step, action, by=by, at=at)
    audit.record(
        "roadmap.action.restored",
        target=action,
        by=by,
        at=at,
        changes={"title": ["", action.title]},
    )
    return action


def present_node(node: PlanNode | None) -> PlanNode | None:
    """The node, or the nearest one above it that is still in the plan."""
    while node is not None and node.deleted_at is not None:
        node = node.parent
    return node


def leave_step(step: Step, action: Action, *, by: Actor, at: dt.datetime) -> None:
    """Take away the step that `action` was, and the note that said the rest of it."""
    parent = locked(step.action)
    step.deleted_at = at
    step.save(update_fields=["deleted_at"])
    opening = f"{action.code} "
    parent.notes = [note for note in parent.notes if not str(note["text"]).startswith(opening)]
    save(parent, ["notes"], at)
    audit.record(
        "roadmap.step.deleted",
        target=parent,
        by=by,
        at=at,
        changes={"part": [step.pk, str(step)]},
    )
