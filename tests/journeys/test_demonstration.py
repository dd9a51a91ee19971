"""The five minutes of docs/demonstration.md, replayed on the very site that `make demo` starts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pacte.portal.providers.demonstration import SAMPLES
from tests.journeys.conftest import WITHIN, table_listens

pytestmark = [pytest.mark.journey, pytest.mark.browser]
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "demonstration.md"


@pytest.fixture
def visit(page, demonstration_site):
    page.set_default_timeout(WITHIN)
    expect.set_options(timeout=WITHIN)

    def enter(name):
        page.context.clear_cookies()
        page.goto(f"{demonstration_site}/demonstration/")
        page.get_by_role("button", name=name).click()
        return page

    return enter


def test_the_script_in_its_order(visit):
    page = visit("Claire Vasseur")
    see_where_things_stand(page)
    bring_the_word_file(page)
    mend_what_is_missing(page)
    open_a_difficult_action(page)
    take_the_plan_out(page)
    look_as_an_elected_member(visit("Gérard Montalieu"))
    cross_the_ocean(visit("Louise Charlebois"))


def see_where_things_stand(page):
    expect(page.get_by_role("heading", name="Grand Confluent", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="54 actions")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Sans nouvelles depuis 155 jours"))).to_be_visible()


def bring_the_word_file(page):
    page.get_by_role("link", name="Déposer un document").click()
    page.locator("input[type=file]").set_input_files(SAMPLES["plan-d-action-exemple.docx"])
    page.get_by_role("button", name="Lire le document").click()
    expect(page.get_by_role("heading", name=re.compile("À vérifier"))).to_contain_text("5")
    page.get_by_role("button", name="Plutôt ceci").first.click()
    expect(page.get_by_role("heading", name=re.compile("À vérifier"))).to_contain_text("4")
    page.get_by_role("button", name="Créer le plan").first.click()
    title = "Plan d’action emploi du Pays des Trois-Étangs"
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def mend_what_is_missing(page):
    page.get_by_text("Ce qui manque").click()
    page.get_by_role("link", name="2 Sans responsable").click()
    cell = page.locator("tr", has_text="Ouvrir un atelier de lecture").locator("[data-key=leads]")
    table_listens(page)
    cell.click()
    page.keyboard.press("Enter")
    page.locator("[data-key=leads] textarea").fill("Mission locale des Deux-Rives")
    page.keyboard.press("Tab")
    expect(cell).to_contain_text("Mission locale des Deux-Rives")
    expect(cell).to_contain_text("pressenti")


def open_a_difficult_action(page):
    page.get_by_role("link", name="Grand Confluent").first.click()
    page.get_by_role("link", name=re.compile("Desservir la zone des Moulins-Gris")).first.click()
    expect(page.get_by_text("Ce qui la débloquera").first).to_be_visible()
    expect(page.get_by_role("heading", name="Historique")).to_be_visible()
    page.get_by_text("Qui a fait quoi, et quand").click()
    expect(page.get_by_text(re.compile("plus de chauffeurs")).first).to_be_visible()


def take_the_plan_out(page):
    page.get_by_role("link", name="Feuille de route Emploi et insertion").first.click()
    page.get_by_role("link", name="Emporter").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Télécharger").click()
    assert fetched.value.suggested_filename.endswith(".docx")


def look_as_an_elected_member(page):
    expect(page.get_by_role("link", name="51 actions")).to_be_visible()
    expect(page.get_by_text("Préparation de la saison")).to_have_count(0)
    page.get_by_role("link", name="Voir la vue d’ensemble").click()
    expect(page.get_by_role("heading", name="Ce qui avance")).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Imprimer (PDF)").click()
    assert fetched.value.suggested_filename.endswith(".pdf")


def cross_the_ocean(page):
    expect(page.get_by_role("heading", name="Rivière-aux-Bouleaux", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="15 actions")).to_be_visible()
    page.get_by_role("link", name="Ouvrir le plan").click()
    expect(page.get_by_role("columnheader", name="Moyen")).to_be_visible()


def test_the_script_is_five_minutes():
    """Each step says how long it takes; together, what the title promises."""
    minutes = re.findall(r"\((\d+) s\)", SCRIPT.read_text(encoding="utf-8"))

    assert sum(map(int, minutes)) == 300
