"""What a follow-up entry kept to the team lets others know of it: nothing."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.portal.queries.initiative import plans_at_a_glance, to_look_at
from pacte.roadmap import operations
from pacte.roadmap.models import Action
from pacte.roadmap.queries.action import action_sheet
from pacte.roadmap.queries.filters import TEAM, Seen, silent
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def action():
    return ActionFactory(plan=PlanFactory(shared=True))


def report(action, at=NOW, **said):
    return operations.report_progress(
        action=action, said_on=at.date(), said_by="Claire", by=SYSTEM, at=at, **said
    )


def edit(entry, **asked):
    pairs = {field: (getattr(entry, field), value) for field, value in asked.items()}
    operations.edit_part(part=entry, asked=pairs, by=SYSTEM, at=NOW)
    entry.action.refresh_from_db()


def test_an_entry_reserved_afterwards_takes_its_weather_along(action):
    report(action, NOW - 2 * DAY, weather="WATCH")
    report(action, NOW - DAY, done="Une réunion")
    entry = report(action, weather="NEEDS_SUPPORT")

    edit(entry, is_team_only=True)

    assert entry.action.weather == "WATCH"
    assert audit.history_of(action)[0].changes["weather"] == ["NEEDS_SUPPORT", "WATCH"]


def test_the_only_entry_with_a_weather_leaves_none_once_reserved(action):
    entry = report(action, weather="NEEDS_SUPPORT", done="Une réunion")

    edit(entry, is_team_only=True, weather="WATCH")

    assert entry.action.weather == ""
    assert audit.history_of(action)[0].changes["weather"] == ["NEEDS_SUPPORT", "WATCH"]


def test_an_older_entry_reserved_leaves_the_weather_told_since(action):
    entry = report(action, NOW - DAY, weather="NEEDS_SUPPORT")
    report(action, weather="ON_TRACK")

    edit(entry, is_team_only=True)

    assert entry.action.weather == "ON_TRACK"


def test_an_entry_that_told_no_weather_leaves_the_one_there_is(action):
    report(action, NOW - DAY, weather="WATCH")
    entry = report(action, done="Une réunion")

    edit(entry, is_team_only=True)

    assert entry.action.weather == "WATCH"


def test_an_entry_that_stays_open_keeps_its_weather(action):
    entry = report(action, weather="WATCH")

    edit(entry, done="Une réunion")

    assert entry.action.weather == "WATCH"


def long_silent(action):
    then = NOW - 200 * DAY
    Action.objects.filter(pk=action.pk).update(created_at=then)
    report(action, then, done="Une réunion")


def is_silent_for(action, seen):
    return Action.objects.filter(silent(NOW.date(), seen), pk=action.pk).exists()


def test_a_reserved_entry_ends_the_silence_for_the_team_alone(action):
    long_silent(action)

    report(action, done="Le préfet hésite", is_team_only=True)

    assert not is_silent_for(action, TEAM)
    assert is_silent_for(action, Seen(sees_team_only=False))
    report(action, done="Une autre réunion")
    assert not is_silent_for(action, Seen(sees_team_only=False))


@pytest.mark.parametrize(("lead", "days"), [(True, 0), (False, 200)])
def test_a_reserved_entry_is_not_guessed_from_the_pages(action, lead, days):
    long_silent(action)
    report(action, done="Le préfet hésite", is_team_only=True)
    initiative = action.initiative
    user = MembershipFactory(initiative=initiative, lead=lead).user
    told = {"today": NOW.date(), "sees_team_only": lead}

    sheet = action_sheet(Action.objects.get(), user, today=NOW.date(), now=NOW)
    (glance,) = plans_at_a_glance(initiative, user, **told)

    assert (sheet.is_silent, sheet.silent_days) == (days > 0, days)
    assert glance.counts.silent == (days > 0)
    assert [one.silent_days for one in to_look_at(initiative, user, **told)] == [days] * (days > 0)


@pytest.mark.parametrize(("kept", "is_silent"), [(["status"], True), ([], False)])
def test_a_status_kept_to_the_team_moves_unheard(action, kept, is_silent):
    long_silent(action)
    Action.objects.filter(pk=action.pk).update(team_only_fields=kept, status="IN_PROGRESS")

    operations.move_status(action=action, to="PAUSED", reason="Travaux", by=SYSTEM, at=NOW)

    assert is_silent_for(action, Seen(sees_team_only=False)) == is_silent


def test_what_members_heard_is_filled_from_what_was_told(action):
    other, unheard = ActionFactory(plan=action.plan), ActionFactory(plan=action.plan)
    report(action, NOW - 2 * DAY, done="Une réunion")
    report(action, NOW, done="Le préfet hésite", is_team_only=True)
    report(other, NOW, done="Une réunion")
    report(unheard, NOW, done="Le préfet hésite", is_team_only=True)
    Action.objects.update(open_news_at=None)

    import_module("pacte.roadmap.migrations.0015_open_news_told").tell(apps, None)

    heard = dict(Action.objects.values_list("pk", "open_news_at"))
    assert heard == {action.pk: NOW - 2 * DAY, other.pk: NOW, unheard.pk: None}
