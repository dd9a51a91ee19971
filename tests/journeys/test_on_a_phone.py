"""On a phone: the frame leaves the screen to the page, which says first whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.browser]
HERE = "/d/grand-confluent/"
PAGES = (HERE, f"{HERE}actions/ACT-0001/", f"{HERE}partenaires/france-travail/")


def test_the_head_takes_one_line_and_leads_back(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    page.set_viewport_size({"width": 360, "height": 740})

    heads = []
    for address in PAGES:
        page.goto(address)
        heads.append(page.locator(".frame-top").bounding_box() or {})
    back = page.locator(".frame-top .breadcrumb a:visible")

    assert [address for address, head in zip(PAGES, heads, strict=True) if bottom(head) > 100] == []
    assert back.all_inner_texts() == ["Partenaires"]
    assert page.locator(".frame-search-link").is_visible()


def bottom(box: dict[str, float]) -> float:
    return box["y"] + box["height"]


def test_the_parts_that_do_not_fit_open_behind_plus(enter: Callable[..., Page]) -> None:
    page = enter("Claire Vasseur")
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(HERE)
    bar = page.locator(".frame-bar")

    bar.locator("summary").click()

    assert bar.locator("details a").first.is_visible()
    page.keyboard.press("Escape")
    assert not bar.locator("details a").first.is_visible()
    assert failures == []


def test_whom_to_call_is_on_the_first_screens(enter: Callable[..., Page]) -> None:
    page = enter("Gérard Montalieu")
    page.set_viewport_size({"width": 360, "height": 740})

    found = []
    for address in (HERE, f"{HERE}partenaires/france-travail/"):
        page.goto(address)
        found.append(bottom(page.locator(".page-to-call a").first.bounding_box() or {}))

    assert [place for place in found if place > 740] == []
