"""A passkey, in a real browser with a virtual authenticator: added, used, asked, removed."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PACTE, ROOT, WITHIN, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
EMAIL = "securite@exemple.test"
WORDS = "trois petits chats bleus"


@pytest.fixture
def page(browser: Browser, demonstration_site: str) -> Iterator[Page]:
    """Open a browser under the site's own policy, by a name: a passkey belongs to no number."""
    address = demonstration_site.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, locale="fr-FR")
    context.set_default_timeout(WITHIN)
    yield context.new_page()
    context.close()


@pytest.fixture
def link(demonstration_folder: Path, demonstration_site: str) -> str:
    made = subprocess.run(
        [PACTE, "create-admin", EMAIL, "--name", "Odile Kerven"],
        env=environment(demonstration_folder, PACTE_DEMO="1", SITE_URL=demonstration_site),
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    )
    return "/" + made.stdout.split()[-1].split("/", 3)[-1]


def authenticator(page: Page) -> str:
    """Plug in an authenticator that keeps its keys and knows the finger of its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return str(made["authenticatorId"])


def sign_out(page: Page) -> None:
    page.goto("/compte/deconnexion/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()


def by_password(page: Page) -> None:
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(WORDS)
    page.get_by_role("button", name="Se connecter").click()


def test_a_passkey_is_added_used_asked_after_the_password_and_removed(
    page: Page, link: str
) -> None:
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    authenticator(page)
    page.goto(link)
    page.get_by_role("button", name="Entrer").click()
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(WORDS)
    page.get_by_role("button", name="Garder ce mot de passe").click()

    page.goto("/compte/second-facteur/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Mot de passe").fill(WORDS)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Comment l’appeler").fill("Portable du bureau")
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible(timeout=WITHIN)
    page.get_by_role("link", name="C’est fait").click()
    expect(page.get_by_text("Portable du bureau").first).to_be_visible()

    sign_out(page)
    page.goto("/compte/connexion/?next=/compte/moi/sessions/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("heading", name="Sessions ouvertes")).to_be_visible(timeout=WITHIN)

    sign_out(page)
    by_password(page)
    expect(page.get_by_role("heading", name="Encore une vérification")).to_be_visible()
    page.goto("/installation/")
    expect(page).to_have_url(re.compile("/compte/second-facteur/passer/"))
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("heading", name="Vos démarches")).to_be_visible(timeout=WITHIN)

    page.goto("/compte/second-facteur/")
    page.get_by_role("link", name="Retirer Portable du bureau").click()
    page.get_by_label("Mot de passe").fill(WORDS)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("La clé d’accès est retirée.")).to_be_visible()

    sign_out(page)
    by_password(page)
    expect(page.get_by_role("heading", name="Vos démarches")).to_be_visible(timeout=WITHIN)
    assert refused == []
