"""The plan in figures, each with the filter of the table that shows what it counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, When

from pacte.network.queries import folded
from pacte.roadmap.enums import LEADING_ROLES
from pacte.roadmap.models import Responsibility
from pacte.roadmap.queries import filters
from pacte.roadmap.queries.figures import Counts, conditions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Q, QuerySet

    from pacte.network.models import Organisation
    from pacte.roadmap.models import Action


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    organisation: Organisation
    counts: Counts


@dataclass(frozen=True, slots=True)
class Dashboard:
    by_node: Mapping[int | None, Counts]
    by_organisation: Sequence[OfOrganisation]

    @property
    def total(self) -> Counts:
        return sum(self.by_node.values(), Counts())


def dashboard(
    actions: QuerySet[Action],
    organisations: Sequence[Organisation],
    *,
    today: dt.date,
    sees_team_only: bool,
) -> Dashboard:
    """Two queries: what is true of each action, and which organisations lead it."""
    seen = filters.Seen(sees_team_only=sees_team_only)
    conditions = conditions_of(seen, today)
    rows = (
        actions.order_by()
        .annotate(**{f"has_{key}": case(condition) for key, condition in conditions.items()})
        .values_list("pk", "node", *(f"has_{key}" for key in conditions))
    )
    by_node: dict[int | None, Counts] = defaultdict(Counts)
    each: dict[int, Counts] = {}
    for pk, node, *flags in rows:
        each[pk] = Counts(1, *flags)
        by_node[node] += each[pk]
    return Dashboard(by_node, led_by(actions, each, organisations, seen))


def case(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def led_by(
    actions: QuerySet[Action],
    each: Mapping[int, Counts],
    organisations: Sequence[Organisation],
    seen: filters.Seen,
) -> list[OfOrganisation]:
    """Those that lead or co-lead, the busiest first; an action with two leads counts for each."""
    known = {one.pk: one for one in organisations}
    named: dict[int, set[int]] = defaultdict(set)
    rows = Responsibility.objects.present().filter(
        filters.roles_seen(seen), role__in=LEADING_ROLES, action__in=actions
    )
    for action, *targets in rows.values_list(
        "action_id", "organisation", "unit__organisation", "group__organisations"
    ):
        for key in targets:
            if key in known:
                named[key].add(action)
    found = [
        OfOrganisation(known[key], sum((each[pk] for pk in keys), Counts()))
        for key, keys in named.items()
    ]
    return sorted(found, key=lambda one: (-one.counts.actions, folded(one.organisation.label)))
