"""Pages of a real server: two processes, one client then twenty, on SQLite and on PostgreSQL."""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.get("PACTE_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
CLIENTS = 20
SECONDS = 6
ALONE = 60  # requests of the client alone
PREPARE = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", interactive=False, verbosity=0)
from benchmarks import makers
with transaction.atomic():
    for name, actions in (item.split(":") for item in sys.argv[1].split(",")):
        makers.a_plan(name, int(actions))
    for n in range(int(sys.argv[2])):
        makers.a_plan(f"autre-{n}", 20)
if connection.vendor == "postgresql":  # what its autovacuum does within minutes on a site
    connection.cursor().execute("VACUUM ANALYZE")
"""


@dataclass(frozen=True)
class Site:
    port: int
    cookie: str

    def get(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:  # noqa: PLR2004 — anything else is not the page
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(database: str, folder: str, *, cached: bool) -> dict[str, str]:
    url = (
        f"sqlite:///{folder}/bench.sqlite3" if database == "sqlite" else f"{POSTGRESQL}/{database}"
    )
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PACTE_DATA_DIR": folder,
        "DATABASE_URL": url,
        "SECRET_KEY": "bench",
        "LOG_LEVEL": "WARNING",
        "PLAN_CACHE_SECONDS": "600" if cached else "0",
    }


@contextmanager
def database(kind: str) -> Iterator[str]:
    """`sqlite`, or the name of a fresh PostgreSQL database that is dropped afterwards."""
    if kind == "sqlite":
        yield kind
        return
    import psycopg

    name = f"pacte_bench_{os.getpid()}"
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def prepare(env: dict[str, str], plans: str, others: int) -> None:
    subprocess.run(
        [sys.executable, "-c", PREPARE, plans, str(others)], check=True, env=env, cwd=ROOT
    )


@contextmanager
def serving(env: dict[str, str], who: str) -> Iterator[Site]:
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "pacte"),
        *("serve", "--port", str(port), "--processes", "2", "--no-worker"),
    ]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield Site(port, sign_in(port, who))
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def sign_in(port: int, who: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/compte/connexion/")
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    cookie = cookies(answer)
    if token is None:
        raise RuntimeError("no form to sign in with")
    body = f"login={who}&password=motdepasse-solide&csrfmiddlewaretoken={token[1]}"
    connection.request(
        "POST",
        "/compte/connexion/",
        body,
        {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
    )
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:  # noqa: PLR2004 — signed in
        raise RuntimeError("could not sign in")
    return cookies(answer)


def cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or [])


def alone(site: Site, path: str) -> list[float]:
    connection = site.connect()
    for _ in range(5):
        site.get(connection, path)
    times = []
    for _ in range(ALONE):
        start = time.perf_counter()
        site.get(connection, path)
        times.append((time.perf_counter() - start) * 1000)
    return times


def together(site: Site, path: str) -> tuple[list[float], float]:
    """Times in ms of twenty clients at once, and requests a second."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    def client() -> None:
        connection = site.connect()
        while time.perf_counter() < end:
            start = time.perf_counter()
            site.get(connection, path)
            times.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(times) / (time.perf_counter() - start)


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def rows_of(site: Site, group: str, name: str, path: str) -> list[dict[str, object]]:
    weight = len(site.get(site.connect(), path)) / 1024
    one = alone(site, path)
    many, rate = together(site, path)

    def row(what: str, value: float, unit: str, note: str = "") -> dict[str, object]:
        return {
            "group": group,
            "what": f"{name}, {what}",
            "value": round(value, 1),
            "unit": unit,
            "note": note,
        }

    return [
        row("alone p50", statistics.median(one), "ms", f"{weight:.0f} kB over the wire"),
        row("alone p95", quantile(one, 0.95), "ms"),
        row(f"{CLIENTS} clients p50", statistics.median(many), "ms"),
        row(f"{CLIENTS} clients p95", quantile(many, 0.95), "ms"),
        row(f"{CLIENTS} clients", rate, "requests/s"),
    ]


def measure(kind: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with database(kind) as name, tempfile.TemporaryDirectory() as folder:
        cold = environment(name, folder, cached=False)
        prepare(cold, "petit:200,grand:10000", 0)
        table, action = "/d/petit/plan/plan/", "/d/petit/actions/ACT-0100/"
        with serving(cold, "petit@exemple.test") as site:
            found += rows_of(site, f"{kind}, one initiative", "table of 200, cold", table)
            found += rows_of(site, f"{kind}, one initiative", "one action", action)
        with serving(environment(name, folder, cached=True), "petit@exemple.test") as site:
            found += rows_of(site, f"{kind}, one initiative", "table of 200, rows cached", table)
        with serving(cold, "grand@exemple.test") as site:
            found += rows_of(
                site, f"{kind}, one initiative", "first screen of 10,000", "/d/grand/plan/plan/"
            )
        few = found[0]["value"]
        prepare(cold, "tiers:10", 1000)
        with serving(cold, "petit@exemple.test") as site:
            found += rows_of(site, f"{kind}, a thousand initiatives", "table of 200, cold", table)
            many = found[-5]["value"]
        found.append(
            {
                "group": f"{kind}, a thousand initiatives",
                "what": "ratio of the table alone, thousand to one",
                "value": round(float(str(many)) / float(str(few)), 2),
                "unit": "",
                "note": "within 1.2",
            }
        )
    return found
