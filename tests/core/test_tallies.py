"""What several processes count together."""

from __future__ import annotations

import http.cookiejar
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from pacte.core.tallies import Tallies, once
from tests.conftest import copied_site
from tests.sample.site import Site

MOST_FAILURES = 5  # of one address, before it has to wait
WRONG = "Trop de tentatives"


@pytest.fixture
def served(tmp_path: Path, laid_sites: Callable[[str], Site]) -> Iterator[Site]:
    with copied_site(laid_sites("sqlite"), tmp_path / "site") as site:
        site.start("--processes", "2")
        yield site


def test_of_several_who_add_at_once_one_does(tmp_path: Path) -> None:
    def add(_: int) -> bool:
        return Tallies(str(tmp_path), {}).add("key", value=True)

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(add, range(64))) == 1


def test_what_has_ended_leaves_no_trace(tmp_path: Path) -> None:
    tallies = Tallies(str(tmp_path), {})
    tallies.set("ended", [1], timeout=-1)
    tallies.set("going", [1], timeout=60)
    assert tallies.get("going") == [1]

    tallies.forget_ended()

    assert len(list(tmp_path.glob("*.djcache"))) == 1


def refused_for_trying(site: Site) -> bool:
    """Try a wrong password, as somebody whom no cookie tells."""
    visitor = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
    door = f"http://127.0.0.1:{site.port}/compte/connexion/"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', visitor.open(door).read().decode())
    assert token is not None
    sent = {
        "csrfmiddlewaretoken": token[1],
        "login": "claire@exemple.test",
        "password": "une phrase fausse",
    }
    return WRONG in visitor.open(door, urlencode(sent).encode()).read().decode()


def test_the_processes_of_a_site_count_attempts_together(served: Site) -> None:
    with ThreadPoolExecutor(8) as pool:
        refused = list(pool.map(refused_for_trying, [served] * (MOST_FAILURES + 8)))

    assert refused.count(False) <= MOST_FAILURES


def test_what_failed_is_done_again_and_what_was_done_is_not() -> None:
    done: list[str] = []

    def fail() -> str:
        raise LookupError

    def succeed() -> str:
        done.append("ACT-0001")
        return done[-1]

    with pytest.raises(LookupError):
        once("sent-once", fail)

    assert [once("sent-once", succeed) for _ in range(2)] == ["ACT-0001", "ACT-0001"]
    assert done == ["ACT-0001"]
