"""The plan on paper: its objectives in short, its table, a sheet for each action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from pacte.documents.writing.layout import (
    Block,
    Bullets,
    Facts,
    Heading,
    Item,
    Orientation,
    Output,
    PageBreak,
    Panel,
    Paragraph,
    Run,
    Text,
)
from pacte.roadmap.exports.grid import banded_grid, merged_grid
from pacte.roadmap.exports.wording import lines_of, text_of, titled
from pacte.roadmap.queries.columns import KNOWN, Holds
from pacte.roadmap.queries.frame import said_under

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.initiatives.exports import Letterhead
    from pacte.roadmap.exports.snapshot import Snapshot
    from pacte.roadmap.models import PlanNode
    from pacte.roadmap.queries.cells import TableRow
    from pacte.roadmap.queries.columns import Column

_SHORT = {
    Holds.PEOPLE,
    Holds.SCHEDULE,
    Holds.STATUS,
    Holds.WEATHER,
    Holds.CHOICE,
    Holds.LINE,
}
MOST_SHEETS = 1_000
_LONGEST_NAME = 60  # letters
_PLACES = {key: place for place, key in enumerate(KNOWN)}
_IN_TITLE = {"number", "title", "code", "where", "notes"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the document holds."""

    summary: bool = True
    table: bool = True
    sheets: bool = True
    as_source: bool = False  # the table as the imported document had it: merged frame columns
    large: bool = False  # A3 or Tabloid


def plan_report(snapshot: Snapshot, head: Letterhead, parts: Parts) -> Output:
    """The whole document, for DOCX and PDF alike."""
    plan = snapshot.plan
    blocks: list[Block] = []
    if plan.orientation:
        blocks.append(Paragraph(plan.orientation, lead=True))
    if parts.summary and snapshot.table.rows:
        blocks += [Heading(_("Résumé des objectifs")), _summary(snapshot)]
        blocks += _extra_facts(snapshot)
    if parts.table:
        if parts.summary:
            blocks.append(PageBreak(Orientation.LANDSCAPE))
        blocks += [Heading(_("Tableau des actions")), _table(snapshot, parts)]
    if parts.sheets and snapshot.table.rows:
        if parts.summary or parts.table:
            blocks.append(PageBreak(Orientation.PORTRAIT))
        blocks.append(Heading(_("Fiches action")))
        blocks += _sheets(snapshot)
    return head.document(
        plan.title,
        snapshot.initiative.name,
        blocks,
        paper=head.large_paper if parts.large else None,
        orientation=_first_orientation(parts),
    )


def _table(snapshot: Snapshot, parts: Parts) -> Block:
    if not snapshot.table.rows:
        return Paragraph(_("Aucune action à montrer."))
    return merged_grid(snapshot) if parts.as_source else banded_grid(snapshot)


def _first_orientation(parts: Parts) -> Orientation:
    """The table lies; where it comes first, so does the first page."""
    lies = parts.table and not parts.summary
    return Orientation.LANDSCAPE if lies else Orientation.PORTRAIT


def _summary(snapshot: Snapshot) -> Bullets:
    """The frame with the titles of its actions, as a tree."""
    items: list[Item] = []
    above: tuple[PlanNode, ...] = ()
    for row in snapshot.table.rows:
        for depth, node in enumerate(row.frame):
            if row.frame[: depth + 1] != above[: depth + 1]:
                items.append(Item((Run(str(node), bold=depth == 0),), depth))
                told = (f"{heading} : {text}" for heading, text in said_under(node))
                items += [Item(text, depth + 1) for text in told]
        above = row.frame
        items.append(Item(titled(row), len(row.frame)))
    return Bullets(tuple(items))


def _sheets(snapshot: Snapshot) -> list[Block]:
    rows = snapshot.table.rows
    if len(rows) > MOST_SHEETS:
        told = _(
            "Les fiches sont jointes jusqu’à %(count)s actions. Filtrez le tableau pour les avoir."
        )
        return [
            Paragraph(told % {"count": formats.number_format(MOST_SHEETS, force_grouping=True)})
        ]
    return [action_sheet(row, snapshot.table.columns) for row in rows]


def _extra_facts(snapshot: Snapshot) -> list[Block]:
    extra = snapshot.reading.extra
    return [Facts(tuple((one.header or "", one.text) for one in extra))] if extra else []


def action_sheet(row: TableRow, columns: Iterable[Column]) -> Panel:
    """Everything that the reader may know of one action, under its plan's own headings."""
    facts: list[tuple[str, Text]] = []
    blocks: list[Block] = []
    for column in sorted(columns, key=_place_in_sheet):
        lines = lines_of(row, column.key)
        if not lines or column.holds is Holds.FRAME or column.key in _IN_TITLE:
            continue
        if column.holds in _SHORT:
            facts.append((column.label, "\n".join(lines)))
        else:
            blocks.append(Heading(column.label, 3))
            if column.holds is Holds.LIST:
                blocks.append(Bullets(tuple(Item(line) for line in lines)))
            else:
                blocks.append(Paragraph("\n".join(lines)))
    if row.action.is_waiting:
        facts.append((_("En attente de"), row.action.waiting_for))
    return Panel(titled(row), kicker=_kicker(row), facts=tuple(facts), blocks=tuple(blocks))


def _place_in_sheet(column: Column) -> int:
    """What the action is comes before what came of it, however the table is arranged."""
    return _PLACES.get(column.key, len(_PLACES))


def _kicker(row: TableRow) -> str:
    return " · ".join((*(_short_name(node) for node in row.frame), text_of(row, "code")))


def _short_name(node: PlanNode) -> str:
    """A long title is told by its level and number where it has one, else cut."""
    name = str(node)
    if len(name) <= _LONGEST_NAME:
        return name
    if node.number:
        return f"{node.level.label} {node.number}"
    return f"{name[:_LONGEST_NAME].rsplit(' ', 1)[0]}…"
