from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from docx.enum.section import WD_ORIENT

from pacte.core import files
from pacte.core.actor import SYSTEM
from pacte.documents.writing.text import plain
from pacte.roadmap import operations
from pacte.roadmap.errors import PlanTooLongForPdf
from pacte.roadmap.exports import (
    Form,
    Parts,
    export_overview,
    export_plan,
    take_snapshot,
    write_bundle,
)
from pacte.roadmap.exports.grid import banded_grid
from pacte.roadmap.importing import as_json
from pacte.roadmap.models import Action
from tests.factories.roadmap import AchievementFactory, ActionFactory
from tests.roadmap.exports.conftest import NOW
from tests.roadmap.exports.test_workbook import reading_of

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.roadmap.exports import MadeFile
    from pacte.roadmap.models import Plan

SECRETS = ("secret", "internes", "Rien à dire", "12 500", "a dit non")


def made(plan: Plan, user: User, form: Form, parts: Parts | None = None) -> MadeFile:
    return export_plan(take_snapshot(plan, user, at=NOW), form, parts)


def words(document: object) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.text)  # type: ignore[attr-defined]


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_names_are_dated(plan, lead):
    assert [made(plan, lead, form).name for form in (Form.DOCX, Form.CSV)] == [
        f"{plan.slug}-2026-03-03.docx",
        f"{plan.slug}-2026-03-03.csv",
    ]


def test_word_holds_summary_table_and_sheets(plan, member):
    document = docx.Document(io.BytesIO(made(plan, member, Form.DOCX).content))

    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert [text for text in headings if text[:1].isalpha()][:1] == ["Résumé des objectifs"]
    assert {"Tableau des actions", "Fiches action", "1.1 Tenir un guichet commun"} <= set(headings)
    text = words(document)
    assert "Mission locale (pressenti)" in text
    assert "Boulangerie du Pont (pressenti)" in text
    assert "À venir\u00a0: Ouverture du lieu" in text
    assert "Avec le soutien de la Région." in text
    assert "Données fictives" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_word_goes_into_the_territorys_own_template(plan, lead):
    template = docx.Document()
    template.add_paragraph("Communauté du Grand Val")
    target = io.BytesIO()
    template.save(target)
    plan.initiative.word_template = files.keep(target.getvalue(), name="modele.docx", at=NOW)
    plan.initiative.save()

    document = docx.Document(io.BytesIO(made(plan, lead, Form.DOCX).content))

    assert document.paragraphs[0].text == "Communauté du Grand Val"


def test_a_template_that_cannot_be_read_is_done_without(plan, lead):
    plan.initiative.word_template = files.keep(b"?", name="modele.docx", at=NOW)
    plan.initiative.save()

    document = docx.Document(io.BytesIO(made(plan, lead, Form.DOCX).content))

    assert document.core_properties.title == plan.title


def test_the_table_as_the_imported_document_had_it(plan, lead):
    plan.source_columns = [
        {"key": "level:0", "label": "Axes", "is_shown": True},
        {"key": "title", "label": "Objectifs visés", "is_shown": True},
        {"key": "schedule", "label": "Échéancier", "is_shown": True},
    ]
    snapshot = take_snapshot(plan, lead, at=NOW, columns=plan.source_columns)

    file = export_plan(snapshot, Form.DOCX, Parts(summary=False, sheets=False, as_source=True))

    document = docx.Document(io.BytesIO(file.content))
    assert [section.orientation for section in document.sections] == [WD_ORIENT.LANDSCAPE]
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Axes", "Objectifs visés", "Échéancier"],
        ["1 Accueillir", "1.1 Tenir un guichet commun", "2026-2027"],
        ["1 Accueillir", "1.2 =Relier les services, « tout de suite »", "En continu"],
        ["2 Former", "2.1 Préparer en secret", ""],
    ]


def test_actions_of_no_part_are_headed_where_others_have_one(plan, lead):
    loose = ActionFactory(plan=plan, node=None, number="9", title="Veiller", position=9)

    titles = [
        [plain(cell.text) for cell in row.cells]
        for row in banded_grid(take_snapshot(plan, lead, at=NOW)).rows
    ]
    assert titles.count(["Sans partie"]) == 1
    assert titles[titles.index(["Sans partie"]) + 1][0] == "9 Veiller"
    Action.objects.exclude(pk=loose.pk).delete()
    rows = banded_grid(take_snapshot(plan, lead, at=NOW)).rows
    assert [plain(row.cells[0].text) for row in rows] == ["9 Veiller"]


def test_pdf_says_the_same(plan, member):
    text = pdf_text(made(plan, member, Form.PDF).content)

    assert "État au 3 mars 2026" in text
    assert "Fiches action" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_csv_holds_the_screens_columns_and_the_code(plan, member):
    text = made(plan, member, Form.CSV).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0][-1] == "Code Pacte"
    assert [row[-1] for row in rows[1:]] == ["ACT-0001", "ACT-0002"]
    assert "'=Relier les services, « tout de suite »" in rows[2]


