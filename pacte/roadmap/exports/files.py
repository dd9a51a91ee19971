"""Each format as a file: its name, its type, its bytes."""

from __future__ import annotations

import io
import json
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.documents.writing import write_csv, write_ods, write_pdf, write_xlsx
from pacte.documents.writing.errors import TooMuchToLayOut
from pacte.documents.writing.layout import Cell, Column, Grid, Row
from pacte.documents.writing.pdf_apart import write_pdf_apart
from pacte.initiatives.exports import FONTS, Letterhead, MadeFile, letterhead, write_word
from pacte.roadmap.errors import PlanTooLongForPdf
from pacte.roadmap.exports.grid import cell_text, layout_column
from pacte.roadmap.exports.overview import overview_page
from pacte.roadmap.exports.report import Parts, plan_report
from pacte.roadmap.exports.workbook import plan_workbook
from pacte.roadmap.importing.own import CODE_HEADING
from pacte.roadmap.importing.printing import as_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from pacte.documents.writing.layout import Output
    from pacte.roadmap.exports.snapshot import Snapshot

# The worker needs some 0.2 MB for each action of a table that it lays out in pages.
MOST_IN_PDF = 3_000
# What a text that cannot be laid out may cost, in a process of its own.
PDF_MEMORY = 1536 * 1024 * 1024
PDF_SECONDS = 600


class Form(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"
    ODS = "ods"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


def export_plan(
    snapshot: Snapshot, form: Form, parts: Parts | None = None, *, apart: bool = False
) -> MadeFile:
    """Write the plan in one format; `apart` lays a PDF out in a process of its own.

    Raises:
        PlanTooLongForPdf: over MOST_IN_PDF actions, or more text than the process apart bears:
            the caller proposes to filter, or Word.
    """
    if form is Form.PDF and len(snapshot.table.rows) > MOST_IN_PDF:
        raise PlanTooLongForPdf
    head = head_of(snapshot)
    target = io.BytesIO()
    if form is Form.PDF and apart:
        _pdf_apart(plan_report(snapshot, head, parts or Parts()), target)
    else:
        _WRITERS[form](snapshot, head, parts or Parts(), target)
    return MadeFile(file_name(snapshot, form), target.getvalue())


def export_overview(snapshot: Snapshot, form: Form) -> MadeFile:
    """Write the page for elected members, in PDF or DOCX."""
    head = letterhead(snapshot.initiative, at=snapshot.taken_at, has_team_only=False)
    output = overview_page(snapshot, head)
    target = io.BytesIO()
    if form is Form.PDF:
        write_pdf(output, target, font_paths=[FONTS])
    else:
        write_word(snapshot.initiative, output, target)
    return MadeFile(file_name(snapshot, form, _("vue-d-ensemble")), target.getvalue())


def head_of(snapshot: Snapshot) -> Letterhead:
    actions = [row.action for row in snapshot.table.rows]
    kept = snapshot.table.sees_team_only and any(
        action.is_team_only or action.team_only_fields for action in actions
    )
    return letterhead(snapshot.initiative, at=snapshot.taken_at, has_team_only=kept)


def file_name(snapshot: Snapshot, ending: str, prefix: str = "") -> str:
    day = timezone.localdate(snapshot.taken_at)
    stem = f"{prefix}-{snapshot.plan.slug}" if prefix else snapshot.plan.slug
    return f"{stem}-{day:%Y-%m-%d}.{ending}"


def _docx(snapshot: Snapshot, head: Letterhead, parts: Parts, target: BinaryIO) -> None:
    write_word(snapshot.initiative, plan_report(snapshot, head, parts), target)


def _pdf(snapshot: Snapshot, head: Letterhead, parts: Parts, target: BinaryIO) -> None:
    write_pdf(plan_report(snapshot, head, parts), target, font_paths=[FONTS])


def _pdf_apart(report: Output, target: BinaryIO) -> None:
    try:
        write_pdf_apart(report, target, memory=PDF_MEMORY, seconds=PDF_SECONDS, font_paths=[FONTS])
    except TooMuchToLayOut as error:
        raise PlanTooLongForPdf from error


def _xlsx(snapshot: Snapshot, head: Letterhead, _parts: Parts, target: BinaryIO) -> None:
    write_xlsx(plan_workbook(snapshot, head), target)


def _ods(snapshot: Snapshot, head: Letterhead, _parts: Parts, target: BinaryIO) -> None:
    write_ods(plan_workbook(snapshot, head), target)


def _csv(snapshot: Snapshot, head: Letterhead, _parts: Parts, target: BinaryIO) -> None:
    """The columns on screen, and the permanent code of each action."""
    shown = snapshot.table.shown
    columns = (*(layout_column(column) for column in shown), Column(CODE_HEADING))
    rows = tuple(
        Row((*(Cell(cell_text(row, c.key, shown)) for c in shown), Cell(row.action.code)))
        for row in snapshot.table.rows
    )
    write_csv(Grid(columns, rows), target, language=head.language)


def _json(snapshot: Snapshot, _head: Letterhead, _parts: Parts, target: BinaryIO) -> None:
    """As `pacte read` prints it, and beside it who has not said yes."""
    told = as_json(snapshot.reading)
    for action, read in zip(told["actions"], snapshot.reading.actions, strict=True):
        action["sought"] = read.sought
    text = json.dumps(told, ensure_ascii=False, indent=2)
    target.write(text.encode())


_WRITERS: dict[Form, Callable[[Snapshot, Letterhead, Parts, BinaryIO], None]] = {
    Form.DOCX: _docx,
    Form.XLSX: _xlsx,
    Form.ODS: _ods,
    Form.PDF: _pdf,
    Form.CSV: _csv,
    Form.JSON: _json,
}
