"""The worker beside a real server: jobs done, followed, stopped, resumed after a kill."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.sample.site import Site, eventually, is_alive

# One process of the suite runs them all: they share a site.
pytestmark = pytest.mark.xdist_group("worker")


def kept_rows(site: Site, key: str) -> int:
    spaces = [space for (space,) in site.rows("SELECT space FROM core_auditentry")]
    return spaces.count(key)


def status(site: Site, key: str, wanted: str) -> bool:
    return bool(site.json(f"/echantillon/suivi/{key}/")["status"] == wanted)


def workers(site: Site) -> list[int]:
    return [row[0] for row in site.rows("SELECT process FROM core_workerbeat")]


def test_worker_does_a_job_and_shows_its_progress(site: Site) -> None:
    key = site.get("/echantillon/travaux/count/?steps=40&rows=3", method="POST")

    seen = eventually(lambda: site.json(f"/echantillon/suivi/{key}/")["done"])
    eventually(lambda: status(site, key, "DONE"))

    assert 0 < seen <= 40
    assert site.json(f"/echantillon/suivi/{key}/")["result"] == {"rows": 3}
    assert kept_rows(site, key) == 3


def test_worker_stops_a_cancelled_job(site: Site) -> None:
    key = site.get("/echantillon/travaux/count/?steps=400&rows=3", method="POST")
    eventually(lambda: status(site, key, "RUNNING"))

    site.get(f"/echantillon/arret/{key}/", method="POST")

    eventually(lambda: status(site, key, "CANCELLED"), seconds=4)
    assert kept_rows(site, key) == 0


def test_worker_keeps_working_after_a_job_that_fails(site: Site) -> None:
    failed = site.get("/echantillon/travaux/fail/", method="POST")
    done = site.get("/echantillon/travaux/count/?steps=1", method="POST")

    eventually(lambda: status(site, done, "DONE"))

    assert site.json(f"/echantillon/suivi/{failed}/")["failure"] == "LookupError"


def test_worker_gives_up_a_job_that_keeps_killing_it(site: Site) -> None:
    key = site.get("/echantillon/travaux/die/", method="POST")

    eventually(lambda: status(site, key, "FAILED"), seconds=45)

    found = site.json(f"/echantillon/suivi/{key}/")
    assert (found["failure"], found["attempts"]) == ("WorkerKeptDying", 3)


def test_worker_ends_within_five_seconds_of_a_killed_server(site: Site) -> None:
    (worker,) = eventually(lambda: workers(site))

    site.send(signal.SIGKILL)

    eventually(lambda: not is_alive(worker), seconds=5)


def test_job_resumes_after_the_server_is_killed(site: Site) -> None:
    key = site.get("/echantillon/travaux/count/?steps=60&rows=5", method="POST")
    eventually(lambda: status(site, key, "RUNNING"))

    site.send(signal.SIGKILL)
    site.end()
    site.start()

    eventually(lambda: status(site, key, "DONE"))
    assert kept_rows(site, key) == 5


def test_job_resumes_after_its_worker_is_killed(site: Site) -> None:
    key = site.get("/echantillon/travaux/count/?steps=60&rows=5", method="POST")
    eventually(lambda: status(site, key, "RUNNING"))
    (worker,) = workers(site)

    os.kill(worker, signal.SIGKILL)

    eventually(lambda: status(site, key, "DONE"))
    assert kept_rows(site, key) == 5
    assert workers(site) != [worker]


def test_serve_ends_quickly_at_a_signal_and_takes_its_worker_along(site: Site) -> None:
    (worker,) = eventually(lambda: workers(site))
    site.get("/echantillon/travaux/count/?steps=100", method="POST")
    time.sleep(1)

    start = time.monotonic()
    site.send(signal.SIGTERM)
    assert site.process is not None
    site.process.wait(10)

    assert time.monotonic() - start < 4
    assert not is_alive(worker)


def test_sante_tells_of_database_worker_and_disk(site: Site) -> None:
    eventually(lambda: workers(site))

    found = site.json("/sante/")

    assert found["ok"]
    assert found["troubles"] == []
