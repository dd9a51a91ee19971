"""The plan by whoever carries it: each organisation with what it leads, helps and funds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Case, Q, When
from django.utils.translation import gettext

from pacte.network.models import Organisation
from pacte.network.queries import folded
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityRole
from pacte.roadmap.models import Responsibility
from pacte.roadmap.queries.filters import Seen, in_order, missing, roles_seen
from pacte.roadmap.queries.kept import as_seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet

    from pacte.roadmap.models import Action

Key: TypeAlias = tuple[str, str]  # what sort of holder, and which


@dataclass(frozen=True, slots=True)
class Held:
    """One role of a holder: how many actions, and those that the page shows."""

    role: str
    label: str
    count: int
    actions: Sequence[Action]

    @property
    def left(self) -> int:
        return self.count - len(self.actions)


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation; or a group, a person, words that the directory ties to none."""

    label: str
    organisation: Organisation | None
    count: int  # actions, each once
    roles: Sequence[Held]


@dataclass(frozen=True, slots=True)
class ByOrganisation:
    without_lead: Sequence[Action]
    holders: Sequence[Holder]


def by_organisation(
    actions: QuerySet[Action],
    organisations: Sequence[Organisation],
    *,
    only: int | None,
    limit: int,
    sees_team_only: bool,
) -> ByOrganisation:
    """Those that lead most first; two queries, at most `limit` actions shown in all.

    `only` is the organisation that the filters ask for: the others are not asked about.
    """
    known = {str(one.pk): one for one in organisations}
    held: dict[Key, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[Key, str] = {}
    for key, label, role, action in named_in(actions, known, sees_team_only=sees_team_only):
        if only is None or key == ("organisation", str(only)):
            labels[key] = label
            if held[key][role][-1:] != [action]:  # they come in the order of actions
                held[key][role].append(action)
    ranked = sorted(held, key=lambda key: (-leads_of(held[key]), folded(labels[key])))
    of_each = [held[key] for key in ranked]
    rows = read(actions, shared_out(limit, of_each), limit, only, sees_team_only=sees_team_only)
    found = {row.pk: as_seen(row, sees_team_only=sees_team_only) for row in rows}
    orphans = [row for row in rows if row.is_orphan][:limit]
    shown = shared_out(limit - len(orphans), of_each)
    return ByOrganisation(
        orphans,
        [
            Holder(
                labels[key],
                known.get(key[1]) if key[0] == "organisation" else None,
                len({pk for keys in held[key].values() for pk in keys}),
                roles_of(held[key], roles, found),
            )
            for key, roles in zip(ranked, shown, strict=True)
        ],
    )


def read(
    actions: QuerySet[Action],
    shown: Sequence[Mapping[str, Sequence[int]]],
    limit: int,
    only: int | None,
    *,
    sees_team_only: bool,
) -> list[Any]:
    """The actions to show under someone, and those that nobody leads, marked `is_orphan`."""
    wanted = {pk for roles in shown for keys in roles.values() for pk in keys}
    lacking = missing("lead", sees_team_only=sees_team_only) if only is None else Q(pk__in=[])
    rows = actions.filter(Q(pk__in=wanted) | lacking).annotate(
        is_orphan=Case(When(lacking, then=1), default=0)
    )
    return list(in_order(rows)[: 2 * limit])


def roles_of(
    held: Mapping[str, Sequence[int]],
    shown: Mapping[str, Sequence[int]],
    found: Mapping[int, Action],
) -> list[Held]:
    return [
        Held(
            role.value,
            str(role.label),
            len(held[role]),
            [found[pk] for pk in shown.get(role, ()) if pk in found],
        )
        for role in ResponsibilityRole
        if role in held
    ]


NAMES = ("pk", "name", "short_name", "slug")
PATHS = ("organisation", "unit__organisation", "group__organisations")


ASKED = tuple(f"{path}__{name}" for path in PATHS for name in NAMES)


def organisations_read(actions: QuerySet[Action], *, sees_team_only: bool) -> list[Organisation]:
    """Those that these actions name, in person or by a unit or a group of theirs, by name.

    One query from the actions: asked the other way, the base goes through everybody's. Of each,
    only what a page says of it is read.
    """
    rows = roles_read(actions, sees_team_only=sees_team_only).values_list(*ASKED).distinct()
    found: dict[int, Organisation] = {}
    for row in rows:
        take_up(found, row)
    return by_name(found)


def leads_read(
    actions: QuerySet[Action], *, sees_team_only: bool
) -> tuple[list[Organisation], Mapping[int, set[int]]]:
    """The same, and by organisation the actions that it leads or co-leads; one query."""
    rows = roles_read(actions, sees_team_only=sees_team_only)
    found: dict[int, Organisation] = {}
    leads: dict[int, set[int]] = defaultdict(set)
    for row in rows.values_list(*ASKED, "action_id", "role"):
        keys = take_up(found, row)
        if row[-1] in LEADING_ROLES:
            for key in keys:
                leads[key].add(row[-2])
    return by_name(found), leads


def roles_read(actions: QuerySet[Action], *, sees_team_only: bool) -> QuerySet[Responsibility]:
    seen = roles_seen(Seen(sees_team_only=sees_team_only))
    return Responsibility.objects.present().filter(seen, action__in=actions).order_by()


def take_up(found: dict[int, Organisation], row: Sequence[Any]) -> list[int]:
    """Add those of one row of `ASKED`, each made once; their keys."""
    keys = []
    for place in range(0, len(ASKED), len(NAMES)):
        if (key := row[place]) is not None:
            keys.append(key)
            if key not in found:
                told = row[place : place + len(NAMES)]
                found[key] = Organisation(**dict(zip(NAMES, told, strict=True)))
    return keys


def by_name(found: Mapping[int, Organisation]) -> list[Organisation]:
    return sorted(found.values(), key=lambda one: folded(one.label))


def named_in(
    actions: QuerySet[Action], known: Mapping[str, Organisation], *, sees_team_only: bool
) -> Iterator[tuple[Key, str, str, int]]:
    """Who is named, by which name, in which role, on which action, as the plan reads."""
    rows = (
        Responsibility.objects.present()
        .filter(roles_seen(Seen(sees_team_only=sees_team_only)), action__in=actions)
        .order_by(
            "action__node__position", "action__node_id", "action__position", "action_id", "pk"
        )
        .values_list(
            *PATHS,
            *("group__name", "contact__name", "words", "is_all", "role", "action_id"),
        )
    )
    for organisation, above, within, group, contact, words, is_all, role, action in rows:
        found = known.get(str(organisation or above or within or ""))
        if found is not None:
            yield ("organisation", str(found.pk)), found.label, role, action
        else:
            name = contact or group or (gettext("Tous") if is_all else words)
            yield ("name", folded(name)), name, role, action


def leads_of(roles: Mapping[str, Sequence[int]]) -> int:
    return sum(len(roles[role]) for role in LEADING_ROLES if role in roles)


def shared_out(
    limit: int, holders: Sequence[Mapping[str, Sequence[int]]]
) -> list[dict[str, list[int]]]:
    """The same roles with at most `limit` actions in all, the first holders served first."""
    found = []
    for roles in holders:
        kept: dict[str, list[int]] = {}
        for role in (one.value for one in ResponsibilityRole if one in roles):
            kept[role] = list(roles[role][: max(limit, 0)])
            limit -= len(kept[role])
        found.append(kept)
    return found
