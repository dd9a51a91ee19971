"""What every test may ask for: services of this machine, the browser, the real documents."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import uuid
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import HealthCheck, settings
from psycopg import sql

from pacte.roadmap.queries import similar
from tests.sample.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parent.parent
REAL_DOCUMENTS = ROOT.parent / "shared" / "documents"
POSTGRESQL = os.environ.get("PACTE_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("PACTE_TEST_REDIS", "redis://127.0.0.1:6379")
ON_POSTGRESQL = pytest.mark.postgresql
# A machine that is busy is no failure of what is tested.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@cache
def missing_postgresql() -> str | None:
    try:
        psycopg.connect(f"{POSTGRESQL}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return f"no PostgreSQL answers at {POSTGRESQL} (PACTE_TEST_POSTGRESQL names another)"
    return None


@cache
def missing_redis() -> str | None:
    address = urlsplit(REDIS)
    try:
        socket.create_connection((address.hostname or "127.0.0.1", address.port or 6379), 2).close()
    except OSError:
        return f"no Redis or Valkey answers at {REDIS} (PACTE_TEST_REDIS names another)"
    return None


def missing_browser() -> str | None:
    return None if chromium() else "Chromium is not installed (Debian: apt install chromium)"


def missing_real_documents() -> str | None:
    return None if REAL_DOCUMENTS.is_dir() else "the real documents are not beside this checkout"


MISSING: dict[str, Callable[[], str | None]] = {
    "postgresql": missing_postgresql,
    "redis": missing_redis,
    "browser": missing_browser,
    "real_documents": missing_real_documents,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        action="store_true",
        help="only the tests that use the database of the run: another engine may change them",
    )


USING_DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --database, leave out what would say again the same thing on another engine."""
    if not config.getoption("--database"):
        return
    left_out = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = filter(uses_database, items)


def uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db"):
        return True
    return bool(USING_DATABASE.intersection(getattr(item, "fixturenames", ())))


def required() -> set[str]:
    return set(filter(None, os.environ.get("PACTE_TESTS_REQUIRE", "").split(",")))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for need, missing in MISSING.items():
        if item.get_closest_marker(need) and (reason := missing()):
            if need in required():
                pytest.fail(f"{need} is required here: {reason}", pytrace=False)
            pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests did not run and why, just before the counts."""
    by_reason: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        detail = report.longrepr
        reason = detail[2] if isinstance(detail, tuple) else str(detail)
        by_reason.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    for reason, tests in sorted(by_reason.items()):
        terminalreporter.write_line(f"Not run, because {reason}:")
        for test in sorted(tests):
            terminalreporter.write_line(f"  {test}")


LEFT = """
SELECT pid, query, pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """End, and name, the sessions that threads of the tests left: PostgreSQL drops nothing else."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return
        cursor.execute(LEFT)
        for _pid, query, _ended in cursor.fetchall():
            print(f"A session was left open after: {query}", file=sys.stderr)  # noqa: T201


@pytest.fixture(autouse=True, scope="session")
def transaction_of_a_test_stays_open() -> Iterator[None]:
    """Let a test close an answer by hand: Django would close PostgreSQL's connection under it."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def close_outside_tests(connection: BaseDatabaseWrapper) -> None:
        if not connection.in_atomic_block:
            close(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", close_outside_tests)
        yield


@pytest.fixture(scope="session")
def real_documents() -> Path:
    """Return the folder of the real documents; mark the test `real_documents`."""
    return REAL_DOCUMENTS


@contextmanager
def scratch_database(like: str = "template1") -> Iterator[str]:
    """Give a PostgreSQL database of its own, empty or a copy of another's."""
    name = f"pacte_scratch_{uuid.uuid4().hex[:12]}"
    made, copied = sql.Identifier(name), sql.Identifier(like.rpartition("/")[2])
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, copied))
        try:
            yield f"{POSTGRESQL}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """Give an empty PostgreSQL database of this test's own; mark the test `postgresql`."""
    with scratch_database() as url:
        yield url


@pytest.fixture(scope="session")
def laid_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """Give, for "sqlite" or "postgresql", a site with tables and a row of each sort, to copy."""
    with ExitStack() as stack:

        @cache
        def laid(engine: str) -> Site:
            url = stack.enter_context(scratch_database()) if engine == "postgresql" else ""
            site = Site(tmp_path_factory.mktemp(f"laid-{engine}"), database_url=url)
            done = site.python("from tests.sample import rows; rows.lay()")
            assert done.returncode == 0, done.stderr
            return site

        yield laid


@contextmanager
def copied_site(laid: Site, folder: Path, *, settings: str = "") -> Iterator[Site]:
    shutil.copytree(laid.folder, folder, dirs_exist_ok=True)
    with scratch_database(laid.database_url) if laid.database_url else nullcontext("") as url:
        site = Site(folder, database_url=url, settings=settings)
        try:
            yield site
        finally:
            site.end()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=ON_POSTGRESQL)])
def module_site(
    request: pytest.FixtureRequest,
    laid_sites: Callable[[str], Site],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Give a site that a module's tests share, on each engine in turn."""
    with copied_site(laid_sites(request.param), tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(module_site: Site) -> Site:
    """Give the module's site, running: the test before may have killed it."""
    if not module_site.is_running():
        module_site.start()
    return module_site


@pytest.fixture
def redis_url() -> str:
    """Give the address of a Redis database kept for tests; mark the test `redis`."""
    return f"{REDIS}/15"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    # Playwright's loop runs in the main thread; Django takes it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(autouse=True)
def nothing_kept_in_cache() -> Iterator[None]:
    """Keys of rows start again with each test, and what was drawn with them must not."""
    from django.core.cache import caches

    for kept in caches.all():
        kept.clear()
    yield
    for kept in caches.all():
        kept.clear()


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    """Rows of two tests may have the same keys: what was indexed of one is nothing of the other."""
    similar._kept.clear()
