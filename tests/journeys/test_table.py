"""The table as someone who loves spreadsheets uses it: rows, drafts, pages of rows, a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WITHIN, table_listens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
HERE = "/d/grand-confluent/"
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", text);
  clipboardData.setData("text/plain", "tout est mêlé");
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    expect.set_options(timeout=WITHIN)
    yield
    expect.set_options(timeout=5_000)


def new_plan(page: Page, title: str, rows: list[str]) -> str:
    """Make a plan of these rows, pasted as they come from a spreadsheet; return its address."""
    page.goto(f"{HERE}plans/nouveau/?modele=page-blanche")
    page.locator("[name=title]").fill(title)
    page.get_by_role("button", name="Créer le plan").click()
    page.wait_for_url("**/plan/**")
    plan = page.url.split("#")[0]
    page.goto(f"{plan}coller/")
    page.locator("[name=rows]").fill("\n".join(rows))
    page.get_by_role("button", name="Ajouter ces actions").click()
    expect(page.locator("tr[data-code]").first).to_be_visible()
    return plan


def row(page: Page, title: str) -> Locator:
    return page.locator("tr[data-code]", has=page.get_by_role("link", name=title, exact=True))


def cell(page: Page, title: str, key: str) -> Locator:
    return row(page, title).locator(f"[data-key={key}]")


def select(page: Page, title: str, key: str = "title") -> None:
    table_listens(page)
    cell(page, title, key).click(position={"x": 3, "y": 3})


def test_cells_and_rows_obey_the_keys_of_a_spreadsheet(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    new_plan(page, "Au clavier", ["Tenir un forum", "Réserver la salle", "Inviter"])
    schedule = cell(page, "Tenir un forum", "schedule")

    select(page, "Tenir un forum", "schedule")
    page.keyboard.type("mai 2028")
    page.keyboard.press("Enter")
    expect(schedule).to_have_text("mai 2028")
    expect(cell(page, "Réserver la salle", "schedule")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(schedule).to_have_text("")

    select(page, "Réserver la salle")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.locator("tr[data-code]").nth(2)).to_contain_text("Réserver la salle")
    expect(cell(page, "Réserver la salle", "title")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(row(page, "Réserver la salle")).to_have_count(0)
    expect(cell(page, "Inviter", "steps")).to_contain_text("Réserver la salle")
    expect(cell(page, "Inviter", "title")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(row(page, "Réserver la salle")).to_have_count(1)
    page.locator("#avis").get_by_role("button", name="Annuler").click()
    expect(row(page, "Réserver la salle")).to_have_count(0)

    select(page, "Inviter", "schedule")
    page.keyboard.press("Control+Enter")
    asked = page.get_by_role("dialog", name="Quelle action ajoutez-vous")
    expect(asked.get_by_label("Intitulé de l’action")).to_be_focused()
    page.keyboard.type("Relancer")
    page.keyboard.press("Enter")
    expect(cell(page, "Relancer", "schedule")).to_be_focused()
    expect(page.locator("tr[data-code]").nth(2)).to_contain_text("Relancer")

    select(page, "Tenir un forum")
    page.keyboard.press("Shift+F10")
    window = page.get_by_role("dialog", name="Que faire de cette ligne")
    window.get_by_role("button", name="Retirer du plan").click()
    expect(row(page, "Tenir un forum")).to_have_count(0)
    page.locator("#avis").get_by_role("button", name="Annuler").click()
    expect(row(page, "Tenir un forum")).to_have_count(1)


def test_a_text_being_written_outlives_its_tab_its_network_and_its_session(
    enter: Callable[..., Page],
) -> None:
    page = enter("Claire Vasseur")
    plan = new_plan(page, "Brouillons", ["Tenir un forum"])
    title = page.locator("[data-key=title]").first

    select(page, "Tenir un forum")
    page.keyboard.press("Enter")
    title.locator("textarea").fill("Tenir un forum à Val-Rivière")
    expect(title).to_contain_text("Brouillon gardé sur cet appareil")
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.goto(plan)
    page.locator(".notice").get_by_role("link", name=re.compile("ACT-")).click()
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("textarea")).to_have_value("Tenir un forum à Val-Rivière")

    page.goto(plan)
    title = page.locator("[data-key=title]").first
    select(page, "Tenir un forum")
    page.keyboard.press("Enter")
    title.get_by_role("button", name="Le reprendre").click()
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#avis")).to_contain_text("La connexion est coupée")
    page.context.set_offline(False)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    title.locator("textarea").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#avis")).to_contain_text("Votre session est terminée")
    expect(title.locator("textarea")).to_have_value("Tenir un forum à Val-Rivière")
    page.context.add_cookies(cookies)
    title.locator("textarea").focus()
    page.keyboard.press("Enter")
    expect(row(page, "Tenir un forum à Val-Rivière")).to_have_count(1)
    kept = "Object.keys(localStorage).filter(key => key.startsWith('pacte-draft'))"
    assert page.evaluate(kept) == []

    select(page, "Tenir un forum à Val-Rivière")
    page.keyboard.press("Enter")
    title.locator("textarea").fill("Inachevé")
    page.locator("summary", has_text="Claire Vasseur").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()
    assert page.evaluate(kept) == []


def test_a_long_table_comes_as_one_scrolls_and_stays_light(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    for part in range(3):
        rows = [f"Action {part * 500 + n:04d}" for n in range(500)]
        if part == 0:
            plan = new_plan(page, "Grand tableau", rows)
        else:
            page.goto(f"{plan}coller/")
            page.locator("[name=rows]").fill("\n".join(rows))
            page.get_by_role("button", name="Ajouter ces actions").click()
            page.wait_for_url(plan)
    shown = page.locator("tr[data-code]")
    expect(shown).to_have_count(200)

    for pages in range(2, 8):
        page.get_by_role("link", name="Actions suivantes").click()
        expect(page.locator(f"tbody[data-page='{pages}']")).to_have_count(1)
    expect(page.locator("[role=status]", has_text="sur 1")).to_contain_text("1 400")
    assert shown.count() <= 1000
    select(page, "Action 1300", "schedule")
    page.keyboard.type("2029")
    page.keyboard.press("Enter")
    expect(cell(page, "Action 1300", "schedule")).to_have_text("2029")
    expect(cell(page, "Action 1301", "schedule")).to_be_focused()

    page.locator(".table-wrap.plan").evaluate("wrap => { wrap.scrollTop = 0 }")
    expect(page.locator("tbody[data-page='2']")).to_have_count(1)


def test_a_table_of_word_is_pasted_by_its_cells(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    new_plan(page, "Collage", ["Avant", "Après"])
    select(page, "Avant")

    page.evaluate(
        PASTE,
        "<table><tr><td>1.1</td><td><p>Former</p><p>les tuteurs</p></td></tr>"
        "<tr><td>1.2</td><td>Loger</td></tr></table>",
    )
    page.get_by_role("button", name="Ajouter ces actions").click()

    expect(page.locator("tr[data-code]")).to_have_count(4)
    assert [text.split("\n")[0] for text in page.locator("th[scope=row]").all_inner_texts()] == [
        "Avant",
        "Former les tuteurs",
        "Loger",
        "Après",
    ]


def test_one_column_goes_into_the_cells_below_the_selected_one(
    enter: Callable[..., Page],
) -> None:
    page = enter("Claire Vasseur")
    new_plan(page, "Remplissage", ["Avant", "Après"])
    cells = page.locator("tr[data-code] [data-key=schedule]")
    cells.first.click()

    page.evaluate(PASTE, "<table><tr><td>2027</td></tr><tr><td>En continu</td></tr></table>")
    expect(page.get_by_role("row", name=re.compile("Après"))).to_contain_text("En continu")
    page.get_by_role("button", name="Remplir ces cellules").click()

    expect(page.locator("tr[data-code]")).to_have_count(2)
    expect(cells.first).to_contain_text("2027")
    expect(cells.last).to_contain_text("En continu")


def test_a_phone_shows_the_structure_first(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{HERE}plan/feuille-de-route-emploi-et-insertion/")
    rows = page.locator("tr[data-code]")
    axes = page.locator("tr.group")

    expect(axes.first).to_contain_text(re.compile(r"\d+ actions"))
    expect(rows.first).to_be_hidden()
    axes.first.get_by_role("button").click()
    expect(rows.first).to_be_visible()
    expect(rows.last).to_be_hidden()
    page.get_by_role("button", name="Tout déplier").click()
    expect(rows.last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
