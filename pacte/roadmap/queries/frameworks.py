"""Reference frameworks, and which actions of a plan answer each of their items."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.models import Action, Attachment, FrameworkItem, ReferenceFramework
from pacte.roadmap.queries.attachments import within_item
from pacte.roadmap.queries.externals import ties_seen
from pacte.roadmap.queries.kept import as_seen, kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Plan


def tied_within(item: FrameworkItem) -> QuerySet[Attachment]:
    return Attachment.objects.filter(within_item(item.pk, "framework_item__"))


@dataclass(frozen=True, slots=True)
class FrameworkSeen:
    framework: ReferenceFramework
    items: int  # offered
    actions: int  # different ones that answer it, that this person sees


def frameworks(initiative: Initiative, user: User | AnonymousUser) -> list[FrameworkSeen]:
    """By ministry or funder, closed ones last."""
    items = Counter(
        FrameworkItem.objects.filter(initiative=initiative, closed_at=None).values_list(
            "framework", flat=True
        )
    )
    ties = ties_seen(initiative, user, "framework_item", "alignments")
    pairs = set(ties.values_list("framework_item__framework", "action"))
    actions = Counter(framework for framework, _action in pairs)
    rows = ReferenceFramework.objects.of_initiative(initiative)
    found = [FrameworkSeen(one, items[one.pk], actions[one.pk]) for one in rows]
    return sorted(found, key=lambda seen: seen.framework.closed_at is not None)


@dataclass(frozen=True, slots=True)
class ItemSeen:
    item: FrameworkItem
    depth: int
    actions: Sequence[Action]  # aligned with it itself, as this person may read them
    count: int  # different actions, those of the items under it too


def items_seen(
    framework: ReferenceFramework,
    ties: Mapping[int, Sequence[Action]],
    *,
    with_closed: bool = False,
) -> list[ItemSeen]:
    """In order, with what stands under each; else closed ones only where something is aligned."""
    items = list(framework.items.order_by("position", "pk"))
    parents = {item.pk: item.parent_id for item in items}
    counted: dict[int, set[int]] = defaultdict(set)
    depths: dict[int, int] = {}
    for item in items:
        key, depth = item.pk, 0
        while True:
            counted[key].update(action.pk for action in ties.get(item.pk, ()))
            above = parents.get(key)
            if above is None:
                break
            key, depth = above, depth + 1
        depths[item.pk] = depth
    return [
        ItemSeen(item, depths[item.pk], ties.get(item.pk, ()), len(counted[item.pk]))
        for item in items
        if with_closed or item.closed_at is None or counted[item.pk]
    ]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One framework of the alignment table."""

    framework: ReferenceFramework
    items: Sequence[ItemSeen]

    @property
    def answered(self) -> int:
        return sum(1 for one in self.items if one.count)


@dataclass(frozen=True, slots=True)
class Alignment:
    keepers: Sequence[str]  # ministries and funders that have a framework here
    frameworks: Sequence[Aligned]
    total: int  # actions read
    apart: int  # those that answer nothing of any framework
    left_out: int  # those that the team keeps, where they are not asked for


def alignment(
    plan: Plan,
    user: User | AnonymousUser,
    *,
    kept_by: str = "",
    with_team_only: bool = False,
) -> Alignment:
    """Which actions of a plan, taken through its gate, answer the frameworks of `kept_by`, or all.

    Without `with_team_only`, even the team reads what all members read. Four queries and one a
    framework.
    """
    seen = Action.objects.visible_to(user).filter(plan=plan)
    total = seen.count()
    ties = Attachment.objects.filter(framework_item__isnull=False)
    if not with_team_only:
        seen = seen.filter(is_team_only=False)
        ties = ties.exclude(kept("alignments", "action__"))
    actions = {action.pk: action for action in seen.order_by("node__position", "position", "pk")}
    rank = {key: place for place, key in enumerate(actions)}
    pairs = ties.filter(action__in=seen).values_list("framework_item", "action")
    found: dict[int, list[Action]] = defaultdict(list)
    aligned: set[int] = set()
    for item, action in sorted(pairs, key=lambda pair: rank[pair[1]]):
        found[item].append(as_seen(actions[action], sees_team_only=with_team_only))
        aligned.add(action)
    # One that keeps its alignment says neither that it has one nor that it has none.
    readable = {
        key
        for key, action in actions.items()
        if with_team_only or "alignments" not in action.team_only_fields
    }
    open_ones = ReferenceFramework.objects.of_initiative(plan.initiative).filter(closed_at=None)
    asked = [one for one in open_ones if kept_by in ("", one.kept_by)]
    return Alignment(
        keepers=list(dict.fromkeys(one.kept_by for one in open_ones)),
        frameworks=[Aligned(one, items_seen(one, found)) for one in asked],
        total=len(actions),
        apart=len(readable - aligned),
        left_out=total - len(actions),
    )
