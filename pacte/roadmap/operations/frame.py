"""Moving, taking away and bringing back the parts of a plan; numbers follow where they did."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.enums import LevelKind
from pacte.roadmap.errors import (
    FieldChangedMeanwhile,
    NodeElsewhere,
    NotDeleted,
    PartHoldsActions,
    TitleMissing,
    VersionChangedMeanwhile,
)
from pacte.roadmap.models import Action, Plan, PlanLevel, PlanNode, Step
from pacte.roadmap.operations.actions import present_node
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS, next_position, touch_plan

if TYPE_CHECKING:
    from pacte.core.actor import Actor


NODE_FIELDS = frozenset({"title", "number"})
SAID = "said-"  # prefix of what the document says beneath the title, by its place there


def children_of(nodes: Iterable[PlanNode]) -> dict[int | None, list[PlanNode]]:
    """The present nodes by parent, in order; a parent that is gone counts as none."""
    nodes = list(nodes)
    present = {node.pk for node in nodes}
    found: dict[int | None, list[PlanNode]] = defaultdict(list)
    for node in sorted(nodes, key=lambda one: (one.position, one.pk)):
        found[node.parent_id if node.parent_id in present else None].append(node)
    return found


def in_reading_order(nodes: Iterable[PlanNode]) -> list[PlanNode]:
    """Each part followed by what it holds."""
    children = children_of(nodes)
    ordered: list[PlanNode] = []
    waiting = list(reversed(children[None]))
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting += reversed(children[node.pk])
    return ordered


def lay_frame(ordered: Sequence[PlanNode]) -> None:
    """Give the nodes positions in this order, which the table sorts by."""
    moved = []
    for place, node in enumerate(ordered, start=1):
        if node.position != place * STEP_BETWEEN_POSITIONS:
            node.position = place * STEP_BETWEEN_POSITIONS
            moved.append(node)
    PlanNode.objects.bulk_update(moved, ["position"])


def present_nodes(plan: Plan) -> list[PlanNode]:
    """Those of the plan, each knowing its parent without asking."""
    nodes = PlanNode.objects.present().filter(plan=plan).select_related("level")
    found = {node.pk: node for node in nodes.order_by("position", "pk")}
    for node in found.values():
        if node.parent_id in found:
            node.parent = found[node.parent_id]
    return list(found.values())


def locked_node(node: PlanNode) -> PlanNode:
    Plan.objects.select_for_update(of=("self",)).get(pk=node.plan_id)  # one change of frame a time
    return PlanNode.objects.select_for_update(of=("self",)).get(pk=node.pk)


@transaction.atomic
def add_node(
    *,
    plan: Plan,
    level: PlanLevel,
    title: str,
    by: Actor,
    at: dt.datetime,
    parent: PlanNode | None = None,
    number: str = "",
) -> PlanNode:
    """Add a frame node at the end of its siblings."""
    if not title.strip():
        raise TitleMissing
    if level.plan_id != plan.pk or level.kind != LevelKind.FRAME:
        raise NodeElsewhere
    if parent is not None and parent.plan_id != plan.pk:
        raise NodeElsewhere
    node = PlanNode.objects.create(
        plan=plan,
        level=level,
        parent=parent,
        position=next_position(plan.nodes.all()),
        number=number,
        title=title.strip(),
    )
    lay_frame(in_reading_order(present_nodes(plan)))
    touch_plan(plan)
    node.refresh_from_db()
    audit.record(
        "roadmap.node.added", target=node, by=by, at=at, changes={"title": ["", node.title]}
    )
    return node


@transaction.atomic
def move_node(
    *,
    node: PlanNode,
    parent: PlanNode | None,
    after: PlanNode | None,
    version: int,
    by: Actor,
    at: dt.datetime,
) -> PlanNode:
    """Put the part, with what it holds, into `parent`, right after a sibling or first.

    Numbers that followed the order of the plan follow the new one. Raise NodeElsewhere where it
    would stand under itself, VersionChangedMeanwhile where it changed since `version`.
    """
    node = locked_node(node)
    if node.version != version:
        raise VersionChangedMeanwhile(version, node.version)
    nodes = present_nodes(node.plan)
    by_key = {one.pk: one for one in nodes}
    check_place(node, parent, after, by_key)
    rules = {level: rule_of(group) for level, group in by_level(in_reading_order(nodes)).items()}
    moving = by_key[node.pk]
    before = [moving.parent_id, moving.position]
    moving.parent = by_key[parent.pk] if parent else None
    siblings = [one for one in children_of(nodes)[parent.pk if parent else None] if one != moving]
    place = siblings.index(by_key[after.pk]) + 1 if after else 0
    siblings.insert(place, moving)
    for rank, sibling in enumerate(siblings):  # only their order matters: positions come next
        sibling.position = rank
    moving.version += 1
    moving.save(update_fields=["parent", "version"])
    ordered = in_reading_order(nodes)
    lay_frame(ordered)
    renumber(ordered, rules, at=at)
    touch_plan(node.plan)
    changes = {"parent": [before[0], moving.parent_id], "position": [before[1], moving.position]}
    audit.record("roadmap.node.moved", target=moving, by=by, at=at, changes=changes)
    return moving


@transaction.atomic
def shift_node(*, node: PlanNode, up: bool, version: int, by: Actor, at: dt.datetime) -> PlanNode:
    """Exchange places with the sibling above or below; the first and the last stay."""
    siblings = children_of(present_nodes(node.plan))[node.parent_id]
    place = siblings.index(node) + (-2 if up else 1)
    if place < -1 or place >= len(siblings):
        return node
    after = siblings[place] if place >= 0 else None
    return move_node(node=node, parent=node.parent, after=after, version=version, by=by, at=at)


def check_place(
    node: PlanNode, parent: PlanNode | None, after: PlanNode | None, nodes: dict[int, PlanNode]
) -> None:
    if node.pk not in nodes or (parent and parent.pk not in nodes):
        raise NodeElsewhere
    if parent and parent.level.position >= nodes[node.pk].level.position:
        raise NodeElsewhere
    if parent and is_inside(nodes[parent.pk], node):
        raise NodeElsewhere
    if after is not None:
        home = nodes[after.pk].parent_id if after.pk in nodes else -1
        if after.pk == node.pk or home != (parent.pk if parent else None):
            raise NodeElsewhere


def is_inside(node: PlanNode | None, other: PlanNode) -> bool:
    """Whether `node` is `other` or stands somewhere below it."""
    while node is not None and node.pk != other.pk:
        node = node.parent
    return node is not None


def by_level(ordered: Iterable[PlanNode]) -> dict[int, list[PlanNode]]:
    found: dict[int, list[PlanNode]] = defaultdict(list)
    for node in ordered:
        found[node.level_id].append(node)
    return found


def numbers(group: Sequence[PlanNode], rule: str) -> list[str]:
    """The numbers that a rule gives to the nodes of one level, in reading order."""
    counts: dict[int | None, int] = defaultdict(int)
    found = []
    for rank, node in enumerate(group, start=1):
        counts[node.parent_id] += 1
        here = str(counts[node.parent_id])
        above = node.parent.number if node.parent else ""
        path = f"{above}.{here}" if above else here
        found.append({"plan": str(rank), "parent": here, "path": path}[rule])
    return found


def rule_of(group: Sequence[PlanNode]) -> str:
    """How the nodes of a level are numbered, or nothing where their numbers follow no rule."""
    told = [node.number for node in group]
    return next((rule for rule in ("plan", "path", "parent") if numbers(group, rule) == told), "")


def renumber(ordered: Sequence[PlanNode], rules: dict[int, str], *, at: dt.datetime) -> None:
    """Number again the levels that followed a rule, with the actions and steps that begin so."""
    changed: list[tuple[PlanNode, str]] = []
    for level, group in by_level(ordered).items():
        if rule := rules.get(level, ""):
            for node, number in zip(group, numbers(group, rule), strict=True):
                if node.number != number:
                    changed.append((node, node.number))
                    node.number = number
    PlanNode.objects.bulk_update([node for node, _ in changed], ["number"])
    for node, old in changed:
        renumber_actions(node, old, at=at)


def renumber_actions(node: PlanNode, old: str, *, at: dt.datetime) -> None:
    """« 2.3 » under the part that was 2 and is now 1 reads « 1.3 »; its steps follow."""
    actions = list(Action.objects.filter(node=node, number__startswith=f"{old}."))
    steps = list(Step.objects.filter(action__node=node, number__startswith=f"{old}."))
    for step in steps:
        step.number = (node.number + step.number.removeprefix(old))[:30]
    for action in actions:
        action.number = (node.number + action.number.removeprefix(old))[:30]
        action.version, action.updated_at = action.version + 1, at
    Action.objects.bulk_update(actions, ["number", "version", "updated_at"])
    Step.objects.bulk_update(steps, ["number"])


@transaction.atomic
def delete_node(
    *, node: PlanNode, to: PlanNode | None, version: int, by: Actor, at: dt.datetime, moves: bool
) -> PlanNode:
    """Take the part away; with `moves`, what it holds goes to `to` (nothing: no part).

    Raise PartHoldsActions where it holds something and nothing says where that goes. It comes back,
    empty, within thirty days.
    """
    node = locked_node(node)
    if node.version != version:
        raise VersionChangedMeanwhile(version, node.version)
    nodes = {one.pk: one for one in present_nodes(node.plan)}
    if node.deleted_at is not None:
        raise NodeElsewhere
    held = Action.objects.present().filter(node=node)
    inner = [one for one in nodes.values() if one.parent_id == node.pk]
    if (inner or held.exists()) and not moves:
        raise PartHoldsActions
    if to is not None and (to.pk not in nodes or is_inside(nodes[to.pk], node)):
        raise NodeElsewhere
    moved = list(held.order_by("position", "pk"))
    place_at_the_end(node.plan, moved, to, at=at)
    for one in inner:
        one.parent = to
    PlanNode.objects.bulk_update(inner, ["parent"])
    node.deleted_at, node.version = at, node.version + 1
    node.save(update_fields=["deleted_at", "version"])
    if inner:  # otherwise its place stays free, for the day it comes back
        lay_frame(in_reading_order(present_nodes(node.plan)))
    touch_plan(node.plan)
    changes: dict[str, list[object]] = {
        "title": [str(node), ""],
        "actions": [[action.code for action in moved], str(to or "")],
        "parts": [[one.pk for one in inner], to.pk if to else None],
    }
    audit.record("roadmap.node.deleted", target=node, by=by, at=at, changes=changes)
    audit.record_many(
        audit.entry(
            "roadmap.action.moved",
            target=action,
            by=by,
            at=at,
            changes={"node": [node.pk, to.pk if to else None]},
        )
        for action in moved
    )
    return node


def place_at_the_end(
    plan: Plan, actions: Sequence[Action], node: PlanNode | None, *, at: dt.datetime
) -> None:
    position = next_position(plan.actions.all())
    for rank, action in enumerate(actions):
        action.node, action.position = node, position + rank * STEP_BETWEEN_POSITIONS
        action.version, action.updated_at = action.version + 1, at
    Action.objects.bulk_update(actions, ["node", "position", "version", "updated_at"])


@transaction.atomic
def restore_node(*, node: PlanNode, by: Actor, at: dt.datetime) -> PlanNode:
    """Bring the part back with the actions and parts that left it and stay where it put them."""
    node = locked_node(node)
    if node.deleted_at is None or node.merged_into_id is not None:
        raise NotDeleted
    entry = audit.history_of(node).filter(event="roadmap.node.deleted").first()
    node.deleted_at, node.version = None, node.version + 1
    node.parent = present_node(node.parent)
    node.save(update_fields=["deleted_at", "parent", "version"])
    if entry is not None:
        (codes, _), (parts, home) = entry.changes["actions"], entry.changes["parts"]
        bring_back(node, codes, parts, home, by=by, at=at)
    lay_frame(in_reading_order(present_nodes(node.plan)))
    touch_plan(node.plan)
    audit.record(
        "roadmap.node.restored", target=node, by=by, at=at, changes={"title": ["", str(node)]}
    )
    return node


def bring_back(
    node: PlanNode,
    codes: Sequence[str],
    parts: Sequence[int],
    home: int | None,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """What no one moved elsewhere since goes back into the part."""
    left = Action.objects.filter(plan=node.plan, node=home, code__in=codes)
    place_at_the_end(node.plan, list(left.order_by("position", "pk")), node, at=at)
    audit.record_many(
        audit.entry(
            "roadmap.action.moved", target=action, by=by, at=at, changes={"node": [home, node.pk]}
        )
        for action in Action.objects.filter(node=node, code__in=codes).order_by("position", "pk")
    )
    PlanNode.objects.present().filter(plan=node.plan, parent=home, pk__in=parts).update(parent=node)


@transaction.atomic
def rename_levels(*, plan: Plan, labels: Mapping[int, str], by: Actor, at: dt.datetime) -> Plan:
    """Give the levels their names, by key."""
    for level in plan.levels.filter(pk__in=labels):
        before, label = level.label, labels[level.pk].strip()
        if not label:
            raise TitleMissing
        if before != label:
            level.label = label
            level.save(update_fields=["label"])
            changes = {"label": [before, label]}
            audit.record("roadmap.level.renamed", target=plan, by=by, at=at, changes=changes)
    touch_plan(plan)
    return plan


@transaction.atomic
def edit_node(
    *, node: PlanNode, asked: Mapping[str, tuple[str, str]], by: Actor, at: dt.datetime
) -> PlanNode:
    """Change the name of a part, or a text beneath it, each with what was read and is wanted.

    Raise FieldChangedMeanwhile, and change nothing, where someone else changed one of them.
    """
    node = PlanNode.objects.select_for_update(of=("self",)).select_related("plan").get(pk=node.pk)
    now = {"title": node.title, "number": node.number}
    now |= {f"{SAID}{place}": extra["text"] for place, extra in enumerate(node.extra)}
    changes: dict[str, list[str]] = {}
    for field, (read, value) in asked.items():
        if field not in NODE_FIELDS and not field.startswith(SAID):
            raise KeyError(field)
        before = now.get(field, "")
        if before not in (read, value):
            raise FieldChangedMeanwhile(field, read, before, value)
        if field == "title" and not value.strip():
            raise TitleMissing
        if before != value:
            told = changes.setdefault("text" if field.startswith(SAID) else field, ["", ""])
            told[:] = [
                "\n".join(filter(None, pair)) for pair in zip(told, (before, value), strict=True)
            ]
            now[field] = value
    if changes:
        node.title, node.number = now["title"], now["number"]
        texts = [now[f"{SAID}{place}"] for place in range(len(node.extra))]
        node.extra = [
            {**extra, "text": text} for extra, text in zip(node.extra, texts, strict=True) if text
        ]
        node.version += 1
        node.save(update_fields=["title", "number", "extra", "version"])
        touch_plan(node.plan)
        audit.record("roadmap.node.edited", target=node, by=by, at=at, changes=changes)
    return node
