"""The button of the identity provider in a real browser, under the content policy of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from pacte.core import security
from tests.accounts.test_provider import EMAIL, configured, provider
from tests.factories.accounts import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from tests.provider import Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["configured", "provider"]


@pytest.fixture
def at_the_button(
    page: Page, live_server: LiveServer, provider: Provider, configured: Callable[[str], None]
) -> Page:
    configured(provider.address)
    provider.knows("claire", email=EMAIL, email_verified=True)
    UserFactory(email=EMAIL, name="Claire Vasseur")
    page.goto(f"{live_server.url}/compte/connexion/?next=/compte/moi/sessions/")
    return page


def test_the_button_leads_to_the_provider_and_back_where_one_was_going(
    at_the_button: Page,
) -> None:
    page = at_the_button

    page.get_by_role("button", name="Se connecter avec").click()
    page.get_by_placeholder("sub").fill("claire")
    page.get_by_role("button", name="Authorize").click()

    expect(page.get_by_role("heading", name="Sessions ouvertes")).to_be_visible(timeout=20_000)


def test_without_its_word_in_the_policy_the_browser_would_stay(
    at_the_button: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the exception is for: the day browsers no longer ask for it, it goes."""
    page = at_the_button
    monkeypatch.setattr(security, "policy", lambda **_: security.POLICY)
    page.reload()

    page.get_by_role("button", name="Se connecter avec").click()
    page.wait_for_timeout(1_000)

    assert "/compte/connexion/" in page.url
