"""Signing in by an identity provider: a real one, by real HTTP, to the account or a refusal."""

from __future__ import annotations

from copy import deepcopy
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import environment
from pacte.accounts import operations
from pacte.accounts.models import User
from pacte.core.actor import SYSTEM
from pacte.core.security import POLICY
from pacte.initiatives.models import Membership
from tests.factories.accounts import UserFactory
from tests.journeys.conftest import free_port
from tests.provider import running_provider

pytestmark = pytest.mark.django_db
GO = "/compte/fournisseur/aller/"
EMAIL = "claire@exemple.test"


@pytest.fixture(scope="module")
def provider():
    with running_provider() as one:
        yield one


@pytest.fixture
def configured(settings):
    def point(address):
        providers = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
        providers["openid_connect"]["APPS"] = [
            {
                "provider_id": "fournisseur",
                "name": "Clé de l’agglo",
                "client_id": "pacte",
                "secret": "secret",
                "settings": {"server_url": address},
            }
        ]
        settings.SOCIALACCOUNT_PROVIDERS = providers
        settings.OIDC_SERVER_URL, settings.OIDC_NAME = address, "Clé de l’agglo"

    return point


@pytest.fixture
def come(client, provider, configured):
    """Give what signs in as somebody whom the provider knows, and comes back with its answer."""
    configured(provider.address)

    def back(sub="s1", to="", change=None, **claims):
        provider.knows(sub, **claims)
        asked = client.post(GO, {"next": to} if to else {})
        there = requests.post(asked["Location"], {"sub": sub}, allow_redirects=False, timeout=10)
        parts = urlsplit(there.headers["Location"])
        query = dict(parse_qsl(parts.query)) | (change or {})
        return client.get(urlunsplit(("", "", parts.path, urlencode(query), "")))

    return back


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_button_stands_where_a_provider_is_configured_only(client, configured):
    without = client.get("/compte/connexion/")
    configured("https://cle.exemple.test/realms/agglo")

    page = client.get("/compte/connexion/?next=/compte/moi/")
    elsewhere = client.get("/mentions-legales/")

    assert "Se connecter avec" not in without.text
    assert without["Content-Security-Policy"] == POLICY
    assert "Se connecter avec Clé de l’agglo" in page.text
    assert "form-action 'self' https://cle.exemple.test;" in page["Content-Security-Policy"]
    assert elsewhere["Content-Security-Policy"] == POLICY
    assert page.text.count('name="next" value="/compte/moi/"') == 3


def test_a_verified_address_opens_the_account_that_has_it(client, come):
    user = UserFactory(email=EMAIL)

    answer = come(email="Claire@Exemple.test", email_verified=True, to="/compte/moi/")

    assert answer["Location"] == "/compte/moi/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not SocialAccount.objects.exists()


def test_who_is_unknown_reads_what_to_do_and_nothing_is_made(client, come):
    answer = come(email="inconnue@exemple.test", email_verified=True)

    assert answer.status_code == 403
    assert "inconnue@exemple.test" in answer.text
    assert "Demandez une invitation" in answer.text
    assert not User.objects.exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("verified", [{}, {"email_verified": False}, {"email_verified": "false"}])
def test_an_address_that_is_not_said_verified_opens_nothing(client, come, verified):
    UserFactory(email=EMAIL)

    answer = come(email=EMAIL, **verified)

    assert answer.status_code == 403
    assert "Votre adresse n’est pas vérifiée" in answer.text
    assert not is_in(client)


@pytest.mark.parametrize(("verified", "opens"), [({}, True), ({"email_verified": False}, False)])
def test_a_provider_that_says_nothing_is_trusted_where_one_chose(
    client, come, settings, verified, opens
):
    settings.OIDC_TRUST_EMAIL = True
    UserFactory(email=EMAIL)

    come(email=EMAIL, **verified)

    assert is_in(client) == opens