def test_json_is_what_pacte_read_prints_and_who_has_not_said_yes(plan, lead):
    told = json.loads(made(plan, lead, Form.JSON).content)

    sought = [action.pop("sought") for action in told["actions"]]
    people = ["Mission locale", "Chambre et Cie", "Région", "Boulangerie du Pont"]
    assert sought == [people, [], []]
    assert told == as_json(reading_of(plan, lead))
    assert list(told) == [
        "source",
        "plan",
        "levels",
        "nodes",
        "actions",
        "repeated",
        "doubts",
        "unplaced",
        "coverage",
    ]


def test_the_team_is_told_that_its_own_things_are_inside(plan, lead, member):
    assert "Contient des éléments réservés" in pdf_text(made(plan, lead, Form.PDF).content)
    assert "Contient des éléments" not in pdf_text(made(plan, member, Form.PDF).content)


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX])
def test_the_overview_is_one_page(plan, lead, form):
    plan.overview = {
        "lines": "Le guichet ouvre en mai.",
        "successes": ["ACT-0001", "ACT-9999"],
        "difficulties": ["ACT-0002"],
    }

    file = export_overview(take_snapshot(plan, lead, at=NOW), form)

    assert file.name == f"vue-d-ensemble-{plan.slug}-2026-03-03.{form}"
    if form is Form.PDF:
        document = pypdfium2.PdfDocument(file.content)
        assert len(document) == 1
        text = pdf_text(file.content)
    else:
        text = words(docx.Document(io.BytesIO(file.content)))
    assert "Le guichet ouvre en mai." in text
    assert "1.1 Tenir un guichet commun" in text
    assert "Deux rencontres tenues" in text


def bundle(plan: Plan, user: User) -> zipfile.ZipFile:
    target = io.BytesIO()
    write_bundle(take_snapshot(plan, user, at=NOW), target)
    return zipfile.ZipFile(target)


def test_the_archive_holds_everything(plan, lead):
    action = Action.objects.get(code="ACT-0001")
    for name in ("note.txt", "note.txt"):
        operations.attach_file(action=action, content=b"x", name=name, by=SYSTEM, at=NOW)
    operations.report_progress(
        action=action, said_on=NOW.date(), said_by="A. B.", done="=1+1", by=SYSTEM, at=NOW
    )

    archive = bundle(plan, lead)

    day = f"{plan.slug}-2026-03-03"
    assert archive.namelist() == [
        "LISEZMOI.txt",
        *(f"{day}.{form}" for form in ("docx", "xlsx", "ods", "pdf", "csv", "json")),
        f"vue-d-ensemble-{day}.pdf",
        f"vue-d-ensemble-{day}.docx",
        f"suivi-{day}.csv",
        f"realisations-{day}.csv",
        "fichiers/ACT-0001 note.txt",
        "fichiers/ACT-0001 note (2).txt",
    ]
    assert "'=1+1" in archive.read(f"suivi-{day}.csv").decode("utf-8-sig")
    told = archive.read(f"realisations-{day}.csv").decode("utf-8-sig")
    assert "Deux rencontres tenues" in told
    assert openpyxl.load_workbook(io.BytesIO(archive.read(f"{day}.xlsx")))


def test_a_members_archive_keeps_the_teams_files_out(plan, member):
    action = Action.objects.get(code="ACT-0001")
    operations.attach_file(
        action=action, content=b"x", name="entre nous.txt", by=SYSTEM, at=NOW, is_team_only=True
    )

    archive = bundle(plan, member)

    assert not [name for name in archive.namelist() if "entre nous" in name]
    for name in archive.namelist():
        if name.endswith((".csv", ".json", ".txt")):
            text = archive.read(name).decode("utf-8-sig")
            assert not [secret for secret in SECRETS if secret in text]


def test_a_logo_that_cannot_be_drawn_is_left_out(plan, lead):
    stored = files.keep(ContentFile(b"not a picture"), name="logo.png", at=NOW)
    plan.initiative.logos.create(file=stored, owner="La Région")

    document = docx.Document(io.BytesIO(made(plan, lead, Form.DOCX).content))

    assert len(document.inline_shapes) == 0


def test_a_sheet_says_what_the_action_is_before_what_came_of_it(plan, lead):
    action = plan.actions.get(code="ACT-0001")
    action.description = "Un guichet par canton."
    action.save()
    AchievementFactory(action=action, text="Trois guichets ouverts")
    plan.columns = [{"key": "achievements", "label": "Réalisations", "is_shown": True}]
    plan.save()
    snapshot = take_snapshot(plan, lead, at=NOW, every_column=True)

    file = export_plan(snapshot, Form.DOCX, Parts(summary=False, table=False))

    said = [line.text for line in docx.Document(io.BytesIO(file.content)).paragraphs]
    assert said.index("Un guichet par canton.") < said.index("Trois guichets ouverts")


def test_too_many_actions_have_no_sheets_and_no_pdf(plan, lead, monkeypatch):
    monkeypatch.setattr("pacte.roadmap.exports.report.MOST_SHEETS", 2)
    monkeypatch.setattr("pacte.roadmap.exports.files.MOST_IN_PDF", 2)

    text = words(docx.Document(io.BytesIO(made(plan, lead, Form.DOCX).content)))

    assert "Les fiches sont jointes jusqu’à 2 actions." in text
    with pytest.raises(PlanTooLongForPdf):
        made(plan, lead, Form.PDF)
    assert f"{plan.slug}-2026-03-03.pdf" not in bundle(plan, lead).namelist()
