"""Make the README's pictures from the demonstration, with Chromium: docs/images/.

Start it first (`make demo`), then: .venv/bin/python tools/screenshots.py [http://127.0.0.1:8000]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1280, 1040
HEAVIEST = 200_000
PLAN = "/d/grand-confluent/plan/feuille-de-route-emploi-et-insertion/"
PICTURES = {"plan": ("Claire Vasseur", PLAN), "home": ("Gérard Montalieu", "/d/grand-confluent/")}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def picture(page: Page, site: str, person: str, path: str, target: Path) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/demonstration/")
    page.get_by_role("button", name=person).click()
    page.goto(f"{site}{path}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=str(target), animations="disabled")


def main(site: str) -> None:
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR", color_scheme="light"
        )
        for name, (person, path) in PICTURES.items():
            target = FOLDER / f"{name}.png"
            picture(page, site, person, path, target)
            size = target.stat().st_size
            print(f"{target.name}: {size // 1000} kB")
            if size > HEAVIEST:
                sys.exit(f"{target.name} is over {HEAVIEST // 1000} kB.")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
