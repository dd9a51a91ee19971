"""What the table shows, drawn once for all who see the same.

Kept until the plan or a name of the directory changes: both carry a version, which is part of
the key, with the language, the rights, the day (lateness), the parts that are closed and the
filters. Nothing is ever invalidated by hand. What one looks for in one's own words is drawn each
time: who asks for a thousand things must not fill the memory.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pacte.core.numbers import whole
from pacte.initiatives import registry
from pacte.network.models import Organisation
from pacte.network.queries import folded
from pacte.roadmap import rules
from pacte.roadmap.forms.filters import MISSING_LABELS, FilterForm, kept_query
from pacte.roadmap.models import KeyProject
from pacte.roadmap.queries.attachments import (
    COLUMN_OF,
    FILTERED_BY,
    NOWHERE,
    Option,
    options_of,
    tie_names,
)
from pacte.roadmap.queries.columns import Column, Holds, closed_columns
from pacte.roadmap.queries.filters import (
    Filters,
    filtered,
    gaps,
    organisations_named,
    saved_filters,
)
from pacte.roadmap.queries.frame import FramePart, counts_of, tree
from pacte.roadmap.queries.rows import page_of
from pacte.roadmap.queries.table import plan_table, seen_actions
from pacte.roadmap.queries.whole import counts_in, gaps_in, organisations_in
from pacte.roadmap.templatetags.plan_rows import plan_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Action, Plan
    from pacte.roadmap.queries.filters import Gap
    from pacte.roadmap.queries.table import PlanTable

PAGE = 200  # rows at a time; the rest comes by pages
MOST_KEPT = 1_000_000  # letters of a page of rows


@dataclass(frozen=True, slots=True)
class Missing:
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    key: int
    label: str
    depth: int
    count: int  # actions that the filters let through
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the bar: its name in the address, what it offers, what is chosen."""

    name: str
    label: str
    options: list[Option]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    cache_key: str  # names all that it depends on
    rows: SafeString
    columns: list[Column]
    total: int
    missing: list[Missing]
    parts: list[Part]
    has_projects: bool  # key projects, for those who may open none
    organisations: list[tuple[int, str]]  # those that the whole plan names, as this person reads it
    ties: list[Choice]  # the same, of what its actions are tied to

    @property
    def part_choices(self) -> list[tuple[int, str]]:
        return [(part.key, part.label) for part in self.parts]


def cache_key_of(
    plan: Plan, filters: Filters, query: str, *, number: int, can_edit: bool, today: dt.date
) -> str:
    """`query` is in the links that are drawn: wrong parts too, which no filter holds."""
    off = registry.off(plan.initiative)
    asked = hashlib.sha256(repr((filters, query, number, off)).encode()).hexdigest()
    versions = f"{plan.pk}.{plan.version}.{plan.initiative.directory_version}"
    return f"plan-table:{versions}:{get_language()}:{int(can_edit)}:{today}:{asked}"


def shown(
    request: Request, plan: Plan, filters: Filters, *, number: int, can_edit: bool, today: dt.date
) -> Shown:
    """Draw the page of rows, or take it as it was drawn for someone with the same rights."""
    if not seconds_kept(filters):
        return drawn(request, plan, filters, number=number, can_edit=can_edit, today=today)
    query = kept_query(request.GET)
    key = cache_key_of(plan, filters, query, number=number, can_edit=can_edit, today=today)
    kept: Shown | None = caches["drawn"].get(key)
    if kept is None:
        kept = drawn(request, plan, filters, number=number, can_edit=can_edit, today=today)
        if len(kept.rows) < MOST_KEPT:
            caches["drawn"].set(key, kept, settings.PLAN_CACHE_SECONDS)
    return kept


def seconds_kept(filters: Filters) -> int:
    return 0 if is_hers(filters) else settings.PLAN_CACHE_SECONDS


def is_hers(filters: Filters) -> bool:
    """What one person alone asks for, or what changes without the plan's version."""
    return bool(filters.words or filters.codes or filters.carrier or filters.is_to_clarify)


def drawn(
    request: Request, plan: Plan, filters: Filters, *, number: int, can_edit: bool, today: dt.date
) -> Shown:
    table = plan_table(
        plan,
        request.user,
        today=today,
        filters=filters,
        offset=(number - 1) * PAGE,
        limit=PAGE,
        only_shown=True,
    )
    is_whole = table.is_whole and not filters
    sees = table.sees_team_only
    visible = seen_actions(plan, request.user, sees_team_only=sees)
    counts: Mapping[int, int]
    if is_whole:
        counts = counts_in(table.rows)
    else:
        counts = counts_of(filtered(visible, filters, today=today, sees_team_only=sees))
    parts = tree(table.nodes, counts)
    query = kept_query(request.GET)
    lacks: Sequence[Gap] = ()
    if can_edit:
        lacks = gaps_in(table.rows) if is_whole else gaps(plan, request.user)
    return Shown(
        cache_key=cache_key_of(plan, filters, query, number=number, can_edit=can_edit, today=today),
        rows=plan_rows(
            table,
            reverse("roadmap:action", args=[plan.initiative.slug, "CODE"]) + query,
            {part.node.pk: part.count for part in parts},
            with_menu=can_edit,
        ),
        columns=[column for column in table.shown if column.holds is not Holds.FRAME],
        total=table.total,
        missing=[
            Missing(str(MISSING_LABELS[gap.key]), gap.count, f"?manque={gap.key}") for gap in lacks
        ],
        parts=[part_of(part) for part in parts],
        has_projects=can_edit
        or KeyProject.objects.visible_to(request.user).filter(plan=plan).exists(),
        organisations=organisations_of(visible, table, is_whole=is_whole),
        ties=ties_of(visible, table, filters, is_whole=is_whole),
    )


