"""The actions of a plan as a form of others asks for them, as a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from pacte.documents.writing.layout import Cell, Column, Grid, Row
from pacte.initiatives.exports import MadeFile, grid_file, letterhead
from pacte.roadmap.queries.reporting import DAY, fields_of

if TYPE_CHECKING:
    from pacte.roadmap.models import Plan, ReportingForm
    from pacte.roadmap.queries.reporting import Filled


def export_reporting(
    plan: Plan, form: ReportingForm, rows: Sequence[Filled], *, at: dt.datetime
) -> MadeFile:
    columns = (
        Column(_("Action"), 36, heads_rows=True),
        *(Column(field.label, 30) for field in fields_of(form)),
        Column(_("Rapportée le"), 14),
    )
    return grid_file(
        letterhead(plan.initiative, at=at, has_team_only=False),
        (plan.title, form.name),
        Grid(columns, tuple(line(row) for row in rows)),
        name=_("Reporter ailleurs"),
        stem=f"{plan.slug}-{form.pk}-{timezone.localdate(at):%Y-%m-%d}",
    )


def line(row: Filled) -> Row:
    day = formats.date_format(row.last.reporting.reported_on, DAY) if row.last else ""
    return Row((Cell(str(row.action)), *(Cell(value.text) for value in row.values), Cell(day)))
