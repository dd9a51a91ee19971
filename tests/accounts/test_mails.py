"""Mails about an account: what they say, where their links lead, and when none leaves."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "claire@exemple.test"


@pytest.fixture
def has_mail(settings):
    settings.EMAIL_HOST = "courriel.exemple.test"
    settings.SITE_URL = "https://pacte.exemple.test"
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = settings.ACCOUNT_EMAIL_NOTIFICATIONS = True


@pytest.fixture
def no_answer(has_mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nothing listens there


@pytest.mark.parametrize("email", [ADDRESS, "inconnue@exemple.test"])
def test_a_mail_leads_to_the_site_whatever_the_request_calls_it(has_mail, email):
    UserFactory(email=ADDRESS)

    Client().post(
        reverse("account_reset_password"), {"email": email}, headers={"host": "localhost"}
    )

    (sent,) = mail.outbox
    assert "localhost" not in f"{sent.subject} {sent.body}"
    assert "https://pacte.exemple.test" in sent.body
    assert sent.subject.startswith("Pacte : ")


def test_the_link_to_a_new_password_serves_once(has_mail, client):
    UserFactory(email=ADDRESS)
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    link = next(word for word in mail.outbox[0].body.split() if "/nouveau/" in word)
    path = link.removeprefix("https://pacte.exemple.test")
    form = client.get(path)["Location"]

    chosen = client.post(form, {"password1": "une phrase solide", "password2": "une phrase solide"})

    assert chosen.status_code == 302
    assert "ne sert plus" in Client().get(path, follow=True).content.decode()


def test_who_has_no_account_is_told_to_ask_for_an_invitation(has_mail, client):
    client.post(reverse("account_request_login_code"), {"email": ADDRESS})

    assert "demandez une invitation" in mail.outbox[0].body
    assert reverse("account_signup") not in mail.outbox[0].body


def test_a_changed_password_is_told_by_mail(has_mail, client):
    user = UserFactory(email=ADDRESS)
    client.post(reverse("account_login"), {"login": ADDRESS, "password": "motdepasse-solide"})
    changed = {"oldpassword": "motdepasse-solide"} | dict.fromkeys(
        ("password1", "password2"), "une phrase solide"
    )

    client.post(reverse("account_change_password"), changed)

    (sent,) = mail.outbox
    assert (sent.to, "Votre mot de passe a changé" in sent.body) == ([user.email], True)


@pytest.mark.parametrize("door", ["account_request_login_code", "account_reset_password"])
@pytest.mark.parametrize("email", [ADDRESS, "inconnue@exemple.test"])
def test_a_mail_server_that_does_not_answer_is_said_to_whoever_waits(
    no_answer, client, door, email
):
    UserFactory(email=ADDRESS)

    answer = client.post(reverse(door), {"email": email})

    assert answer.status_code == 503
    assert "Le courriel n’est pas parti" in answer.content.decode()
