"""The alignment table as a spreadsheet: one line for each line of the frameworks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.documents.writing.layout import Cell, Column, Grid, Kind, Row, Tone
from pacte.initiatives.exports import MadeFile, grid_file, letterhead

if TYPE_CHECKING:
    from pacte.roadmap.models import Action, Plan
    from pacte.roadmap.queries.frameworks import Aligned, Alignment, ItemSeen


def export_alignment(
    plan: Plan, told: Alignment, *, at: dt.datetime, has_team_only: bool
) -> MadeFile:
    columns = (
        Column(_("Tenu par"), 24),
        Column(_("Cadre"), 26),
        Column(_("Code"), 10),
        Column(_("Intitulé"), 46, heads_rows=True),
        Column(_("Nombre d’actions"), 10, Kind.NUMBER),
        Column(_("Actions"), 60),
    )
    rows = tuple(line(one, item) for one in told.frameworks for item in one.items)
    below = (_("Actions qui ne répondent à aucun cadre : %(count)s") % {"count": told.apart},)
    return grid_file(
        letterhead(plan.initiative, at=at, has_team_only=has_team_only),
        (plan.title, _("Alignement")),
        Grid(columns, rows),
        name=_("Alignement"),
        stem=f"{_('alignement')}-{plan.slug}-{timezone.localdate(at):%Y-%m-%d}",
        below=below,
    )


def line(aligned: Aligned, seen: ItemSeen) -> Row:
    framework = aligned.framework
    named = " ".join(filter(None, (framework.name, framework.version)))
    told = "\n".join(said(action) for action in seen.actions)
    cells = (
        Cell(framework.kept_by),
        Cell(named),
        Cell(seen.item.code),
        Cell(seen.item.title),
        Cell(value=seen.count),
        Cell(told or ("" if seen.count else _("aucune"))),
    )
    return Row(cells, tone=Tone.SOFT if not seen.count else Tone.PLAIN)


def said(action: Action) -> str:
    status = action.get_status_display() if action.status else ""
    return f"{action} ({status})" if status else str(action)
