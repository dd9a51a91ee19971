"""The gallery shows every component, in its states, and the guide names them all."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth.decorators import login_not_required
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config.urls import urlpatterns as site
from pacte.ui import examples, gallery, views

ROOT = Path(__file__).resolve().parents[2]
urlpatterns = [path("galerie/", login_not_required(views.gallery)), *site]
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect"}


class Balance(HTMLParser):
    """Says which tags are not closed where they should be, and which ids come twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at line {self.getpos()[0]}")


@pytest.fixture
def page() -> str:
    pieces = {
        "sections": gallery.sections(),
        "form": examples.ExampleForm(),
        "facts": examples.FACTS,
    }
    return render_to_string("ui/gallery.html", pieces)


def test_gallery_gives_each_component_at_least_one_state() -> None:
    missing = [piece.name for piece in gallery.sections() if not piece.states]

    assert missing == []


def test_gallery_view_answers_with_every_component(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__

    page = client.get("/galerie/").content.decode()

    assert re.findall(r'data-component="(\w+)"', page) == gallery.names()


def test_gallery_is_well_formed_and_names_nothing_twice(page: str) -> None:
    balance = Balance()
    balance.feed(page)

    assert balance.wrong == []
    assert balance.open == []
    assert sorted({name for name in balance.ids if balance.ids.count(name) > 1}) == []


def test_gallery_has_one_h1_and_no_heading_is_skipped(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_gallery_has_one_primary_button_in_its_frame() -> None:
    bare = render_to_string("ui/gallery.html", {"sections": [], "form": "", "facts": []})

    assert bare.count("button primary") == 1


def test_a_script_answers_each_attribute_that_asks_for_one() -> None:
    pages = [*ROOT.glob("pacte/*/templates/**/*.html"), *ROOT.glob("pacte/**/*.py")]
    asked = {
        name for path in pages for name in re.findall(r"data-pacte-([a-z]+)", path.read_text())
    }
    static = ROOT / "pacte/ui/static/ui"
    bound = re.findall(r"^  (\w+): \(\)", (static / "pacte.js").read_text(), re.MULTILINE)
    read = "".join(path.read_text() for path in static.glob("**/*.js"))

    assert {name for name in asked - {*bound} if f"[data-pacte-{name}]" not in read} == set()


def test_the_guide_names_each_component_and_behaviour() -> None:
    guide = (ROOT / "docs/interface.md").read_text()
    behaviours = re.findall(
        r"^  (\w+): \(\)", (ROOT / "pacte/ui/static/ui/pacte.js").read_text(), re.MULTILINE
    )

    assert [name for name in gallery.names() if f"`{name}`" not in guide] == []
    assert [name for name in behaviours if not re.search(rf"-{name}[`=]", guide)] == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_stand_without_frame_request_or_database(name: str) -> None:
    html = render_to_string(f"{name}.html")

    assert html.count("<h1>") == 1
    assert "<form" not in html.split("<main")[1].split("</main>")[0]
