"""The overview as a document: the figures, the words and the choices of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.documents.writing.layout import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Figures,
    Grid,
    Heading,
    Item,
    Kind,
    Output,
    Paragraph,
    Row,
    Run,
    Side,
)
from pacte.roadmap.queries import figures
from pacte.roadmap.queries.overview import Overview, Picked, overview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.initiatives.exports import Letterhead
    from pacte.roadmap.exports.snapshot import Snapshot
    from pacte.roadmap.models import Action, Plan

_MOST_PARTS = 10  # rows: the page is one


def overview_page(snapshot: Snapshot, head: Letterhead) -> Output:
    """What everybody may read, whoever takes it out."""
    plan = snapshot.plan
    told = overview(plan, snapshot.reader, today=timezone.localdate(snapshot.taken_at))
    blocks: list[Block] = [_figures(plan, told.counts)]
    if told.lines.strip():
        blocks.append(Paragraph(told.lines.strip()))
    if told.successes or told.difficulties:  # nothing picked: nothing to print
        blocks.append(
            Side(
                (
                    (Heading(_("Ce qui avance"), 2), _picked(told.successes)),
                    (Heading(_("Ce qui est difficile"), 2), _picked(told.difficulties)),
                )
            )
        )
    if told.parts:
        blocks.append(_by_part(told))
    return head.document(plan.title, _("Vue d’ensemble"), blocks)


def _figures(plan: Plan, counts: figures.Counts) -> Figures:
    """Each opens the table, filtered on what it counts."""
    path = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])
    table = f"{settings.SITE_URL}{path}"
    return Figures(
        tuple(Figure(str(one.value), one.label, one.url(table)) for one in figures.told(counts))
    )


def _picked(picked: Sequence[Picked]) -> Block:
    if not picked:
        return Paragraph((Run(_("Rien n’a encore été choisi."), muted=True),))
    return Bullets(tuple(Item(_told(one.action, one.detail)) for one in picked))


def _told(action: Action, detail: str) -> tuple[Run, ...]:
    number = f"{action.number} " if action.number else ""
    return (
        Run(number, bold=True),
        Run(action.title),
        Run(f"\n{detail}" if detail else "", muted=True),
    )


def _by_part(told: Overview) -> Grid:
    columns = (
        Column(_("Partie"), 44, heads_rows=True),
        *(Column(one.heading, 10, Kind.NUMBER) for one in figures.told(told.counts)),
    )
    rows = tuple(
        Row(
            (
                Cell(str(part.node) if part.node else _("Hors des parties")),
                *(Cell(str(one.value)) for one in figures.told(part.counts)),
            )
        )
        for part in told.parts[:_MOST_PARTS]
    )
    return Grid(columns, rows, caption=_("Par partie du plan"))
