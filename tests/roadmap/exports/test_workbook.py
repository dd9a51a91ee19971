from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from openpyxl.comments import Comment

from pacte.core import files
from pacte.core.actor import SYSTEM
from pacte.documents.reading import read
from pacte.documents.writing import write_ods, write_xlsx
from pacte.roadmap import operations
from pacte.roadmap.exports import letterhead, plan_workbook, take_snapshot
from pacte.roadmap.exports.comparison import compared
from pacte.roadmap.importing import as_json, understand
from pacte.roadmap.models import Action
from pacte.roadmap.queries.filters import Filters
from tests.documents.writing.samples import SVG
from tests.roadmap.exports.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.accounts.models import User
    from pacte.roadmap.importing import ReadPlan
    from pacte.roadmap.models import Plan

FORMATS = [
    pytest.param(write_xlsx, "xlsx", id="xlsx"),
    pytest.param(write_ods, "ods", id="ods"),
]


def exported(plan: Plan, user: User, write: Callable[..., None], **options: Any) -> bytes:
    snapshot = take_snapshot(plan, user, at=NOW, **options)
    head = letterhead(plan.initiative, at=NOW, has_team_only=False)
    target = io.BytesIO()
    write(plan_workbook(snapshot, head), target)
    return target.getvalue()


def read_back(made: bytes, ending: str) -> ReadPlan:
    return understand(read(made, name=f"plan.{ending}"))


def reading_of(plan: Plan, user: User) -> ReadPlan:
    return take_snapshot(plan, user, at=NOW).reading


def comparable(plan: ReadPlan) -> dict[str, Any]:
    """Everything but the source, the ids and the places."""
    told = as_json(plan)
    names = {node["id"]: str(rank) for rank, node in enumerate(told["nodes"])}
    for node in told["nodes"]:
        node["id"], node["parent"] = names[node["id"]], names.get(node["parent"])
    for action in told["actions"]:
        action["node"] = names.get(action["node"])
        del action["id"], action["where"]
    del told["source"]
    return told


@pytest.mark.parametrize(("write", "ending"), FORMATS)
def test_a_file_that_nobody_touched_reads_as_the_plan(plan, lead, write, ending):
    back = read_back(exported(plan, lead, write), ending)

    assert comparable(back) == comparable(reading_of(plan, lead))
    assert [(a.code, a.version) for a in back.actions] == [
        ("ACT-0001", 4),
        ("ACT-0002", 1),
        ("ACT-0003", 1),
    ]
    assert (back.doubts, back.unplaced, back.coverage) == ([], [], 1.0)
    assert back.is_partial is False


@pytest.mark.parametrize(("write", "ending"), FORMATS)
def test_few_columns_lose_nothing_of_the_plan(plan, lead, write, ending):
    columns = [{"key": "title", "label": "Objectif visé", "is_shown": True}]

    back = read_back(exported(plan, lead, write, columns=columns), ending)

    assert comparable(back) == comparable(reading_of(plan, lead))


def test_filters_make_a_partial_file(plan, lead):
    made = exported(plan, lead, write_xlsx, filters=Filters(codes=("ACT-0002",)))

    back = read_back(made, "xlsx")

    assert [action.code for action in back.actions] == ["ACT-0002"]
    assert [node.title for node in back.nodes] == ["Accueillir", "Ouvrir des portes"]
    assert back.is_partial is True


def test_what_is_the_teams_own_is_absent_from_a_members_file(plan, member):
    made = exported(plan, member, write_xlsx)

    texts = str([list(sheet.values) for sheet in openpyxl.load_workbook(io.BytesIO(made))])
    for hidden in ("secret", "internes", "Rien", "12 500", "A. B.", "12500"):
        assert hidden not in texts
    back = read_back(made, "xlsx")
    assert comparable(back) == comparable(reading_of(plan, member))
    assert back.is_partial is True


def test_who_has_not_answered_is_said_and_who_declined_is_left_out(plan, lead):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(plan, lead, write_xlsx))).worksheets[0]

    row = {heading.value: cell.value for heading, cell in zip(sheet[5], sheet[6], strict=True)}
    assert row["Responsables"] == "Ville, service de l’emploi\nMission locale (pressenti)"
    assert row["Partenaires"] == "Chambre et Cie (pressenti)\nBoulangerie du Pont (pressenti)"
    assert "a dit non" not in str([list(s.values) for s in sheet.parent.worksheets])


def test_the_sheet_is_dated_and_says_that_it_is_fictitious(plan, lead):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(plan, lead, write_xlsx))).worksheets[0]

    assert [sheet[f"A{row}"].value for row in (1, 2, 3)] == [
        "Plan d’action 2026-2029",
        "État au 3 mars 2026",
        "Données fictives",
    ]
    assert "Avec le soutien de la Région." in [row[0] for row in sheet.values]


