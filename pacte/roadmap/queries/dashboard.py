"""The plan in figures, each with the filter of the table that shows what it counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Case, IntegerField, Q, Value, When

from pacte.network.queries import folded
from pacte.roadmap.models import Attachment
from pacte.roadmap.queries import filters
from pacte.roadmap.queries.attachments import NOWHERE, tied_to
from pacte.roadmap.queries.figures import Counts, conditions_of
from pacte.roadmap.queries.matrix import around
from pacte.territories.queries import links_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from pacte.network.models import Organisation
    from pacte.roadmap.models import Action
    from pacte.roadmap.queries.attachments import Option


Each: TypeAlias = dict[int, tuple[int, ...]]  # by action, one for each count that holds it


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    organisation: Organisation
    counts: Counts


@dataclass(frozen=True, slots=True)
class OfTerritory:
    key: int
    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Dashboard:
    by_node: Mapping[int | None, Counts]
    by_organisation: Sequence[OfOrganisation]
    by_territory: Sequence[OfTerritory]
    nowhere: Counts  # tied to no territory

    @property
    def total(self) -> Counts:
        return sum(self.by_node.values(), Counts())


@dataclass(frozen=True, slots=True)
class Holders:
    """What the filter bar has read already: who leads what, and the territories it offers."""

    organisations: Sequence[Organisation]
    leads: Mapping[int, set[int]]
    territories: Sequence[Option]


def dashboard(
    actions: QuerySet[Action], holders: Holders, *, today: dt.date, sees_team_only: bool
) -> Dashboard:
    """Two queries: what is true of each action, and where they are; one where none is tied."""
    seen = filters.Seen(sees_team_only=sees_team_only)
    conditions = conditions_of(seen, today)
    is_nowhere = seen("territories", tied_to("territory", NOWHERE, today))
    rows = (
        actions.order_by()
        .annotate(**{f"has_{key}": case(condition) for key, condition in conditions.items()})
        .annotate(is_nowhere=case(is_nowhere))
        .values_list("pk", "node", "is_nowhere", *(f"has_{key}" for key in conditions))
    )
    by_node: dict[int | None, list[int]] = defaultdict(list)
    each: Each = {}
    nowhere = []
    for pk, node, has_no_place, *flags in rows:
        each[pk] = (1, *flags)
        by_node[node].append(pk)
        if has_no_place:
            nowhere.append(pk)
    return Dashboard(
        {node: counted(each, keys) for node, keys in by_node.items()},
        led_by(each, holders),
        tied_by(actions, each, holders.territories, seen, today),
        counted(each, nowhere),
    )


def case(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def led_by(each: Each, holders: Holders) -> list[OfOrganisation]:
    """Those that lead or co-lead, the busiest first; an action with two leads counts for each."""
    found = [
        OfOrganisation(one, counts)
        for one in holders.organisations
        if (counts := counted(each, holders.leads.get(one.pk, ()))).actions
    ]
    return sorted(found, key=lambda one: (-one.counts.actions, folded(one.organisation.label)))


def tied_by(
    actions: QuerySet[Action],
    each: Each,
    territories: Sequence[Option],
    seen: filters.Seen,
    today: dt.date,
) -> list[OfTerritory]:
    """The busiest first; what lies in a territory counts with it, as its filter does."""
    if not territories:
        return []
    is_read = seen("territories", Q(territory__isnull=False), "action__")
    tied = Attachment.objects.filter(is_read, action__in=actions)
    above = links_above([one.key for one in territories], on=today)
    both = tied.values_list(Value(1), "action_id", "territory_id").union(
        above.values_list(Value(0), "child_id", "parent_id"), all=True
    )
    places: dict[int, set[int]] = defaultdict(set)
    parents: dict[int, set[int]] = defaultdict(set)
    for is_tie, one, other in both:
        (places if is_tie else parents)[one].add(other)
    held: dict[int, list[int]] = defaultdict(list)
    for action, direct in places.items():
        for key in around(direct, parents):
            held[int(key)].append(action)
    found = [
        OfTerritory(one.key, one.label, counts)
        for one in territories
        if (counts := counted(each, held.get(one.key, ()))).actions
    ]
    return sorted(found, key=lambda one: -one.counts.actions)  # those as busy stay by name


def counted(each: Each, keys: Iterable[int]) -> Counts:
    """Of those of these actions that are among them."""
    rows = [each[key] for key in keys if key in each]
    return Counts(*map(sum, zip(*rows, strict=True)))
