"""Someone who leads three actions says from his telephone, without an account, where they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT, WITHIN, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
HERE = "/d/grand-confluent/"
WHO = "Octave Lindermann"
# For what he leads alone: the other journeys read the same demonstration.
FOUR_MONTHS_PASS = """
import datetime as dt
from django.db.models import F
from pacte.roadmap.models import Action
led = Action.objects.filter(
    initiative__slug="grand-confluent", number__in=["1.3", "1.7", "4.4"]
)
ago = dt.timedelta(days=120)
led.update(created_at=F("created_at") - ago, news_at=F("news_at") - ago)
"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, locale="fr-FR", bypass_csp=True
    )
    context.set_default_timeout(WITHIN)
    yield context.new_page()
    context.close()


@pytest.fixture
def months_pass(demonstration_site: str, demonstration_folder: Path) -> Callable[[], None]:
    def passed() -> None:
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-c", FOUR_MONTHS_PASS],
            env=environment(demonstration_folder, PACTE_DEMO="1", SITE_URL=demonstration_site),
            cwd=ROOT,
            capture_output=True,
            check=True,
        )

    return passed


def test_three_actions_are_told_from_one_link(
    enter: Callable[..., Page], phone: Page, months_pass: Callable[[], None]
) -> None:
    claire = enter("Claire Vasseur")
    claire.goto(f"{HERE}actions/ACT-0003/champ/leads/")
    claire.locator("textarea").first.fill(WHO)
    claire.get_by_role("button", name="Enregistrer").click()
    months_pass()
    claire.goto(f"{HERE}nouvelles/")
    before = waiting(claire)
    claire.goto(f"{HERE}nouvelles/demandes/")
    claire.get_by_role("button", name="Demander des nouvelles maintenant").click()
    claire.goto(f"{HERE}courriels/lettres/")
    letter = claire.locator(".letter").filter(has_text=WHO)

    phone.goto(letter.locator("strong, a").filter(has_text="/r/").first.inner_text())
    questions = phone.get_by_role("group").filter(has=phone.get_by_label("Rien de nouveau"))
    expect(questions).to_have_count(3)
    for place, said in enumerate(("Ça avance", "Rien de nouveau", "C’est difficile")):
        questions.nth(place).get_by_text(said, exact=True).tap()
    phone.get_by_role("button", name="Relire avant d’envoyer").tap()
    expect(phone.get_by_text("Voici ce que verra")).to_be_visible()
    phone.get_by_role("button", name=re.compile("Envoyer")).tap()
    expect(phone.get_by_text(re.compile("Merci"))).to_be_visible()
    expect(phone.get_by_role("link", name="Modifier").first).to_be_visible()

    claire.goto(f"{HERE}nouvelles/")
    assert waiting(claire) == before + 3


def waiting(page: Page) -> int:
    """How many answers wait to be read again."""
    told = page.get_by_role("link", name=re.compile("^À relire")).first.inner_text()
    return int(re.sub(r"\D", "", told) or 0)
