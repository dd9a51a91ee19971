"""The demonstration, served as `make demo` serves it, and the people who enter it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PACTE = str(Path(sys.executable).with_name("pacte"))
STARTS_WITHIN = 120
WITHIN = 30_000  # for the reading of a document by the worker, on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_healthy(address: str) -> bool:
    return answers(address, "/health")


def answers(address: str, path: str = "/demonstration/") -> bool:
    try:
        with urlopen(f"{address}{path}", timeout=5) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


@pytest.fixture(scope="session")
def demonstration_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def table_listens(page: Page) -> None:
    """Wait for the script of the table: it gives Tab one cell to reach."""
    expect(page.locator("[data-key][tabindex='0']")).to_have_count(1, timeout=WITHIN)


def environment(folder: Path, **more: str) -> dict[str, str]:
    given = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SITE_URL", "DATABASE_URL"}
    }
    return {**given, "PACTE_DATA_DIR": str(folder), **more}


@pytest.fixture(scope="session")
def demonstration_site(demonstration_folder: Path) -> Iterator[str]:
    """Start the demonstration in a folder of its own; each journey keeps to its own plan."""
    folder, port = demonstration_folder, free_port()
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [PACTE, "demo", "--port", str(port)],
            env=environment(folder),
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + STARTS_WITHIN
    try:
        while not answers(address):
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.3)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@pytest.fixture
def opened(browser: Browser, demonstration_site: str) -> Iterator[Callable[..., Page]]:
    """Give what opens a browser of one's own, as nobody yet."""
    contexts = []

    def one(*, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=demonstration_site,
            viewport={"width": 1280, "height": 900},
            locale="fr-FR",
            java_script_enabled=scripts,
            bypass_csp=True,  # for axe, which the page would refuse
        )
        contexts.append(context)
        context.set_default_timeout(WITHIN)
        return context.new_page()

    yield one
    for context in contexts:
        context.close()


@pytest.fixture
def enter(opened: Callable[..., Page]) -> Callable[..., Page]:
    """Give what opens a browser of one's own as a person of the demonstration."""

    def entered(name: str, *, scripts: bool = True) -> Page:
        page = opened(scripts=scripts)
        page.goto("/demonstration/")
        page.get_by_role("button", name=name).click()
        page.wait_for_url("**/d/*/")
        return page

    return entered


@pytest.fixture
def operate(
    opened: Callable[..., Page], demonstration_site: str, demonstration_folder: Path
) -> Callable[[str], Page]:
    """Give what opens a browser as somebody who runs the installation, by the link she is given."""

    def entered(email: str) -> Page:
        made = subprocess.run(
            [PACTE, "create-admin", email],
            env=environment(demonstration_folder, PACTE_DEMO="1", SITE_URL=demonstration_site),
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=True,
        )
        page = opened()
        page.goto(made.stdout.split()[-1])
        return page

    return entered
