"""Many writes at once against a site killed meanwhile: what was acknowledged must be kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

from tests.sample.site import Site

CLIENTS = 4


def hammer(
    site: Site, write: Callable[[int], object], *, count: int, kill_after: int
) -> tuple[set[int], bool]:
    """Write the numbers below `count`; kill the server once so many were acknowledged.

    Return the numbers acknowledged, and whether some were refused (the kill came in the middle).
    """
    acknowledged: set[int] = set()
    killed = threading.Event()
    lock = threading.Lock()

    def one(number: int) -> bool:
        try:
            write(number)
        except (OSError, HTTPException):
            return False
        with lock:
            acknowledged.add(number)
            if len(acknowledged) >= kill_after and not killed.is_set():
                killed.set()
                site.send(signal.SIGKILL)
        return True

    with ThreadPoolExecutor(CLIENTS) as clients:
        answered = list(clients.map(one, range(count)))
    site.end()
    return acknowledged, not all(answered)


def assert_intact(site: Site) -> None:
    if not site.database_url:
        assert site.rows("PRAGMA integrity_check") == [("ok",)]
        assert site.rows("PRAGMA foreign_key_check") == []