@pytest.mark.parametrize("alike", ["cla\u0131re@exemple.test", "claire@e\u212aemple.test"])
def test_an_address_of_letters_that_look_alike_is_another(client, come, alike):
    UserFactory(email=EMAIL)
    UserFactory(email="claire@ekemple.test")

    answer = come(email=alike, email_verified=True)

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_without_an_address_nothing_opens(client, come):
    answer = come(email_verified=True)

    assert answer.status_code == 403
    assert not is_in(client)


def test_a_closed_account_stays_closed(client, come):
    user = UserFactory(email=EMAIL)
    operations.close_account(user=user, by=SYSTEM, at=timezone.now())

    answer = come(email=EMAIL, email_verified=True)

    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_a_second_factor_is_asked_all_the_same(client, come):
    TOTP.activate(UserFactory(email=EMAIL), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    answer = come(email=EMAIL, email_verified=True)

    assert answer["Location"] == "/compte/second-facteur/passer/"
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"state": "forge"}, {"state": ""}, {"code": "forge"}])
def test_what_nobody_here_asked_opens_nothing(client, come, change):
    UserFactory(email=EMAIL)

    answer = come(email=EMAIL, email_verified=True, change=change)

    assert answer.status_code == 403
    assert "La connexion n’a pas abouti" in answer.text
    assert not is_in(client)


def test_the_answer_given_to_one_browser_opens_nothing_in_another(come):
    """Signing a victim in to one's own account: her browser did not ask for it."""
    UserFactory(email=EMAIL)
    answer = come(email=EMAIL, email_verified=True)
    victim = Client()

    page = victim.get(answer.wsgi_request.get_full_path())

    assert page.status_code == 403
    assert not is_in(victim)


def test_who_gives_up_is_told_that_nothing_changed(client, provider, configured):
    configured(provider.address)
    asked = client.post(GO)
    there = requests.post(asked["Location"], {"action": "deny"}, allow_redirects=False, timeout=10)

    # this one leaves the state out, which RFC 6749 (4.1.2.1) asks it to give back
    state = dict(parse_qsl(urlsplit(asked["Location"]).query))["state"]
    answer = client.get(f"{there.headers['Location']}&state={state}")

    assert "Vous avez renoncé" in answer.text
    assert not is_in(client)


def test_a_provider_that_is_down_is_said_in_words(client, configured):
    configured(f"http://localhost:{free_port()}")

    answer = client.post(GO)

    assert answer.status_code == 403
    assert "La connexion n’a pas abouti" in answer.text


def test_a_provider_that_goes_down_meanwhile_is_said_in_words(client, provider, configured):
    configured(provider.address)
    provider.knows("s1", email=EMAIL, email_verified=True)
    asked = client.post(GO)
    there = requests.post(asked["Location"], {"sub": "s1"}, allow_redirects=False, timeout=10)
    configured(f"http://localhost:{free_port()}")

    answer = client.get(there.headers["Location"])

    assert answer.status_code == 403
    assert "La connexion n’a pas abouti" in answer.text


@pytest.mark.parametrize("to", ["https://ailleurs.test/", "//ailleurs.test", "/\\ailleurs.test"])
def test_the_way_back_never_leads_to_another_site(client, come, to):
    UserFactory(email=EMAIL)

    answer = come(email=EMAIL, email_verified=True, to=to)

    assert answer["Location"] == "/"


def test_opening_the_address_of_the_button_starts_nothing(client, provider, configured):
    configured(provider.address)

    assert client.get(GO).status_code == 405


def test_the_button_takes_the_forms_of_the_site_only(configured, provider):
    configured(provider.address)

    assert Client(enforce_csrf_checks=True).post(GO).status_code == 403


def test_connecting_while_signed_in_links_nothing(client, come):
    UserFactory(email=EMAIL)
    client.force_login(UserFactory())

    come(email=EMAIL, email_verified=True)

    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("wrong", ["cle.exemple.test", "http://cle.exemple.test", "ftp://x"])
def test_an_address_that_is_not_secure_stops_the_start(monkeypatch, wrong):
    monkeypatch.setenv("OIDC_SERVER_URL", wrong)

    with pytest.raises(ImproperlyConfigured, match="https://"):
        environment.secure_address("OIDC_SERVER_URL")
