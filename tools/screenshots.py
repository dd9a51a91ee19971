"""Make the pictures of the README (docs/images/) and of the guide, from the demonstration.

Start it first (`make demo-reset`), then: .venv/bin/python tools/screenshots.py [ADDRESS] [NAME ...]
Without a name, all are made again. What changes with the day is counted from today, as the
demonstration is.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "docs/images"
GUIDE = ROOT / "pacte/portal/static/portal/guide"
HEAVIEST = 200_000
HERE = "/d/grand-confluent/"
PLAN = f"{HERE}plan/feuille-de-route-emploi-et-insertion/"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
LEAD, ELECTED = "Claire Vasseur", "Gérard Montalieu"
SAMPLE = ROOT / "pacte/portal/demo/samples/plan-d-action-exemple.docx"


@dataclass(frozen=True)
class Picture:
    """What `person` sees at `path`; `follow` is a selector of a link to follow from there."""

    person: str
    path: str
    folder: Path = GUIDE
    width: int = 1200
    height: int = 800
    follow: str = ""

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.{'png' if self.folder == README else 'webp'}"


PICTURES = {
    "plan": Picture(LEAD, PLAN, README, 1280, 1040),
    "home": Picture(ELECTED, HERE, README, 1280, 1040),
    "accueil": Picture(LEAD, HERE),
    "accueil-elu": Picture(ELECTED, HERE),
    "tableau": Picture(LEAD, PLAN),
    "action": Picture(LEAD, f"{HERE}actions/ACT-0001/"),
    "frise": Picture(LEAD, f"{PLAN}frise/"),
    "tableau-de-bord": Picture(LEAD, f"{PLAN}tableau-de-bord/"),
    "tableau-croise": Picture(LEAD, f"{PLAN}croiser/"),
    "vue-d-ensemble": Picture(LEAD, f"{PLAN}vue-d-ensemble/"),
    "chantier": Picture(LEAD, f"{PLAN}chantiers/", follow=".page-main a[href*='/chantiers/']"),
    "a-relire": Picture(LEAD, f"{HERE}nouvelles/"),
    "a-appeler": Picture(LEAD, f"{HERE}nouvelles/appeler/"),
    "organisme": Picture(LEAD, f"{HERE}partenaires/club-confluence-entreprises/"),
    "communes": Picture(LEAD, f"{HERE}partenaires/communes/"),
    "emporter": Picture(LEAD, f"{PLAN}exporter/"),
    # Last: it leaves a draft, which the home page would show.
    "relecture": Picture(LEAD, f"{HERE}plans/importer/"),
}


def shoot(page: Page, site: str, name: str, wanted: Picture) -> Path:
    page.context.clear_cookies()
    page.set_viewport_size({"width": wanted.width, "height": wanted.height})
    page.goto(f"{site}/demonstration/")
    page.get_by_role("button", name=wanted.person).click()
    page.goto(f"{site}{wanted.path}")
    if wanted.follow:
        page.locator(wanted.follow).first.click()
    if name == "relecture":
        read_a_document(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    taken = page.screenshot(animations="disabled")
    target = wanted.file(name)
    if target.suffix == ".png":
        target.write_bytes(taken)
    else:
        Image.open(io.BytesIO(taken)).convert("RGB").save(target, "WEBP", quality=60, method=6)
    return target


def read_a_document(page: Page) -> None:
    page.set_input_files("input[type=file]", str(SAMPLE))
    page.get_by_role("button", name="Lire le document").click()
    page.get_by_role("heading", name="À vérifier").first.wait_for()


def main(site: str, names: list[str]) -> None:
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(locale="fr-FR", color_scheme="light")
        for name in names or PICTURES:
            target = shoot(page, site, name, PICTURES[name])
            size = target.stat().st_size
            print(f"{target.name}: {size // 1000} kB")
            if size > HEAVIEST:
                sys.exit(f"{target.name} is over {HEAVIEST // 1000} kB.")
        browser.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    address = given.pop(0).rstrip("/") if given and "://" in given[0] else "http://127.0.0.1:8000"
    main(address, given)