def edited(made: bytes, change: Callable[[Any, dict[str, str]], None]) -> ReadPlan:
    """Open the file, let a person change it, save it and read it."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column_letter for cell in sheet[5]}
    change(sheet, columns)
    target = io.BytesIO()
    book.save(target)
    return read_back(target.getvalue(), "xlsx")


def test_only_the_cells_changed_are_read_anew(plan, lead):
    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet[f"{columns['Responsables']}6"] = "Ville, service de l’emploi (pressenti)\nLe Relais"
        sheet[f"{columns['Échéance']}6"] = "2028"
        sheet[f"{columns['Objectif spécifique']}7"] = "Relier vraiment les services"
        sheet[f"{columns['Réalisations']}6"] = None

    back = edited(exported(plan, lead, write_xlsx), change)

    before = comparable(reading_of(plan, lead))
    after = comparable(back)
    assert [action.code for action in back.actions] == ["ACT-0001", "ACT-0002", "ACT-0003"]
    first, second = after["actions"][:2]
    assert first["schedule"]["text"] == "2028"
    assert first["achievements"] == []
    assert "Le Relais" in " ".join(first["leads"])
    assert "pressenti" not in " ".join(first["leads"])
    assert second["title"] == "Relier vraiment les services"
    assert second["number"] == "1.2"
    for name in ("description", "partners", "funders", "budget", "steps", "extra", "notes"):
        assert first[name] == before["actions"][0][name]
    assert after["actions"][2] == before["actions"][2]


def test_rows_moved_added_and_taken_away(plan, lead):
    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet.delete_rows(8)
        sheet[f"{columns['Axe']}8"] = "1 Accueillir"
        sheet[f"{columns['Objectif spécifique']}8"] = "1.3 Former les accueillants"
        sheet[f"{columns['Axe']}7"] = "3 Relier"
        sheet[f"{columns['Objectif']}7"] = None

    back = edited(exported(plan, lead, write_xlsx), change)

    assert [(a.code, a.number, a.title) for a in back.actions] == [
        ("ACT-0001", "1.1", "Tenir un guichet commun"),
        ("ACT-0002", "1.2", "=Relier les services, « tout de suite »"),
        ("", "1.3", "Former les accueillants"),
    ]
    titles = {node.id: (node.number, node.title) for node in back.nodes}
    assert [titles[a.node] for a in back.actions] == [
        (None, "Ouvrir des portes"),
        ("3", "Relier"),
        ("1", "Accueillir"),
    ]


def test_a_column_added_is_kept_under_its_heading(plan, lead):
    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet.cell(5, len(columns) + 1, "Avis du comité")
        sheet.cell(6, len(columns) + 1, "Favorable")

    back = edited(exported(plan, lead, write_xlsx), change)

    extra = back.actions[0].extra[-1]
    assert (extra.header, extra.text) == ("Avis du comité", "Favorable")


def test_a_file_whose_hidden_sheet_makes_no_sense_is_read_as_any_other(plan, lead):
    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet.parent["_pacte"]["C2"] = "{"

    back = edited(exported(plan, lead, write_xlsx), change)

    assert [action.code for action in back.actions] == ["", "", ""]


def test_the_team_may_take_out_what_everybody_sees(plan, lead, member):
    made = exported(plan, lead, write_xlsx, with_team_only=False)

    assert comparable(read_back(made, "xlsx")) == comparable(reading_of(plan, member))


def test_a_text_too_long_for_excel_is_still_the_same(plan, lead):
    Action.objects.filter(code="ACT-0002").update(description="Un mot de plus. " * 5_000)
    columns = [{"key": "description", "label": "Description", "is_shown": True}]

    back = read_back(exported(plan, lead, write_xlsx, columns=columns), "xlsx")

    assert comparable(back) == comparable(reading_of(plan, lead))


def test_what_is_written_elsewhere_is_kept_aside(plan, lead):
    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet["B2"] = "À voir avec le maire"
        sheet.parent.create_sheet("Brouillon")["A1"] = "Ne pas oublier"
        sheet[f"{columns['Échéance']}6"].comment = Comment("Trop tôt", "C. D.")

    back = edited(exported(plan, lead, write_xlsx), change)

    assert [passage.text for passage in back.unplaced] == ["À voir avec le maire", "Ne pas oublier"]
    assert back.coverage < 1
    assert [(note.author, note.text) for note in back.actions[0].notes] == [
        ("A. B.", "?"),
        ("C. D.", "Trop tôt"),
    ]


@pytest.mark.parametrize(("write", "ending"), FORMATS)
def test_a_workbook_bears_the_logos_and_the_mentions_and_reads_back(plan, lead, write, ending):
    for rank, owner in enumerate(("La Région", "Le Département")):
        stored = files.keep(ContentFile(SVG), name="logo.svg", at=NOW)
        plan.initiative.logos.create(file=stored, owner=owner, position=rank)

    made = exported(plan, lead, write)
    back = read_back(made, ending)

    with zipfile.ZipFile(io.BytesIO(made)) as package:
        pictures = [name for name in package.namelist() if name.endswith(".png")]
        said = "".join(
            package.read(name).decode() for name in package.namelist() if name.endswith(".xml")
        )
    assert len(pictures) >= 1
    assert said.count("La Région") >= 1
    assert "Le Département" in said
    assert "Avec le soutien de la Région." in said
    assert "Données fictives" in said
    assert comparable(back) == comparable(reading_of(plan, lead))
    assert (back.unplaced, back.coverage) == ([], 1.0)


@pytest.mark.parametrize(("write", "ending"), FORMATS)
def test_a_full_plan_brought_back_proposes_no_change(plan, lead, write, ending, settings, tmp_path):
    """Steps with their lead, texts of several lines, extra columns, who is only approached."""
    settings.MEDIA_ROOT = tmp_path
    made = exported(plan, lead, write, every_column=True)

    draft = operations.start_import(
        initiative=plan.initiative,
        content=made,
        name=f"plan.{ending}",
        plan=plan,
        by=SYSTEM,
        at=NOW,
    )
    draft.refresh_from_db()
    found = compared(draft, plan)

    assert (found.changed, found.added, found.left_out) == ([], [], [])
    assert found.same == plan.actions.count()
