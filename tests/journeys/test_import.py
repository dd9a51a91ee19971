"""From a territory's own file to its table, and a partner's few rows back into it, in a browser."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from playwright.sync_api import expect

from pacte.roadmap.models import Plan
from tests.factories.initiatives import InitiativeFactory, MembershipFactory

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.journey,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
AXE = Path(__file__).resolve().parents[1] / "assets/axe-core/4.14.1/axe.min.js"
HEADINGS = ("N°", "Action", "Responsable", "Échéance")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team(live_server, client, browser):
    """Open a page as the person who leads the initiative, where axe may look at every screen."""
    place = InitiativeFactory(slug="grand-confluent")
    client.force_login(MembershipFactory(initiative=place, lead=True).user)
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", bypass_csp=True
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/d/{place.slug}/plans/importer/")
    yield page
    context.close()


def violations(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document)")
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]


def bring(page: Page, name: str, content: bytes) -> None:
    kind = "application/octet-stream"
    page.set_input_files("input[type=file]", {"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Lire le document").click()
    page.wait_for_url("**/imports/*/")


def table_of(rows: list[tuple[str, ...]]) -> docx.document.Document:
    made = docx.Document()
    table = made.add_table(rows=0, cols=len(HEADINGS))
    for row in (HEADINGS, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return made


def saved(made: docx.document.Document) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def revise(paragraph, after: str) -> None:
    """Rewrite a paragraph as Word does with tracked changes: a deletion, then an insertion."""
    run = paragraph.runs[0]._r
    before = paragraph.text
    deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
    for element in (deleted, inserted):
        element.set(qn("w:id"), "7")
        element.set(qn("w:author"), "Partenaire")
        element.set(qn("w:date"), "2026-03-03T09:00:00Z")
    for element, tag, text in ((deleted, "w:delText", before), (inserted, "w:t", after)):
        piece = OxmlElement("w:r")
        words = OxmlElement(tag)
        words.text = text
        piece.append(words)
        element.append(piece)
    run.addprevious(deleted)
    run.addprevious(inserted)
    run.getparent().remove(run)


@pytest.mark.real_documents
def test_the_territorys_own_file_becomes_its_table(team: Page, real_documents: Path) -> None:
    assert violations(team) == []
    bring(team, "plan.docx", (real_documents / "S1-rouyn-noranda.docx").read_bytes())

    assert violations(team) == []
    first = team.locator(".review-doubt").first
    first.locator(".review-passages a").first.click()
    expect(team.locator(".review-document td:target")).to_be_in_viewport()
    action = team.locator(".review-action").last
    action.locator("> summary").click()
    expect(team.locator(".review-document tr.is-followed")).to_be_in_viewport()
    waiting = int(team.locator("#a-verifier-titre .muted").inner_text())
    first.get_by_role("button", name="Plutôt ceci").first.click()
    expect(team.locator("#a-verifier-titre .muted")).to_have_text(str(waiting - 1))
    expect(first.get_by_role("button", name="C’est bien cela")).to_be_focused()
    expect(action).to_have_attribute("open", "")  # what was open is open still
    team.set_viewport_size({"width": 320, "height": 700})
    assert team.evaluate("document.documentElement.scrollWidth") == 320

    team.get_by_role("button", name="Créer le plan").click()

    team.wait_for_url("**/plan/*/")
    plan = Plan.objects.get()
    assert plan.actions.count() == 15
    assert plan.shared_at is None


def test_a_partners_rows_with_tracked_changes_update_the_plan(team: Page) -> None:
    rows = [
        (f"1.{n}", f"Mener le chantier {'abcdefghijk'[n] * 5}", "SARCA", "2026") for n in range(9)
    ]
    bring(team, "plan.docx", saved(table_of(rows)))
    team.get_by_role("button", name="Créer le plan").click()
    team.wait_for_url("**/plan/*/")
    plan = Plan.objects.get()

    part = table_of(rows[2:4])
    revise(part.tables[0].rows[1].cells[3].paragraphs[0], "2028")
    team.goto(team.url.split("/plan/")[0] + f"/plans/importer/?plan={plan.slug}")
    bring(team, "partenaire.docx", saved(part))
    team.get_by_role("button", name="Comparer avec le plan").click()
    team.wait_for_url("**/comparer/")

    assert violations(team) == []
    expect(team.get_by_text("les 7 autres actions ne sont pas touchées")).to_be_visible()
    expect(team.locator("input[name=removed]")).to_have_count(0)
    expect(team.locator("input[name=change]")).to_have_count(1)
    team.get_by_role("button", name="Appliquer ce qui est coché").click()
    team.wait_for_url("**/plan/*/")
    assert plan.actions.get(number="1.2").schedule_text == "2028"
    assert plan.actions.filter(deleted_at=None).count() == 9
