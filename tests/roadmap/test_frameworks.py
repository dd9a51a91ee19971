"""Reference frameworks: pasted lines, actions aligned with them, the table for each funder."""

import io

import openpyxl
import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.models import Attachment, FrameworkItem, ReferenceFramework
from pacte.roadmap.queries.attachments import names_on
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import THEN, ActionFactory, ReferenceFrameworkFactory

pytestmark = pytest.mark.django_db
LINES = [("1", "Emploi"), ("1.1", "Jeunes"), ("1.2", "Mobilité"), ("2", "Inclusion")]


def door(name, place, *more):
    return reverse(f"roadmap:{name}", args=[place.slug, *more])


@pytest.fixture
def framework(plan):
    made = ReferenceFrameworkFactory(
        initiative=plan.initiative, name="Programme", mark="FSE", kept_by="Fonds européen"
    )
    operations.add_items(framework=made, lines=LINES, by=SYSTEM, at=THEN)
    return made


def align(action, *names):
    return operations.edit_cell(
        action=action, column="alignments", read=[], value=list(names), by=SYSTEM, at=THEN
    )


def table(client, plan, **asked):
    return client.get(door("alignment_table", plan.initiative, plan.slug), asked)


def counts(answer):
    (one, *_others) = answer.context["told"].frameworks
    return {seen.item.code: seen.count for seen in one.items}


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("1\tEmploi\n1.1\tJeunes", [("1", "Emploi"), ("1.1", "Jeunes")]),
        ("1. Emploi\n1.1 – Jeunes\n\n", [("1", "Emploi"), ("1.1", "Jeunes")]),
        ("OS 4.1 Accompagner", [("OS 4.1", "Accompagner")]),
        ("Les jeunes d’abord", [("", "Les jeunes d’abord")]),
        ("\tSans code", [("", "Sans code")]),
    ],
)
def test_lines_are_read_as_a_sheet_or_a_person_writes_them(client, lead, plan, pasted, told):
    made = ReferenceFrameworkFactory(initiative=plan.initiative)

    client.post(door("add_items", plan.initiative, made.pk), {"lines": pasted})

    rows = made.items.order_by("position").values_list("code", "title")
    assert list(rows) == told


def test_lines_stand_under_one_another_in_the_order_of_their_codes(plan):
    made = ReferenceFrameworkFactory(initiative=plan.initiative)
    lines = [("1.10", "Dix"), ("1", "Un"), ("1.9", "Neuf"), ("1.9.a", "Neuf a"), ("", "Le reste")]

    operations.add_items(framework=made, lines=lines, by=SYSTEM, at=THEN)

    rows = made.items.order_by("position").values_list("code", "parent__code")
    assert list(rows) == [
        ("1", None),
        ("1.9", "1"),
        ("1.9.a", "1.9"),
        ("1.10", "1"),
        ("", None),
    ]


def test_pasting_again_changes_titles_and_doubles_nothing(client, lead, plan, framework):
    answer = client.post(
        door("add_items", plan.initiative, framework.pk),
        {"lines": "1\tEmploi\n1.1\tLes jeunes\n3\tNouveau"},
        follow=True,
    )

    assert "1 ligne ajoutée, 1 intitulé changé, 1 déjà là." in answer.content.decode()
    assert framework.items.count() == 5
    assert framework.items.get(code="1.1").name == "FSE 1.1 Les jeunes"


def test_wrong_lines_are_said_and_nothing_goes_in(client, lead, plan, framework):
    pasted = f"4\t{'x' * 501}\n5\tBon\n5\tDeux fois"

    answer = client.post(door("add_items", plan.initiative, framework.pk), {"lines": pasted})

    said = answer.content.decode()
    assert "Ligne 1" in said
    assert "Ligne 3" in said
    assert "Deux fois" in said
    assert framework.items.count() == 4


