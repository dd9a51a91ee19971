"""One action through the doors people use: who, what was done, files, what is kept to the team."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pacte.roadmap.models import AchievementFile, ActionFile
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def observer(plan):
    return MembershipFactory(initiative=plan.initiative).user


def door(name, action, *more):
    return reverse(f"roadmap:{name}", args=[action.initiative.slug, action.code, *more])


def page(client, action):
    return client.get(door("action", action)).content.decode()


def test_reporting_progress_shows_it_signed_and_moves_the_weather(client, lead, plan):
    action = ActionFactory(plan=plan)

    client.post(
        door("report_progress", action),
        {
            "weather": "WATCH",
            "done": "Deux réunions",
            "next_steps": "",
            "difficulties": "",
            "said_by": "Karim",
            "said_on": "2026-03-02",
        },
    )

    action.refresh_from_db()
    assert action.weather == "WATCH"
    assert "Deux réunions" in page(client, action)
    assert "Karim" in page(client, action)


def test_a_report_that_only_keeps_the_weather_asks_for_a_word(client, lead, plan):
    action = ActionFactory(plan=plan, weather="WATCH")
    address = door("report_progress", action)
    form = client.get(address).context["form"]
    untouched = {field.html_name: field.value() or "" for field in form}

    refused = client.post(address, untouched)

    assert "La météo n’a pas changé" in refused.content.decode()
    assert not action.reports.exists()
    client.post(address, untouched | {"done": "Rien de nouveau"})
    assert [(one.weather, one.done) for one in action.reports.all()] == [
        ("WATCH", "Rien de nouveau")
    ]


def test_an_empty_report_is_refused_with_what_to_say(client, lead, plan):
    action = ActionFactory(plan=plan)

    answer = client.post(
        door("report_progress", action), {"said_by": "Karim", "said_on": "2026-03-02"}
    )

    assert "Dites au moins une chose" in answer.content.decode()


def test_naming_someone_matches_the_directory_then_notes_her_answer(client, lead, plan):
    action = ActionFactory(plan=plan)
    known = ParticipationFactory(
        initiative=plan.initiative, organisation=OrganisationFactory(name="Cap emploi")
    ).organisation

    client.post(door("name_responsible", action), {"role": "LEAD", "who": "cap emploi"})
    row = action.responsibilities.get()
    client.post(
        door("note_answer", action, row.pk),
        {"state": "DECLINED", "said_by": "Direction", "said_on": "2026-03-02", "reason": ""},
    )
    row.refresh_from_db()
    refused_without_a_reason = row.state
    client.post(
        door("note_answer", action, row.pk),
        {"state": "CONFIRMED", "said_by": "Direction", "said_on": "2026-03-02", "reason": ""},
    )

    row.refresh_from_db()
    assert row.organisation == known
    assert (refused_without_a_reason, row.state, row.state_by) == (
        "SOUGHT",
        "CONFIRMED",
        "Direction",
    )


def test_a_responsibility_of_another_action_is_not_found(client, lead, plan):
    action = ActionFactory(plan=plan)
    other = ResponsibilityFactory()

    assert client.post(door("drop_responsible", action, other.pk)).status_code == 404


def test_a_step_is_added_finished_edited_removed_and_brought_back(client, lead, plan):
    action = ActionFactory(plan=plan)

    client.post(door("add_part", action, "etapes"), {"title": "Réunir"})
    step = action.steps.get()
    client.post(door("finish_step", action, step.pk))
    client.post(
        door("edit_part", action, "etapes", step.pk),
        {
            "title": "Réunir les employeurs",
            "initial-title": "Réunir",
            "initial-done_on": "",
            "done_on": "",
        },
    )
    step.refresh_from_db()

    assert (step.title, step.done_on is not None) == ("Réunir les employeurs", True)
    client.post(door("delete_part", action, "etapes", step.pk))
    page(client, action)  # which says what was taken off
    assert "Réunir les employeurs" not in page(client, action).split('id="retire"')[0]
    client.post(door("restore_part", action, "etapes", step.pk))
    assert "Réunir les employeurs" in page(client, action)


def test_a_step_changed_by_another_meanwhile_keeps_both_texts(client, lead, plan):
    step = StepFactory(action=ActionFactory(plan=plan), title="Le texte de Louise")

    answer = client.post(
        door("edit_part", step.action, "etapes", step.pk),
        {"title": "Mon texte", "initial-title": "Avant"},
    )
    shown = answer.content.decode()

    step.refresh_from_db()
    assert step.title == "Le texte de Louise"
    assert "Mon texte" in shown
    assert "Le texte de Louise" in shown


def test_a_file_reserved_to_the_team_is_not_found_by_others(client, lead, observer, plan):
    action = ActionFactory(plan=plan)
    client.post(
        door("attach_file", action),
        {"file": SimpleUploadedFile("note.pdf", b"%PDF-1.4"), "label": "", "is_team_only": "on"},
    )
    file = ActionFile.objects.get()
    ours = client.get(door("show_file", action, file.pk))
    ours.getvalue()  # read to the end, as a browser does

    client.force_login(observer)

    assert ours["Content-Disposition"] == 'attachment; filename="note.pdf"'
    assert client.get(door("show_file", action, file.pk)).status_code == 404
    assert "note.pdf" not in page(client, action)


@pytest.mark.parametrize("name", ["page.html", "plan.json"])
def test_a_file_of_another_kind_is_refused(client, lead, plan, name):
    action = ActionFactory(plan=plan)

    answer = client.post(
        door("attach_file", action), {"file": SimpleUploadedFile(name, b"<script>")}
    )

    assert "Ce type de fichier n’est pas gardé" in answer.content.decode()
    assert not ActionFile.objects.exists()


def test_the_proof_of_a_reserved_achievement_is_not_found_by_others(client, lead, observer, plan):
    achievement = AchievementFactory(action=ActionFactory(plan=plan), is_team_only=True)
    client.post(
        door("attach_proof", achievement.action, achievement.pk),
        {"file": SimpleUploadedFile("photo.png", b"\x89PNG")},
    )
    proof = AchievementFile.objects.get()

    client.force_login(observer)

    assert client.get(door("show_proof", achievement.action, proof.pk)).status_code == 404


def test_fields_kept_to_the_team_are_absent_for_others_and_from_their_history(
    client, lead, observer, plan
):
    action = ActionFactory(plan=plan, description="Secret de négociation", priority="haute")
    client.post(door("keep_to_team", action), {"fields_kept": ["description", "priority"]})
    client.post(
        reverse("roadmap:edit_cell", args=[plan.initiative.slug, action.code, "description"]),
        {"read": "Secret de négociation", "value": "Autre secret"},
    )

    client.force_login(observer)
    shown = page(client, action)

    assert action.title in shown
    assert "secret" not in shown.lower()
    assert "haute" not in shown


def test_an_action_kept_to_the_team_is_not_found_by_others(client, observer, plan):
    action = ActionFactory(plan=plan, team_only=True)

    client.force_login(observer)

    assert client.get(door("action", action)).status_code == 404


def test_waiting_says_for_what_then_ends(client, lead, plan):
    action = ActionFactory(plan=plan)

    client.post(door("set_waiting", action), {"waiting_for": "le vote", "condition": "Conseil"})
    waiting = page(client, action)
    client.post(door("end_waiting", action), {"waiting_for": "le vote", "condition": "Conseil"})

    assert "le vote" in waiting
    assert "le vote" not in page(client, action).split('id="historique"')[0]


def opened(client, address):
    """What the form holds when it is opened, as a browser sends it back."""
    form = client.get(address).context["form"]
    sent = {}
    for bound in form:
        if (value := bound.value()) not in (None, False):
            sent[bound.html_name] = "on" if value is True else value
        if bound.field.show_hidden_initial:
            sent[bound.html_initial_name] = bound.initial or ""
    return sent


def test_a_wait_changed_meanwhile_is_shown_beside_hers_and_saving_again_replaces_it(
    client, lead, plan
):
    action = ActionFactory(plan=plan)
    address = door("set_waiting", action)
    hers = opened(client, address) | {"waiting_for": "Le département", "condition": ""}
    client.post(address, opened(client, address) | {"waiting_for": "La CAF", "condition": "Avis"})

    refused = client.post(address, hers)
    action.refresh_from_db()
    stayed = (action.waiting_for, action.unblocking_condition)
    shown = refused.context["form"]
    client.post(
        address,
        hers | {"initial-waiting_for": "La CAF", "initial-condition": "Avis"},
    )

    action.refresh_from_db()
    assert (refused.status_code, stayed) == (409, ("La CAF", "Avis"))
    assert "La CAF" in shown.errors["waiting_for"][0]
    assert "Avis" in shown.errors["condition"][0]
    assert 'name="initial-waiting_for" value="La CAF"' in refused.text
    assert shown["waiting_for"].value() == "Le département"
    assert (action.waiting_for, action.unblocking_condition) == ("Le département", "")


def test_the_same_wait_saved_twice_is_one_change(client, lead, plan):
    action = ActionFactory(plan=plan)
    address = door("set_waiting", action)
    hers = opened(client, address) | {"waiting_for": "La CAF", "condition": ""}

    answers = [client.post(address, hers).status_code for _ in range(2)]

    action.refresh_from_db()
    assert (answers, action.version) == ([302, 302], 2)


def test_a_wait_that_says_something_else_by_now_is_not_ended_unseen(client, lead, plan):
    action = ActionFactory(plan=plan, is_waiting=True, waiting_for="La CAF")
    read = {"waiting_for": "La CAF", "condition": ""}
    client.post(
        door("set_waiting", action),
        {"waiting_for": "Le vote", "condition": "", "initial-waiting_for": "La CAF"},
    )

    refused = client.post(door("end_waiting", action), read)
    action.refresh_from_db()
    still = action.is_waiting
    form = refused.context["form"]
    again = [
        client.post(door("end_waiting", action), {n: form[n].value() for n in form.fields})
        for _ in range(2)
    ]

    action.refresh_from_db()
    assert (refused.status_code, still) == (409, True)
    assert "La CAF" in refused.text
    assert "Le vote" in refused.text
    assert [answer.status_code for answer in again] == [302, 302]
    assert (action.is_waiting, action.waiting_for) == (False, "")


def test_what_a_colleague_kept_to_the_team_meanwhile_stays_kept(client, lead, plan):
    action = ActionFactory(plan=plan, team_only_fields=["priority", "extra:Disparue"])
    address = door("keep_to_team", action)
    hers = opened(client, address)
    client.post(
        address,
        opened(client, address) | {"fields_kept": ["priority", "budget"], "is_team_only": "on"},
    )

    client.post(address, hers | {"fields_kept": ["description"]})

    action.refresh_from_db()
    assert action.is_team_only
    assert action.team_only_fields == ["budget", "description", "extra:Disparue"]


def test_what_was_seen_as_kept_is_opened_by_unticking_it(client, lead, plan):
    action = ActionFactory(plan=plan, team_only=True, team_only_fields=["budget"])
    address = door("keep_to_team", action)

    client.post(address, {"read": opened(client, address)["read"]})

    action.refresh_from_db()
    assert (action.is_team_only, action.team_only_fields) == (False, [])


def test_an_achievement_is_not_publishable_and_reserved(client, lead, plan):
    action = ActionFactory(plan=plan)

    answer = client.post(
        door("add_part", action, "realisations"),
        {"text": "Fait", "is_publishable": "on", "is_team_only": "on"},
    )

    assert "choisissez l’un des deux" in answer.content.decode()


@pytest.mark.parametrize("kind", ["suivi", "fichiers", "autre"])
def test_only_kinds_with_a_form_are_added_by_that_door(client, lead, plan, kind):
    assert client.get(door("add_part", ActionFactory(plan=plan), kind)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_many_queries_whatever_it_holds(
    client, lead, plan, rows, django_assert_max_num_queries
):
    action = ActionFactory(plan=plan)
    for _ in range(rows):
        StepFactory(action=action)
        AchievementFactory(action=action)
        ResponsibilityFactory(action=action)

    with django_assert_max_num_queries(27):
        page(client, action)


def test_what_is_done_waits_for_nothing_and_asks_what_came_of_it(client, lead, plan):
    action = ActionFactory(
        plan=plan,
        status="IN_PROGRESS",
        weather="NEEDS_SUPPORT",
        is_waiting=True,
        waiting_for="Un local",
    )
    sent = {
        "status": "DONE",
        "read-status": "IN_PROGRESS",
        "weather": "NEEDS_SUPPORT",
        "read-weather": "NEEDS_SUPPORT",
    }

    client.post(door("edit_fieldset", action, "etat"), sent)

    action.refresh_from_db()
    assert (action.status, action.weather, action.is_waiting) == ("DONE", "", False)
    assert "dites ce qui a été obtenu" in page(client, action)


def test_the_day_of_an_answer_stays_when_the_answer_is_opened_again(client, lead, plan):
    row = ResponsibilityFactory(
        action=ActionFactory(plan=plan),
        state="CONFIRMED",
        state_by="Karim",
        state_on=dt.date(2026, 1, 13),
    )

    opened = client.get(door("note_answer", row.action, row.pk)).content.decode()

    assert 'value="2026-01-13"' in opened


def test_a_part_taken_off_comes_back_by_its_message(client, lead, plan):
    step = StepFactory(action=ActionFactory(plan=plan), title="Réunir les écoles")

    said = client.post(
        door("delete_part", step.action, "etapes", step.pk), follow=True
    ).content.decode()

    assert door("restore_part", step.action, "etapes", step.pk) in said
    client.post(door("restore_part", step.action, "etapes", step.pk))
    step.refresh_from_db()
    assert step.deleted_at is None


def test_what_is_to_come_is_not_yet_done(client, lead, plan):
    action = ActionFactory(plan=plan)
    address = door("add_part", action, "realisations")
    sent = {"text": "Forum tenu", "achieved_on": "2999-05-05"}

    assert "à venir" in client.post(address, sent).content.decode()
    client.post(address, {**sent, "is_planned": "on"})

    assert [row.is_planned for row in action.achievements.all()] == [True]


def test_moving_opens_on_the_present_place_and_changes_nothing_by_itself(client, lead, plan):
    node, elsewhere = PlanNodeFactory(plan=plan), PlanNodeFactory(plan=plan)
    above = ActionFactory(plan=plan, node=node, position=1)
    action = ActionFactory(plan=plan, node=node, position=2)
    last = ActionFactory(plan=plan, node=node, position=3)
    address = door("move_action", action)

    assert f'value="{above.code}" selected' in client.get(address).content.decode()
    client.post(address, {"after": above.code, "node": ""})
    action.refresh_from_db()
    assert action.position < last.position

    client.post(address, {"after": above.code, "node": elsewhere.pk, "confirmer": "1"})
    action.refresh_from_db()
    assert action.node == elsewhere


def test_an_action_taken_out_leads_the_team_to_where_it_comes_back(client, lead, observer, plan):
    action = ActionFactory(plan=plan)
    client.post(door("delete_action", action))

    page = client.get(door("action", action), follow=True).content.decode()
    assert door("restore_action", action) in page

    client.force_login(observer)
    assert client.get(door("action", action)).status_code == 404


def test_a_period_is_said_by_both_its_ends_and_unread_words_as_such(client, lead, plan):
    period = ActionFactory(
        plan=plan,
        schedule_text="T2 2026",
        schedule_kind="PERIOD",
        schedule_start=dt.date(2026, 4, 1),
        schedule_end=dt.date(2026, 6, 30),
    )
    words = ActionFactory(plan=plan, schedule_text="foo bar", schedule_kind="UNKNOWN")

    assert "du 1er avril 2026 au 30 juin 2026" in page(client, period)
    assert "gardé en mots, sans date" in page(client, words)


def test_a_number_that_the_words_hold_is_not_said_twice(client, lead, plan):
    action = ActionFactory(plan=plan)
    AchievementFactory(action=action, text="1 412 personnes vues", quantity=1412, unit="personnes")
    AchievementFactory(action=action, text="Forum tenu", quantity=12, unit="exposants")

    shown = page(client, action)

    assert "</strong>" in shown
    assert "12 exposants" in " ".join(shown.split())
    assert "1 412 personnes" in shown
    assert shown.count("1 412") + shown.count("1\u202f412") == shown.count("1 412 personnes vues")
