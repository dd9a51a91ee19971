"""Several people at the same document at the same instant, on real servers and both engines."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample.site import Site

PEOPLE = 6


def test_a_document_pressed_by_several_at_once_makes_one_plan(site: Site) -> None:
    laid = site.python("from tests.sample import rows; rows.lay_import('atelier')")
    assert laid.returncode == 0, laid.stderr
    key, *sessions = laid.stdout.split()
    gate = Barrier(PEOPLE)

    def press(number: int) -> int:
        person = copy.copy(site)
        person.session = sessions[number % len(sessions)]
        gate.wait()
        return person.post(f"/d/atelier/imports/{key}/creer/")

    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(press, range(PEOPLE)))

    assert answers == [200] * PEOPLE
    assert site.rows("SELECT count(*) FROM roadmap_plan") == [(1,)]
    assert site.rows("SELECT count(*) FROM roadmap_action") == [(2,)]
    assert site.rows("SELECT state FROM roadmap_planimport") == [("APPLIED",)]
    told = "SELECT count(*) FROM core_auditentry WHERE event = 'roadmap.import.applied'"
    assert site.rows(told) == [(1,)]
