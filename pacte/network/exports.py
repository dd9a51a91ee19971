"""Sheets that leave the network: lines to mend, a list to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pacte.documents.writing import write_xlsx
from pacte.documents.writing.layout import Cell, Column, Grid, Row, Sheet, Tone, Workbook
from pacte.network.enums import LineProblem, Sector

if TYPE_CHECKING:
    from pacte.network.models import SheetImport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rejected_lines(sheet: SheetImport) -> bytes:
    """The lines that did not go in, as they came, each with its reason in a last column."""
    reasons = dict(LineProblem.choices)
    sheets = [
        Sheet(
            name=table["name"] or _("Lignes à corriger"),
            grid=Grid(
                (*columns(table["headings"]), Column(_("Ce qui ne va pas"), 50)),
                tuple(
                    Row((*map(Cell, line["cells"]), Cell(str(reasons[line["problem"]]), bold=True)))
                    for line in wrong
                ),
            ),
        )
        for table in sheet.tables
        if (wrong := wrong_lines(table))
    ]
    return written(_("Lignes à corriger"), sheets)


def wrong_lines(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [line for line in table["lines"] if line["problem"]]


def columns(headings: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(heading, max(14, len(heading) + 2)) for heading in headings)


def sheet_to_fill() -> bytes:
    """A list with the columns that Pacte knows, and a line that shows how."""
    headings = {
        _("Organisme"): _("Mission locale du Bassin"),
        _("Sigle"): "MLB",
        _("Domaine"): str(Sector.EMPLOYMENT.label),
        _("SIRET"): "",
        _("Site"): "https://mission.example",
        _("Service"): _("Accueil"),
        _("Prénom"): "Camille",
        _("Nom"): "Exemple",
        _("Fonction"): _("Conseillère"),
        _("Téléphone"): "01 99 00 00 00",
        _("Courriel"): "camille@mission.example",
        _("Publiable"): _("non"),
    }
    example = Row(tuple(map(Cell, headings.values())), tone=Tone.QUIET)
    grid = Grid(columns(list(headings)), (example,))
    return written(_("Partenaires"), [Sheet(name=_("Partenaires"), grid=grid)])


def written(title: str, sheets: Sequence[Sheet]) -> bytes:
    target = io.BytesIO()
    write_xlsx(Workbook(title=title, language=get_language() or "fr", sheets=tuple(sheets)), target)
    return target.getvalue()
