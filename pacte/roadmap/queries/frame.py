"""The frame of a plan as a tree: its parts in reading order, with how many actions each holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from pacte.roadmap.models import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from pacte.roadmap.models import Plan, PlanNode


@dataclass(frozen=True, slots=True)
class FramePart:
    node: PlanNode
    depth: int
    count: int  # actions, those of the parts inside included
    parts: int  # parts directly inside
    is_first: bool
    is_last: bool
    above: frozenset[int]  # the parts that it stands in, and itself


def frame_parts(plan: Plan, actions: QuerySet[Action] | None = None) -> list[FramePart]:
    """Each present part, followed by what it holds; `actions` are those to count, by default all.

    Two queries.
    """
    nodes = plan.nodes.filter(deleted_at=None).select_related("level").order_by("position", "pk")
    return tree(list(nodes), counts_of(actions if actions is not None else present(plan)))


def present(plan: Plan) -> QuerySet[Action]:
    return Action.objects.present().filter(plan=plan)


def counts_of(actions: QuerySet[Action]) -> Mapping[int, int]:
    """How many actions stand directly in each part."""
    rows = actions.order_by().values_list("node").annotate(count=Count("pk"))
    return {node: count for node, count in rows if node is not None}


def heading_of(extra: Mapping[str, str]) -> str:
    """What a text of the document stands under; some stand under the title alone."""
    return extra["header"] or _("Sous le titre")


def said_under(node: PlanNode) -> list[tuple[str, str]]:
    """What its document says beneath the title of a part: headings and texts."""
    return [(heading_of(extra), extra["text"]) for extra in node.extra if extra["text"]]


def tree(nodes: Iterable[PlanNode], counts: Mapping[int, int]) -> list[FramePart]:
    nodes = list(nodes)
    known = {node.pk for node in nodes}
    children: dict[int | None, list[PlanNode]] = defaultdict(list)
    for node in nodes:
        children[node.parent_id if node.parent_id in known else None].append(node)
    found: list[FramePart] = []

    def walk(parent: int | None, above: frozenset[int]) -> int:
        total = 0
        siblings = children[parent]
        for node in siblings:
            place, path = len(found), above | {node.pk}
            count = counts.get(node.pk, 0) + walk(node.pk, path)
            total += count
            ends = (node is siblings[0], node is siblings[-1])
            part = FramePart(node, len(above), count, len(children[node.pk]), *ends, path)
            found.insert(place, part)
        return total

    walk(None, frozenset())
    return found