def test_a_framework_has_a_mark_of_its_own(client, lead, plan, framework):
    asked = {"name": "Autre", "mark": "fse", "kept_by": "Ministère"}

    answer = client.post(door("add_framework", plan.initiative), asked)

    assert "Un autre cadre a ce nom court" in answer.content.decode()
    assert ReferenceFramework.objects.count() == 1


def test_its_mark_and_code_are_enough_to_align_an_action(plan, framework):
    action = align(ActionFactory(plan=plan), "fse 1.2")

    assert names_on(action, "alignments") == ["FSE 1.2 Mobilité"]


def test_a_new_mark_renames_the_lines(client, lead, plan, framework):
    action = align(ActionFactory(plan=plan), "FSE 1.2")
    sent = {"initial-name": "Programme", "name": "Programme", "initial-mark": "FSE", "mark": "PE"}
    sent |= {"initial-kept_by": "Fonds européen", "kept_by": "Fonds européen"}

    client.post(door("edit_framework", plan.initiative, framework.pk), sent)

    assert names_on(action, "alignments") == ["PE 1.2 Mobilité"]


def test_a_line_with_its_code_changed_moves(client, lead, plan, framework):
    item = framework.items.get(code="1.2")
    sent = {"initial-code": "1.2", "code": "2.1", "initial-title": "Mobilité", "title": "Mobilité"}

    client.post(door("edit_item", plan.initiative, framework.pk, item.pk), sent)

    item.refresh_from_db()
    assert (item.name, item.parent.code) == ("FSE 2.1 Mobilité", "2")


def test_the_code_of_another_line_is_refused(client, lead, plan, framework):
    item = framework.items.get(code="1.2")
    sent = {"initial-code": "1.2", "code": "1.1", "initial-title": "Mobilité", "title": "Mobilité"}

    answer = client.post(door("edit_item", plan.initiative, framework.pk, item.pk), sent)

    assert "Une autre ligne de ce cadre a ce code" in answer.content.decode()


def test_the_table_counts_what_answers_each_line_and_those_under_it(client, lead, plan, framework):
    both = align(ActionFactory(plan=plan, title="Vélos"), "FSE 1.1", "FSE 1.2")
    align(ActionFactory(plan=plan, title="Bus"), "FSE 1.2")
    ActionFactory(plan=plan, title="Nul cadre")

    answer = table(client, plan)

    assert counts(answer) == {"1": 2, "1.1": 1, "1.2": 2, "2": 0}
    assert answer.context["told"].apart == 1
    page = answer.content.decode()
    empty = framework.items.get(code="2")
    assert f"?element={empty.pk}" in page
    listed = client.get(
        door("plan_table", plan.initiative, plan.slug),
        {"element": framework.items.get(code="1").pk},
    ).content.decode()
    assert both.title in listed
    assert "Bus" in listed
    assert "Nul cadre" not in listed


def test_a_plan_without_action_does_not_say_that_all_of_them_answer(client, lead, plan, framework):
    page = table(client, plan).text

    assert "Ce plan n’a pas encore d’action." in page
    assert "Aucune ligne n’a encore d’action." in page
    assert "Toutes les actions" not in page


def test_a_line_without_action_opens_one_already_aligned(client, lead, plan, framework):
    item = framework.items.get(code="2")
    address = door("add_action", plan.initiative, plan.slug)
    assert item.name in client.get(address, {"element": item.pk}).content.decode()

    client.post(address, {"title": "Ouvrir un atelier", "element": item.pk})

    assert Attachment.objects.get().framework_item == item


def test_actions_that_answer_nothing_are_one_filter_away(client, lead, plan, framework):
    align(ActionFactory(plan=plan, title="Vélos"), "FSE 1.1")
    ActionFactory(plan=plan, title="À part")

    page = client.get(
        door("plan_table", plan.initiative, plan.slug), {"element": 0}
    ).content.decode()

    assert "À part" in page
    assert "Vélos" not in page
    assert "Sans alignement" in page


