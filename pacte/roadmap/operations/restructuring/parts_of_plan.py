"""Moving, merging and splitting the parts of a plan, and putting actions in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.core.relations import rows_of
from pacte.roadmap.enums import RestructuringKind
from pacte.roadmap.errors import NodeElsewhere, TitleMissing
from pacte.roadmap.models import Action, PlanLevel, PlanNode, Restructuring, Step
from pacte.roadmap.operations.actions import move_action
from pacte.roadmap.operations.frame import (
    add_node,
    by_level,
    in_reading_order,
    is_inside,
    lay_frame,
    locked_node,
    move_node,
    place_at_the_end,
    present_nodes,
    renumber,
    rule_of,
)
from pacte.roadmap.operations.plans import touch_plan
from pacte.roadmap.operations.restructuring.ledger import Ledger, check_versions
from pacte.roadmap.operations.restructuring.merging import pointing_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.core.actor import Actor
    from pacte.roadmap.models import Plan


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part to be made at the end of its siblings."""

    title: str
    level: PlanLevel
    parent: PlanNode | None = None


@transaction.atomic
def move_part(
    *,
    node: PlanNode,
    parent: PlanNode | None,
    after: PlanNode | None,
    version: int,
    by: Actor,
    at: dt.datetime,
) -> Restructuring:
    """`move_node`, kept so that it may be taken back."""
    ledger = Ledger.open(node.plan)
    move_node(node=node, parent=parent, after=after, version=version, by=by, at=at)
    return ledger.close(RestructuringKind.MOVE_NODE, by=by, at=at)


@transaction.atomic
def place_action(
    *, action: Action, node: PlanNode | None, after: Action | None, by: Actor, at: dt.datetime
) -> Restructuring:
    """`move_action`, kept so that it may be taken back."""
    ledger = Ledger.open(action.plan)
    move_action(action=action, node=node, after=after, by=by, at=at)
    return ledger.close(RestructuringKind.MOVE_ACTION, by=by, at=at)


@transaction.atomic
def merge_nodes(
    *,
    kept: PlanNode,
    absorbed: PlanNode,
    by: Actor,
    at: dt.datetime,
    versions: Sequence[int] = (),
) -> Restructuring:
    """Put what `absorbed` holds at the end of `kept`, and take it away for good.

    Both are of one level of one plan, else NodeElsewhere.
    """
    plan = kept.plan
    ledger = Ledger.open(plan)
    kept, absorbed = locked_node(kept), locked_node(absorbed)
    check_versions((kept, absorbed), versions)
    nodes = {node.pk: node for node in present_nodes(plan)}
    is_apart = kept.pk not in nodes or absorbed.pk not in nodes or kept.pk == absorbed.pk
    if is_apart or kept.level_id != absorbed.level_id:
        raise NodeElsewhere
    if is_inside(nodes[kept.pk], absorbed) or is_inside(nodes[absorbed.pk], kept):
        raise NodeElsewhere
    rules = rules_of(plan)
    give_actions(plan, list(held_by(absorbed)), kept, by=by, at=at)
    PlanNode.objects.present().filter(parent=absorbed).update(parent=kept)
    for column in pointing_to(PlanNode):
        for row in rows_of(column, absorbed.pk).order_by("pk"):
            ledger.move(row, **{column.field.attname: kept.pk})
    ledger.write(kept, extra=[*kept.extra, *absorbed.extra], version=kept.version + 1)
    ledger.write(absorbed, deleted_at=at, merged_into_id=kept.pk, version=absorbed.version + 1)
    settle(plan, rules, at=at)
    changes = {"into": ["", str(kept)], "title": [str(absorbed), ""]}
    audit.record("roadmap.node.merged", target=absorbed, by=by, at=at, changes=changes)
    return ledger.close(RestructuringKind.MERGE_NODES, by=by, at=at)


