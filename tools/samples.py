"""Make the two documents that the demonstration proposes to drop: pacte/portal/demo/samples/.

Fictitious, and laid out as territories lay out theirs: merged cells, several items in one cell,
schedules in people's own words, a hole here and there.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm
from docx.table import Table

FOLDER = Path(__file__).resolve().parent.parent / "pacte" / "portal" / "demo" / "samples"
MADE = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
TITLE = "Plan d’action emploi du Pays des Trois-Étangs"
HEADINGS = ("Axe", "Action", "Étapes", "Pilote", "Partenaires", "Échéancier", "Réalisations")
PLAN: dict[str, tuple[tuple[str, ...], ...]] = {
    "Axe 1 : Se déplacer": (
        (
            "1.1 Prêter des vélos électriques aux apprentis",
            "1.1.1 Acheter vingt vélos\n1.1.2 Former deux réparateurs",
            "Atelier des Étangs",
            "Lycée agricole des Roseaux, Mission locale des Étangs",
            "2026",
            "12 vélos prêtés\nUne convention signée",
        ),
        (
            "1.2 Organiser le covoiturage vers la zone du Grand-Pré",
            "1.2.1 Recenser les horaires\n1.2.2 Trouver dix conducteurs",
            "Comité mobilité : Communauté des Étangs, Club du Grand-Pré",
            "",
            "En cours",
            "",
        ),
        (
            "1.3 Aider au permis de conduire",
            "",
            "Mission locale des Étangs",
            "CCAS de Roselière",
            "En continu",
            "9 permis obtenus",
        ),
    ),
    "Axe 2 : Apprendre": (
        (
            "2.1 Ouvrir un atelier de lecture le soir",
            "2.1.1 Trouver une salle\n2.1.2 Recruter trois bénévoles",
            "",
            "Médiathèque de Roselière",
            "2026-2027",
            "",
        ),
        (
            "2.2 Faire découvrir les métiers du bois",
            "",
            "Lycée agricole des Roseaux",
            "Scierie Vauquelin et Fils ; Club du Grand-Pré",
            "printemps 2026",
            "Deux journées, 45 élèves",
        ),
    ),
    "Axe 3 : Recruter": (
        (
            "3.1 Tenir un forum de l’emploi dans chaque bourg",
            "3.1.1 Choisir cinq dates\n3.1.2 Prévenir les employeurs",
            "Communauté des Étangs",
            "France Travail, Club du Grand-Pré",
            "T3 2026",
            "À venir : premier forum à Roselière",
        ),
        (
            "3.2 Suivre les postes qui ne trouvent personne",
            "",
            "France Travail",
            "Tous",
            "À poursuivre",
            "Trois listes publiées",
        ),
        (
            "3.3 Préparer l’accueil des saisonniers",
            "3.3.1 Loger\n3.3.2 Nourrir\n3.3.3 Transporter",
            "",
            "",
            "À préciser",
            "",
        ),
    ),
}


def word(path: Path) -> None:
    """Write a landscape page: a title, then one table whose first column is merged by axis."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_heading(TITLE, level=0)
    document.add_paragraph("Document d’exemple : tout y est fictif.")
    table = document.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    for axis, actions in PLAN.items():
        write_axis(table, axis, actions)
    document.core_properties.author = "Pays des Trois-Étangs (fictif)"
    document.core_properties.created = document.core_properties.modified = MADE
    document.save(str(path))


def write_axis(table: Table, axis: str, actions: tuple[tuple[str, ...], ...]) -> None:
    first = len(table.rows)
    for action in actions:
        for cell, text in zip(table.add_row().cells[1:], action, strict=True):
            cell.text = text
    merged = table.cell(first, 0).merge(table.cell(len(table.rows) - 1, 0))
    merged.text = axis


def workbook(path: Path) -> None:
    """Write the same plan as a sheet: a title, a blank row, headings, the axis once by block."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"author": "Pays des Trois-Étangs (fictif)", "created": MADE})
        sheet = book.add_worksheet("Plan d’action")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True})
        sheet.set_column(0, len(HEADINGS) - 1, 28)
        sheet.write(0, 0, TITLE, bold)
        for column, heading in enumerate(HEADINGS):
            sheet.write(2, column, heading, bold)
        row = 3
        for axis, actions in PLAN.items():
            sheet.write(row, 0, axis, wrapped)
            for action in actions:
                for column, text in enumerate(action, start=1):
                    sheet.write(row, column, text, wrapped)
                row += 1


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    word(FOLDER / "plan-d-action-exemple.docx")
    workbook(FOLDER / "plan-d-action-exemple.xlsx")
    print(f"Made: {FOLDER}")
