"""The plan crossed, as a spreadsheet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.documents.writing.layout import Cell, Column, Grid, Kind, Row
from pacte.initiatives.exports import MadeFile, grid_file, letterhead

if TYPE_CHECKING:
    from pacte.roadmap.models import Plan
    from pacte.roadmap.queries.matrix import Matrix


def matrix_grid(told: Matrix, heading: str) -> Grid:
    columns = (
        Column(heading, 40, heads_rows=True),
        Column(_("Actions"), 10, Kind.NUMBER),
        *(Column(column.item.label, 14, Kind.NUMBER) for column in told.columns),
    )
    rows = tuple(
        Row(
            (
                Cell(row.item.label),
                Cell(value=row.count),
                *(
                    Cell(value=told.counts.get((row.item.key, column.item.key), 0))
                    for column in told.columns
                ),
            )
        )
        for row in told.rows
    )
    return Grid(columns, rows)


def export_matrix(
    plan: Plan, told: Matrix, labels: tuple[str, str], *, at: dt.datetime, has_team_only: bool
) -> MadeFile:
    """Write the counts; `labels` name what stands in rows, then in columns."""
    head = letterhead(plan.initiative, at=at, has_team_only=has_team_only)
    title = _("%(rows)s × %(columns)s") % {"rows": labels[0], "columns": labels[1]}
    return grid_file(
        head,
        (plan.title, title),
        matrix_grid(told, labels[0]),
        name=_("Croisement"),
        stem=f"{_('croisement')}-{plan.slug}-{timezone.localdate(at):%Y-%m-%d}",
    )
