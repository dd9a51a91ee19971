"""A real OpenID Connect provider, in a process of its own, whose people a test chooses."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from tests.journeys.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTS_WITHIN = 30


@dataclass(frozen=True)
class Provider:
    address: str

    def knows(self, sub: str, **claims: object) -> None:
        asked = Request(
            f"{self.address}/users/{quote(sub)}",
            data=json.dumps(claims).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        urlopen(asked, timeout=10).close()


@contextmanager
def running_provider() -> Iterator[Provider]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + STARTS_WITHIN
    try:
        while not answers(address):
            assert server.poll() is None, "the provider did not start"
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Provider(address)
    finally:
        server.terminate()
        server.wait(10)


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/.well-known/openid-configuration", timeout=5) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False
