"""An elected member's two minutes, and the project officer's Monday."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WITHIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
PLAN = "/d/grand-confluent/plan/feuille-de-route-emploi-et-insertion/"
MM = 72 / 25.4  # points


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=WITHIN)
    yield
    expect.set_options(timeout=5_000)


def table_total(page: Page) -> int:
    told = page.locator(".plan-counts [role=status]").inner_text()
    return int(re.sub(r"\D", "", told))


def test_an_elected_members_two_minutes(enter: Callable[..., Page]) -> None:
    """On a phone: the five lines, what waits, whom to call, who does what, what is past due."""
    page = enter("Gérard Montalieu")
    page.set_viewport_size({"width": 360, "height": 740})

    expect(page.locator(".lead")).to_contain_text("Une action sur deux avance")
    expect(page.get_by_role("heading", name="Ce qui vous attend")).to_be_visible()
    expect(page.get_by_role("heading", name="Qui appeler")).to_be_visible()
    expect(page.locator(".page-aside a[href^='tel:']")).to_be_visible()

    page.get_by_role("link", name="Ouvrir le plan").click()
    page.get_by_role("link", name="Par organisme").click()
    holder = page.locator("details.look-fold").filter(has_text="Mission locale")
    holder.locator("summary").first.click()
    expect(holder.get_by_role("link").first).to_be_visible()

    page.goto(f"{PLAN}tableau-de-bord/")
    figure = page.locator("a.figure-link", has_text=re.compile("revues? passées?"))
    counted = int(figure.locator("strong").inner_text())
    figure.click()
    page.wait_for_url("**echeance=passee")
    assert table_total(page) == counted


def merge_then_undo(page: Page) -> None:
    """Two actions become one, seen beforehand; on second thoughts, they are two again."""
    page.goto("/d/grand-confluent/actions/ACT-0010/fusionner/")
    other = page.get_by_role("combobox", name="Avec quelle action")
    chosen = other.locator("option").filter(has_text=re.compile("^1.12 "))
    other.select_option(chosen.get_attribute("value"))
    page.get_by_role("button", name="Voir ce qui changera").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voici ce qui changera")
    page.get_by_role("button", name="Fusionner ces deux actions").click()
    page.goto("/d/grand-confluent/actions/ACT-0012/")
    expect(page).to_have_url(re.compile("ACT-0010"))

    page.goto(f"{PLAN}reorganisations/")
    page.get_by_role("button", name=re.compile("^Annuler")).first.click()
    page.goto("/d/grand-confluent/actions/ACT-0012/")
    expect(page).to_have_url(re.compile("ACT-0012"))


def test_the_project_officers_monday(enter: Callable[..., Page]) -> None:
    """What changed, what came back, whom to call, whom to ask, two actions in one, the sheet."""
    page = enter("Claire Vasseur")

    expect(page.get_by_role("heading", name="Depuis votre dernière visite")).to_be_visible()
    figure = page.locator("#attend a.figure-link", has_text="à relire")
    waiting = int(figure.locator("strong").inner_text())
    figure.click()
    take = page.get_by_role("button", name=re.compile("^Reprendre dans le plan"))
    expect(take.first).to_be_visible()
    take.first.click()
    page.goto("/d/grand-confluent/")
    left = page.locator("#attend a.figure-link", has_text="à relire").locator("strong")
    expect(left).to_have_text(str(waiting - 1))

    page.locator("#attend a.figure-link", has_text="à appeler").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()

    page.goto("/d/grand-confluent/")
    page.locator("summary", has_text="Demander et suivre").click()
    page.get_by_role("link", name="Demander des nouvelles").click()
    page.wait_for_url("**/nouvelles/demandes/")

    merge_then_undo(page)

    page.goto("/d/grand-confluent/")
    page.get_by_role("button", name="J’ai vu").click()
    expect(page.get_by_role("heading", name="Depuis votre dernière visite")).to_have_count(0)

    page.goto(f"{PLAN}frise/")
    sheet = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))[0]
    sides = (round(sheet.get_width() / MM), round(sheet.get_height() / MM))
    assert sides == (420, 297)
