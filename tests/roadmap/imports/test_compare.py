"""A newer version, or a part of it, beside the plan."""

import io
import re

import openpyxl
import pytest

from pacte.roadmap.enums import ImportState
from pacte.roadmap.exports import Form
from pacte.roadmap.models import Plan, PlanImport
from pacte.roadmap.views.imports.compare import marked
from tests.roadmap.imports.making import (
    exported,
    imported,
    make,
    press,
    sheet,
    small_plan,
    upload,
    url,
)

pytestmark = pytest.mark.django_db


def test_a_newer_version_is_compared_and_what_is_ticked_is_applied(client, lead, place):
    plan = make(small_plan(initiative=place))
    newer = imported(
        sheet(
            "Emploi;1.1;Ouvrir un atelier;UQAT;Mission Lac;2027;En cours",
            "Emploi;1.2;Former les équipes;Tous;;juin 2026;",
            "Mobilité;2.1;Prêter des vélos;Comité vélo;Maison des métiers;en continu;Réalisé",
            "Mobilité;2.2;Ouvrir une ligne;SARCA;;2028;",
        ),
        "plan v2.csv",
        initiative=place,
        plan=plan,
    )
    page = client.get(url("compare_import", newer)).content.decode()
    keys = re.findall(r'name="change" value="([^"]+)"', page)
    (new,) = re.findall(r'name="added" value="([^"]+)"', page)
    assert [key.split("|")[1] for key in keys] == ["leads", "schedule"]

    data = {"change": keys[1:], "added": new, "version": newer.version}
    client.post(url("compare_import", newer), data)

    action = plan.actions.get(number="1.1")
    assert action.schedule_text == "2027"
    assert [r.label for r in action.responsibilities.filter(role="LEAD")] == ["Maison des métiers"]
    assert plan.actions.get(number="2.2").node.title == "Mobilité"
    newer.refresh_from_db()
    assert newer.state == ImportState.APPLIED


def test_a_cell_changed_since_the_page_was_shown_is_left_alone(client, lead, place):
    plan = make(small_plan(initiative=place))
    newer = imported(
        sheet("Emploi;1.1;Ouvrir un atelier;Maison des métiers;Mission Lac;2027;En cours"),
        "partie.csv",
        initiative=place,
        plan=plan,
    )
    page = client.get(url("compare_import", newer)).content.decode()
    (key,) = re.findall(r'name="change" value="([^"]+)"', page)
    plan.actions.filter(number="1.1").update(schedule_text="2030")

    data = {"change": key, "version": newer.version}
    answer = client.post(url("compare_import", newer), data, follow=True)

    assert plan.actions.get(number="1.1").schedule_text == "2030"
    assert "1 changement n’a pas été fait" in answer.content.decode()


@pytest.mark.parametrize("form", [Form.XLSX, Form.ODS])
def test_a_workbook_taken_out_and_brought_back_changes_nothing(client, lead, place, form):
    plan = make(small_plan(initiative=place))

    upload(client, place, exported(plan, lead, form), f"plan.{form.value}", plan=plan.slug)

    draft = PlanImport.objects.latest("pk")
    page = client.get(url("compare_import", draft)).content.decode()
    assert "Rien à changer" in page


def test_a_workbook_edited_outside_gives_back_only_what_was_edited(client, lead, place):
    plan = make(small_plan(initiative=place))
    book = openpyxl.load_workbook(io.BytesIO(exported(plan, lead)))
    sheet_ = book.worksheets[0]
    cell = next(c for row in sheet_.iter_rows() for c in row if c.value == "2026")
    cell.value = "2029"
    made_here = io.BytesIO()
    book.save(made_here)
    plan.actions.filter(number="1.2").update(title="Former toutes les équipes")

    upload(client, place, made_here.getvalue(), "plan.xlsx", plan=plan.slug)

    draft = PlanImport.objects.latest("pk")
    page = client.get(url("compare_import", draft)).content.decode()
    keys = re.findall(r'name="change" value="([^"]+)"', page)
    assert [key.split("|")[1] for key in keys] == ["schedule"]
    assert 'name="removed"' not in page


def test_a_document_that_comes_from_a_plan_offers_to_update_it(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = small_plan(initiative=place)

    page = client.get(url("review_import", draft)).content.decode()
    answer = press(client, draft, "update")

    assert "Mettre à jour le plan existant" in page
    draft.refresh_from_db()
    assert draft.plan == plan
    assert answer["Location"] == url("compare_import", draft)


def test_a_partners_rows_propose_no_removal_and_stand_beside_the_others(client, lead, place):
    rows = [f"Emploi;1.{n};Action {'abcdefghij'[n] * 6};SARCA;;2026;" for n in range(10)]
    plan = make(imported(sheet(*rows), "plan.csv", initiative=place))
    part = imported(
        b"N\xc2\xb0;Action;\xc3\x89ch\xc3\xa9ance\n1.2;Action cccccc;2027\n1.99;Une nouvelle;2028",
        "partenaire.csv",
        initiative=place,
        plan=plan,
    )

    page = client.get(url("compare_import", part)).content.decode()

    assert "les 9 autres actions ne sont pas touchées" in page
    assert 'name="removed"' not in page
    keys = re.findall(r'name="change" value="([^"]+)"', page)
    (new,) = re.findall(r'name="added" value="([^"]+)"', page)
    data = {"change": keys, "added": new, "version": part.version}
    client.post(url("compare_import", part), data)
    assert plan.actions.get(number="1.2").schedule_text == "2027"
    assert plan.actions.get(number="1.99").node.title == "Emploi"


def test_an_action_absent_from_the_document_goes_only_when_ticked(client, lead, place):
    plan = make(small_plan(initiative=place))
    two = sheet(
        "Emploi;1.1;Ouvrir un atelier;Maison des métiers;Mission Lac;2026;En cours",
        "Emploi;1.2;Former les équipes;Tous;;juin 2026;",
    )
    draft = imported(two, "plan.csv", initiative=place, plan=plan)

    page = client.get(url("compare_import", draft)).content.decode()
    (code,) = re.findall(r'name="removed" value="([^"]+)"(?! checked)', page)
    data = {"removed": code, "version": draft.version}
    client.post(url("compare_import", draft), data)

    assert set(plan.actions.present().values_list("number", flat=True)) == {"1.1", "1.2"}


def test_an_answer_given_once_holds_for_the_next_version(client, lead, place):
    row = "Emploi;1;Ouvrir un atelier;SARCA;;2014-2015;"
    first = imported(sheet(row), "plan.csv", initiative=place)
    press(client, first, "answer:0:1")
    press(client, first, "create")
    plan = Plan.objects.get()

    moved = sheet("Emploi;0;Une autre avant;UQAT;;2026;", row)
    newer = imported(moved, "plan v2.csv", initiative=place, plan=plan)

    assert newer.reading["doubts"] == []
    assert newer.reading["actions"][1]["schedule"]["start"] == "2014-04-01"
    page = client.get(url("compare_import", newer)).content.decode()
    assert 'name="change"' not in page


def test_the_words_that_change_are_marked():
    told = marked("Ouvrir un atelier en ville", "Ouvrir un grand atelier en ville")

    assert "".join(part.text for part in told) == "Ouvrir un grand atelier en ville"
    assert [part.text.strip() for part in told if part.is_new] == ["grand"]
    assert [part.is_new for part in marked("Ouvrir", "Tout autre chose")] == [False]