@transaction.atomic
def split_node(
    *,
    node: PlanNode,
    title: str,
    number: str,
    actions: Collection[int],
    parts: Collection[int],
    by: Actor,
    at: dt.datetime,
    versions: Sequence[int] = (),
) -> Restructuring:
    """Make a part right after this one, at its level, of the actions and parts it is given."""
    if not title.strip():
        raise TitleMissing
    plan = node.plan
    ledger = Ledger.open(plan)
    node = locked_node(node)
    check_versions((node,), versions)
    if node.deleted_at is not None:
        raise NodeElsewhere
    rules = rules_of(plan)
    made = PlanNode.objects.create(
        plan=plan,
        level=node.level,
        parent=node.parent,
        position=node.position,  # then by key: right after
        number=number,
        title=title.strip(),
    )
    ledger.make(made)
    PlanNode.objects.present().filter(parent=node, pk__in=parts).update(parent=made)
    settle(plan, rules, at=at)
    made.refresh_from_db()
    node.refresh_from_db()
    give_actions(plan, list(held_by(node).filter(pk__in=actions)), made, by=by, at=at)
    ledger.write(node, version=node.version + 1)
    changes = {"title": ["", str(made)], "from": ["", str(node)]}
    audit.record("roadmap.node.split", target=made, by=by, at=at, changes=changes)
    return ledger.close(RestructuringKind.SPLIT_NODE, by=by, at=at)


@transaction.atomic
def group_actions(
    *,
    plan: Plan,
    actions: Sequence[Action],
    to: PlanNode | None,
    by: Actor,
    at: dt.datetime,
    new: NewPart | None = None,
    versions: Sequence[int] = (),
) -> Restructuring:
    """Put these actions together at the end of a part: `to`, or a new one."""
    ledger = Ledger.open(plan)
    keys = [action.pk for action in actions]
    held = Action.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    rows = {row.pk: row for row in held}
    found = [rows[key] for key in keys if key in rows]
    check_versions(found, versions)
    if any(row.plan_id != plan.pk or row.deleted_at is not None for row in found) or not found:
        raise NodeElsewhere
    if to is None:
        if new is None:
            raise NodeElsewhere
        level, parent = new.level, new.parent
        to = add_node(plan=plan, level=level, parent=parent, title=new.title, by=by, at=at)
        ledger.make(to)
    elif to.plan_id != plan.pk or to.deleted_at is not None:
        raise NodeElsewhere
    give_actions(plan, found, to, by=by, at=at)
    touch_plan(plan)
    return ledger.close(RestructuringKind.GROUP_ACTIONS, by=by, at=at)


def held_by(node: PlanNode) -> QuerySet[Action]:
    return Action.objects.present().filter(node=node).order_by("position", "pk")


def rules_of(plan: Plan) -> dict[int, str]:
    """How each level is numbered before anything moves."""
    groups = by_level(in_reading_order(present_nodes(plan)))
    return {level: rule_of(group) for level, group in groups.items()}


def settle(plan: Plan, rules: dict[int, str], *, at: dt.datetime) -> None:
    ordered = in_reading_order(present_nodes(plan))
    lay_frame(ordered)
    renumber(ordered, rules, at=at)
    touch_plan(plan)


def give_actions(
    plan: Plan, actions: Sequence[Action], to: PlanNode, *, by: Actor, at: dt.datetime
) -> None:
    """Put them at the end of the part; « 2.3 » of the part 2 is numbered after those of the new."""
    left = [action for action in actions if action.node_id != to.pk]
    before = {action.pk: action.node for action in left}
    taken = Action.objects.present().filter(node=to).values_list("number", flat=True)
    last = max((rank_in(to, number) for number in taken), default=0)
    place_at_the_end(plan, left, to, at=at)
    for action in left:
        home = before[action.pk]
        if home is not None and to.number and rank_in(home, action.number):
            last += 1
            renumber_one(action, f"{to.number}.{last}")
    audit.record_many(
        audit.entry(
            "roadmap.action.moved",
            target=action,
            by=by,
            at=at,
            changes={"node": [home.pk if (home := before[action.pk]) else None, to.pk]},
        )
        for action in left
    )


def rank_in(node: PlanNode, number: str) -> int:
    """3 for « 2.3 » in the part 2; nothing where the number does not follow it."""
    found = re.fullmatch(rf"{re.escape(node.number)}\.(\d{{1,6}})", number) if node.number else None
    return int(found[1]) if found else 0


def renumber_one(action: Action, number: str) -> None:
    """Its steps that began so follow."""
    old, action.number = action.number, number[:30]
    action.save(update_fields=["number"])
    for step in Step.objects.filter(action=action, number__startswith=f"{old}."):
        step.number = (action.number + step.number.removeprefix(old))[:30]
        step.save(update_fields=["number"])
