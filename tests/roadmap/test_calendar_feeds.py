"""The due dates of the plan in a diary, by a secret address."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.initiatives.models import Membership
from pacte.roadmap.models import CalendarFeed
from tests.factories.network import ContactFactory
from tests.factories.roadmap import (
    ActionFactory,
    PlanFactory,
    ResponsibilityFactory,
    StepFactory,
)
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=20)


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def plan(people):
    return PlanFactory(initiative=people.initiative, shared=True)


def a_feed(client, people, user, scope="INITIATIVE"):
    client.force_login(user)
    client.post(reverse("roadmap:make_feed", args=[people.initiative.slug, scope]))
    feed = CalendarFeed.objects.get(user=user, scope=scope, revoked_at=None)
    client.logout()
    return feed


def events(client, feed):
    answer = client.get(reverse("roadmap:calendar_feed", args=[feed.secret]))
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return [
        (str(one["summary"]).replace("\xa0", " "), one.decoded("dtstart"))
        for one in calendar.walk("VEVENT")
    ]


def test_a_feed_gives_days_of_actions_and_steps_without_signing_in(client, people, plan):
    action = ActionFactory(plan=plan, title="Tenir, un; forum", schedule_end=SOON)
    StepFactory(action=action, title="Réserver la salle", due_on=SOON)
    StepFactory(action=action, title="Faite", due_on=SOON, done_on=SOON)
    ActionFactory(plan=plan, title="Parrainage", is_continuous=True, review_on=SOON)
    ActionFactory(plan=plan, title="Finie", schedule_end=SOON, status="DONE")

    feed = a_feed(client, people, people.elected)

    assert sorted(events(client, feed)) == [
        ("À revoir : Parrainage", SOON),
        ("Échéance : Tenir, un; forum", SOON),
        ("Étape : Réserver la salle", SOON),
    ]


def test_a_feed_tells_nothing_that_is_the_teams_even_to_its_lead(client, people, plan):
    ActionFactory(plan=plan, title="Réservée", schedule_end=SOON, team_only=True)
    kept = ActionFactory(plan=plan, schedule_end=SOON, team_only_fields=["schedule", "steps"])
    StepFactory(action=kept, due_on=SOON)
    draft = PlanFactory(initiative=people.initiative)
    ActionFactory(plan=draft, schedule_end=SOON)

    assert events(client, a_feed(client, people, people.lead)) == []


def test_her_own_feed_holds_what_she_leads(client, people, plan):
    contact = ContactFactory(initiative=people.initiative, email=people.committee.email)
    mine = ActionFactory(plan=plan, title="Ouvrir le garage", schedule_end=SOON)
    ResponsibilityFactory(action=mine, organisation=None, contact=contact)
    ActionFactory(plan=plan, title="À d’autres", schedule_end=SOON)

    feed = a_feed(client, people, people.committee, "MINE")

    assert events(client, feed) == [("Échéance : Ouvrir le garage", SOON)]


def test_a_feed_ends_with_its_owners_part_in_the_initiative(client, people, plan):
    feed = a_feed(client, people, people.elected)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(user=people.elected).update(
        from_on=yesterday - dt.timedelta(days=9), to_on=yesterday - dt.timedelta(days=2)
    )

    answer = client.get(reverse("roadmap:calendar_feed", args=[feed.secret]))

    assert answer.status_code == 404


def test_a_changed_or_closed_address_opens_nothing(client, people, plan):
    old = a_feed(client, people, people.elected)
    new = a_feed(client, people, people.elected)
    assert client.get(reverse("roadmap:calendar_feed", args=[old.secret])).status_code == 404

    client.force_login(people.elected)
    client.post(reverse("roadmap:revoke_feed", args=[people.initiative.slug, new.pk]))

    assert client.get(reverse("roadmap:calendar_feed", args=[new.secret])).status_code == 404
    assert client.get(reverse("roadmap:calendar_feed", args=["inconnu"])).status_code == 404


def test_nobody_closes_the_address_of_another(client, people, plan):
    feed = a_feed(client, people, people.elected)
    client.force_login(people.lead)

    answer = client.post(reverse("roadmap:revoke_feed", args=[people.initiative.slug, feed.pk]))

    assert answer.status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_her_page_shows_the_whole_address_again(client, people, plan, settings):
    feed = a_feed(client, people, people.elected)
    client.force_login(people.elected)

    page = client.get(reverse("roadmap:calendar_feeds", args=[people.initiative.slug]))

    assert settings.SITE_URL + reverse("roadmap:calendar_feed", args=[feed.secret]) in page.text
    assert feed.secret not in {feed.nonce, feed.secret_sha256}


def test_lines_of_a_feed_are_folded_at_seventy_five_bytes(client, people, plan):
    ActionFactory(plan=plan, title="é" * 200, schedule_end=SOON)
    feed = a_feed(client, people, people.elected)

    content = client.get(reverse("roadmap:calendar_feed", args=[feed.secret])).content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"X-WR-TIMEZONE:Europe/Paris" in content
