"""« Tout emporter »: one archive of everything, readable without Pacte."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from pacte.core import jobs
from pacte.documents.writing import write_csv
from pacte.documents.writing.layout import Cell, Column, Grid, Row
from pacte.documents.writing.names import file_names
from pacte.initiatives.exports import MadeFile
from pacte.roadmap.errors import PlanTooLongForPdf
from pacte.roadmap.exports.achievements import achievements_grid
from pacte.roadmap.exports.files import (
    Form,
    export_overview,
    export_plan,
    file_name,
    head_of,
)
from pacte.roadmap.models import AchievementFile, ActionFile, ProgressReport
from pacte.roadmap.queries.achievements import achievements_seen, with_credits
from pacte.roadmap.queries.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from pacte.core.models import StoredFile
    from pacte.roadmap.exports.snapshot import Snapshot

_FORMS = (Form.DOCX, Form.XLSX, Form.ODS, Form.PDF, Form.CSV, Form.JSON)


def write_bundle(
    snapshot: Snapshot, target: BinaryIO, progress: jobs.Progress | None = None
) -> None:
    """Write the archive: the plan in each format, its follow-up, its files, how to read them."""
    progress = progress or jobs.Progress()
    kept = list(_kept_files(snapshot))
    progress.advance(0, step="bundle", total=len(_FORMS) + 2 + len(kept))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{_('LISEZMOI')}.txt", _explanation(snapshot).encode("utf-8-sig"))
        for form in _FORMS:
            with suppress(PlanTooLongForPdf):  # Word holds it
                _put(archive, export_plan(snapshot, form, apart=True))
            progress.advance()
        for form in (Form.PDF, Form.DOCX):
            _put(archive, export_overview(snapshot, form))
        progress.advance()
        archive.writestr(file_name(snapshot, "csv", _("suivi")), _reports(snapshot))
        archive.writestr(file_name(snapshot, "csv", _("realisations")), _achievements(snapshot))
        progress.advance()
        names = file_names([f"{code} {stored.name}" for code, stored in kept])
        for (_code, stored), name in zip(kept, names, strict=True):
            with stored.content.open("rb") as source, archive.open(_folder(name), "w") as copy:
                for chunk in source.chunks():
                    copy.write(chunk)
            progress.advance()


def _put(archive: zipfile.ZipFile, made: MadeFile) -> None:
    archive.writestr(made.name, made.content)


def _folder(name: str) -> str:
    return f"{_('fichiers')}/{name}"


def _kept_files(snapshot: Snapshot) -> Iterator[tuple[str, StoredFile]]:
    """The code of the action and the file, as this person may see them."""
    keys = [row.action.pk for row in snapshot.table.rows]
    attached = ActionFile.objects.present().filter(action__in=keys)
    proofs = AchievementFile.objects.present().filter(
        achievement__action__in=keys, achievement__deleted_at=None
    )
    if not snapshot.table.sees_team_only:
        attached = attached.filter(is_team_only=False)
        proofs = proofs.filter(achievement__is_team_only=False).exclude(
            kept("achievements", "achievement__action__")
        )
    for one in attached.select_related("action", "file").order_by("action_id", "pk"):
        yield one.action.code, one.file
    for proof in proofs.select_related("achievement__action", "file").order_by("pk"):
        yield proof.achievement.action.code, proof.file


def _reports(snapshot: Snapshot) -> bytes:
    """The follow-up entries, one a line."""
    keys = [row.action.pk for row in snapshot.table.rows]
    reports = ProgressReport.objects.present().filter(action__in=keys)
    if not snapshot.table.sees_team_only:
        reports = reports.filter(is_team_only=False)
    silenced = kept("weather", "action__") if not snapshot.table.sees_team_only else Q(pk=None)
    no_weather = set(reports.filter(silenced).values_list("pk", flat=True))
    headings = (_("Code"), _("Date"), _("Par"), _("Météo"), _("Fait"), _("À venir"), _("Gêne"))
    rows = tuple(
        Row(
            (
                Cell(report.action.code),
                Cell(value=report.said_on),
                Cell(report.said_by),
                Cell("" if report.pk in no_weather else str(report.get_weather_display())),
                Cell(report.done),
                Cell(report.next),
                Cell(report.difficulties),
            )
        )
        for report in reports.select_related("action").order_by("action_id", "said_on", "pk")
    )
    target = io.BytesIO()
    grid = Grid(tuple(Column(heading) for heading in headings), rows)
    write_csv(grid, target, language=head_of(snapshot).language)
    return target.getvalue()


def _achievements(snapshot: Snapshot) -> bytes:
    """The achievements, one a line however many share it."""
    keys = [row.action.pk for row in snapshot.table.rows]
    seen = achievements_seen(
        snapshot.plan, snapshot.reader, with_team_only=snapshot.table.sees_team_only
    )
    rows = with_credits(seen.filter(action__in=keys).select_related("action"))
    target = io.BytesIO()
    grid = achievements_grid(rows.order_by("action_id", "position", "pk"))
    write_csv(grid, target, language=head_of(snapshot).language)
    return target.getvalue()


def _explanation(snapshot: Snapshot) -> str:
    """What each file is, for whoever opens the archive in ten years."""
    head = head_of(snapshot)
    told = (
        snapshot.plan.title,
        " – ".join((snapshot.initiative.name, *head.lines)),
        "",
        _("Cette archive contient tout le plan. Elle se lit sans Pacte."),
        "",
        _(".docx : le plan à lire et à modifier avec Word ou LibreOffice."),
        _(".pdf : le plan à imprimer ou à envoyer."),
        _(".xlsx et .ods : le tableau du plan. Déposé dans Pacte, il redonne le plan."),
        _(".csv : le tableau, les notes de suivi et les réalisations, lisibles par tout logiciel."),
        _(".json : le plan en données, dans la forme de la commande « pacte read »."),
        _("fichiers : les pièces jointes, précédées du code de leur action."),
        "",
        *head.mentions,
    )
    return "\r\n".join(told)
