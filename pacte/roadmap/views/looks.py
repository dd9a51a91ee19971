"""The same filtered actions by organisation, as a tree, in time, in figures, by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pacte.core.pages import address_of
from pacte.network.models import Participation
from pacte.roadmap import rules
from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.forms.filters import FilterForm, active_filters, kept_query
from pacte.roadmap.queries.attachments import NOWHERE, options_of
from pacte.roadmap.queries.calendar import month_of
from pacte.roadmap.queries.dashboard import Dashboard, Holders, dashboard
from pacte.roadmap.queries.figures import Counts, Figure, told
from pacte.roadmap.queries.filters import Filters, filtered
from pacte.roadmap.queries.milestones import projects_shown
from pacte.roadmap.queries.organisations import (
    by_organisation,
    leads_read,
    organisations_read,
)
from pacte.roadmap.queries.table import seen_actions
from pacte.roadmap.queries.timeline import timeline
from pacte.roadmap.queries.tree import Tally, branches_of, parts_of, tally_of
from pacte.roadmap.views.shown import (
    PAGE,
    Choice,
    Missing,
    Part,
    choices_of,
    filters_asked,
    looks_of,
    page_number,
    page_url,
    part_of,
    saved_of,
)
from pacte.roadmap.views.table import seen_plan, trail_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from pacte.accounts.http import Request
    from pacte.network.models import Organisation
    from pacte.roadmap.models import Action, KeyProject, Plan, PlanNode
    from pacte.roadmap.queries.attachments import Option
    from pacte.roadmap.queries.frame import FramePart


PAGES = {
    "plan_by_organisation": "roadmap/plan_by_organisation.html",
    "plan_tree": "roadmap/plan_tree.html",
    "plan_timeline": "roadmap/plan_timeline.html",
    "plan_dashboard": "roadmap/plan_dashboard.html",
    "plan_calendar": "roadmap/plan_calendar.html",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """What the filter bar needs, as the table has it."""

    total: int
    parts: Sequence[Part]
    organisations: Sequence[tuple[int, str]]
    ties: Sequence[Choice] = ()
    missing: Sequence[Missing] = ()
    has_projects: bool = False  # the table says so; here it would be one question more

    @property
    def part_choices(self) -> list[tuple[int, str]]:
        return [(part.key, part.label) for part in self.parts]


@dataclass(frozen=True, slots=True)
class Asked:
    """The plan that was seen, and the actions that the address asks for."""

    plan: Plan
    filters: Filters
    actions: QuerySet[Action]
    sees_team_only: bool
    tally: Tally
    parts: Sequence[FramePart]
    organisations: Sequence[Organisation]
    ties: Sequence[Choice]
    leads: Mapping[int, set[int]]  # by organisation; of the dashboard only

    @property
    def territories(self) -> list[Option]:
        """Those that the filter offers, for who does not ask for one already."""
        found = [tie for tie in self.ties if tie.name == "territoire" and tie.chosen is None]
        return [one for tie in found for one in tie.options if one.key != NOWHERE]

    @property
    def axes(self) -> Mapping[int, PlanNode]:
        """The outermost part of each part."""
        found: dict[int, PlanNode] = {}
        outermost: PlanNode | None = None
        for part in self.parts:
            outermost = part.node if part.depth == 0 or outermost is None else outermost
            found[part.node.pk] = outermost
        return found


def asked_of(request: Request, initiative: str, plan: str, *, with_leads: bool = False) -> Asked:
    """Five queries: the plan, its parts, how many actions each holds, whom and what they name."""
    found = seen_plan(request, initiative, plan)
    filters = filters_asked(request, found.initiative)
    sees = rules.can_see_team_only(request.user, found.initiative)
    visible = seen_actions(found, request.user, sees_team_only=sees)
    actions = filtered(visible, filters, today=timezone.localdate(), sees_team_only=sees)
    tally = tally_of(actions, sees_team_only=sees)
    organisations, leads = (
        leads_read(visible, sees_team_only=sees)
        if with_leads
        else (organisations_read(visible, sees_team_only=sees), {})
    )
    return Asked(
        found,
        filters,
        actions,
        sees,
        tally,
        parts_of(found, tally),
        organisations,
        choices_of(options_of(visible, sees_team_only=sees), filters, found.initiative),
        leads,
    )


def looked_at(
    request: Request, asked: Asked, name: str, more: Mapping[str, object], *, paged: bool = False
) -> HttpResponse:
    """The page of one look, with the bar that all of them share."""
    number, total = page_number(request), asked.tally.total
    parts = [part_of(part) for part in asked.parts]
    organisations = [(one.pk, one.label) for one in asked.organisations]
    names = {
        "noeud": {part.key: part.label for part in parts}.get(asked.filters.node or 0, ""),
        "organisme": dict(organisations).get(asked.filters.organisation or 0, ""),
        **{
            tie.name: next((one.label for one in tie.options if one.key == tie.chosen), "")
            for tie in asked.ties
        },
    }
    context = {
        "plan": asked.plan,
        "initiative": asked.plan.initiative,
        "table": Bar(total, parts, organisations, asked.ties),
        "form": FilterForm(request.GET),
        "badges": active_filters(
            request.GET, asked.filters, names={key: name for key, name in names.items() if name}
        ),
        "can_edit": rules.can_edit_plan(request.user, asked.plan),
        "is_filtered": bool(asked.filters),
        "looks": looks_of(request, asked.plan, name),
        "kept_query": kept_query(request.GET),
        "actions_url": reverse("roadmap:action", args=[asked.plan.initiative.slug, "CODE"])
        + kept_query(request.GET),
        "saved": saved_of(request, asked.plan),
        "today": timezone.localdate(),
        "next_url": page_url(request, number + 1) if paged and number * PAGE < total else "",
        "previous_url": page_url(request, number - 1) if paged and number > 1 else "",
        "trail": [trail_of(asked.plan)],
        **more,
    }
    return render(request, PAGES[name], context)


@require_GET
def plan_by_organisation(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Who leads, helps and funds what; what nobody leads comes first."""
    asked = asked_of(request, initiative, plan)
    told = by_organisation(
        asked.actions,
        asked.organisations,
        only=asked.filters.organisation,
        limit=PAGE,
        sees_team_only=asked.sees_team_only,
    )
    place = asked.plan.initiative
    pages = [
        address_of(Participation(initiative=place, organisation=one.organisation))
        if one.organisation
        else ""
        for one in told.holders
    ]
    more = {"told": told, "holders": list(zip(told.holders, pages, strict=True))}
    return looked_at(request, asked, "plan_by_organisation", more)


