"""What a form on the plan asks again, and what it makes of what was typed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from pacte.roadmap.enums import ScheduleKind
from pacte.roadmap.forms.rows import schedule_of
from pacte.roadmap.forms.several import MOST_ROWS
from pacte.roadmap.models import Action, Plan, ProgressReport
from pacte.roadmap.queries.columns import mark_of
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, ResponsibilityFactory, StepFactory

pytestmark = pytest.mark.django_db
REVERSED = "mars 2027 à janvier 2027"
WORDS = "La fin tombe avant le début"


@pytest.fixture(autouse=True)
def lead(client, plan):
    user = MembershipFactory(initiative=plan.initiative, lead=True, user__name="Claire").user
    client.force_login(user)
    return user


def of_plan(name, plan, *more):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug, *more])


def of_action(name, action, *more):
    return reverse(f"roadmap:{name}", args=[action.initiative.slug, action.code, *more])


def test_a_schedule_that_ends_before_it_begins_is_asked_again_wherever_it_is_typed(client, plan):
    action = ActionFactory(plan=plan)
    mended = {"column": "schedule", "value": REVERSED, "codes": [action.code]}

    pages = [
        client.post(of_action("edit_cell", action, "schedule"), {"read": "", "value": REVERSED}),
        client.post(
            of_action("edit_fieldset", action, "echeance"),
            {"schedule": REVERSED, "read-schedule": "", "read-review_on": ""},
        ),
        client.post(of_plan("mend_actions", plan), mended),
    ]

    action.refresh_from_db()
    assert [(WORDS in page.text, REVERSED in page.text) for page in pages] == [(True, True)] * 3
    assert action.schedule_text == ""


def test_reversed_words_of_a_document_do_not_keep_the_rest_of_the_form_from_being_saved(
    client, plan
):
    action = ActionFactory(plan=plan, schedule_text=REVERSED)
    form = client.get(of_action("edit_fieldset", action, "echeance")).context["form"]
    untouched = {field.html_name: field.value() or "" for field in form}

    answer = client.post(of_action("edit_fieldset", action, "echeance"), untouched)

    action.refresh_from_db()
    assert answer.status_code == 302
    assert action.schedule_text == REVERSED


def test_several_actions_are_given_a_schedule_or_a_pause_with_its_reason(client, plan):
    one, two = ActionFactory.create_batch(2, plan=plan)
    door, codes = of_plan("mend_actions", plan), [one.code, two.code]

    helped = client.get(f"{door}?manque=schedule")
    client.post(door, {"column": "schedule", "value": "2027", "codes": codes})
    asked = client.post(
        door, {"column": "status", "value": "PAUSED", "reason": " ", "codes": codes}
    )
    between = set(plan.actions.values_list("status", flat=True))
    client.post(
        door, {"column": "status", "value": "PAUSED", "reason": "Gel des crédits", "codes": codes}
    )

    assert "Prend la place de ce qui s’y trouve." in helped.text
    assert "Dites pourquoi" in asked.text
    assert between == {""}
    for action in plan.actions.all():
        assert (action.schedule_kind, action.status) == (ScheduleKind.YEAR, "PAUSED")
        assert action.status_reason == "Gel des crédits"


def test_lines_given_to_several_actions_join_those_that_are_there(client, plan):
    action = ActionFactory(plan=plan, publics=["Jeunes"])
    door = of_plan("mend_actions", plan)

    helped = client.get(f"{door}?quoi=publics")
    client.post(door, {"column": "publics", "value": "Jeunes\nSeniors", "codes": [action.code]})

    action.refresh_from_db()
    assert "Une ligne pour chacun. S’ajoute à ce qui s’y trouve." in helped.text
    assert action.publics == ["Jeunes", "Seniors"]


def test_semicolons_with_nothing_between_name_nobody(client, plan):
    action = ActionFactory(plan=plan)

    client.post(
        of_action("edit_cell", action, "leads"), {"read": "", "value": "; CLE ;; Ruche ;\n ; "}
    )

    assert [row.label for row in action.responsibilities.order_by("position")] == ["CLE", "Ruche"]


def test_who_answered_is_said_with_the_answer(client, plan):
    responsibility = ResponsibilityFactory(action__plan=plan)
    door = of_action("note_answer", responsibility.action, responsibility.pk)

    page = client.post(door, {"state": "CONFIRMED", "said_by": "", "said_on": "2026-03-02"})

    responsibility.refresh_from_db()
    assert "Dites qui a répondu." in page.text
    assert responsibility.state == "SOUGHT"


def test_a_report_reworded_still_says_something(client, plan):
    action = ActionFactory(plan=plan)
    said = {"done": "Deux réunions", "said_by": "Karim", "said_on": "2026-03-02"}
    client.post(of_action("report_progress", action), said)
    report = ProgressReport.objects.get()
    door = of_action("edit_part", action, "suivi", report.pk)
    read = {"initial-done": "Deux réunions", "initial-weather": "", "initial-next": ""}

    page = client.post(door, {**read, "done": " "})
    report.refresh_from_db()
    kept = report.done
    client.post(door, {**read, "done": "Trois réunions"})

    report.refresh_from_db()
    assert "Dites au moins une chose" in page.text
    assert (kept, report.done) == ("Deux réunions", "Trois réunions")


def test_a_file_too_large_is_not_kept(client, plan):
    action = ActionFactory(plan=plan)
    heavy = SimpleUploadedFile("bilan.pdf", b"%PDF-1.4" + b"0" * 20 * 1024 * 1024)

    page = client.post(of_action("attach_file", action), {"file": heavy})

    assert "Le fichier dépasse 20 Mo." in page.text
    assert not action.files.exists()


def test_more_rows_than_one_pastes_at_once_are_refused_whole(client, plan):
    rows = "\n".join(f"Action {number}" for number in range(MOST_ROWS + 1))

    page = client.post(of_plan("paste_actions", plan), {"rows": rows})

    assert f"au plus {MOST_ROWS} lignes" in page.text
    assert not Action.objects.exists()


def test_each_filter_is_a_badge_and_an_address_keeps_them(client, plan):
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    silent = ActionFactory(plan=plan, created_at=long_ago)
    heard = ActionFactory(plan=plan, created_at=long_ago, news_at=timezone.now())
    ended = ActionFactory(plan=plan, created_at=long_ago, status="DONE")
    table = of_plan("plan_table", plan)

    page = client.get(f"{table}?silence=1").text
    chosen = client.get(f"{table}?actions={heard.code},{ended.code}").text

    assert "Sans nouvelles" in page
    assert [f'id="{one.code}"' in page for one in (silent, heard, ended)] == [True, False, False]
    assert "Quelques actions choisies" in chosen
    assert [f'id="{one.code}"' in chosen for one in (silent, heard, ended)] == [False, True, True]


@pytest.mark.parametrize(
    ("step", "levels"),
    [
        ("", [("Axe", "FRAME"), ("But", "FRAME"), ("Fiche", "ACTION")]),
        ("Étape", [("Axe", "FRAME"), ("But", "FRAME"), ("Fiche", "ACTION"), ("Étape", "STEP")]),
    ],
)
def test_a_plan_written_from_nothing_has_the_levels_that_were_named(client, plan, step, levels):
    sent = {"title": "Plan 2030", "kind": plan.kind, "frame": "Axe, , But,", "action": "Fiche"}
    door = reverse("roadmap:create_plan", args=[plan.initiative.slug])

    answer = client.post(door, {**sent, "step": step})

    made = Plan.objects.get(title="Plan 2030")
    assert answer["Location"] == of_plan("plan_table", made)
    assert list(made.levels.order_by("position").values_list("label", "kind")) == levels


def test_columns_are_hidden_renamed_and_ordered(client, plan):
    ActionFactory(plan=plan, status="TO_START")
    door = of_plan("choose_columns", plan)
    asked = client.get(door).context["form"]
    sent = {name: asked[name].value() for name in asked.fields}
    sent["read"] = asked.now
    places = {column.key: mark for mark, column in asked.given.items()}
    sent |= {
        f"label-{places['title']}": "Mesure",
        f"order-{places['status']}": 1,
        f"order-{places['number']}": 1,
    }
    del sent[f"shown-{places['leads']}"]

    nameless = client.post(door, {**sent, f"label-{places['title']}": ""})
    client.post(door, sent)

    plan.refresh_from_db()
    shown = [column["key"] for column in plan.columns if column["is_shown"]]
    heads = client.get(of_plan("plan_table", plan)).text.split("</thead>")[0]
    assert nameless.context["form"].errors.keys() == {f"label-{places['title']}"}
    assert {"number", "status"} == set(shown[:2])
    assert "leads" not in shown
    assert "Mesure" in heads


def test_columns_that_a_colleague_arranged_meanwhile_keep_their_own_names(client, plan):
    ActionFactory(plan=plan, status="TO_START")
    door = of_plan("choose_columns", plan)
    asked = client.get(door).context["form"]
    sent = {name: asked[name].value() for name in asked.fields} | {"read": asked.now}
    mine = f"label-{mark_of('title')}"
    client.post(door, {**sent, f"order-{mark_of('status')}": 1})

    again = client.post(door, {**sent, mine: "Mesure"})
    page = again.context["form"]
    client.post(door, {**sent, mine: "Mesure", "read": page.now})

    plan.refresh_from_db()
    labels = {column["key"]: column["label"] for column in plan.columns}
    assert "ranger les colonnes" in again.text
    assert page[mine].value() == "Mesure"
    assert (labels["title"], labels["status"]) == ("Mesure", "État")


@pytest.mark.parametrize(
    ("words", "day", "kind", "end"),
    [
        ("2027", None, ScheduleKind.YEAR, dt.date(2027, 12, 31)),
        ("", dt.date(2027, 3, 2), ScheduleKind.DATE, dt.date(2027, 3, 2)),
        ("fin 2027", dt.date(2027, 12, 31), ScheduleKind.PERIOD, dt.date(2027, 12, 31)),
        ("dès que possible", dt.date(2027, 3, 2), ScheduleKind.DATE, dt.date(2027, 3, 2)),
    ],
)
def test_a_step_that_becomes_an_action_keeps_its_day(plan, words, day, kind, end):
    step = StepFactory(action__plan=plan, due_text=words, due_on=day)

    meant = schedule_of(step)

    assert (meant.kind, meant.end) == (kind, end)
