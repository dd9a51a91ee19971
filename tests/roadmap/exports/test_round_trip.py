"""From a territory's own document to Pacte, out again, and back."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from pacte.core.actor import SYSTEM
from pacte.documents.reading import read
from pacte.roadmap import operations
from pacte.roadmap.exports import Form, Parts, export_plan, take_snapshot
from pacte.roadmap.exports.bases import base_of
from pacte.roadmap.exports.comparison import compared
from pacte.roadmap.importing import understand
from pacte.roadmap.models import Action, Plan, PlanImport
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.roadmap.exports.conftest import NOW
from tests.roadmap.exports.test_workbook import comparable, reading_of

if TYPE_CHECKING:
    from pathlib import Path

    from pacte.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.real_documents]
LATER = NOW + dt.timedelta(days=10)
DOCUMENTS = [
    "S1-rouyn-noranda.docx",
    "S1-rouyn-noranda.xlsx",
    "S1-rouyn-noranda.ods",
    "S1-rouyn-noranda.pdf",
    "S1-rouyn-noranda.txt",
    "T1-plan-climat-ccns.xlsx",
]
BOTH = pytest.mark.parametrize("form", [Form.XLSX, Form.ODS])


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def started(content: bytes, name: str, initiative: object, plan: Plan | None = None) -> PlanImport:
    made = operations.start_import(
        initiative=initiative, content=content, name=name, by=SYSTEM, at=NOW, plan=plan
    )
    made.refresh_from_db()
    return made


def made_of(document: Path) -> tuple[Plan, User]:
    initiative = InitiativeFactory()
    draft = started(document.read_bytes(), document.name, initiative)
    plan = operations.apply_import(plan_import=draft, base_of=base_of, by=SYSTEM, at=NOW)
    return plan, MembershipFactory(initiative=initiative, lead=True).user


@BOTH
@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_export_reads_as_the_plan_and_proposes_nothing(real_documents, name, form):
    plan, lead = made_of(real_documents / name)
    file = export_plan(take_snapshot(plan, lead, at=NOW), form)

    back = understand(read(file.content, name=file.name))
    found = compared(started(file.content, file.name, plan.initiative, plan), plan)

    assert comparable(back) == comparable(reading_of(plan, lead))
    assert (back.doubts, back.unplaced, back.coverage) == ([], [], 1.0)
    assert (found.count, found.added, found.left_out) == (0, [], [])
    assert found.same == plan.actions.count()


def test_what_changed_here_since_is_not_undone_by_an_old_file(real_documents):
    plan, lead = made_of(real_documents / "S1-rouyn-noranda.docx")
    file = export_plan(take_snapshot(plan, lead, at=NOW), Form.XLSX)
    action = Action.objects.filter(plan=plan).order_by("position").first()
    operations.edit_action(
        action=action, field="title", read=action.title, value="Autre chose", by=SYSTEM, at=LATER
    )

    found = compared(started(file.content, file.name, plan.initiative, plan), plan)

    assert (found.count, found.kept) == (0, 1)


def test_one_cell_changed_in_excel_is_one_proposal(real_documents):
    plan, lead = made_of(real_documents / "S1-rouyn-noranda.docx")
    file = export_plan(take_snapshot(plan, lead, at=NOW), Form.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    sheet = book.worksheets[0]
    heading = next(c for row in sheet.iter_rows() for c in row if c.value == "Échéancier")
    sheet.cell(heading.row + 1, heading.column).value = "2031"
    target = io.BytesIO()
    book.save(target)

    found = compared(started(target.getvalue(), file.name, plan.initiative, plan), plan)

    assert [(c.column, c.proposed) for one in found.changed for c in one.changes] == [
        ("schedule", "2031")
    ]


def test_the_table_she_had_comes_out_with_its_headings_in_their_order(real_documents):
    name = "S1-rouyn-noranda.docx"
    plan, lead = made_of(real_documents / name)
    snapshot = take_snapshot(plan, lead, at=NOW, columns=plan.source_columns)

    file = export_plan(snapshot, Form.DOCX, Parts(summary=False, sheets=False, as_source=True))

    def headings(content: bytes) -> list[str]:
        table = max(docx.Document(io.BytesIO(content)).tables, key=lambda t: len(t.columns))
        return [" ".join(cell.text.split()) for cell in table.rows[0].cells]

    assert headings(file.content) == headings((real_documents / name).read_bytes())
