"""What every answer carries, and what a log never holds."""

import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from config.logs import EventFormatter
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(client):
    action = ActionFactory()
    client.force_login(MembershipFactory(initiative=action.initiative, lead=True).user)
    return action


def page_of(action):
    return reverse("roadmap:action", args=[action.initiative.slug, action.code])


def test_what_is_read_signed_in_is_kept_by_no_cache(client, action):
    assert client.get(page_of(action))["Cache-Control"] == "private, no-store"


def test_a_view_says_otherwise_where_it_knows_better(client, action):
    given = client.get(reverse("account_login"))["Cache-Control"]

    assert "max-age=0" in given


def test_an_address_with_a_nul_is_not_found(client, action):
    assert client.get(page_of(action).replace(action.code, "%00")).status_code == 404


@pytest.mark.parametrize(
    ("name", "secret"),
    [("initiatives:accept_invitation", "SECRET1"), ("accounts:sign_in_by_link", "MQ-SECRET2")],
)
def test_a_refused_form_writes_no_secret_link_to_the_log(caplog, name, secret):
    careful = Client(enforce_csrf_checks=True)
    caplog.set_level(logging.INFO)

    answer = careful.post(reverse(name, args=[secret]))
    told = [EventFormatter().format(record) for record in caplog.records]

    assert answer.status_code in {403, 410}
    assert not [line for line in told if secret in line]


def test_an_error_is_logged_by_the_pattern_of_its_address():
    request = RequestFactory().get("/invitation/SECRET3/?a=1")
    request.resolver_match = resolve("/invitation/SECRET3/")
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "%s: %s", ("Error", request.path), None
    )
    record.request = request

    told = EventFormatter().format(record)

    assert "Error: /invitation/<str:secret>/" in told
    assert "SECRET3" not in told


def test_a_page_open_too_long_gives_back_what_was_typed(action):
    careful = Client(enforce_csrf_checks=True)
    sent = {"done": "Deux rencontres tenues", "password": "secret-de-claire"}

    ours = careful.post(page_of(action), sent, headers={"Origin": "http://testserver"})
    theirs = careful.post(page_of(action), sent, headers={"Origin": "http://ailleurs.test"})

    assert (ours.status_code, theirs.status_code) == (403, 403)
    assert "Deux rencontres tenues" in ours.content.decode()
    assert "secret-de-claire" not in ours.content.decode()
    assert "Deux rencontres" not in theirs.content.decode()


def test_a_session_that_ended_while_writing_gives_back_what_was_typed(client, action):
    client.logout()
    door = reverse("roadmap:report_progress", args=[action.initiative.slug, action.code])

    written = client.post(door, {"done": "Deux rencontres tenues"})
    empty = client.post(door, {})

    assert written.status_code == 403
    assert "Deux rencontres tenues" in written.content.decode()
    assert empty["Location"].startswith(reverse("account_login"))
    assert not action.reports.exists()