@require_GET
def plan_tree(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The parts of the plan, folded, with what each holds."""
    asked = asked_of(request, initiative, plan)
    branches = branches_of(
        asked.parts,
        asked.tally,
        asked.actions,
        offset=(page_number(request) - 1) * PAGE,
        limit=PAGE,
        sees_team_only=asked.sees_team_only,
    )
    return looked_at(request, asked, "plan_tree", {"branches": branches}, paged=True)


def projects_of(request: Request, asked: Asked) -> QuerySet[KeyProject]:
    return projects_shown(
        asked.plan,
        request.user,
        asked.actions,
        filters=asked.filters,
        sees_team_only=asked.sees_team_only,
    )


@require_GET
def plan_timeline(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Actions on a line of time, on a large sheet."""
    asked = asked_of(request, initiative, plan)
    told = timeline(
        asked.actions,
        asked.axes,
        projects_of(request, asked),
        offset=(page_number(request) - 1) * PAGE,
        limit=PAGE,
        today=timezone.localdate(),
        sees_team_only=asked.sees_team_only,
    )
    return looked_at(request, asked, "plan_timeline", {"timeline": told}, paged=True)


YEARS_SHOWN = range(1900, 2201)  # of a calendar
SHOWN = ("actions", "open", "done", "late", "silent", "waiting")


@require_GET
def plan_dashboard(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Every figure opens the table on exactly what it counts."""
    asked = asked_of(request, initiative, plan, with_leads=True)
    seen = dashboard(
        asked.actions,
        Holders(asked.organisations, asked.leads, asked.territories),
        today=timezone.localdate(),
        sees_team_only=asked.sees_team_only,
    )
    table = reverse("roadmap:plan_table", args=[initiative, plan])
    link = Linker(table, request)
    by_axis: dict[int, Counts] = {}
    for key, counts in seen.by_node.items():
        axis = asked.axes.get(key) if key is not None else None
        place = axis.pk if axis else 0
        by_axis[place] = by_axis.get(place, Counts()) + counts
    axes = {part.node.pk: part.node for part in asked.parts if part.depth == 0}
    [leaderless] = told(seen.total, ["leaderless"])
    more = {
        "figures": [one for one in link.figures(seen.total, {}) if one.value],
        "leaderless": Figure(
            0 if asked.filters.missing else leaderless.value,
            leaderless.label,
            link(leaderless.asked),
        ),
        "statuses": [
            Figure(asked.tally.by_status[key], str(label), link({"etat": key or "NONE"}))
            for key, label in [*ActionStatus.choices, ("", _("Sans état"))]
            if asked.tally.by_status[key]
        ],
        "headings": link.headings(),
        "axes": [
            (str(node), link.figures(by_axis[pk], {"noeud": pk}))
            for pk, node in axes.items()
            if pk in by_axis
        ],
        "organisations": [
            (
                one.organisation,
                link.figures(one.counts, {"organisme": one.organisation.pk, "role": "leads"}),
            )
            for one in seen.by_organisation[:PAGE]
            if asked.filters.organisation is None  # two organisations are not asked for at once
        ],
        "territories": territories_of(seen, link),
    }
    return looked_at(request, asked, "plan_dashboard", more)


def territories_of(seen: Dashboard, link: Linker) -> list[tuple[str, list[Figure]]]:
    """Each with its figures, then those tied to none; nothing where no action is tied to any."""
    rows = [
        (one.label, link.figures(one.counts, {"territoire": one.key}))
        for one in seen.by_territory[:PAGE]
    ]
    if rows and seen.nowhere.actions:
        rows.append((_("Sans territoire"), link.figures(seen.nowhere, {"territoire": NOWHERE})))
    return rows


class Linker:
    """Addresses of the table that keep the filters at work and add what a figure counts."""

    def __init__(self, table: str, request: Request) -> None:
        self.table = table
        self.kept = {
            key: [value for value in values if value]
            for key, values in request.GET.lists()
            if key in FilterForm.base_fields
        }

    def __call__(self, asked: Mapping[str, object]) -> str:
        query: dict[str, object] = {key: values for key, values in self.kept.items() if values}
        for key, value in asked.items():
            held = self.kept.get(key)
            if key == "etat" and held:  # what is counted is of these states only
                query[key] = [one for one in as_list(value) if one in held]
            elif key != "noeud" or not held:  # a part inside the axis is asked for already
                query[key] = value
        return f"{self.table}?{urlencode(query, doseq=True)}" if query else self.table

    @staticmethod
    def headings() -> list[str]:
        return [one.heading for one in told(Counts(), SHOWN)]

    def figures(self, counts: Counts, given: Mapping[str, object]) -> list[Figure]:
        return [
            Figure(one.value, one.label, self({**given, **one.asked}), one.heading)
            for one in told(counts, SHOWN)
        ]


def as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, tuple) else [value]


@require_GET
def plan_calendar(request: Request, initiative: str, plan: str) -> HttpResponse:
    """What falls due, month by month: `?mois=2026-11`."""
    asked = asked_of(request, initiative, plan)
    today = timezone.localdate()
    month = month_of(
        asked.actions,
        projects_of(request, asked),
        month_asked(request, today),
        sees_team_only=asked.sees_team_only,
    )
    return looked_at(
        request,
        asked,
        "plan_calendar",
        {
            "month": month,
            "before_url": month_url(request, month.before),
            "after_url": month_url(request, month.after),
            "now_url": month_url(request, today),
        },
    )


def month_asked(request: Request, today: dt.date) -> dt.date:
    """The first day of it; this month where the address says none, or nonsense."""
    try:
        first = dt.datetime.strptime(request.GET.get("mois", ""), "%Y-%m").date()  # noqa: DTZ007 — a day has no zone
    except ValueError:
        return today.replace(day=1)
    return first if first.year in YEARS_SHOWN else today.replace(day=1)


def month_url(request: Request, day: dt.date) -> str:
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k != "mois" and v]
    return f"?{urlencode([*kept, ('mois', f'{day:%Y-%m}')])}"