def test_one_funder_is_shown_alone(client, lead, plan, framework):
    ReferenceFrameworkFactory(initiative=plan.initiative, name="Stratégie", kept_by="Ministère")

    answer = table(client, plan, pour="Ministère")

    (only,) = answer.context["told"].frameworks
    assert only.framework.name == "Stratégie"
    assert answer.context["told"].keepers == ["Fonds européen", "Ministère"]


def test_what_the_team_keeps_is_shown_only_when_asked_for(client, lead, plan, framework):
    align(ActionFactory(plan=plan, title="Secrète", is_team_only=True), "FSE 2")
    align(ActionFactory(plan=plan, title="Gardée", team_only_fields=["alignments"]), "FSE 2")

    ours = table(client, plan)
    asked = table(client, plan, vue="equipe")
    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    theirs = table(client, plan, vue="equipe")

    assert counts(ours)["2"] == 0
    assert "1 action réservée à l’équipe n’y est pas" in ours.content.decode()
    assert counts(asked)["2"] == 2
    assert counts(theirs)["2"] == 0
    assert "Secrète" not in theirs.content.decode()


def test_the_table_is_taken_away_as_a_spreadsheet(client, lead, plan, framework):
    align(ActionFactory(plan=plan, title="Vélos", number="3.1"), "FSE 1.2")

    answer = client.get(door("download_alignment", plan.initiative, plan.slug))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert ["Fonds européen", "Programme", "1.2", "Mobilité", 1, "3.1 Vélos"] in [
        row[:6] for row in rows
    ]
    assert any(row[3] == "Inclusion" and row[5] == "aucune" for row in rows)


def test_a_line_in_use_is_closed_with_those_under_it_and_comes_back(client, lead, plan, framework):
    align(ActionFactory(plan=plan), "FSE 1.2")
    item = framework.items.get(code="1")

    client.post(door("remove_item", plan.initiative, framework.pk, item.pk))
    closed = list(framework.items.filter(closed_at__isnull=False).values_list("code", flat=True))
    under = framework.items.get(code="1.2")
    client.post(door("reopen_item", plan.initiative, framework.pk, under.pk))
    left = list(framework.items.filter(closed_at__isnull=False).values_list("code", flat=True))

    assert sorted(closed) == ["1", "1.1", "1.2"]
    assert left == ["1.1"]


def test_a_framework_in_use_is_closed_and_comes_back_whole(client, lead, plan, framework):
    action = align(ActionFactory(plan=plan), "FSE 1.2")

    client.post(door("remove_framework", plan.initiative, framework.pk))
    offered = FrameworkItem.objects.offered().count()
    client.post(door("reopen_framework", plan.initiative, framework.pk))

    assert offered == 0
    assert FrameworkItem.objects.offered().count() == 4
    assert names_on(action, "alignments") == ["FSE 1.2 Mobilité"]


def test_one_that_nothing_answers_goes(client, lead, plan, framework):
    client.post(door("remove_framework", plan.initiative, framework.pk))

    assert not FrameworkItem.objects.exists()


def test_the_matrix_counts_as_the_filter_does(client, lead, plan, framework):
    align(ActionFactory(plan=plan), "FSE 1.2")

    answer = client.get(
        door("matrix", plan.initiative, plan.slug), {"lignes": "element", "colonnes": "etat"}
    )

    told = {row.label: row.count for row in answer.context["rows"]}
    assert told["FSE 1 Emploi"] == 1
    assert told["FSE 2 Inclusion"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_asks_the_base_as_often_for_one_action_as_for_three(
    client, lead, plan, framework, rows, django_assert_num_queries
):
    for _ in range(rows):
        align(ActionFactory(plan=plan), "FSE 1.2")

    with django_assert_num_queries(10):
        table(client, plan)
    with django_assert_num_queries(8):
        client.get(door("frameworks", plan.initiative))
