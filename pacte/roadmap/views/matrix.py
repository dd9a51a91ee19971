"""The plan crossed: a table of counts, each of which opens the actions it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pacte.roadmap import rules
from pacte.roadmap.exports.matrix import export_matrix
from pacte.roadmap.forms.filters import FilterForm, active_filters
from pacte.roadmap.forms.matrix import MatrixForm
from pacte.roadmap.queries.matrix import Matrix, dimensions, matrix
from pacte.roadmap.views.exports import attachment
from pacte.roadmap.views.shown import filters_asked, names_of
from pacte.roadmap.views.table import seen_plan, trail_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.accounts.http import Request
    from pacte.roadmap.models import Plan
    from pacte.roadmap.queries.matrix import Dimension, Key, Line

OWN = ("lignes", "colonnes")


@dataclass(frozen=True, slots=True)
class Cell:
    count: int
    url: str  # the actions counted; where there are none, a new one, for who may add it
    column: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    label: str
    count: int
    url: str
    cells: Sequence[Cell]


class Addresses:
    """Where a cell leads: what the address asks for already, and what the cell stands for."""

    def __init__(self, request: Request, plan: Plan, rows: Dimension, columns: Dimension) -> None:
        self.rows, self.columns = rows, columns
        args = [plan.initiative.slug, plan.slug]
        self.table = reverse("roadmap:plan_table", args=args)
        can_edit = rules.can_edit_plan(request.user, plan)
        self.add = reverse("roadmap:add_action", args=args) if can_edit else ""
        own = {*OWN, rows.asks, columns.asks, "format", "page"}
        self.given = [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in own and value
        ]

    def of(self, row: Key | None, column: Key | None) -> dict[str, Key]:
        """Of two parts of the plan, the inner one says both."""
        told: dict[str, Key] = {}
        pairs = [(self.rows, row), (self.columns, column)]
        for dimension, key in sorted(pairs, key=lambda pair: pair[0].key):
            if key is not None:
                told[dimension.asks] = key
        return told

    def shown(self, row: Key | None, column: Key | None) -> str:
        return f"{self.table}?{urlencode([*self.given, *self.of(row, column).items()])}"

    def added(self, row: Key, column: Key) -> str:
        return f"{self.add}?{urlencode(self.of(row, column))}" if self.add else ""

    def cell(self, told: Matrix, row: Line, column: Line) -> Cell:
        keys = (row.item.key, column.item.key)
        count = told.counts.get(keys, 0)
        apart = keys in told.apart
        url = self.shown(*keys) if count else "" if apart else self.added(*keys)
        return Cell(count, url, column.item.label, apart)


@require_GET
def matrix_page(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = seen_plan(request, initiative, plan)
    form = MatrixForm(request.GET, dimensions(found))
    filters = filters_asked(request, found.initiative)
    told = matrix(
        found,
        request.user,
        form.rows,
        form.columns,
        filters=filters,
        today=timezone.localdate(),
    )
    addresses = Addresses(request, found, form.rows, form.columns)
    ignored = {form.rows.asks, form.columns.asks}
    query = request.GET.copy()
    for name in ignored:
        query.pop(name, None)
    shown_filters = FilterForm(query).filters(request.user, found.initiative)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "rows_label": form.rows.label,
        "columns_label": form.columns.label,
        **lines_shown(addresses, told),
        "told": told,
        "badges": active_filters(query, shown_filters, names=names_of(found, shown_filters)),
        "given": addresses.given,
        "swap_url": swapped(request, form),
        "query": urlencode([*addresses.given, *chosen(form)]),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/matrix.html", context)


def lines_shown(addresses: Addresses, told: Matrix) -> dict[str, object]:
    columns = [
        {
            "label": one.item.label,
            "count": one.count,
            "url": addresses.shown(None, one.item.key),
        }
        for one in told.columns
    ]
    rows = [
        RowShown(
            row.item.label,
            row.count,
            addresses.shown(row.item.key, None),
            [addresses.cell(told, row, column) for column in told.columns],
        )
        for row in told.rows
    ]
    return {"columns": columns, "rows": rows}


def chosen(form: MatrixForm) -> list[tuple[str, str]]:
    return [("lignes", form.rows.key), ("colonnes", form.columns.key)]


def swapped(request: Request, form: MatrixForm) -> str:
    query = request.GET.copy()
    query["lignes"], query["colonnes"] = form.columns.key, form.rows.key
    return f"?{query.urlencode()}"


@require_GET
def download_matrix(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The same counts as a spreadsheet."""
    found = seen_plan(request, initiative, plan)
    form = MatrixForm(request.GET, dimensions(found))
    told = matrix(
        found,
        request.user,
        form.rows,
        form.columns,
        filters=filters_asked(request, found.initiative),
        today=timezone.localdate(),
    )
    labels = (str(form.rows.label), str(form.columns.label))
    made = export_matrix(
        found,
        told,
        labels,
        at=timezone.now(),
        has_team_only=rules.can_see_team_only(request.user, found.initiative),
    )
    return attachment(made)
