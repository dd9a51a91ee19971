"""A spreadsheet of the plan, which reads back as the plan: hidden columns carry codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pacte.documents.writing.layout import (
    Cell,
    Column,
    Grid,
    Orientation,
    Row,
    Sheet,
    Tone,
    Workbook,
)
from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.exports.grid import cell_text, layout_column
from pacte.roadmap.exports.wording import sought
from pacte.roadmap.importing.own import (
    CODE,
    CODE_HEADING,
    SHEET,
    VERSION,
    VERSION_HEADING,
    OwnAction,
    OwnColumn,
    OwnWorkbook,
    fingerprint,
    packed,
)
from pacte.roadmap.importing.printing import as_json
from pacte.roadmap.queries.columns import LEVEL, Holds

if TYPE_CHECKING:
    from pacte.initiatives.exports import Letterhead
    from pacte.roadmap.exports.snapshot import Snapshot
    from pacte.roadmap.models import Action
    from pacte.roadmap.queries.columns import Column as PlanColumn


def plan_workbook(snapshot: Snapshot, head: Letterhead) -> Workbook:
    """The table as on screen, and a hidden sheet that tells what each cell was."""
    title = snapshot.plan.title
    columns, texts = _columns(snapshot), _texts(snapshot)
    above = (title, *head.lines)
    sheet = Sheet(title, _grid(snapshot, columns, texts), above=above, below=head.mentions)
    furniture = [*above, *head.mentions, *(logo.alt for logo in head.logos)]
    own = _own(snapshot, columns, texts, furniture=furniture)
    footer = " – ".join((title, *head.lines))
    return Workbook(
        title=title,
        subject=head.date_label,
        author=head.author,
        language=head.language,
        made_at=snapshot.taken_at,
        footer=footer,
        paper=head.paper,
        orientation=Orientation.LANDSCAPE,
        logos=head.logos,
        sheets=(sheet, _hidden_sheet(own)),
        overflow=_("Textes longs"),
    )


def _columns(snapshot: Snapshot) -> list[PlanColumn]:
    """Those on screen, but for our own code: it has its hidden column."""
    return [column for column in snapshot.table.shown if column.key != CODE]


def _texts(snapshot: Snapshot) -> list[dict[str, str]]:
    """By row, the text of each column."""
    shown = snapshot.table.shown
    return [
        {column.key: cell_text(row, column.key, shown) for column in _columns(snapshot)}
        for row in snapshot.table.rows
    ]


def _grid(snapshot: Snapshot, columns: list[PlanColumn], texts: list[dict[str, str]]) -> Grid:
    statuses = tuple(str(status.label) for status in ActionStatus)
    laid = [
        Column(one.header, one.width, heads_rows=one.heads_rows, choices=statuses)
        if column.holds is Holds.STATUS
        else one
        for column in columns
        for one in (layout_column(column),)
    ]
    laid += [Column(CODE_HEADING, 12, hidden=True), Column(VERSION_HEADING, 12, hidden=True)]
    rows = []
    above: dict[str, str] = {}
    for row, line in zip(snapshot.table.rows, texts, strict=True):
        cells = [
            Cell(line[column.key], tone=_tone(column, line, above, columns)) for column in columns
        ]
        cells += [Cell(row.action.code), Cell(str(row.action.version))]
        rows.append(Row(tuple(cells)))
        above = line
    return Grid(tuple(laid), tuple(rows))


def _tone(
    column: PlanColumn, line: dict[str, str], above: dict[str, str], columns: list[PlanColumn]
) -> Tone:
    """A frame cell that says again the one above steps back; it stays, to sort and to filter."""
    if column.holds is not Holds.FRAME:
        return Tone.PLAIN
    outer = [c.key for c in columns if c.holds is Holds.FRAME and c.key <= column.key]
    return Tone.QUIET if all(line[key] == above.get(key) for key in outer) else Tone.PLAIN


def _own(
    snapshot: Snapshot,
    columns: list[PlanColumn],
    texts: list[dict[str, str]],
    *,
    furniture: list[str],
) -> OwnWorkbook:
    told = as_json(snapshot.reading)
    ranks = _ranks(snapshot)
    own_columns = [OwnColumn(ranks.get(c.key, c.key), c.label) for c in columns]
    own_columns += [OwnColumn(CODE, CODE_HEADING), OwnColumn(VERSION, VERSION_HEADING)]
    return OwnWorkbook(
        plan=told["plan"],
        levels=told["levels"],
        nodes=told["nodes"],
        columns=own_columns,
        actions={
            row.action.code: _own_action(row.action, action, line, ranks)
            for row, action, line in zip(snapshot.table.rows, told["actions"], texts, strict=True)
        },
        is_partial=snapshot.is_partial,
        furniture=[line.strip() for line in furniture],
        marks=[sought()],
        overflow=_("Textes longs"),
    )


def _ranks(snapshot: Snapshot) -> dict[str, str]:
    """The key of each frame column, by its rank among the levels: their positions may have gaps."""
    return {
        f"{LEVEL}{level.position}": f"{LEVEL}{rank}"
        for rank, level in enumerate(snapshot.table.levels)
    }


def _own_action(
    action: Action, told: dict[str, Any], line: dict[str, str], ranks: dict[str, str]
) -> OwnAction:
    cells = {ranks.get(key, key): fingerprint(text) for key, text in line.items() if text.strip()}
    return OwnAction(action.code, action.version, told, cells)


def _hidden_sheet(own: OwnWorkbook) -> Sheet:
    columns = (Column("Pacte", 10), Column("", 12), Column("", 60))
    rows = tuple(Row(tuple(Cell(text) for text in line)) for line in packed(own))
    return Sheet(SHEET, Grid(columns, rows), hidden=True, filtered=False)
