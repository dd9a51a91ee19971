"""The guide: one passage for each screen, no picture missing, and the words that screens say."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse

from pacte.portal.providers import guide
from tests.architecture.test_access import ELSEWHERE, GETS
from tests.conftest import ROOT
from tests.factories.roadmap import PlanFactory
from tests.personas import make_personas

# Addresses that answer a file, or that send elsewhere: nobody reads a page there.
NO_SCREEN = {
    "health",
    "initiatives:show_logo",
    "mfa_list_webauthn",
    "network:booklet",
    "network:rejected_lines",
    "network:sheet_to_fill",
    "portal:arrival_file",
    "portal:demo_sample",
    "portal:organisation_sheet",
    "portal:theme",
    "roadmap:calendar_feed",
    "roadmap:download_achievements",
    "roadmap:download_alignment",
    "roadmap:download_export",
    "roadmap:download_matrix",
    "roadmap:download_overview",
    "roadmap:download_plan",
    "roadmap:download_reporting",
    "roadmap:import_source",
    "roadmap:show_file",
    "roadmap:show_proof",
}
GUIDE = {"portal:guide", "portal:guide_page", "portal:initiative_guide"}
GUIDE |= {"portal:initiative_guide_page"}
# A page that a POST alone shows.
SHOWN_BY_POST = {"roadmap:fill_column"}
HEAVIEST = 1_500_000
# Marked in the guide without being words of a screen.
NOT_ON_SCREEN = {"code de douze caractères", "corriger pendant quinze jours"}


def test_each_screen_has_its_passage_and_each_passage_names_screens_that_exist():
    named = [screen for p in guide.pages() for one in p.passages for screen in one.screens]

    assert set(named) == (GETS.keys() | ELSEWHERE | SHOWN_BY_POST) - NO_SCREEN - GUIDE
    assert len(named) == len(set(named))


def test_each_anchor_is_in_its_page_once():
    for page in guide.pages():
        anchors = [passage.anchor for passage in page.passages]

        assert re.findall(r'<h2 id="([^"]+)">', page.body) == anchors
        assert len(anchors) == len(set(anchors))


def test_each_picture_is_there_is_described_and_is_light():
    shown = re.findall(
        r"!\[(.*?)\]\(\.\./static/portal/guide/(.+?)\)",
        "\n".join(path.read_text() for path in guide.FOLDER.glob("*.md")),
    )
    pictures = {path.name: path.stat().st_size for path in guide.PICTURES.glob("*.webp")}

    assert {name for _, name in shown} == pictures.keys()
    assert [name for text, name in shown if not text] == []
    assert sum(pictures.values()) < HEAVIEST
    assert 'width="1200" height="800" loading="lazy"' in guide.pages()[0].body


def test_the_script_makes_every_picture():
    script = (ROOT / "tools/screenshots.py").read_text()

    assert [p.stem for p in guide.PICTURES.glob("*.webp") if f'"{p.stem}": ' not in script] == []


def test_the_words_of_the_screens_are_still_theirs():
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as catalogue:
        said = {
            text
            for message in read_po(catalogue)
            for text in (message.id if isinstance(message.id, tuple) else [message.id])
        }
    marked = {
        words.strip().rstrip(".,:…")
        for path in guide.FOLDER.glob("*.md")
        for words in re.findall(r"\*\*(.+?)\*\*", path.read_text().replace("\n", " "))
    }
    everything = "\n".join(said)

    assert {words for words in marked if words not in everything} == NOT_ON_SCREEN


@pytest.mark.django_db
def test_a_screen_opens_the_passage_about_it_inside_its_demarche(client):
    people = make_personas()
    plan = PlanFactory(initiative=people.initiative, shared=True)
    client.force_login(people.elected)
    here = reverse("portal:initiative_guide", args=[people.initiative.slug])

    page = client.get(reverse("roadmap:plan_table", args=[people.initiative.slug, plan.slug]))
    opened = client.get(f"{here}le-tableau/")

    assert f'href="{here}le-tableau/#lire-et-filtrer" rel="help"' in page.text
    assert '<h2 id="lire-et-filtrer">' in opened.text
    assert "Partenaires" in opened.text  # the menu of the démarche


@pytest.mark.django_db
def test_who_is_not_signed_in_reads_the_guide_too(client):
    signing_in = client.get(reverse("account_login"))
    opened = client.get("/aide/commencer/")

    assert 'href="/aide/commencer/#entrer" rel="help"' in signing_in.text
    assert "/aide/chaque-jour/" in opened.text
    assert client.get("/aide/").status_code == 200
    assert client.get("/aide/nulle-part/").status_code == 404


@pytest.mark.django_db
def test_in_english_the_guide_says_that_it_is_in_french(client):
    opened = client.get("/aide/commencer/", headers={"Accept-Language": "en"})

    assert "This help is written in French." in opened.text
    assert '<article class="guide-text" lang="fr">' in opened.text


def test_the_spaces_are_those_of_the_country():
    text = {language: guide.pages(language)[0].body for language in ("fr", "fr-ca", "en")}

    assert "d’un clic\u202f; le retirer" in text["fr"]
    assert "d’un clic; le retirer" in text["fr-ca"]
    assert text["en"] == text["fr"]
