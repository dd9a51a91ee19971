"""Two readings of the plan crossed: how many actions stand where they meet, and where none does."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from pacte.initiatives.models import is_in_team
from pacte.network.models import Organisation
from pacte.roadmap.enums import ActionStatus, LevelKind, ResponsibilityState
from pacte.roadmap.models import TIED_LISTS, Attachment, FrameworkItem, Responsibility
from pacte.roadmap.queries.attachments import COLUMN_OF as TIES
from pacte.roadmap.queries.attachments import TIE_OF, places_of
from pacte.roadmap.queries.columns import closed_columns
from pacte.roadmap.queries.filters import ROLES, Filters, filtered
from pacte.roadmap.queries.table import seen_actions
from pacte.territories.models import TerritoryMembership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from pacte.accounts.models import User
    from pacte.roadmap.models import Action, Plan, PlanNode

MOST_ROWS = 200
MOST_COLUMNS = 60
NO_STATUS = "NONE"

Key: TypeAlias = int | str
Places: TypeAlias = dict[int, set[Key]]  # by action, where it stands along one reading


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to read the plan: its name in addresses, the filter that one of its items is."""

    key: str
    label: str | _StrPromise
    asks: str  # the name of the filter in the table's address
    part: str  # the part of `Filters` that this is
    level: int = 0  # of the frame, where it is one


@dataclass(frozen=True, slots=True)
class Item:
    key: Key
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    count: int  # different actions


@dataclass(frozen=True, slots=True)
class Matrix:
    rows: Sequence[Line]
    columns: Sequence[Line]
    counts: Mapping[tuple[Key, Key], int]  # by row and column
    apart: frozenset[tuple[Key, Key]]  # cells where nothing can ever stand
    total: int  # actions that the filters let through
    left_out: int  # those that no cell holds
    rows_cut: int
    columns_cut: int


@dataclass(frozen=True, slots=True)
class Held:
    """The actions to place, read once."""

    plan: Plan
    actions: QuerySet[Action]
    nodes: Mapping[int, int | None]  # where each stands
    statuses: Mapping[int, str]
    kept: Mapping[int, Collection[str]]  # columns that this person may not read
    today: dt.date

    def seen(self, column: str) -> set[int]:
        return {key for key in self.nodes if column not in self.kept.get(key, ())}


def dimensions(plan: Plan) -> list[Dimension]:
    """Those of this plan: its frame levels first, under their own names."""
    frame = plan.levels.filter(kind=LevelKind.FRAME).order_by("position")
    levels = [
        Dimension(f"niveau-{rank}", level.label, "noeud", "node", level.pk)
        for rank, level in enumerate(frame, 1)
    ]
    closed = closed_columns(plan.initiative)
    every = [
        *levels,
        Dimension("public", _("Public"), "public", "public"),
        Dimension("territoire", _("Territoire"), "territoire", "territory"),
        Dimension("pilier", _("Pilier"), "pilier", "pillar"),
        Dimension("theme", _("Thème"), "theme", "theme"),
        Dimension("exterieure", _("Démarche extérieure"), "exterieure", "external"),
        Dimension("element", _("Cadre de référence"), "element", "framework_item"),
        Dimension("etat", _("État"), "etat", "statuses"),
        Dimension("responsable", _("Organisme responsable"), "responsable", "leader"),
    ]
    return [one for one in every if TIES.get(one.part) not in closed]


def matrix(
    plan: Plan,
    user: User | AnonymousUser,
    rows: Dimension,
    columns: Dimension,
    *,
    filters: Filters,
    today: dt.date,
) -> Matrix:
    """Cross two readings of a plan taken through its gate, as this person may read it.

    A filter that one of the two readings is already is left aside: its items say it.
    """
    blank = Filters()
    told = replace(filters, **{one.part: getattr(blank, one.part) for one in (rows, columns)})
    held = hold(plan, user, told, today)
    row_items, row_of = READERS[rows.key.partition("-")[0]](held, rows)
    column_items, column_of = READERS[columns.key.partition("-")[0]](held, columns)
    shown_rows, shown_columns = row_items[:MOST_ROWS], column_items[:MOST_COLUMNS]
    counts: Counter[tuple[Key, Key]] = Counter()
    along: dict[str, Counter[Key]] = {"rows": Counter(), "columns": Counter()}
    placed = 0
    for action in held.nodes:
        here, there = row_of.get(action, set()), column_of.get(action, set())
        along["rows"].update(here)
        along["columns"].update(there)
        counts.update((row, column) for row in here for column in there)
        placed += bool(here and there)
    return Matrix(
        rows=[Line(item, along["rows"][item.key]) for item in shown_rows],
        columns=[Line(item, along["columns"][item.key]) for item in shown_columns],
        counts=counts,
        apart=apart_of(plan, rows, columns, shown_rows, shown_columns),
        total=len(held.nodes),
        left_out=len(held.nodes) - placed,
        rows_cut=len(row_items) - len(shown_rows),
        columns_cut=len(column_items) - len(shown_columns),
    )


def hold(plan: Plan, user: User | AnonymousUser, filters: Filters, today: dt.date) -> Held:
    team = is_in_team(user, plan.initiative)
    visible = seen_actions(plan, user, sees_team_only=team)
    actions = filtered(visible, filters, today=today, sees_team_only=team)
    nodes: dict[int, int | None] = {}
    statuses: dict[int, str] = {}
    kept: dict[int, Collection[str]] = {}
    told = actions.values_list("pk", "node_id", "status", "team_only_fields")
    for key, node, status, columns in told:
        nodes[key], statuses[key] = node, status
        if not team or filters.is_open:
            kept[key] = columns
    return Held(plan, actions, nodes, statuses, kept, today)


