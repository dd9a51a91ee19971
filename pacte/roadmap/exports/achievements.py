"""The achievements of a plan, one a line: a success that several share stands there once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.documents.writing.layout import Cell, Column, Grid, Row
from pacte.initiatives.exports import MadeFile, grid_file, letterhead

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.roadmap.models import Achievement, Plan


def achievements_grid(achievements: Iterable[Achievement]) -> Grid:
    """`achievements` come with their action, credits and files."""
    columns = (
        Column(_("Date"), 12),
        Column(_("Réalisation"), 50, heads_rows=True),
        Column(_("Combien"), 10),
        Column(_("De quoi"), 20),
        Column(_("Grâce à"), 34),
        Column(_("Action"), 40),
        Column(_("Code permanent"), 14),
        Column(_("Prévue"), 9),
        Column(_("Publiable"), 10),
        Column(_("Preuves"), 9),
    )
    return Grid(columns, tuple(line_of(one) for one in achievements))


def line_of(one: Achievement) -> Row:
    yes = _("oui")
    return Row(
        (
            Cell(value=one.achieved_on) if one.achieved_on else Cell(""),
            Cell(one.text),
            Cell(value=float(one.quantity)) if one.quantity is not None else Cell(""),
            Cell(one.unit),
            Cell(" ; ".join(str(credit) for credit in one.credits.all())),
            Cell(str(one.action)),
            Cell(one.action.code),
            Cell(yes if one.is_planned else ""),
            Cell(yes if one.is_publishable else ""),
            Cell(value=len(one.files.all())),
        )
    )


def export_achievements(
    plan: Plan, achievements: Iterable[Achievement], *, at: dt.datetime, has_team_only: bool
) -> MadeFile:
    """Write a spreadsheet of them, as they come."""
    head = letterhead(plan.initiative, at=at, has_team_only=has_team_only)
    title = _("Réalisations")
    once = _("Une réussite partagée par plusieurs tient en une ligne et compte une seule fois.")
    return grid_file(
        head,
        (plan.title, title),
        achievements_grid(achievements),
        name=title,
        stem=f"{_('realisations')}-{plan.slug}-{timezone.localdate(at):%Y-%m-%d}",
        below=[once],
    )
