"""The frame of a plan, found or completed as a newer version of its document has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pacte.roadmap.enums import LevelKind
from pacte.roadmap.errors import NodeElsewhere
from pacte.roadmap.models import PlanNode
from pacte.roadmap.operations.frame import add_node

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Plan

Json = Mapping[str, Any]


def path_of(node: PlanNode | None) -> list[str]:
    """The nodes down to this one, outermost first, in words."""
    found: list[str] = []
    while node is not None:
        found.insert(0, str(node))
        node = node.parent
    return found


def node_at(
    plan: Plan, reading: Json, told: Json, lines: Sequence[str], *, by: Actor, at: dt.datetime
) -> PlanNode:
    """The node of this path; what is missing of it is made, as the document has it."""
    present = {
        (node.parent_id, str(node)): node
        for node in plan.nodes.filter(deleted_at=None).order_by("-position", "-pk")
    }
    levels, chain = list(plan.levels.order_by("position")), _chain(reading, told)
    found: PlanNode | None = None
    for line, node in zip(lines, chain, strict=False):
        place = (found.pk if found else None, line)
        if place not in present:
            level = _level(levels, reading, node)
            if level is None:
                break
            present[place] = add_node(
                plan=plan,
                level=level,
                title=node["title"],
                number=(node["number"] or "")[:30],
                parent=found,
                by=by,
                at=at,
            )
        found = present[place]
    if found is None:
        raise NodeElsewhere
    return found


def _chain(reading: Json, told: Json) -> list[Json]:
    """The document's own nodes above one of its actions, outermost first."""
    nodes = {node["id"]: node for node in reading.get("nodes", ())}
    chain: list[Json] = []
    key = told["node"]
    while key:
        chain.insert(0, nodes[key])
        key = nodes[key]["parent"]
    return chain


def nodes_of(
    plan: Plan, reading: Json, added: Sequence[Json], *, by: Actor, at: dt.datetime
) -> dict[str, PlanNode]:
    """The plan's nodes under which new actions stand, by their id in the reading."""
    told = {node["id"]: node for node in reading["nodes"]}
    levels = list(plan.levels.order_by("position"))
    present = {
        (node.parent_id, _words(node.title)): node
        for node in plan.nodes.filter(deleted_at=None).order_by("position", "pk")
    }
    found: dict[str, PlanNode] = {}

    def settle(key: str) -> PlanNode | None:
        if key in found:
            return found[key]
        node = told[key]
        parent = settle(node["parent"]) if node["parent"] else None
        path = (parent.pk if parent else None, _words(node["title"]))
        if path not in present:
            level = _level(levels, reading, node)
            if level is None:
                return parent
            present[path] = add_node(
                plan=plan,
                level=level,
                title=node["title"],
                number=(node["number"] or "")[:30],
                parent=parent,
                by=by,
                at=at,
            )
        found[key] = present[path]
        return found[key]

    for action in added:
        if action["node"]:
            settle(action["node"])
    return found


def _level(levels: Sequence[Any], reading: Json, node: Json) -> Any:
    """The plan's frame level of that name, else of that rank."""
    label = _words(reading["levels"][node["level"]]["label"])
    frames = [level for level in levels if level.kind == LevelKind.FRAME]
    named = next((level for level in frames if _words(level.label) == label), None)
    if named is not None:
        return named
    return frames[node["level"]] if node["level"] < len(frames) else None


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
