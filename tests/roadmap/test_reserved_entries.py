"""What a follow-up entry kept to the team lets others know of it: nothing."""

import datetime as dt

import pytest

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
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
