"""What any look at a plan counts, and the plan as a tree of parts that fold."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, Value, When

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.queries.filters import in_order
from pacte.roadmap.queries.frame import FramePart, tree
from pacte.roadmap.queries.kept import as_seen, kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from pacte.roadmap.models import Action, Plan, PlanNode

OUTSIDE = None  # the key of what stands in no part


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions stand directly in each part, by status; KEPT where the team keeps it."""

    by_node: Mapping[int | None, Counter[str]]

    @property
    def total(self) -> int:
        return sum(counted.total() for counted in self.by_node.values())

    @property
    def by_status(self) -> Counter[str]:
        return sum(self.by_node.values(), Counter())

    @property
    def directly(self) -> Mapping[int, int]:
        return {key: one.total() for key, one in self.by_node.items() if key is not None}


def tally_of(actions: QuerySet[Action], *, sees_team_only: bool) -> Tally:
    status: F | Case = F("status")
    if not sees_team_only:
        status = Case(When(kept("status"), then=Value("KEPT")), default=F("status"))
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    rows = actions.order_by().annotate(told=status).values_list("node", "told")
    for node, told, count in rows.annotate(count=Count("pk")):
        found[node][told] += count
    return Tally(found)


def parts_of(plan: Plan, tally: Tally) -> list[FramePart]:
    """The frame in reading order, each part with how many of the actions counted it holds."""
    nodes = plan.nodes.filter(deleted_at=None).select_related("level").order_by("position", "pk")
    return tree(list(nodes), tally.directly)


@dataclass(slots=True)
class Branch:
    """A part with what it holds; `left` are actions that this page does not show."""

    node: PlanNode | None
    count: int
    statuses: Counter[str]
    actions: list[Action] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    left: int = 0

    @property
    def told(self) -> list[tuple[str, int]]:
        """How many of each state, in the order of their life."""
        return [
            (str(status.label).lower(), self.statuses[status])
            for status in ActionStatus
            if self.statuses[status]
        ]


def branches_of(
    parts: Sequence[FramePart],
    tally: Tally,
    actions: QuerySet[Action],
    *,
    offset: int,
    limit: int,
    sees_team_only: bool,
) -> list[Branch]:
    """Every part that holds something; of the actions, those of one page."""
    by_node: dict[int | None, list[Action]] = defaultdict(list)
    for action in in_order(actions)[offset : offset + limit]:
        by_node[action.node_id].append(as_seen(action, sees_team_only=sees_team_only))
    path: list[Branch] = []
    found: list[Branch] = []
    for part in parts:
        direct = tally.by_node.get(part.node.pk, Counter())
        rows = by_node[part.node.pk]
        branch = Branch(
            part.node, part.count, Counter(direct), rows, left=direct.total() - len(rows)
        )
        del path[part.depth :]
        for above in path:
            above.statuses += direct
        if part.count:
            (path[-1].branches if path else found).append(branch)
        path.append(branch)
    if rows := by_node[OUTSIDE]:
        counted = tally.by_node[OUTSIDE]
        total = counted.total()
        found.append(Branch(OUTSIDE, total, counted, rows, left=total - len(rows)))
    return found
