"""The gallery in a real browser: axe finds nothing, 320 px hold it, behaviours do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from config.urls import urlpatterns as site
from pacte.ui import views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

urlpatterns = [path("galerie/", login_not_required(views.gallery)), *site]
AXE = Path(__file__).resolve().parents[1] / "assets/axe-core/4.14.1/axe.min.js"
# A gallery holds several breadcrumbs and paginations; a page holds one of each.
RULES: dict[str, object] = {"rules": {"landmark-unique": {"enabled": False}}}


@pytest.fixture
def address(live_server: LiveServer, settings: Settings) -> str:
    settings.ROOT_URLCONF = __name__
    return f"{live_server.url}/galerie/"


@pytest.fixture
def gallery(page: Page, address: str) -> Iterator[Page]:
    """Open the gallery; nothing may be refused by the content policy nor fail in a script."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")
    yield page
    assert complaints == []


def violations(page: Page, options: dict[str, object]) -> list[tuple[str, str]]:
    found = page.evaluate("options => axe.run(document, options)", options)
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]


def test_axe_finds_nothing_in_any_mode_nor_at_320_px(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())

    assert violations(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, {"runOnly": ["color-contrast"]}) == []
    page.emulate_media(color_scheme="light", contrast="more")
    assert violations(page, {"runOnly": ["color-contrast"]}) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_without_scripts_no_button_stands_that_needs_one(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    shown = [one.is_visible() for one in page.locator(".needs-script").all()]

    assert shown
    assert not any(shown)
    context.close()


def test_a_dialog_opens_from_its_link_and_gives_the_focus_back(gallery: Page) -> None:
    opener = gallery.get_by_role("link", name="Ouvrir la fenêtre")

    opener.click()
    assert gallery.locator("#exemple").is_visible()
    gallery.keyboard.press("Escape")

    assert not gallery.locator("#exemple").is_visible()
    assert opener.evaluate("link => link === document.activeElement")


def test_a_menu_closes_on_escape_and_on_a_click_elsewhere(gallery: Page) -> None:
    summary = gallery.locator("summary", has_text="Autres actions")
    menu = gallery.locator("details.menu", has=summary)

    summary.click()
    gallery.keyboard.press("Escape")
    assert menu.get_attribute("open") is None

    summary.click()
    gallery.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_question_mark_lists_the_keys_unless_one_types(gallery: Page) -> None:
    keys = gallery.locator("#raccourcis")

    gallery.locator("#id_title").press("?")
    assert not keys.is_visible()

    gallery.locator("#id_title").evaluate("field => field.blur()")
    gallery.keyboard.press("?")
    assert keys.is_visible()


def test_single_keys_can_be_switched_off(gallery: Page) -> None:
    gallery.keyboard.press("?")
    gallery.get_by_label("Ne plus réagir").check()
    gallery.keyboard.press("Escape")
    gallery.keyboard.press("?")

    assert not gallery.locator("#raccourcis").is_visible()


def test_j_and_k_move_from_row_to_row(gallery: Page) -> None:
    def focused() -> str:
        return str(gallery.evaluate("document.activeElement.textContent"))

    gallery.keyboard.press("j")
    assert focused() == "1.1 Recenser les besoins"
    gallery.keyboard.press("j")
    gallery.keyboard.press("j")
    gallery.keyboard.press("j")
    assert focused() == "1.3 Publier le répertoire"
    gallery.keyboard.press("k")
    assert focused().startswith("1.2 ")


def test_a_text_that_was_not_sent_is_found_again(gallery: Page, address: str) -> None:
    gallery.once("dialog", lambda dialog: dialog.accept())
    gallery.locator("#id_description").fill("Une longue description")
    gallery.goto(address)

    gallery.locator("#formulaire").get_by_role("button", name="Le reprendre").click()

    assert gallery.locator("#id_description").input_value() == "Une longue description"


def test_the_screen_keeps_the_chosen_theme_and_density(gallery: Page) -> None:
    gallery.locator("summary", has_text="Affichage").click()
    gallery.get_by_role("button", name="Sombre").click()
    gallery.get_by_role("button", name="Tableaux serrés").click()
    gallery.reload()

    root = gallery.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    assert root.get_attribute("data-density") == "compact"


def test_the_page_prints_without_its_frame(gallery: Page) -> None:
    gallery.emulate_media(media="print")

    assert not gallery.locator(".frame-tools").is_visible()
    assert not gallery.locator(".frame-bar").is_visible()
    assert gallery.locator("h1").is_visible()


def test_a_form_is_sent_once_by_a_double_click(gallery: Page) -> None:
    sent = gallery.evaluate(
        """() => {
          const form = document.querySelector("#formulaire form");
          let sent = 0;
          document.addEventListener("submit", (event) => {
            if (!event.defaultPrevented) sent += 1;
            event.preventDefault();
          });
          const submit = () => new Event("submit", {bubbles: true, cancelable: true});
          form.dispatchEvent(submit());
          form.dispatchEvent(submit());
          return sent;
        }"""
    )

    assert sent == 1


def test_a_button_to_print_opens_the_browsers_printing(gallery: Page) -> None:
    gallery.evaluate(
        """() => {
            window.print = () => { window.asked = true };
            const button = Object.assign(document.createElement("button"), { id: "imprimer" });
            button.dataset.pactePrint = "";
            document.body.prepend(button);
            document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: button } }));
        }"""
    )

    for _ in range(100):  # the behaviour comes by a module of its own
        gallery.locator("#imprimer").dispatch_event("click")
        if gallery.evaluate("Boolean(window.asked)"):
            break
        gallery.wait_for_timeout(50)

    assert gallery.evaluate("window.asked") is True
