"""What a team does in its table: by keyboard, at the same time, for several actions at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WITHIN, table_listens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
HERE = "/d/grand-confluent/"
FOCUS_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const ring = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
  return ring || style.boxShadow !== "none";
}"""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=WITHIN)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def plan(enter: Callable[..., Page]) -> str:
    """Give the address of the team's draft, whose title follows the year."""
    page = enter("Claire Vasseur")
    page.goto(f"{HERE}plans/")
    address = page.get_by_role("link", name=re.compile("Préparation de la saison"))
    return address.first.get_attribute("href") or ""


def cell(page: Page, title: str, key: str) -> Locator:
    return page.locator("tr[data-code]", has_text=title).locator(f"[data-key={key}]")


def press_until(page: Page, key: str, wanted: Locator, *, most: int = 60) -> None:
    """Press a key until the focus arrives, seeing at each step where it is."""
    for _ in range(most):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{most} presses of {key} do not reach {wanted}")


def test_a_cell_is_written_without_a_mouse(
    browser: Browser, demonstration_site: str, plan: str
) -> None:
    context = browser.new_context(base_url=demonstration_site, locale="fr-FR")
    page = context.new_page()
    page.goto("/demonstration/")
    press_until(page, "Tab", page.get_by_role("button", name="Claire Vasseur"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/*/")
    page.goto(plan)
    table_listens(page)
    first = page.locator("tbody [data-edit]").first
    press_until(page, "Tab", first)
    schedule = page.locator("tr[data-code]").first.locator("[data-key=schedule]")
    press_until(page, "ArrowRight", schedule, most=3)
    before = schedule.inner_text()

    page.keyboard.press("Enter")
    field = schedule.locator("input, textarea").locator("visible=true").first
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Perdu")
    page.keyboard.press("Escape")
    expect(schedule).to_have_text(before)
    expect(schedule).to_be_focused()

    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("mars 2027")
    page.keyboard.press("Control+Enter")
    expect(schedule).to_have_text("mars 2027")
    expect(page.locator("#avis")).to_contain_text("Enregistré")
    page.reload()
    expect(schedule).to_have_text("mars 2027")
    context.close()


def test_two_people_write_the_same_cell_and_nothing_is_lost(
    enter: Callable[..., Page], plan: str
) -> None:
    hers, his = enter("Claire Vasseur"), enter("Idriss Camara")
    title = "Repeindre le foyer des vendangeurs"
    hers.goto(f"{plan}ajouter/")
    hers.locator("[name=title]").fill(title)
    hers.get_by_role("button", name="Ajouter l’action").click()
    for page in (hers, his):
        page.goto(plan)
        table_listens(page)
        cell(page, title, "schedule").click()
        page.keyboard.press("Enter")
        expect(cell(page, title, "schedule").locator("form")).to_be_visible()
    for page, text in ((hers, "avril 2027"), (his, "juin 2027")):
        cell(page, title, "schedule").locator("[name=value]").fill(text)

    hers.keyboard.press("Control+Enter")
    expect(cell(hers, title, "schedule")).to_have_text("avril 2027")
    his.keyboard.press("Control+Enter")

    disputed = cell(his, title, "schedule")
    expect(disputed.locator("blockquote")).to_have_text("avril 2027")
    expect(disputed.locator("[name=value]")).to_have_value("juin 2027")
    his.keyboard.press("Control+Enter")
    expect(disputed).to_have_text("juin 2027")
    hers.goto(plan)
    cell(hers, title, "title").get_by_role("link", name=title).click()
    for text in ("avril 2027", "juin 2027"):
        expect(hers.locator("#historique")).to_contain_text(text)


def test_missing_leads_are_mended_at_once(enter: Callable[..., Page], plan: str) -> None:
    page = enter("Claire Vasseur")
    page.goto(plan)
    gap = page.get_by_role("link", name=re.compile(r"\d+ Sans responsable"))
    page.get_by_text("Ce qui manque").click()
    before = int(re.sub(r"\D", "", gap.inner_text()))
    gap.click()
    expect(page.locator("tr[data-code]")).to_have_count(before)

    page.get_by_role("link", name=re.compile("Compléter c")).click()
    boxes = page.locator("[name=codes]")
    expect(boxes).to_have_count(before)
    page.get_by_role("link", name="Ne rien cocher").click()
    for box in (boxes.nth(0), boxes.nth(1)):
        box.check()
    page.locator("[name=value]").fill("Mission locale des Deux-Rives")
    page.get_by_role("button", name="Compléter ces actions").click()

    page.wait_for_url(f"**{plan}*")
    page.goto(plan)
    page.get_by_text("Ce qui manque").click()
    expect(gap).to_have_text(re.compile(rf"^\s*{before - 2}\D"))


def test_a_workbook_comes_back_with_nothing_to_change(
    enter: Callable[..., Page], tmp_path: Path
) -> None:
    page = enter("Claire Vasseur")
    page.goto(f"{HERE}plan/feuille-de-route-emploi-et-insertion/")
    page.get_by_role("link", name="Emporter").click()
    page.get_by_label(re.compile("Excel")).check()
    page.get_by_label("Pour l’équipe", exact=False).check()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Télécharger").click()
    workbook = tmp_path / "plan.xlsx"
    fetched.value.save_as(workbook)

    page.goto(f"{HERE}plans/importer/?plan=feuille-de-route-emploi-et-insertion")
    page.set_input_files("input[type=file]", workbook)
    page.get_by_role("button", name="Lire le document").click()
    page.get_by_role("button", name="Comparer avec le plan").click()

    expect(page.get_by_text("Rien à changer")).to_be_visible()
    expect(page.locator("[name=change], [name=added], [name=removed]")).to_have_count(0)


def test_the_site_speaks_english_then_french_again(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    menu = page.locator("summary", has_text="Claire Vasseur")
    menu.click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    expect(page.get_by_role("link", name="Legal notice")).to_be_visible()
    menu.click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("link", name="Mentions légales")).to_be_visible()


def test_quebec_reads_its_own_words(enter: Callable[..., Page]) -> None:
    page = enter("Louise Charlebois")
    expect(page.locator("html")).to_have_attribute("lang", "fr-ca")
    expect(page.get_by_role("link", name="Avis juridique")).to_be_visible()
    page.get_by_role("link", name="Ouvrir le plan").click()
    page.get_by_text("Autres vues").click()
    expect(page.get_by_role("link", name="Mode rencontre")).to_be_visible()


def test_a_browser_without_scripts_suffices(enter: Callable[..., Page], plan: str) -> None:
    page = enter("Claire Vasseur", scripts=False)
    page.goto(plan)
    expect(page.get_by_role("columnheader", name="Échéance")).to_be_visible()

    page.get_by_role("link", name="Ajouter une action").click()
    page.locator("[name=title]").fill("Prévenir les canicules au champ")
    page.get_by_role("button", name="Ajouter l’action").click()
    page.goto(plan)
    page.get_by_role("link", name="Prévenir les canicules au champ").click()

    page.get_by_role("link", name="Dire où l’on en est").first.click()
    page.locator("[name=done]").fill("Deux tuteurs se sont proposés.")
    page.get_by_role("button", name="Noter le suivi").click()
    expect(page.locator("#suivi")).to_contain_text("Deux tuteurs se sont proposés.")

    page.get_by_text("Autres actions").click()
    page.get_by_role("link", name="Changer l’intitulé").click()
    page.locator("[name=title]").fill("Former dix tuteurs de la saison")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(plan)
    expect(page.get_by_role("link", name="Former dix tuteurs de la saison")).to_be_visible()
