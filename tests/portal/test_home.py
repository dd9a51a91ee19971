"""What each person meets first in a démarche."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.initiatives.enums import Role
from pacte.roadmap.models import ProgressReport
from tests.factories.roadmap import THEN, ActionFactory, PlanFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2025, 6, 1)


@pytest.fixture
def people():
    return make_personas()


def home(client, people, user):
    client.force_login(user)
    return client.get(reverse("portal:initiative_home", args=[people.initiative.slug]))


def a_report(action, said, **fields):
    return ProgressReport.objects.create(
        action=action,
        said_on=LONG_AGO,
        said_by="Claire",
        done=said,
        recorded_at=THEN,
        **fields,
    )


def test_home_offers_the_team_to_bring_its_plan(client, people):
    page = home(client, people, people.lead)

    assert reverse("roadmap:start_import", args=[people.initiative.slug]) in page.text
    assert "Votre plan vit ici" in page.text


def test_home_tells_members_that_the_plan_is_being_prepared(client, people):
    PlanFactory(initiative=people.initiative, title="Brouillon secret")

    page = home(client, people, people.elected)

    assert "Le plan paraîtra ici" in page.text
    assert "Brouillon secret" not in page.text


def test_home_shows_the_team_what_to_look_at_and_why(client, people):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    ActionFactory(plan=plan, title="Ouvrir le garage", schedule_end=LONG_AGO, status="IN_PROGRESS")
    ActionFactory(
        plan=plan, title="Garder", status="TO_START", is_waiting=True, waiting_for="Un local"
    )

    page = home(client, people, people.lead)

    reasons = [(one.action.title, one.waiting_for) for one in page.context["to_look_at"]]
    assert reasons == [("Ouvrir le garage", ""), ("Garder", "Un local")]
    assert "Échéance passée le 1er juin 2025" in page.text
    assert "En attente de\u00a0: Un local" in page.text


def test_home_gives_an_elected_member_the_lines_written_for_her(client, people):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    action = ActionFactory(plan=plan, title="Ouvrir le garage")
    plan.overview = {"lines": "Tout avance.", "successes": [action.code], "difficulties": []}
    plan.save()

    page = home(client, people, people.elected)

    assert "Tout avance." in page.text
    assert [one.action for one in page.context["picks"].successes] == [action]
    assert "À regarder" not in page.text


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COMMITTEE, Role.ELECTED])
def test_home_keeps_the_teams_own_words_to_the_team(client, people, role):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    a_report(ActionFactory(plan=plan), "Dit à tous")
    a_report(ActionFactory(plan=plan), "Dit à l’équipe", is_team_only=True)
    a_report(ActionFactory(plan=plan, team_only=True), "Dit d’une action réservée")

    page = home(client, people, getattr(people, role.lower()))

    assert [str(report) for report in page.context["news"]] == ["Dit à tous"]
    assert "Dit à l’équipe" not in page.text


def test_home_shows_the_team_all_that_was_said(client, people):
    plan = PlanFactory(initiative=people.initiative, shared=True)
    a_report(ActionFactory(plan=plan), "Dit à tous")
    a_report(ActionFactory(plan=plan), "Dit à l’équipe", is_team_only=True)

    page = home(client, people, people.lead)

    assert len(page.context["news"]) == 2


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", ["lead", "elected"])
def test_home_asks_as_much_of_the_database_whatever_it_shows(
    client, people, role, rows, django_assert_num_queries
):
    user = getattr(people, role)
    for _ in range(rows):
        plan = PlanFactory(initiative=people.initiative, shared=True)
        action = ActionFactory(plan=plan, schedule_end=LONG_AGO, status="IN_PROGRESS")
        a_report(action, "Dit")
        audit.record("roadmap.action.edited", target=action, by=SYSTEM, at=timezone.now())
        plan.overview = {"lines": "Tout avance.", "successes": [action.code]}
        plan.save()
    user.last_visit_at = THEN
    user.save()
    client.force_login(user)

    with django_assert_num_queries(12):
        client.get(reverse("portal:initiative_home", args=[people.initiative.slug]))


def test_the_legal_page_names_who_publishes(client, settings):
    settings.PUBLISHER = "Agglomération d’Essai, 1 place du Marché"

    assert "1 place du Marché" in client.get("/mentions-legales/").text


@pytest.mark.parametrize(
    ("role", "order"),
    [
        ("observer", ["Qui appeler", "Ce qui vous attend", "Tout avance."]),
        ("elected", ["Qui appeler", "Tout avance.", "Ce qui vous attend"]),
        ("lead", ["Ce qui vous attend"]),
    ],
)
def test_home_says_whom_to_call_then_what_each_opens_it_for(client, people, role, order):
    PlanFactory(initiative=people.initiative, shared=True, overview={"lines": "Tout avance."})

    page = home(client, people, getattr(people, role)).text

    found = {
        page.find(told): told for told in ("Qui appeler", "Ce qui vous attend", "Tout avance.")
    }
    assert [found[at] for at in sorted(found) if at >= 0] == order
    assert page.count("Ce qui vous attend") == 1


def bar_of(page):
    return page.text.partition('class="frame-bar"')[2].partition("</nav>")[0]


def test_the_bar_of_a_phone_shows_five_parts_and_puts_no_one_alone_behind_plus(client, people):
    PlanFactory(initiative=people.initiative, shared=True)

    five = home(client, people, people.elected)
    six = home(client, people, people.lead)

    assert [len(page.context["frame"]["menu"]) for page in (five, six)] == [5, 6]
    assert bar_of(five).count("<a ") == 5
    assert "<details" not in bar_of(five)
    assert bar_of(six).partition("<details")[0].count("<a ") == 4
    assert bar_of(six).partition("<details")[2].count("<a ") == 3  # the help is there too
