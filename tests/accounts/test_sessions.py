"""Where an account is signed in: seen by its owner, closed by her, never at the cost of a page."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pacte.accounts import http, operations
from pacte.accounts.models import OpenSession
from pacte.core.actor import SYSTEM
from pacte.core.devices import device_of
from pacte.core.models import AuditEntry
from tests.factories.accounts import MailboxPersonFactory, OpenSessionFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
PAGE = "/compte/moi/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def signed_in(user, device=FIREFOX, person=None):
    client = Client(headers={"User-Agent": device})
    sent = {"login": user.email, "password": "motdepasse-solide"}
    client.post(reverse("account_login"), sent)
    if person:
        client.post(reverse("accounts:i_am", args=[person.pk]))
    return client


def is_in(client):
    return client.get("/compte/moi/").status_code == 200


CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko)"
EDGE = f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
GALAXY = f"Mozilla/5.0 (Linux; Android 14) {CHROMIUM} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile"
MAC = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {CHROMIUM} Chrome/126.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("told", "understood"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (IPHONE, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Linux")),
        (GALAXY, ("Samsung Internet", "Android")),
        (MAC, ("Chrome", "macOS")),
        ("curl/8.9", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_called_as_its_owner_calls_it(told, understood):
    assert device_of(told) == understood


def test_sessions_are_listed_this_one_first_without_address_nor_what_the_browser_says():
    user = UserFactory()
    phone, desk = signed_in(user, IPHONE), signed_in(user)

    page = desk.get(PAGE)

    seen = [str(one.row) for one in page.context["sessions"]]
    assert seen == ["Firefox Windows", "Safari iPhone"]
    assert [one.is_this_one for one in page.context["sessions"]] == [True, False]
    assert "Mozilla" not in page.text
    assert "127.0.0.1" not in str(OpenSession.objects.values())
    assert is_in(phone)


def test_a_device_that_says_nothing_is_listed_in_words():
    page = signed_in(UserFactory(), "").get(PAGE)

    assert "Un appareil qui ne dit pas son nom" in page.text


def test_closing_a_session_signs_that_device_out_and_the_history_keeps_it():
    user = UserFactory()
    phone, desk = signed_in(user, IPHONE), signed_in(user)
    row = OpenSession.objects.get(system="iPhone")

    desk.post(reverse("accounts:close_session", args=[row.pk]))

    assert (is_in(phone), is_in(desk)) == (False, True)
    entry = AuditEntry.objects.get(event="accounts.sessions.closed")
    assert (entry.actor_key, entry.changes) == (str(user.pk), {"sessions": [1, 0]})


def test_closing_the_others_leaves_this_one():
    user = UserFactory()
    phone, tablet, desk = (signed_in(user) for _ in range(3))

    desk.post(reverse("accounts:close_other_sessions"))

    assert [is_in(one) for one in (phone, tablet, desk)] == [False, False, True]
    assert "Aucune autre session n’est ouverte." in desk.get(PAGE).text


def test_nobody_closes_the_session_of_another():
    victim, intruder = signed_in(UserFactory()), signed_in(UserFactory())
    row = OpenSession.objects.order_by("pk").first()

    answer = intruder.post(reverse("accounts:close_session", args=[row.pk]))

    assert answer.status_code == 404
    assert is_in(victim)


def test_sessions_are_closed_by_the_forms_of_the_site_only():
    user = UserFactory()
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(user)

    assert guarded.post(reverse("accounts:close_other_sessions")).status_code == 403
    assert guarded.get(reverse("accounts:close_other_sessions")).status_code == 405


def test_closing_this_session_is_signing_out():
    desk = signed_in(UserFactory())
    row = OpenSession.objects.get()

    answer = desk.post(reverse("accounts:close_session", args=[row.pk]))

    assert answer["Location"] == reverse("account_logout")
    assert is_in(desk)


def test_behind_a_shared_mailbox_each_closes_her_own():
    sandrine = MailboxPersonFactory(name="Sandrine")
    maud = MailboxPersonFactory(name="Maud", user=sandrine.user)
    hers = signed_in(sandrine.user, person=maud)
    at_home, at_work = (signed_in(sandrine.user, person=sandrine) for _ in range(2))

    page = at_work.get(PAGE)
    at_work.post(reverse("accounts:close_other_sessions"))

    assert "Maud" in page.text
    assert [is_in(one) for one in (hers, at_home, at_work)] == [True, False, True]
    entry = AuditEntry.objects.get(event="accounts.sessions.closed")
    assert entry.actor_label == f"Sandrine ({sandrine.user})"


def test_a_lost_device_of_a_colleague_may_be_closed_by_those_who_share_the_mailbox():
    sandrine = MailboxPersonFactory()
    lost = signed_in(sandrine.user, IPHONE)
    desk = signed_in(sandrine.user, person=sandrine)

    desk.post(reverse("accounts:close_session", args=[OpenSession.objects.get(system="iPhone").pk]))

    assert lost.get(reverse("accounts:who_are_you")).status_code == 302


def test_a_session_cannot_be_chosen_beforehand_by_another():
    """Session fixation: the key that a visitor came with opens nothing once she is signed in."""
    user, client = UserFactory(), Client()
    client.get(reverse("account_login"))
    client.session.save()
    before = client.session.session_key
    client.cookies["sessionid"] = before

    client.post(reverse("account_login"), {"login": user.email, "password": "motdepasse-solide"})

    after = client.cookies["sessionid"].value
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert after != before
    assert not is_in(stranger)


def test_signing_in_over_another_account_begins_a_session_of_its_own(client):
    first, second = UserFactory(), UserFactory(password=None)
    client.force_login(first)
    before = client.session.session_key
    secret = operations.sign_in_link(user=second)

    client.post(reverse("accounts:sign_in_by_link", args=[secret]))

    assert client.session.session_key != before
    assert OpenSession.objects.get(user=second).session_key == client.session.session_key


def test_a_new_password_ends_the_others_and_keeps_this_one_in_the_list():
    user = UserFactory()
    phone, desk = signed_in(user, IPHONE), signed_in(user)

    desk.post(
        reverse("account_change_password"),
        {
            "oldpassword": "motdepasse-solide",
            "password1": "trois petits chats bleus",
            "password2": "trois petits chats bleus",
        },
    )

    assert (is_in(phone), is_in(desk)) == (False, True)
    assert [one.is_this_one for one in desk.get(PAGE).context["sessions"]] == [True]


def test_closing_an_account_ends_its_sessions_for_good():
    user = UserFactory()
    phone = signed_in(user)

    operations.close_account(user=user, by=SYSTEM, at=NOW)
    was_in = is_in(phone)
    operations.reopen_account(user=user, by=SYSTEM, at=NOW)

    assert (was_in, is_in(phone)) == (False, False)
    assert is_in(signed_in(user))


def test_a_page_writes_nothing_of_the_session_within_a_quarter_of_an_hour():
    desk = signed_in(UserFactory())

    with CaptureQueriesContext(connection) as queries:
        desk.get("/compte/moi/")

    # the session and the person: what any page asks
    assert len(queries) == 2


def test_a_session_is_seen_again_a_quarter_of_an_hour_later_once(monkeypatch):
    desk = signed_in(UserFactory())
    opened = OpenSession.objects.get().seen_at
    monkeypatch.setattr(
        http.timezone, "now", lambda: opened + dt.timedelta(minutes=16), raising=True
    )

    desk.get("/compte/moi/")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/compte/moi/")

    row = OpenSession.objects.get()
    assert (row.opened_at, row.seen_at) == (opened, opened + dt.timedelta(minutes=16))
    assert len(queries) == 2


def test_a_session_from_before_is_listed_once_seen():
    desk = signed_in(UserFactory())
    session = desk.session
    del session[http.NOTED_SESSION_KEY]
    session.save()
    OpenSession.objects.all().delete()

    page = desk.get(PAGE)

    assert [str(one.row) for one in page.context["sessions"]] == ["Firefox Windows"]


@pytest.mark.parametrize("devices", [1, 3])
def test_the_list_costs_the_same_whatever_the_number_of_devices(devices):
    user = UserFactory()
    for _ in range(devices):
        desk = signed_in(user)

    with CaptureQueriesContext(connection) as queries:
        desk.get(PAGE)

    assert len(queries) == 4


def test_few_sessions_are_remembered_by_a_process():
    sightings = http.Sightings()
    sightings.MOST = 2
    for n in range(4):
        client = signed_in(UserFactory())
        request = client.get("/compte/moi/").wsgi_request
        del request.session[http.NOTED_SESSION_KEY]
        sightings.of(request, NOW + dt.timedelta(seconds=n))

    assert len(sightings._noted) == 2


def test_rows_of_ended_sessions_are_forgotten():
    desk = signed_in(UserFactory())
    OpenSessionFactory()
    kept = OpenSession.objects.get(session_key=desk.session.session_key)

    assert operations.forget_ended_sessions() == 1
    assert list(OpenSession.objects.all()) == [kept]


def test_an_expired_session_is_not_listed():
    user = UserFactory()
    signed_in(user, IPHONE)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(days=1))

    page = signed_in(user).get(PAGE)

    assert [str(one.row) for one in page.context["sessions"]] == ["Firefox Windows"]
