"""What is kept to the team is absent elsewhere: pages, counts, search, filters, files, exports."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pacte.roadmap.enums import LINKED
from pacte.roadmap.models import AchievementFile, Attachment
from pacte.roadmap.queries.attachments import TIE_OF
from pacte.roadmap.queries.kept import KEEPABLE
from tests.factories.initiatives import MembershipFactory, PillarFactory, ThemeFactory
from tests.factories.network import ContactFactory, OrganisationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    ExternalInitiativeFactory,
    FrameworkItemFactory,
    OngoingItemFactory,
    ResponsibilityFactory,
    StepFactory,
)
from tests.factories.territories import a_commune

pytestmark = pytest.mark.django_db
SECRET = "Fluorine"  # a word that stands nowhere else
ROLES = {
    "leads": "LEAD",
    "partners": "PARTNER",
    "funders": "FUNDER",
    "referents": "ELECTED_REFERENT",
}


@pytest.fixture
def observer(plan):
    return MembershipFactory(initiative=plan.initiative).user


def door(name, thing, *more):
    key = thing.code if hasattr(thing, "code") else thing.slug
    return reverse(f"roadmap:{name}", args=[thing.initiative.slug, key, *more])


def texts(client, plan, action):
    """Every screen and readable export of the plan, one text each."""
    pages = {
        "action": door("action", action),
        "table": door("plan_table", plan),
        "overview": door("overview", plan),
        "meeting": f"{door('meeting', plan)}?ecran=1",
        "home": reverse("portal:initiative_home", args=[plan.initiative.slug]),
        "json": f"{door('download_plan', plan)}?format=json&colonnes=toutes",
        "csv": f"{door('download_plan', plan)}?format=csv&colonnes=toutes",
    }
    return {name: body_of(client.get(address, follow=True)) for name, address in pages.items()}


def body_of(answer):
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode("utf-8-sig", errors="replace")


MADE = {
    "themes": ThemeFactory,
    "pillars": PillarFactory,
    "externals": ExternalInitiativeFactory,
    "alignments": FrameworkItemFactory,
}


def with_secret(plan, column):
    """An action whose `column` alone holds the secret word."""
    texts_of = {
        "description": {"description": SECRET},
        "expected_result": {"expected_result": SECRET},
        "schedule": {"schedule_text": SECRET, "schedule_end": "2020-01-01"},
        "status": {"status": "PAUSED", "status_reason": SECRET, "status_text": SECRET},
        "weather": {"weather": "NEEDS_SUPPORT"},
        "waiting": {"is_waiting": True, "waiting_for": SECRET, "unblocking_condition": SECRET},
        "origin": {"origin": "REINFORCED"},
        "priority": {"priority": SECRET},
        "budget": {"budget_text": SECRET},
        "indicators": {"indicators": [SECRET]},
        "publics": {"publics": [SECRET]},
        "where": {"where": SECRET},
    }
    action = ActionFactory(plan=plan, **texts_of.get(column, {}))
    if column in ROLES:
        who = OrganisationFactory(name=SECRET)
        ResponsibilityFactory(action=action, role=ROLES[column], organisation=who)
    elif column == "steps":
        StepFactory(action=action, title=SECRET)
    elif column == "ongoing":
        OngoingItemFactory(action=action, text=SECRET)
    elif column == "achievements":
        AchievementFactory(action=action, text=SECRET)
    elif column in LINKED:
        thing = MADE.get(column)
        named = thing(initiative=plan.initiative, name=SECRET) if thing else a_commune(SECRET)
        Attachment.objects.create(action=action, **{TIE_OF[column]: named})
    return action


WORDS = {"weather": "Besoin d’appui", "origin": "Renforcée"}
# A list of choices in the table's filters names every status, not this action's.


@pytest.mark.parametrize("column", sorted(KEEPABLE))
def test_any_column_kept_to_the_team_is_absent_for_others_and_there_for_the_team(
    client, lead, observer, plan, column
):
    action = with_secret(plan, column)
    client.post(door("keep_to_team", action), {"fields_kept": [column]})
    action.refresh_from_db()
    word = WORDS.get(column, SECRET)
    ours = texts(client, plan, action)

    client.force_login(observer)
    theirs = texts(client, plan, action)

    assert action.team_only_fields == [column]
    assert word in ours["action"]
    assert [name for name, text in theirs.items() if word in text] == []


def test_a_column_of_the_document_is_kept_by_its_own_name(client, lead, observer, plan):
    action = ActionFactory(plan=plan, extra=[{"header": "Avis du préfet", "text": SECRET}])
    client.post(door("keep_to_team", action), {"fields_kept": ["extra:Avis du préfet"]})

    client.force_login(observer)

    assert [name for name, text in texts(client, plan, action).items() if SECRET in text] == []


@pytest.mark.parametrize(
    ("column", "query"),
    [
        ("description", f"q={SECRET}"),
        ("schedule", "echeance=passee"),
        ("status", "etat=PAUSED"),
        ("waiting", "attente=1"),
    ],
)
def test_a_kept_column_never_makes_an_action_found_by_others(
    client, lead, observer, plan, column, query
):
    action = with_secret(plan, column)
    client.post(door("keep_to_team", action), {"fields_kept": [column]})
    address = f"{door('plan_table', plan)}?{query}"
    ours = client.get(address).context["table"].total

    client.force_login(observer)

    assert (ours, client.get(address).context["table"].total) == (1, 0)


def test_an_organisation_kept_to_the_team_does_not_find_its_actions(client, lead, observer, plan):
    action = with_secret(plan, "partners")
    organisation = action.responsibilities.get().organisation
    client.post(door("keep_to_team", action), {"fields_kept": ["partners"]})
    address = f"{door('plan_table', plan)}?organisme={organisation.pk}"
    ours = client.get(address).context["table"].total

    client.force_login(observer)

    assert (ours, client.get(address).context["table"].total) == (1, 0)


def test_the_proof_of_kept_achievements_is_not_found_by_others(client, lead, observer, plan):
    achievement = AchievementFactory(action=ActionFactory(plan=plan))
    action = achievement.action
    client.post(
        door("attach_proof", action, achievement.pk),
        {"file": SimpleUploadedFile("photo.png", b"\x89PNG")},
    )
    client.post(door("keep_to_team", action), {"fields_kept": ["achievements"]})
    proof = AchievementFile.objects.get()

    client.force_login(observer)

    assert client.get(door("show_proof", action, proof.pk)).status_code == 404


def test_the_history_of_a_kept_column_is_not_told_to_others(client, lead, observer, plan):
    action = ActionFactory(plan=plan, status="TO_START")
    client.post(
        reverse("roadmap:edit_cell", args=[plan.initiative.slug, action.code, "status"]),
        {"read": "TO_START", "value": "IN_PROGRESS", "reason": ""},
    )
    client.post(door("keep_to_team", action), {"fields_kept": ["status"]})
    ours = client.get(door("action", action)).content.decode()

    client.force_login(observer)

    assert "État changé" in ours
    assert "État changé" not in client.get(door("action", action)).content.decode()


def test_an_entry_and_a_file_are_kept_then_opened_in_their_own_forms(client, lead, observer, plan):
    action = ActionFactory(plan=plan)
    client.post(
        door("report_progress", action),
        {"done": SECRET, "said_by": "Karim", "said_on": "2026-03-02", "is_team_only": "on"},
    )
    client.post(
        door("attach_file", action),
        {"file": SimpleUploadedFile("note.pdf", b"%PDF-1.4"), "label": "", "is_team_only": "on"},
    )
    report, file = action.reports.get(), action.files.get()
    client.force_login(observer)
    kept = client.get(door("action", action)).content.decode()

    client.force_login(lead)
    client.post(
        door("edit_part", action, "suivi", report.pk),
        {"done": SECRET, "initial-done": SECRET, "initial-is_team_only": "True"},
    )
    client.post(
        door("edit_part", action, "fichiers", file.pk),
        {"label": "La note", "initial-label": "", "initial-is_team_only": "True"},
    )
    client.force_login(observer)
    opened = client.get(door("action", action)).content.decode()

    assert (SECRET in kept, "note.pdf" in kept) == (False, False)
    assert (SECRET in opened, "La note" in opened) == (True, True)


def test_a_whole_action_kept_is_absent_from_every_screen_and_export(client, lead, observer, plan):
    action = ActionFactory(plan=plan, title=SECRET)
    client.post(door("keep_to_team", action), {"is_team_only": "on"})

    client.force_login(observer)
    theirs = texts(client, plan, action)

    assert [name for name, text in theirs.items() if SECRET in text] == []
    assert json.loads(theirs["json"])["actions"] == []


def test_the_page_tells_the_team_what_it_keeps_and_others_nothing_of_it(
    client, lead, observer, plan
):
    action = ActionFactory(plan=plan)
    client.post(door("keep_to_team", action), {"fields_kept": ["budget", "waiting"]})
    ours = client.get(door("action", action)).content.decode()

    client.force_login(observer)

    assert "Budget, Ce qu’elle attend</span>" in ours
    assert "Réservé à l’équipe" not in client.get(door("action", action)).content.decode()


def test_each_kind_of_person_is_named_with_the_role_asked(client, lead, plan):
    action = ActionFactory(plan=plan)
    contact = ContactFactory(initiative=plan.initiative, name="Gérard Montalieu")
    for role in (*ROLES.values(), "CO_LEAD"):
        client.post(door("name_responsible", action), {"role": role, "who": contact.name})
    client.post(door("name_responsible", action), {"role": "PARTNER", "who": "Tous"})

    page = client.get(door("action", action)).content.decode()

    assert action.responsibilities.filter(contact=contact).count() == 5
    assert page.count("(pressenti)") == 5
    assert "Tous" in page


def test_a_role_is_changed_and_keeps_the_answer_another_name_voids_it(client, lead, plan):
    row = ResponsibilityFactory(
        action=ActionFactory(plan=plan),
        organisation__name="Cap emploi",
        state="CONFIRMED",
        state_by="Direction",
        state_on="2026-03-02",
    )
    row.organisation.participations.create(initiative=plan.initiative)
    address = door("rename_responsible", row.action, row.pk)

    client.post(address, {"role": "CO_LEAD", "who": "Cap emploi", "amount_text": ""})
    row.refresh_from_db()
    moved = (row.role, row.state)
    client.post(address, {"role": "CO_LEAD", "who": "Quelqu’un", "amount_text": ""})

    row.refresh_from_db()
    assert moved == ("CO_LEAD", "CONFIRMED")
    assert (row.words, row.state) == ("Quelqu’un", "SOUGHT")


def test_an_answer_noted_by_another_meanwhile_is_shown_before_it_is_replaced(client, lead, plan):
    row = ResponsibilityFactory(action=ActionFactory(plan=plan))
    address = door("note_answer", row.action, row.pk)
    mine = {"state": "CONFIRMED", "said_by": "Moi", "said_on": "2026-03-02", "read": "SOUGHT"}
    client.post(address, mine | {"state": "DECLINED", "reason": "Trop tard"})

    answer = client.post(address, mine)

    row.refresh_from_db()
    assert row.state == "DECLINED"
    assert "A décliné" in answer.content.decode()
