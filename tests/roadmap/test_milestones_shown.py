"""Milestones of key projects on the line of time, in the months and in diaries."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.models import CalendarFeed
from tests.factories.network import ContactFactory, GroupFactory
from tests.factories.roadmap import (
    ActionFactory,
    KeyProjectFactory,
    MilestoneFactory,
    PlanFactory,
    ResponsibilityFactory,
    StepFactory,
)
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=20)
AGO = TODAY - dt.timedelta(days=20)


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def plan(people):
    return PlanFactory(initiative=people.initiative, shared=True)


def gather(project, *actions):
    operations.gather_actions(
        project=project,
        read=[],
        codes=[action.code for action in actions],
        by=SYSTEM,
        at=timezone.now(),
    )


def look(client, plan, user, name, query=""):
    client.force_login(user)
    return client.get(reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug]) + query)


def drawn(client, plan, user, query=""):
    told = look(client, plan, user, "plan_timeline", query).context["timeline"]
    return {one.title: [each.title for each in one.milestones] for one in told.projects}


def fallen(client, plan, user, query=""):
    month = look(client, plan, user, "plan_calendar", f"?mois={SOON:%Y-%m}{query}").context["month"]
    return [
        (due.day, str(due.milestone), due.is_done)
        for day in month.days
        for due in day.dues
        if due.kind == "milestone"
    ]


def events(client, people, user, scope="INITIATIVE"):
    client.force_login(user)
    client.post(reverse("roadmap:make_feed", args=[people.initiative.slug, scope]))
    feed = CalendarFeed.objects.get(user=user, scope=scope, revoked_at=None)
    client.logout()
    answer = client.get(reverse("roadmap:calendar_feed", args=[feed.secret]))
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def said(found):
    return sorted(str(one["summary"]).replace("\xa0", " ") for one in found)


def test_timeline_draws_milestones_reached_late_and_vague(client, people, plan):
    project = KeyProjectFactory(plan=plan, title="Mobilité")
    ActionFactory(plan=plan)
    MilestoneFactory(project=project, title="Bilan", schedule_text="plus tard")
    MilestoneFactory(
        project=project, title="Ligne", schedule_text="en 2027", schedule_kind="YEAR", due_on=SOON
    )
    MilestoneFactory(project=project, title="Garage", due_on=AGO, schedule_kind="DATE")
    reached = AGO - dt.timedelta(days=9)
    MilestoneFactory(
        project=project, title="Vélos", schedule_kind="YEAR", due_on=AGO, reached_on=reached
    )

    page = look(client, plan, people.elected, "plan_timeline")

    [told] = page.context["timeline"].projects
    assert [(one.title, one.is_late, one.is_about, bool(one.at)) for one in told.milestones] == [
        ("Garage", True, False, True),
        ("Vélos", False, False, True),
        ("Ligne", False, True, True),
        ("Bilan", False, False, False),
    ]
    assert all(0 <= float(one.at[:-1]) <= 100 for one in told.milestones if one.at)
    assert "Jalons atteints : 1 sur 4" in page.text.replace("\xa0", " ")
    garage, bikes = told.milestones[:2]
    assert bikes.day == reached
    assert float(bikes.at[:-1]) < float(garage.at[:-1])
    assert "<title>Ligne, en 2027</title>" in page.text
    assert "<title>Vélos, atteint le " in page.text
    assert page.text.count('class="frise-milestone') == 3 + 2  # and two in the key
    address = reverse("roadmap:key_project", args=[plan.initiative.slug, plan.slug, project.pk])
    assert f"{address}#jalons" in page.text


def test_timeline_says_nothing_of_milestones_where_there_are_none(client, people, plan):
    StepFactory(action=ActionFactory(plan=plan, schedule_end=SOON), due_on=SOON)
    KeyProjectFactory(plan=plan, title="Sans jalon")
    MilestoneFactory(project__plan=plan, due_on=SOON, deleted_at=timezone.now())

    page = look(client, plan, people.elected, "plan_timeline")

    assert page.context["timeline"].projects == []
    assert "alon" not in page.text


def test_the_years_reach_the_furthest_milestone(client, people, plan):
    ActionFactory(plan=plan)
    MilestoneFactory(project__plan=plan, due_on=TODAY.replace(year=TODAY.year + 4, day=1))

    told = look(client, plan, people.elected, "plan_timeline").context["timeline"]

    assert told.ticks[-1].year == TODAY.year + 4


def test_milestones_stand_on_the_first_page_of_the_timeline_only(client, people, plan):
    ActionFactory(plan=plan)
    MilestoneFactory(project__plan=plan, project__title="Mobilité", title="Ligne")

    assert drawn(client, plan, people.elected) == {"Mobilité": ["Ligne"]}
    assert drawn(client, plan, people.elected, "?page=2") == {}


def test_only_the_team_sees_milestones_of_a_project_kept_to_it(client, people, plan):
    ActionFactory(plan=plan)
    for title, kept in (("Ouvert", False), ("Gardé", True)):
        project = KeyProjectFactory(plan=plan, title=title, is_team_only=kept)
        MilestoneFactory(project=project, title=f"Jalon {title}", due_on=SOON)
    MilestoneFactory(project__title="Ailleurs", due_on=SOON)

    assert set(drawn(client, plan, people.elected)) == {"Ouvert"}
    assert set(drawn(client, plan, people.lead)) == {"Ouvert", "Gardé"}
    assert set(drawn(client, plan, people.lead, "?vue=membres")) == {"Ouvert"}
    assert fallen(client, plan, people.elected) == [(SOON, "Jalon Ouvert", False)]
    assert len(fallen(client, plan, people.lead)) == 2
    assert len(fallen(client, plan, people.lead, "&vue=membres")) == 1


def test_filters_keep_the_projects_that_gather_what_they_let_through(client, people, plan):
    done, other = ActionFactory(plan=plan, status="DONE"), ActionFactory(plan=plan)
    secret = ActionFactory(plan=plan, status="DONE", team_only=True)
    for title, action in (("Avec", done), ("Sans", other), ("Secret", secret)):
        milestone = MilestoneFactory(
            project__plan=plan, project__title=title, title=f"Jalon {title}", due_on=SOON
        )
        gather(milestone.project, action)

    assert set(drawn(client, plan, people.elected)) == {"Avec", "Sans", "Secret"}
    assert set(drawn(client, plan, people.elected, "?etat=DONE")) == {"Avec"}
    assert set(drawn(client, plan, people.lead, "?etat=DONE")) == {"Avec", "Secret"}
    assert fallen(client, plan, people.elected, "&etat=DONE") == [(SOON, "Jalon Avec", False)]


def test_the_month_lists_milestones_before_the_rest_of_their_day(client, people, plan):
    ActionFactory(plan=plan, title="Le forum", schedule_end=SOON)
    MilestoneFactory(
        project__plan=plan, title="Ligne", due_on=SOON, reached_on=AGO, schedule_kind="PERIOD"
    )

    page = look(client, plan, people.elected, "plan_calendar", f"?mois={SOON:%Y-%m}")

    [day] = page.context["month"].days
    assert [(due.kind, due.is_done, due.is_about) for due in day.dues] == [
        ("milestone", True, True),
        ("action", False, False),
    ]
    assert "(atteint)" in page.text


def test_a_diary_holds_milestones_that_any_member_reads_until_they_are_reached(
    client, people, plan
):
    project = KeyProjectFactory(plan=plan, title="Mobilité")
    MilestoneFactory(
        project=project, title="Ligne", due_on=SOON, schedule_text="en 2027", schedule_kind="YEAR"
    )
    MilestoneFactory(project=project, title="Faite", due_on=SOON, reached_on=AGO)
    MilestoneFactory(project=project, title="Sans jour")
    MilestoneFactory(project__plan=plan, project__is_team_only=True, due_on=SOON)
    MilestoneFactory(project__plan=plan, project__deleted_at=timezone.now(), due_on=SOON)
    MilestoneFactory(project__plan=PlanFactory(initiative=people.initiative), due_on=SOON)
    MilestoneFactory(due_on=SOON)

    [event] = events(client, people, people.lead)

    assert said([event]) == ["Jalon : Ligne"]
    assert event.decoded("dtstart") == SOON
    assert str(event["description"]).split("\n") == [
        "Mobilité",
        "en 2027",
        "au plus tard, sans jour précis",
    ]
    assert str(event["url"]).endswith(
        reverse("roadmap:key_project", args=[people.initiative.slug, plan.slug, project.pk])
    )


def test_her_own_diary_holds_milestones_of_what_she_runs_or_leads(client, people, plan):
    contact = ContactFactory(initiative=people.initiative, email=people.committee.email)
    group = GroupFactory(initiative=people.initiative, contact=contact)
    MilestoneFactory(project__plan=plan, project__group=group, title="Du groupe", due_on=SOON)
    mine, hers = ActionFactory(plan=plan), ActionFactory(plan=plan, team_only=True)
    for action in (mine, hers):
        ResponsibilityFactory(action=action, organisation=None, contact=contact)
    led = MilestoneFactory(project__plan=plan, title="De l’action", due_on=SOON)
    gather(led.project, mine, ActionFactory(plan=plan))
    secret = MilestoneFactory(project__plan=plan, title="D’une action gardée", due_on=SOON)
    gather(secret.project, hers)
    MilestoneFactory(project__plan=plan, title="À d’autres", due_on=SOON)
    elsewhere = GroupFactory(contact=ContactFactory(email=people.committee.email))
    MilestoneFactory(project__plan=plan, project__group=elsewhere, title="Autre", due_on=SOON)

    found = events(client, people, people.committee, "MINE")

    assert said(found) == ["Jalon : De l’action", "Jalon : Du groupe"]
