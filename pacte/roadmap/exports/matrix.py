"""The plan crossed, as a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.documents.writing import write_xlsx
from pacte.documents.writing.layout import (
    Cell,
    Column,
    Grid,
    Kind,
    Orientation,
    Row,
    Sheet,
    Workbook,
)
from pacte.initiatives.exports import MadeFile, letterhead
from pacte.roadmap.exports.files import CONTENT_TYPES, Form

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
    sheet = Sheet(
        _("Croisement"),
        matrix_grid(told, labels[0]),
        above=(f"{plan.title} – {title}", *head.lines),
        below=head.mentions,
    )
    workbook = Workbook(
        title=f"{plan.title} – {title}",
        subject=head.date_label,
        author=head.author,
        language=head.language,
        made_at=at,
        footer=" – ".join((plan.title, *head.lines)),
        paper=head.paper,
        orientation=Orientation.LANDSCAPE,
        logos=head.logos,
        sheets=(sheet,),
        overflow=_("Textes longs"),
    )
    target = io.BytesIO()
    write_xlsx(workbook, target)
    name = f"{_('croisement')}-{plan.slug}-{timezone.localdate(at):%Y-%m-%d}.xlsx"
    return MadeFile(name, CONTENT_TYPES[Form.XLSX], target.getvalue())