def read_level(held: Held, dimension: Dimension) -> tuple[list[Item], Places]:
    nodes = {node.pk: node for node in held.plan.nodes.filter(deleted_at=None)}
    at_level = sorted(
        (node for node in nodes.values() if node.level_id == dimension.level),
        key=lambda node: (node.position, node.pk),
    )
    above = {key: key_above(key, nodes, dimension.level) for key in nodes}
    places: Places = {
        action: {found}
        for action, node in held.nodes.items()
        if node is not None and (found := above.get(node)) is not None
    }
    return [Item(node.pk, str(node)) for node in at_level], places


def key_above(key: int, nodes: Mapping[int, PlanNode], level: int) -> int | None:
    """The node of that level that this one is or stands in."""
    current = nodes.get(key)
    for _step in nodes:
        if current is None or current.level_id == level:
            break
        current = nodes.get(current.parent_id or 0)
    return current.pk if current is not None and current.level_id == level else None


def read_list(held: Held, dimension: Dimension) -> tuple[list[Item], Places]:
    column = next(column for column, tie in TIE_OF.items() if tie == dimension.part)
    places = tied(held, dimension.part, column)
    used = {key for keys in places.values() for key in keys}
    entries = TIED_LISTS[column].objects.of_initiative(held.plan.initiative)
    items = [Item(one.pk, one.name) for one in entries if one.closed_at is None or one.pk in used]
    return items, places


def read_framework(held: Held, dimension: Dimension) -> tuple[list[Item], Places]:
    """Every line offered; what is aligned with those under one counts with it, as its filter."""
    items, direct = read_list(held, dimension)
    lines = FrameworkItem.objects.filter(initiative=held.plan.initiative)
    links = lines.filter(parent__isnull=False).values_list("pk", "parent")
    parents = {key: {parent} for key, parent in links if parent is not None}
    return items, {action: around(keys, parents) for action, keys in direct.items()}


def tied(held: Held, tie: str, column: str) -> Places:
    seen = held.seen(column)
    places: Places = defaultdict(set)
    rows = Attachment.objects.filter(action__in=held.actions, **{f"{tie}__isnull": False})
    for action, key in rows.values_list("action_id", f"{tie}_id"):
        if action in seen:
            places[action].add(key)
    return places


def read_territory(held: Held, _dimension: Dimension) -> tuple[list[Item], Places]:
    """Every territory of the perimeter; what lies in it counts with it, as its filter does."""
    initiative = held.plan.initiative
    direct = tied(held, "territory", "territories")
    known = list(places_of(initiative, held.today).order_by("search_key", "pk"))
    keys = {place.pk for place in known}
    links = TerritoryMembership.objects.on(held.today).filter(child__in=keys, parent__in=keys)
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in links.values_list("child_id", "parent_id"):
        parents[child].add(parent)
    places = {
        action: set(around(territories, parents)) & keys for action, territories in direct.items()
    }
    finest_last = sorted(known, key=lambda place: (place.is_finest, place.search_key))
    return [Item(place.pk, place.name) for place in finest_last], places


def around(keys: Iterable[Key], parents: Mapping[int, set[int]]) -> set[Key]:
    found: set[Key] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += parents.get(int(key), ())
    return found


def read_status(held: Held, _dimension: Dimension) -> tuple[list[Item], Places]:
    seen = held.seen("status")
    places: Places = {
        key: {status or NO_STATUS} for key, status in held.statuses.items() if key in seen
    }
    used = {key for keys in places.values() for key in keys}
    labels = [*ActionStatus.choices, (NO_STATUS, _("Sans état"))]
    return [Item(value, str(label)) for value, label in labels if value in used], places


def read_leader(held: Held, _dimension: Dimension) -> tuple[list[Item], Places]:
    """Who leads or co-leads, by itself or by one of its services or groups."""
    seen = held.seen("leads")
    rows = (
        Responsibility.objects.present()
        .filter(action__in=held.actions, role__in=ROLES["leads"])
        .exclude(state=ResponsibilityState.DECLINED)
    )
    places: Places = defaultdict(set)
    told = rows.values_list(
        "action_id", "organisation_id", "unit__organisation_id", "group__organisations"
    )
    for action, *keys in told:
        if action in seen:
            places[action].update(filter(None, keys))
    used = {key for keys in places.values() for key in keys}
    found = Organisation.objects.filter(pk__in=used)
    items = sorted(
        (Item(one.pk, one.label) for one in found), key=lambda item: item.label.casefold()
    )
    return items, places


Reader: TypeAlias = Callable[[Held, Dimension], tuple[list[Item], Places]]
READERS: Mapping[str, Reader] = {
    "niveau": read_level,
    "public": read_list,
    "pilier": read_list,
    "theme": read_list,
    "exterieure": read_list,
    "element": read_framework,
    "territoire": read_territory,
    "etat": read_status,
    "responsable": read_leader,
}


def apart_of(
    plan: Plan, rows: Dimension, columns: Dimension, here: Sequence[Item], there: Sequence[Item]
) -> frozenset[tuple[Key, Key]]:
    """Two parts of the plan of which neither is in the other never meet."""
    if not (rows.part == columns.part == "node"):
        return frozenset()
    parents = dict(plan.nodes.filter(deleted_at=None).values_list("pk", "parent"))
    links = {key: {parent} for key, parent in parents.items() if parent is not None}
    inside = {key: around([key], links) for key in parents}
    return frozenset(
        (row.key, column.key)
        for row in here
        for column in there
        if column.key not in inside[int(row.key)] and row.key not in inside[int(column.key)]
    )
