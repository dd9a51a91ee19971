"""From an empty database to a plan, as a host and then a project officer would go."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PACTE, ROOT, STARTS_WITHIN, environment, free_port, is_healthy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.fixture
def first_link(tmp_path: Path) -> Iterator[str]:
    """Start a new site as docs/operations.md says; give the link of its first account."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = environment(tmp_path, SECRET_KEY="essai-de-bout-en-bout", SITE_URL=address)

    def pacte(*words: str) -> str:
        made = subprocess.run(
            [PACTE, *words], env=env, cwd=ROOT, text=True, capture_output=True, check=True
        )
        return made.stdout

    pacte("migrate")
    link = pacte("create-admin", "adele.roux@exemple.test").split()[-1]
    server = subprocess.Popen(
        [PACTE, "serve", "--port", str(port)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + STARTS_WITHIN
    try:
        while not is_healthy(address):
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.3)
        yield link
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_the_first_steps_lead_from_an_empty_database_to_a_plan(page: Page, first_link: str) -> None:
    page.goto(first_link)
    page.get_by_role("button", name="Entrer").click()
    page.get_by_label("Mot de passe", exact=True).fill("une phrase que je retiens")
    page.get_by_label("Mot de passe (confirmation)").fill("une phrase que je retiens")
    page.get_by_role("button", name="Garder ce mot de passe").click()
    page.get_by_label("Prénom et nom").fill("Adèle Roux")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Pacte", exact=True).first.click()

    page.get_by_role("link", name="Ouvrir une démarche").click()
    page.get_by_label("Nom ou code officiel").fill("grand perigueux")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name=re.compile("^Ajouter CA Le Grand Périgueux")).click()
    page.get_by_role("button", name=re.compile("^Retirer CA Le Grand Périgueux")).wait_for()
    page.get_by_label("Nom de la démarche").fill("Pacte pour l’emploi")
    page.get_by_label(re.compile("Adresse électronique")).fill("adele.roux@exemple.test")
    page.get_by_role("button", name="Ouvrir la démarche").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Premiers pas")
    page.get_by_role("link", name="Partir d’un modèle").click()
    page.get_by_role("link", name="Les quatre axes d’une agglomération").click()
    page.get_by_label("Titre du plan").fill("Feuille de route 2027-2030")
    levels = page.get_by_label("Ce qui regroupe les actions (facultatif)")
    expect(levels).to_have_value("Axe")
    levels.fill("Axe, Objectif")
    page.get_by_role("button", name="Créer le plan").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Feuille de route 2027-2030")
    page.get_by_role("link", name=re.compile("^Ajouter une action ici Axe 3")).click()
    page.get_by_label("Intitulé de l’action").fill("Tenir un forum des métiers")
    page.get_by_role("button", name="Ajouter l’action").click()

    row = page.get_by_role("row").filter(has_text="Tenir un forum des métiers")
    expect(row).to_be_visible()
    expect(page.locator("tr.group")).to_contain_text("Aider les entreprises du territoire")