def ties_of(
    actions: QuerySet[Action], table: PlanTable, filters: Filters, *, is_whole: bool
) -> list[Choice]:
    keys = [row.action.pk for row in table.rows]
    options = options_of(keys if is_whole else actions, sees_team_only=table.sees_team_only)
    return choices_of(options, filters, table.plan.initiative)


def choices_of(
    options: Mapping[str, list[Option]], filters: Filters, place: Initiative
) -> list[Choice]:
    closed = closed_columns(place)
    more = {
        "territory": [Option(NOWHERE, _("Sans territoire"))],
        "framework_item": [Option(NOWHERE, _("Sans alignement"))],
    }
    return [
        Choice(
            name,
            str(FilterForm.base_fields[name].label),
            [*options[tie], *more.get(tie, [])],
            getattr(filters, tie),
        )
        for name, tie in FILTERED_BY.items()
        if options[tie] and COLUMN_OF[tie] not in closed
    ]


def organisations_of(
    actions: QuerySet[Action], table: PlanTable, *, is_whole: bool
) -> list[tuple[int, str]]:
    found = organisations_in(table) if is_whole else None
    if found is None:
        named = organisations_named(actions, sees_team_only=table.sees_team_only)
        found = {one.pk: one.label for one in named}
    return sorted(found.items(), key=lambda one: folded(one[1]))


def filters_asked(request: Request, place: Initiative) -> Filters:
    """What the address asks for; most often nothing, and nothing is read of it."""
    return FilterForm(request.GET).filters(request.user, place) if request.GET else Filters()


def names_of(plan: Plan, filters: Filters) -> dict[str, str]:
    names = {}
    if filters.node is not None:
        node = plan.nodes.filter(pk=filters.node).first()
        names["noeud"] = str(node) if node else ""
    for name, key in (("organisme", filters.organisation), ("responsable", filters.leader)):
        if key is not None:
            ours = Organisation.objects.of_initiative(plan.initiative)
            names[name] = found.label if (found := ours.filter(pk=key).first()) else ""
    names |= tie_names(
        plan.initiative,
        {name: key for name, part in FILTERED_BY.items() if (key := getattr(filters, part))},
    )
    return {key: name for key, name in names.items() if name}


def page_number(request: Request) -> int:
    return max(whole(request.GET.get("page", ""), otherwise=1), 1)


def page_url(request: Request, number: int) -> str:
    query = [(k, v) for k, values in request.GET.lists() for v in values if k != "page"]
    return f"?{urlencode([*query, ('page', number)])}"


def part_of(part: FramePart) -> Part:
    node = part.node
    label = f"{node.level.label} {node}"
    return Part(node.pk, label, part.depth, part.count, f"?noeud={node.pk}")


@dataclass(frozen=True, slots=True)
class Looks:
    """The ways to look at the same actions: those in sight, and those behind « Autres vues »."""

    shown: list[dict[str, object]]
    others: list[dict[str, object]]


IN_SIGHT = 2


def looks_of(request: Request, plan: Plan, current: str) -> Looks:
    """Each keeps the filters at work; the one being read is always in sight."""
    labels = {
        "plan_table": _("Tableau"),
        "plan_by_organisation": _("Par organisme"),
        "plan_tree": _("Arborescence"),
        "plan_timeline": _("Frise"),
        "plan_dashboard": _("Tableau de bord"),
        "plan_calendar": _("Calendrier"),
    }
    kept = kept_query(request.GET)
    looks: list[dict[str, object]] = [
        {
            "label": label,
            "url": reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug]) + kept,
            "count": None,
            "current": name == current,
        }
        for name, label in labels.items()
    ]
    others = looks[IN_SIGHT:]
    return Looks(looks[:IN_SIGHT] + [one for one in others if one["current"]], others)


@dataclass(frozen=True, slots=True)
class SavedLink:
    """Filters kept under a name, to apply to the page one is on."""

    name: str
    url: str
    whose: str  # empty where they are hers
    current: bool
    delete_url: str  # empty where she may not


def saved_of(request: Request, plan: Plan) -> list[SavedLink]:
    kept = kept_query(request.GET)
    address = [plan.initiative.slug, plan.slug]
    return [
        SavedLink(
            one.name,
            f"?{one.query}",
            "" if one.owner_id == request.user.pk else str(one.owner),
            kept == f"?{one.query}",
            reverse("roadmap:delete_filter", args=[*address, one.pk])
            if rules.can_delete_filter(request.user, one)
            else "",
        )
        for one in saved_filters(plan, request.user)
    ]


def row_url(request: Request, action: Action) -> str:
    """The address of the table at this row."""
    address = reverse("roadmap:plan_table", args=[action.initiative.slug, action.plan.slug])
    page = page_of(action, request.user, size=PAGE)
    return f"{address}{f'?page={page}' if page > 1 else ''}#{action.code}"
